import { Agent } from "node:https";
import type { Duplex } from "node:stream";
import type { UnsentRequest } from "./networkErrors";

/** Receives an error before a connection was established, and where it should lead. */
export type OnFailure = (error: Error, request: UnsentRequest) => void;

/** Reports errors of a socket until its TLS connection is established: nothing was sent by then. */
export function watchHandshake<Socket extends Duplex>(
  socket: Socket,
  request: UnsentRequest,
  onFailure: OnFailure,
): Socket {
  const report = (error: Error) => onFailure(error, request);
  socket.prependListener("error", report);
  socket.once("secureConnect", () => socket.off("error", report));
  return socket;
}

/** Agent that knows if a request was sent. */
export class DirectAgent extends Agent {
  constructor(
    options: ConstructorParameters<typeof Agent>[0],
    private readonly onFailure: OnFailure,
  ) {
    super(options);
  }

  override createConnection(...[options, ...rest]: Parameters<Agent["createConnection"]>) {
    const socket = super.createConnection(options, ...rest);
    if (socket) watchHandshake(socket, { host: String(options.host) }, this.onFailure);
    return socket;
  }
}

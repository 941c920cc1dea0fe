import type { ClientRequest } from "node:http";
import type { AgentOptions } from "node:https";
import type { Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { watchHandshake } from "./agent";
import type { DirectAgent, OnFailure } from "./agent";

type ConnectOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

/** Agent that sends requests through a proxy, except those to hosts that are reached directly. */
export class ProxyAgent extends HttpsProxyAgent<string> {
  constructor(
    proxy: URL,
    private readonly agentOptions: AgentOptions,
    private readonly direct: DirectAgent,
    private readonly goesDirect: (host: string, port: number) => boolean,
    private readonly onFailure: OnFailure,
  ) {
    super(proxy, agentOptions);
  }

  /** The library guesses from the call stack, and then finds no idle connection. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(request: ClientRequest, options: ConnectOptions) {
    const { host = "", port = 443 } = options;
    if (this.goesDirect(host, Number(port))) return this.direct.createConnection(options) as Socket;
    const unsent = { host, proxy: this.proxy.origin };
    let status = 200;
    request.once("proxyConnect", (answer: { readonly statusCode: number }) => (status = answer.statusCode));
    try {
      const { secureContext, rejectUnauthorized } = this.agentOptions;
      const socket = await super.connect(request, { ...options, secureContext, rejectUnauthorized } as ConnectOptions);
      if (status === 200) return watchHandshake(socket, unsent, this.onFailure);
      socket.destroy();
      throw Object.assign(new Error("the proxy refused the connection"), { code: `PROXY_${status}` });
    } catch (error) {
      this.onFailure(error as Error, { ...unsent, isProxyAtFault: true });
      throw error;
    }
  }
}

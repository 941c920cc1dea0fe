// Serves the provider protocol on a free port of this machine.
import { grpc, ResourceProviderService } from "./sdkGrpc";
import { providerService } from "./service";
import type { Store } from "../core/store";

export interface ServerOptions {
  store: Store;
  /** Region and account of providers that name none. */
  environment: NodeJS.ProcessEnv;
  /** Time that the creation of an object takes. Default 0. */
  creationMilliseconds?: number;
  /** Takes names of what is stored without checks. Without it, everything that is not emulated is an error. */
  onUnchecked?: (name: string) => void;
}

type Call = { request: unknown; getPeer(): string };
type Done = (error: object | null, response?: unknown) => void;
type Methods = Record<string, (request: unknown) => unknown>;

/** Starts a server for any number of providers. The engine opens a connection for each, with its own configuration. */
export function serveAwsPlugin(options: ServerOptions): Promise<{ port: number; close: () => void }> {
  const { store, environment, creationMilliseconds = 0, onUnchecked } = options;
  const createService = (): Methods => providerService(store, environment, onUnchecked) as Methods;
  const services = new Map<string, Methods>();
  const serviceOf = (peer: string): Methods => {
    const service = services.get(peer) ?? createService();
    services.set(peer, service);
    return service;
  };
  const respond = (name: string, milliseconds: number) => (call: Call, done: Done) => {
    try {
      const response = serviceOf(call.getPeer())[name]!(call.request);
      if (milliseconds === 0) done(null, response);
      else setTimeout(done, milliseconds, null, response);
    } catch (error) {
      done({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
  const server = new grpc.Server();
  server.addService(
    ResourceProviderService,
    Object.fromEntries(
      Object.keys(createService()).map((name) => [name, respond(name, name === "create" ? creationMilliseconds : 0)]),
    ),
  );
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ port, close: () => server.forceShutdown() }),
    ),
  );
}

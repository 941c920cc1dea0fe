import type { ClientRequest } from "node:http";
import type { Agent, AgentOptions } from "node:https";
import type { Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { watchHandshake } from "./agent";
import type { DirectAgent, OnFailure } from "./agent";

type ConnectOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

interface ProxyOptions {
  readonly proxy: URL;
  /** Trust and pooling of the connections. */
  readonly agentOptions: AgentOptions;
  /** Agent for hosts that are reached directly. */
  readonly direct: DirectAgent;
  readonly goesDirect: (host: string, port: number) => boolean;
  readonly onFailure: OnFailure;
}

/**
 * Creates an agent that sends requests through a proxy, except those to hosts that are reached directly. Returns Node.js's own
 * type: TypeScript 3.8, which compiles many Pulumi programs, cannot read the library's declarations.
 */
export function createProxyAgent(options: ProxyOptions): Agent {
  return new ProxyAgent(options);
}

class ProxyAgent extends HttpsProxyAgent<string> {
  constructor(private readonly settings: ProxyOptions) {
    super(settings.proxy, settings.agentOptions);
  }

  /** The library guesses from the call stack, and then finds no idle connection. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(request: ClientRequest, options: ConnectOptions) {
    const { host = "", port = 443 } = options;
    const { agentOptions, direct, goesDirect, onFailure } = this.settings;
    // The agents of Node.js add these themselves. This class calls createConnection directly.
    const { secureContext, rejectUnauthorized } = agentOptions;
    const trusting = { ...options, secureContext, rejectUnauthorized } as ConnectOptions;
    if (goesDirect(host, Number(port))) return direct.createConnection(trusting) as Socket;
    const unsent = { host, proxy: this.proxy.origin };
    let status = 200;
    request.once("proxyConnect", (answer: { readonly statusCode: number }) => (status = answer.statusCode));
    try {
      const socket = await super.connect(request, trusting);
      if (status === 200) return watchHandshake(socket, unsent, onFailure);
      socket.destroy();
      throw Object.assign(new Error("the proxy refused the connection"), { code: `PROXY_${status}` });
    } catch (error) {
      onFailure(error as Error, { ...unsent, isProxyAtFault: true });
      throw error;
    }
  }
}

import { randomBytes } from "node:crypto";
import type { Call } from "./callLog.js";
import { systemClock } from "./clock.js";
import type { Clock } from "./clock.js";
import { localEnvironment } from "./localControlPlane.js";
import type { LocalControlPlane } from "./localControlPlane.js";
import { listen } from "./http/server.js";
import type { Settings } from "./settings.js";
import { State } from "./state.js";

/** How a local control plane starts: the settings that can change later, and what is fixed from then on. */
export interface LocalControlPlaneOptions extends Partial<Settings> {
  /** Port on 127.0.0.1. Default 0: any free one. */
  port?: number;
  /** The account, 12 digits, of access keys whose id does not end in one. Default `123456789012`. */
  account?: string;
  /** Default: the machine's. */
  clock?: Clock;
  /** Called for each request when its outcome is known. */
  onCall?: (call: Call) => void;
}

/**
 * Starts a control plane on this machine that speaks the wire protocol of AgentCore's credential providers.
 * Its state lives in memory, separate per account and Region, and ends with it.
 *
 * Signatures are not verified. The account comes from the access key id: its last 12 characters if they are digits,
 * as in `AKIALOCAL123456789012`.
 *
 * @param options Port, account and settings, see {@link LocalControlPlaneOptions}.
 * @returns The running server with its controls; `close()` it at the end.
 * @example
 * import { BedrockAgentCoreControlClient } from "@aws-sdk/client-bedrock-agentcore-control";
 * import { startLocalControlPlane } from "pulumi-agentcore-outbound-auth/local";
 *
 * const local = await startLocalControlPlane({ quota: 1000 });
 * const client = new BedrockAgentCoreControlClient({
 *   endpoint: local.url,
 *   region: "us-east-1",
 *   credentials: { accessKeyId: "AKIALOCAL123456789012", secretAccessKey: "local" },
 * });
 * client.destroy();
 * await local.close();
 */
export async function startLocalControlPlane(options: LocalControlPlaneOptions = {}): Promise<LocalControlPlane> {
  const { port = 0, account = "123456789012", clock = systemClock, onCall, ...settings } = options;
  if (!/^\d{12}$/.test(account)) throw new RangeError("account: must have 12 digits");
  const state = new State(clock, account, settings, onCall);
  const token = randomBytes(32).toString("hex");
  const server = await listen(state, token, port);
  const url = `http://127.0.0.1:${server.port}`;
  return {
    ...state.controls,
    url,
    port: server.port,
    token,
    environment: localEnvironment(url, account),
    close: () => server.close(),
  };
}

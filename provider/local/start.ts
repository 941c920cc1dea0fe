import { randomBytes } from "node:crypto";
import type { Call } from "./http/callLog";
import { listen } from "./http/server";
import { State } from "./http/state";
import { localEnvironment } from "./localControlPlane";
import type { LocalControlPlane } from "./localControlPlane";
import { systemClock } from "./vault/clock";
import type { Clock } from "./vault/clock";
import type { Settings } from "./vault/settings";

/** Options of {@link startLocalControlPlane}. The settings can change later. */
export interface LocalControlPlaneOptions extends Partial<Settings> {
  /** Port on 127.0.0.1. @default 0 - a free port */
  readonly port?: number;
  /** Account, 12 digits, for access keys whose id does not end in an account. @default "123456789012" */
  readonly account?: string;
  /** @default - the clock of the machine */
  readonly clock?: Clock;
  /** Called for each request after its outcome is known. */
  readonly onCall?: (call: Call) => void;
}

/**
 * Starts a control plane on this machine that speaks the wire protocol of AgentCore's credential providers. It keeps its
 * state in memory, separately for each account and Region.
 *
 * Signatures are not verified. The account is the last 12 characters of the access key id if they are digits, as in
 * `AKIALOCAL123456789012`.
 *
 * @param options Port, account and settings, see {@link LocalControlPlaneOptions}.
 * @returns The running server with its controls. Call `close()` at the end.
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

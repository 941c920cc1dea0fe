import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { adminPrefix, controlsOf } from "./http/controls";
import type { Controls } from "./http/controls";
import { listen } from "./http/server";
import { State } from "./http/state";
import type { Call } from "./http/state";
import type { Settings } from "./vault/settings";
import { systemClock } from "./vault/states";
import type { Clock } from "./vault/states";
import type { Vaults, VaultSnapshot } from "./vault/vault";

/** A running local control plane, in this process or in another. */
export interface LocalControlPlane extends Controls {
  /** Endpoint for an AWS client, for example `http://127.0.0.1:49152`. */
  readonly url: string;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Value of the header `x-local-token` for the routes under `/_local/`. */
  readonly token: string;
  /**
   * Environment variables that send the AWS SDKs and Pulumi's provider processes to this server: endpoints, credentials
   * and Region (us-east-1).
   */
  readonly environment: Record<string, string>;
  /** Stops the server and closes every connection. Does nothing for a server of another process. */
  close(): Promise<void>;
}

/** Options of {@link startLocalControlPlane}. The settings can change later. */
export interface LocalControlPlaneOptions extends Partial<Settings> {
  /** Port on 127.0.0.1. @default 0 - a free port */
  readonly port?: number;
  /** Account, 12 digits, for access keys whose id does not end in an account. @default "123456789012" */
  readonly account?: string;
  /** Clock for times and waits. @default - the clock of the machine */
  readonly clock?: Clock;
  /**
   * File that keeps the providers from one process to the next. It never contains the value of a secret.
   *
   * @default - everything ends with the process
   */
  readonly file?: string;
  /** Called for each request after its outcome is known. @default - nothing is called */
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
  const { port = 0, account = "123456789012", clock = systemClock, file, onCall, ...settings } = options;
  if (!/^\d{12}$/.test(account)) throw new RangeError("account: must have 12 digits");
  const state = new State(clock, account, settings, (call) => {
    if (file !== undefined && !/^(Get|List)/.test(call.operation)) save(file, state.vaults);
    onCall?.(call);
  });
  if (file !== undefined) load(file, state.vaults);
  const token = randomBytes(32).toString("hex");
  const server = await listen(state, token, port);
  const url = `http://127.0.0.1:${server.port}`;
  return {
    ...controlsOf(state),
    url,
    port: server.port,
    token,
    environment: localEnvironment(url, account),
    close: () => server.close(),
  };
}

/**
 * Returns the controls of a local control plane that runs in another process.
 *
 * @param url URL that the process printed when it started, for example `http://127.0.0.1:49152`.
 * @param token Token that it printed.
 * @param account Account of the credentials in `environment`. Default `123456789012`.
 * @example
 * import { connectLocalControlPlane } from "pulumi-agentcore-outbound-auth/local";
 *
 * const { LOCAL_URL = "http://127.0.0.1:49152", LOCAL_TOKEN = "" } = process.env;
 * const local = connectLocalControlPlane(LOCAL_URL, LOCAL_TOKEN);
 * await local.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "reset", moment: "after" });
 */
export function connectLocalControlPlane(url: string, token: string, account = "123456789012"): LocalControlPlane {
  const base = new URL(url);
  const call = async <Result>(name: keyof Controls, argument?: unknown): Promise<Result> => {
    const response = await fetch(new URL(adminPrefix + name, base), {
      method: "POST",
      headers: { "x-local-token": token, "content-type": "application/json" },
      body: JSON.stringify({ argument }),
    });
    const { message, result } = (await response.json()) as { message?: string; result: Result };
    if (!response.ok) throw new RangeError(message ?? `HTTP ${response.status}`);
    return result;
  };
  return {
    url: base.origin,
    port: Number(base.port),
    token,
    environment: localEnvironment(base.origin, account),
    calls: () => call("calls"),
    clearCalls: () => call("clearCalls"),
    addFault: (fault) => call("addFault", fault),
    clearFaults: () => call("clearFaults"),
    providers: () => call("providers"),
    secretOf: (arn) => call("secretOf", arn),
    drift: (drift) => call("drift", drift),
    set: (settings) => call("set", settings),
    close: () => Promise.resolve(),
  };
}

function save(file: string, vaults: Vaults): void {
  // A process that is killed while it writes leaves the old file.
  writeFileSync(`${file}.draft`, JSON.stringify(vaults.all().map((vault) => vault.snapshot())));
  renameSync(`${file}.draft`, file);
}

function load(file: string, vaults: Vaults): void {
  if (!existsSync(file)) return;
  const snapshots = JSON.parse(readFileSync(file, "utf8")) as VaultSnapshot[];
  for (const snapshot of snapshots) vaults.of(snapshot.scope).restore(snapshot);
}

function localEnvironment(url: string, account: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: `AKIALOCAL${account}`,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "us-east-1",
  };
}

/** Lists the behaviour of AWS that the local control plane does not emulate. Requests for it get HTTP status 501. */
export const notEmulatedList: readonly string[] = [
  "OAuth2 flows: there is no authorization URL, consent or token; a callback URL is only a text",
  "OAuth2 discovery: documents are not fetched; the endpoints of a vendor are its public ones",
  "private endpoints, certificates and signing keys of OAuth2 providers: stored and returned, but never used",
  "gateways, gateway targets, workload identities, runtimes and the rest of the control plane",
  "the data plane: no workload gets a key or a token",
  "verification of request signatures: every secret access key is accepted",
  "IAM: every caller may do everything, and AssumeRole works for every role (use an accessDenied fault)",
  "Secrets Manager and KMS: the ARNs of secrets and keys are not looked up",
  "tags of resources other than credential providers",
  "STS operations other than GetCallerIdentity and AssumeRole",
];

import { createHash, timingSafeEqual } from "node:crypto";
import { applyDrift } from "../vault/drift";
import type { Drift } from "../vault/drift";
import { kinds } from "../vault/records";
import type { AnyRecord, Kind, ProviderRecord } from "../vault/records";
import { checkedSettings } from "../vault/settings";
import type { Settings } from "../vault/settings";
import type { Status } from "../vault/states";
import type { Vault } from "../vault/vault";
import { vendorNamed } from "../vault/vendors";
import type { Fault } from "./faults";
import { jsonAnswer, parseObject } from "./protocol";
import type { Answer } from "./protocol";
import type { Call, State } from "./state";

/** A provider in the local control plane, without its secret. */
export interface LocalProvider {
  /** The kind of provider. */
  readonly kind: Kind;
  /** Name in the token vault. */
  readonly name: string;
  /** ARN of the provider. */
  readonly arn: string;
  /** Account of the provider, 12 digits. */
  readonly account: string;
  /** Region of the provider. */
  readonly region: string;
  /** Tags of the provider, the ownership tags included. */
  readonly tags: Record<string, string>;
  /** Seconds since 1970, as in the service's answers. */
  readonly createdTime: number;
  /** Like `createdTime`. A change of the provider sets it. */
  readonly lastUpdatedTime: number;
  /** Absent, like `secretArn`, for an OAuth2 client that authenticates with a signed token. */
  readonly secretSource?: "MANAGED" | "EXTERNAL";
  /** ARN of the secret. */
  readonly secretArn?: string;
  /** Starts at 1; each update of the provider adds 1. */
  readonly version: number;
  /** Starts at 1; each change of the secret's value or location adds 1. */
  readonly secretVersion: number;
  /** Only for OAuth2 providers, like all members below. */
  readonly vendor?: string;
  /** State of the last change, for example `READY`. */
  readonly status?: Status;
  /** Reason for the failure of the last change. Absent if it has not failed. */
  readonly failureReason?: string;
  /** Client id of the OAuth2 client. */
  readonly clientId?: string;
  /** The `oauth2ProviderConfigOutput` that Get returns. */
  readonly config?: object;
  /** URL to which the vendor sends users back after consent. */
  readonly callbackUrl?: string;
}

/** The secret that a provider uses now, in plain text. Empty if there is none, or if only Secrets Manager stores it. */
export interface LiveSecret {
  /** The key of an API-key provider. */
  readonly apiKey?: string;
  /** The client secret of an OAuth2 provider. */
  readonly clientSecret?: string;
}

/** The functions that read and change the state of a local control plane. */
export interface Controls {
  /** Returns the requests since the start or since `clearCalls`, in order of arrival. They contain no secrets. */
  calls(): Promise<Call[]>;
  /** Removes all requests from the log. */
  clearCalls(): Promise<void>;
  /** Injects a fault into future requests. */
  addFault(fault: Fault): Promise<void>;
  /** Removes the faults that have not been used. Requests that hang keep hanging. */
  clearFaults(): Promise<void>;
  /** Returns the providers of all accounts and Regions. */
  providers(): Promise<LocalProvider[]>;
  /** Returns the live secret of the provider with this ARN. Rejects if there is no such provider. */
  secretOf(arn: string): Promise<LiveSecret>;
  /** Changes a provider as another tool does. */
  drift(drift: Drift): Promise<void>;
  /** Changes the settings that are set, and keeps the others. */
  set(settings: Partial<Settings>): Promise<void>;
}

/** Returns the controls of a server in this process. They are asynchronous because those of another process must be. */
export function controlsOf(state: State): Controls {
  return {
    calls: inPromise(() => state.log.all()),
    clearCalls: inPromise(() => state.log.clear()),
    addFault: inPromise((fault) => state.faults.add(fault)),
    clearFaults: inPromise(() => state.faults.clear()),
    providers: inPromise(() => state.vaults.all().flatMap((vault) => vault.all().map((one) => publicView(vault, one)))),
    secretOf: inPromise((arn) => secretOf(state, arn)),
    drift: inPromise((drift) => applyDrift(state.vaults, drift)),
    set: inPromise((changes) => void Object.assign(state.settings, checkedSettings(changes))),
  };
}

function secretOf({ vaults }: State, arn: string): LiveSecret {
  const found = vaults.find(arn);
  if (!found) throw new RangeError(`There is no provider ${arn}`);
  const { kind, content } = found.record;
  return content.secret?.source === "MANAGED" ? { [kinds[kind].secretMember]: content.secret.value } : {};
}

function publicView({ scope }: Vault, record: AnyRecord): LocalProvider {
  const { kind, name, arn, tags, createdTime, lastUpdatedTime, content, version, secretVersion } = record;
  return {
    kind,
    name,
    arn,
    account: scope.account,
    region: scope.region,
    tags: { ...tags },
    createdTime: createdTime / 1000,
    lastUpdatedTime: lastUpdatedTime / 1000,
    ...(content.secret && { secretSource: content.secret.source, secretArn: content.secret.arn }),
    version,
    secretVersion,
    ...(record.kind === "oauth2" && oauth2View(record)),
  };
}

function oauth2View({ content, status, failureReason, callbackUrl }: ProviderRecord<"oauth2">): Partial<LocalProvider> {
  const { vendor, config } = content;
  const clientId = config[vendorNamed(vendor).member]?.clientId;
  const view = { vendor, status, failureReason, clientId, config: structuredClone(config), callbackUrl };
  // JSON from another process has no undefined members either.
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}

function inPromise<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => Promise<R> {
  // eslint-disable-next-line @typescript-eslint/require-await -- an exception of `run` becomes a rejection
  return async (...args) => run(...args);
}

/**
 * Prefix of the routes for the controls: `POST /_local/NAME` with `{ "argument": … }`, answered with `{ "result": … }`.
 * `connectLocalControlPlane` is their client.
 */
export const adminPrefix = "/_local/";

export async function adminAnswer(
  state: State,
  request: { method: string; url: string; body: string; receivedToken: string | undefined },
  token: string,
): Promise<Answer> {
  if (!sameToken(request.receivedToken ?? "", token)) {
    return jsonAnswer(403, { message: "The header x-local-token must hold the token that was printed at the start." });
  }
  const name = request.url.slice(adminPrefix.length);
  const found = Object.entries(controlsOf(state)).find(([control]) => control === name);
  // Each control checks its argument.
  const run = found?.[1] as ((argument: unknown) => Promise<unknown>) | undefined;
  if (request.method !== "POST" || !run)
    return jsonAnswer(404, { message: `There is no route for this under ${adminPrefix}.` });
  const body = parseObject(request.body);
  if (!body) return jsonAnswer(400, { message: "The body is not a JSON object." });
  try {
    return jsonAnswer(200, { result: await run(body.argument) });
  } catch (error) {
    return jsonAnswer(400, { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Compares hashes, so that the time does not depend on the length of the token. */
function sameToken(received: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(received), digest(token));
}

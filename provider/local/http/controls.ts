import type { Drift } from "../vault/drift";
import type { Kind } from "../vault/kinds";
import type { Settings } from "../vault/settings";
import type { Status } from "../vault/states";
import type { Call } from "./callLog";
import type { Fault } from "./faults";

/** A provider in the local control plane, without its secret. */
export interface LocalProvider {
  readonly kind: Kind;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Record<string, string>;
  /** Seconds since 1970, as in the service's answers. */
  readonly createdTime: number;
  readonly lastUpdatedTime: number;
  /** Absent, like `secretArn`, for an OAuth2 client that authenticates with a signed token. */
  readonly secretSource?: "MANAGED" | "EXTERNAL";
  readonly secretArn?: string;
  /** Starts at 1; each update of the provider adds 1. */
  readonly version: number;
  /** Starts at 1; each change of the secret's value or location adds 1. */
  readonly secretVersion: number;
  /** Only for OAuth2 providers, like all members below. */
  readonly vendor?: string;
  readonly status?: Status;
  readonly failureReason?: string;
  readonly clientId?: string;
  /** The `oauth2ProviderConfigOutput` that Get returns. */
  readonly config?: object;
  readonly callbackUrl?: string;
}

/** The secret that a provider uses now, in plain text. Empty if there is none, or if only Secrets Manager stores it. */
export interface LiveSecret {
  readonly apiKey?: string;
  readonly clientSecret?: string;
}

/** The functions that read and change the state of a local control plane. */
export interface Controls {
  /** Returns the requests since the start or since `clearCalls`, in order of arrival. They contain no secrets. */
  calls(): Promise<Call[]>;
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

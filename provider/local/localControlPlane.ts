import type { Call } from "./callLog.js";
import type { Drift } from "./vault/drift.js";
import type { Fault } from "./faults.js";
import type { Kind } from "./vault/kinds.js";
import type { Settings } from "./settings.js";
import type { Status } from "./vault/states.js";

/** A provider in the local control plane, without its secret's value. */
export interface LocalProvider {
  kind: Kind;
  name: string;
  arn: string;
  account: string;
  region: string;
  tags: Record<string, string>;
  /** Seconds since 1970, as the service answers them. */
  createdTime: number;
  lastUpdatedTime: number;
  /** Source and ARN are absent for an OAuth2 client that authenticates with a signed token instead of a secret. */
  secretSource?: "MANAGED" | "EXTERNAL";
  secretArn?: string;
  /** 1 when created, one more with each update of the provider. */
  version: number;
  /** 1 when created, one more whenever the secret's value or place changes. */
  secretVersion: number;
  /** From here on: only of OAuth2 providers. */
  vendor?: string;
  status?: Status;
  failureReason?: string;
  clientId?: string;
  /** What Get answers as `oauth2ProviderConfigOutput`. */
  config?: object;
  callbackUrl?: string;
}

/** The secret that a provider uses now, in clear. Empty if there is none, or only Secrets Manager has it. */
export interface LiveSecret {
  apiKey?: string;
  clientSecret?: string;
}

/** A running local control plane, in this process or in another. */
export interface LocalControlPlane {
  /** Such as `http://127.0.0.1:49152`: what an AWS client takes as its endpoint. */
  readonly url: string;
  readonly port: number;
  /** What the routes under `/_local/` want in the header `x-local-token`. */
  readonly token: string;
  /**
   * Environment variables that send the AWS SDKs and Pulumi's provider processes here: endpoints, credentials, Region
   * (us-east-1).
   */
  readonly environment: Record<string, string>;
  /** The requests since the start or since `clearCalls`, in the order of arrival. Without secrets. */
  calls(): Promise<Call[]>;
  clearCalls(): Promise<void>;
  /** Injects a fault into requests to come. */
  addFault(fault: Fault): Promise<void>;
  /** Drops the faults that have not hit yet. Requests that hang go on hanging. */
  clearFaults(): Promise<void>;
  /** All providers of all accounts and Regions. */
  providers(): Promise<LocalProvider[]>;
  /** The live secret of the provider with this ARN. Rejects if there is no such provider. */
  secretOf(arn: string): Promise<LiveSecret>;
  /** Changes a provider behind the back of its owner. */
  drift(drift: Drift): Promise<void>;
  /** Changes settings; those that are left out stay as they are. */
  set(settings: Partial<Settings>): Promise<void>;
  /** Ends the server and every open connection. On a server of another process: does nothing, it is not ours to end. */
  close(): Promise<void>;
}

/** The part of the interface that acts on the server's state. */
export type Controls = Omit<LocalControlPlane, "url" | "port" | "token" | "environment" | "close">;

export function localEnvironment(url: string, account: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: `AKIALOCAL${account}`,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "us-east-1",
  };
}

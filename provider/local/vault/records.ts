import { randomBytes } from "node:crypto";
import type { Settings } from "./settings";
import type { Delay, Status } from "./states";
import type { ConfigMember } from "./vendors";

/** The kind of provider. */
export type Kind = "apiKey" | "oauth2";

interface KindFacts {
  readonly arnSegment: string;
  readonly secretFolder: string;
  readonly label: string;
  /** Name of the secret in the API. */
  readonly secretMember: "apiKey" | "clientSecret";
  /** True if the API reports a status for the kind. Otherwise every change is complete immediately. */
  readonly hasStates: boolean;
}

/** Everything that differs between the kinds, except for their operations. */
export const kinds: Readonly<Record<Kind, KindFacts>> = {
  apiKey: {
    arnSegment: "apikeycredentialprovider",
    secretFolder: "apikey",
    label: "API key",
    secretMember: "apiKey",
    hasStates: false,
  },
  oauth2: {
    arnSegment: "oauth2credentialprovider",
    secretFolder: "oauth2",
    label: "OAuth2",
    secretMember: "clientSecret",
    hasStates: true,
  },
};

/** The content of a provider. An update replaces it as a whole. */
export interface Contents {
  readonly apiKey: { readonly secret: Secret };
  readonly oauth2: {
    /** Absent for a client that authenticates with a signed token. */
    readonly secret?: Secret;
    readonly vendor: string;
    readonly config: ProviderConfig;
  };
}

/** A provider's configuration in answers: one member of the union, without secrets. */
export type ProviderConfig = { readonly [M in ConfigMember]?: { readonly clientId?: string } };

/** A stored credential provider. Times are milliseconds since 1970. */
export interface ProviderRecord<K extends Kind> {
  readonly kind: K;
  readonly name: string;
  readonly arn: string;
  content: Contents[K];
  /** Only for OAuth2 providers. It never changes. */
  readonly callbackUrl?: string;
  tags: Record<string, string>;
  status: Status;
  failureReason?: string;
  /** The change in progress. `finish` takes the time at which it ended. */
  change?: { readonly delay: Delay; readonly finish: (at: number) => void };
  createdTime: number;
  lastUpdatedTime: number;
  /** Starts at 1; each update of the provider adds 1. */
  version: number;
  /** Starts at 1; each change of the secret's value or location adds 1. */
  secretVersion: number;
}

export type AnyRecord = ProviderRecord<"apiKey"> | ProviderRecord<"oauth2">;

export interface AwsScope {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** The secret of a provider. The service stores it, or the user does in Secrets Manager. */
export type Secret =
  | { readonly source: "MANAGED"; readonly arn: string; readonly value: string }
  | { readonly source: "EXTERNAL"; readonly arn: string; readonly jsonKey: string };

/** Returns the ARN of a new secret that the service creates. As in the service, every ARN is different. */
export function managedSecretArn(scope: AwsScope, kind: Kind, name: string, form: Settings["secretArnForm"]): string {
  const unique = form === "new" ? `${name}-${randomBytes(4).toString("hex")}` : name;
  return secretArn(scope, `bedrock-agentcore-identity!default/${kinds[kind].secretFolder}/${unique}`);
}

/** Returns the ARN of the user's secret. The service also takes its name as `secretId`. */
export function externalSecretArn(scope: AwsScope, secretId: string): string {
  return secretId.startsWith("arn:") ? secretId : secretArn(scope, secretId);
}

function secretArn({ partition, region, account }: AwsScope, name: string): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-${alphanumeric(6)}`;
}

function alphanumeric(count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** Returns true if both secrets have the same ARN and the same value. */
export function sameSecret(a: Secret | undefined, b: Secret | undefined): boolean {
  if (a?.source === "MANAGED" && b?.source === "MANAGED") return a.arn === b.arn && a.value === b.value;
  if (a?.source === "EXTERNAL" && b?.source === "EXTERNAL") return a.arn === b.arn && a.jsonKey === b.jsonKey;
  return a === b;
}

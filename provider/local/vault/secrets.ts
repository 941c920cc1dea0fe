import { randomBytes } from "node:crypto";
import { kinds } from "./kinds";
import type { Kind } from "./kinds";
import type { Settings } from "./settings";

/** The account and Region of a vault. */
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

import { randomBytes } from "node:crypto";
import { kinds } from "./kinds.js";
import type { Kind } from "./kinds.js";
import type { Settings } from "../settings.js";

/** The secret behind a provider: kept by the service, or the user's own in Secrets Manager. */
export type Secret =
  { source: "MANAGED"; arn: string; value: string } | { source: "EXTERNAL"; arn: string; jsonKey: string };

interface Place {
  account: string;
  region: string;
  partition: string;
}

/** The ARN of a secret that the service makes for a provider. Differs each time, as it does at the service. */
export function managedSecretArn(place: Place, kind: Kind, name: string, form: Settings["secretArnForm"]): string {
  const unique = form === "new" ? `${name}-${randomBytes(4).toString("hex")}` : name;
  return secretArn(place, `bedrock-agentcore-identity!default/${kinds[kind].secretFolder}/${unique}`);
}

/** The ARN of the user's own secret; `secretId` may also be its name, which the service resolves. */
export function externalSecretArn(place: Place, secretId: string): string {
  return secretId.startsWith("arn:") ? secretId : secretArn(place, secretId);
}

function secretArn({ partition, region, account }: Place, name: string): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-${alphanumeric(6)}`;
}

function alphanumeric(count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** Whether nothing changes for who uses the secret. */
export function sameSecret(a: Secret | undefined, b: Secret | undefined): boolean {
  if (a?.source === "MANAGED" && b?.source === "MANAGED") return a.arn === b.arn && a.value === b.value;
  if (a?.source === "EXTERNAL" && b?.source === "EXTERNAL") return a.arn === b.arn && a.jsonKey === b.jsonKey;
  return a === b;
}

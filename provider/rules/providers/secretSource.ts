import { kmsKeyArnProblems, secretArnProblems, wildcardProblems } from "../core/arn";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isPlainObject, isKnown, unknownValue } from "../core/values";
import { environmentVariable, secretJsonKey, secretName } from "../core/limits";
import { requiredTextProblems, textProblems, typeName, unexpectedMembers } from "../core/text";
import type { SecretRule } from "../core/text";

/** A variable in the environment of whoever runs Pulumi. */
export interface EnvironmentSecret {
  readonly env: string;
}

/** A member of a secret of the user's own in Secrets Manager, which the service reads by itself. */
export interface ExternalSecret {
  /** Name or ARN. */
  readonly secretId: string;
  readonly jsonKey: string;
  /** The customer managed key that the secret is encrypted with. The service is not sent it; permissions are made from it. */
  readonly kmsKeyArn?: string;
}

/** Where a secret comes from, where the program does not hold its value. */
export type SecretSource = EnvironmentSecret | ExternalSecret;

const externalMembers = ["secretId", "jsonKey", "kmsKeyArn"];

/** What a resource's properties call where the secret comes from: `apiKey` comes from `apiKeyFrom`. */
export const sourceKey = (secretKey: string): string => `${secretKey}From`;

/** What they call what tells values of a secret from the environment apart. */
export const fingerprintKey = (secretKey: string): string => `${secretKey}Fingerprint`;

/** Whether the program says where a secret comes from, instead of its value. */
export function isSecretSource(value: unknown): value is SecretSource {
  return isPlainObject(value);
}

export function isFromEnvironment(source: unknown): source is EnvironmentSecret {
  return isSecretSource(source) && "env" in source;
}

export function isExternal(source: unknown): source is ExternalSecret {
  return isSecretSource(source) && ("secretId" in source || "jsonKey" in source);
}

/** Properties as a program writes them: in the inputs of a resource, where the secret comes from stands apart. */
export function writtenSecret<RawObject extends Readonly<Record<string, unknown>>>(
  secretKey: string,
  given: RawObject,
): RawObject {
  const source = given[sourceKey(secretKey)];
  return isNil(source) ? given : { ...given, [secretKey]: source };
}

/** Checks a secret that has to be there: a text, or where it comes from. */
export function requiredSecretProblems(path: string, value: unknown, rule: SecretRule): Problem[] {
  return isSecretSource(value)
    ? sourceProblems(path, value, rule)
    : requiredTextProblems(path, value, rule, rule.remedy);
}

/**
 * Checks what a program may only write in one form, so that a secret which it put in a wrong place does not get into the
 * state: where a secret comes from is no secret there.
 */
export function sourceFormProblems(path: string, value: unknown, rule: SecretRule): Problem[] {
  if (!isSecretSource(value)) return [];
  if (isExternal(value)) return unexpectedMembers(path, value, externalMembers);
  if (!isFromEnvironment(value)) return noSourceProblems(path, value, rule);
  const isWritten = typeof value.env === "string" && value.env !== unknownValue;
  return [
    ...unexpectedMembers(path, value, ["env"]),
    ...(isWritten
      ? []
      : [{ path: `${path}.env`, reason: 'write the name in the program (no Output): fromEnv("NAME").' }]),
  ];
}

/** Checks the value that a variable has, of a secret that comes from there. */
export function environmentValueProblems(path: string, variable: string, value: string, rule: SecretRule): Problem[] {
  return requiredTextProblems(path, value, rule, rule.remedy).map((problem) => ({
    path,
    reason: `the environment variable ${variable}: ${problem.reason}`,
  }));
}

function sourceProblems(path: string, source: unknown, rule: SecretRule): Problem[] {
  if (!isKnown(source)) return [];
  if (isFromEnvironment(source))
    return [
      ...unexpectedMembers(path, source, ["env"]),
      ...requiredTextProblems(`${path}.env`, source.env, environmentVariable, `Write fromEnv("NAME").`),
    ];
  if (isExternal(source)) return externalProblems(path, source);
  return noSourceProblems(path, source, rule);
}

function noSourceProblems(path: string, value: unknown, { is }: SecretRule): Problem[] {
  const reason = `${is} must be a string, fromEnv("NAME") or fromSecretsManager({ secretId, jsonKey }), not ${typeName(value)}.`;
  return [{ path, reason }];
}

function externalProblems(path: string, source: ExternalSecret): Problem[] {
  return [
    ...unexpectedMembers(path, source, externalMembers),
    ...secretIdProblems(`${path}.secretId`, source.secretId),
    ...requiredTextProblems(
      `${path}.jsonKey`,
      source.jsonKey,
      secretJsonKey,
      "Write under which key of the secret's JSON text it stands.",
    ),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, source.kmsKeyArn),
  ];
}

function secretIdProblems(path: string, secretId: unknown): Problem[] {
  if (isNil(secretId)) return requiredProblems(path, secretId, "write the secret's ARN, or its name.");
  if (typeof secretId === "string" && secretId.startsWith("arn:")) return secretArnProblems(path, secretId);
  const wildcards = wildcardProblems(path, secretId);
  return wildcards.length > 0 ? wildcards : textProblems(path, secretId, secretName);
}

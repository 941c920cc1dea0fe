import { kmsKeyArnProblems, secretArnProblems, wildcardProblems } from "../core/arn";
import { environmentVariable, secretJsonKey, secretName } from "../core/limits";
import { requiredProblems, requiredTextProblems, textProblems, typeName, unexpectedMembers } from "../core/problem";
import type { Problem, SecretRule } from "../core/problem";
import { isKnown, isNil, isPlainObject, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";

/** An environment variable of the process that runs Pulumi. */
export interface EnvironmentSecret {
  readonly env: string;
}

/** A key in a secret that the user stores in Secrets Manager and the service reads. */
export interface ExternalSecret {
  /** Name or ARN. */
  readonly secretId: string;
  readonly jsonKey: string;
  /** Customer managed key that encrypts the secret. Permissions are built from it; the service does not get it. */
  readonly kmsKeyArn?: string;
}

/** Says where a secret comes from. */
export type SecretSource = EnvironmentSecret | ExternalSecret;

const externalMembers = ["secretId", "jsonKey", "kmsKeyArn"];

/** Returns the input that stores the source of a secret: `apiKeyFrom` for `apiKey`. */
export const sourceKey = (secretKey: string): string => `${secretKey}From`;

/** Returns the input that stores the fingerprint of an environment secret's value. */
export const fingerprintKey = (secretKey: string): string => `${secretKey}Fingerprint`;

/** Returns true if the program writes the source of a secret instead of its value. */
export function isSecretSource(value: unknown): value is SecretSource {
  return isPlainObject(value);
}

export function isFromEnvironment(source: unknown): source is EnvironmentSecret {
  return isSecretSource(source) && "env" in source;
}

export function isExternal(source: unknown): source is ExternalSecret {
  return isSecretSource(source) && ("secretId" in source || "jsonKey" in source);
}

/** Returns the inputs of a resource as a program writes them: with the source of the secret under the secret's key. */
export function withSecretSource(secretKey: string, inputs: RawObject): RawObject {
  const source = inputs[sourceKey(secretKey)];
  return isNil(source) ? inputs : { ...inputs, [secretKey]: source };
}

/** Checks a required secret: a text, or its source. */
export function requiredSecretProblems(path: string, value: unknown, rule: SecretRule): Problem[] {
  return isSecretSource(value) ? sourceProblems(path, value, rule) : secretTextProblems(path, value, rule);
}

/** Checks the value of an environment variable that holds a secret. */
export function environmentValueProblems(path: string, variable: string, value: string, rule: SecretRule): Problem[] {
  return secretTextProblems(path, value, rule).map(({ reason }) => ({
    path,
    reason: `the environment variable ${variable}: ${reason}`,
  }));
}

function secretTextProblems(path: string, value: unknown, rule: SecretRule): Problem[] {
  const problems = requiredTextProblems(path, value, rule, rule.remedy);
  if (problems.length > 0 || typeof value !== "string" || value === value.trim()) return problems;
  // Usually from a file or from the clipboard. The other server would reject the secret.
  return [{ path, reason: `${rule.is} begins or ends with white space or a line break. Remove it.` }];
}

/**
 * Checks the form of a secret source at construction. A source is stored as plain text, so a secret that the program writes
 * into it by mistake must not reach the state.
 */
export function sourceFormProblems(path: string, value: unknown, rule: SecretRule): Problem[] {
  if (!isSecretSource(value)) return [];
  if (isExternal(value)) return unexpectedMembers(path, value, externalMembers);
  if (!isFromEnvironment(value)) return noSourceProblems(path, value, rule);
  const isName = typeof value.env === "string" && value.env !== unknownValue;
  const reason = 'must be a plain value, not an Output. Write fromEnv("NAME").';
  return [...unexpectedMembers(path, value, ["env"]), ...(isName ? [] : [{ path: `${path}.env`, reason }])];
}

function sourceProblems(path: string, source: SecretSource, rule: SecretRule): Problem[] {
  if (isFromEnvironment(source))
    return [
      ...unexpectedMembers(path, source, ["env"]),
      ...requiredTextProblems(`${path}.env`, source.env, environmentVariable, `Write fromEnv("NAME").`),
    ];
  if (!isExternal(source)) return noSourceProblems(path, source, rule);
  const jsonKeyRemedy = "Write the key of the value in the secret's JSON text.";
  return [
    ...unexpectedMembers(path, source, externalMembers),
    ...secretIdProblems(`${path}.secretId`, source.secretId),
    ...requiredTextProblems(`${path}.jsonKey`, source.jsonKey, secretJsonKey, jsonKeyRemedy),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, source.kmsKeyArn),
  ];
}

function noSourceProblems(path: string, value: unknown, { is }: SecretRule): Problem[] {
  const reason = `${is} must be a string, fromEnv("NAME") or fromSecretsManager({ secretId, jsonKey }), not ${typeName(value)}.`;
  return [{ path, reason }];
}

function secretIdProblems(path: string, secretId: unknown): Problem[] {
  if (!isKnown(secretId)) return requiredProblems(path, secretId, "write the secret's ARN or name.");
  if (typeof secretId === "string" && secretId.startsWith("arn:")) return secretArnProblems(path, secretId);
  const wildcards = wildcardProblems(path, secretId);
  return wildcards.length > 0 ? wildcards : textProblems(path, secretId, secretName);
}

import { createHmac } from "node:crypto";
import type { Content, RemoteProvider } from "../../controlplane/credentialProviders";
import { externalSecretArnPattern, managedSecretArnPattern } from "../../iam/policy/credentialProviders";
import type { CredentialProviderId } from "../../iam/policy/credentialProviders";
import type { Problem } from "../../rules/core/problem";
import { containsUnknown, isKnown, isObject, unknownValue } from "../../rules/core/values";
import {
  environmentValueProblems,
  isExternal,
  isFromEnvironment,
  isSecretSource,
} from "../../rules/providers/secretSource";
import type { Context } from "../process/context";
import type { Properties } from "../process/handler";
import type { Kind, SecretNames } from "./kind";
import type { Owner } from "./tags";

/** Returns the inputs about the secret, completed by the fingerprint of a value from the environment. */
export function completeSecret(
  context: Context,
  { value, source: sourceInput, fingerprint }: SecretNames,
  olds: Properties,
  news: Properties,
): Properties {
  const source = news[sourceInput];
  if (source === undefined) return value in news ? { [value]: news[value] } : {};
  if (!isFromEnvironment(source)) return { [sourceInput]: source };
  const current = currentFingerprint(context.environmentVariable(source.env), olds[fingerprint], news, fingerprint);
  return { [sourceInput]: source, [fingerprint]: current };
}

function currentFingerprint(value: string | undefined, old: unknown, news: Properties, input: string): unknown {
  // The constructor passes an empty text. With `ignoreChanges`, the engine replaces it by the old fingerprint.
  if (isKnown(news[input]) && news[input] !== "") return news[input];
  // Pipelines that only preview often have no secrets: an existing provider then stays unchanged.
  if (value === undefined && old !== undefined) return old;
  // The owner is unknown only at the first preview of a stack. At `up`, no input may be unknown.
  if (containsUnknown(news.mark)) return unknownValue;
  return value === undefined || !isOwner(news.mark) ? undefined : fingerprintOf(news.mark, value);
}

/**
 * Calculates a text that changes with the value. Its key is the resource's own, so that equal secrets of two resources have
 * different fingerprints. It has no random salt, because a preview must calculate the same text.
 */
function fingerprintOf({ owner, resource }: Owner, value: string): string {
  return createHmac("sha256", `${owner}:${resource}`).update(value).digest("hex").slice(0, 32);
}

function isOwner(mark: unknown): mark is Owner {
  return typeof mark === "object" && mark !== null && !containsUnknown(mark);
}

/** Returns true if `ignoreChanges` hides the program's value: it was not in the inputs when the secret had a source. */
export function isHiddenValue(kind: Kind, olds: Properties, news: Properties): boolean {
  const { value, source, fingerprint } = kind.secret;
  const isIgnored = Array.isArray(news.ignored) && news.ignored.includes(fingerprint);
  return isIgnored && isObject(olds[source]) && !(value in news) && !(source in news) && kind.hasSecret(news);
}

/**
 * Checks what only the provider process can: a value that is hidden, a source in an Output, the variable's value, the
 * secret's Region.
 */
export function secretProblems(
  context: Context,
  kind: Kind,
  olds: Properties,
  news: Properties,
  region: unknown,
): Problem[] {
  const { value: path, source: sourceInput, rule } = kind.secret;
  if (isHiddenValue(kind, olds, news)) {
    const reason = `ignoreChanges hides the program's value, and until now ${rule.is} came from another source (${sourceInput} in the state). Remove "${path}" from ignoreChanges for one pulumi up.`;
    return [{ path, reason }];
  }
  if (isSecretSource(news[path])) {
    const reason = `${rule.is} comes from an Output that contains its source. The source must be a plain value, not an Output: write fromEnv("NAME") or fromSecretsManager({ secretId, jsonKey }). secretId and jsonKey may be Outputs.`;
    return [{ path, reason }];
  }
  const source = news[sourceInput];
  if (isFromEnvironment(source)) {
    const value = context.environmentVariable(source.env);
    return value === undefined ? [] : environmentValueProblems(path, source.env, value, rule);
  }
  if (!isExternal(source) || !isKnown(region) || !isKnown(source.secretId)) return [];
  const [, , , secretRegion] = String(source.secretId).split(":");
  if (secretRegion === undefined || secretRegion === region) return [];
  const reason = `the secret is in ${secretRegion}, but the provider is in ${String(region)}. The service reads only secrets of its own Region. Use a secret there; it may belong to another account.`;
  return [{ path: `${path}.secretId`, reason }];
}

/** Returns the members of a request that contain the secret. @throws Error if the environment does not contain it. */
export function secretContent(context: Context, names: SecretNames, inputs: Properties): Content {
  const source = inputs[names.source];
  if (isExternal(source)) {
    const { secretId, jsonKey } = source;
    return { [names.requestSource]: "EXTERNAL", [names.requestConfig]: { secretId, jsonKey } };
  }
  const value = valueOf(context, names, inputs);
  if (value !== undefined) return { [names.value]: value };
  if (!isFromEnvironment(source)) return {};
  throw new Error(
    `${names.value}: comes from the environment variable ${source.env}, which is not set or is empty. Nothing was sent. Set it where Pulumi runs, and run again.`,
  );
}

/** Returns the texts that no message may contain. */
export function secretTexts(context: Context, kind: Kind, inputs: Properties): string[] {
  const value = valueOf(context, kind.secret, inputs);
  const { secretTags, tagsAll } = inputs;
  const tags = secretTags === true && isObject(tagsAll) ? Object.values(tagsAll).map(String) : [];
  return [...(value === undefined ? [] : [value]), ...kind.otherSecrets(inputs), ...tags];
}

/** Checks if two sets of inputs contain the same secret, so that no request has to contain it. */
export function isSameSecret(context: Context, names: SecretNames, olds: Properties, news: Properties): boolean {
  const [before, now] = [olds[names.source], news[names.source]];
  if (isExternal(before) || isExternal(now))
    return isExternal(before) && isExternal(now) && before.secretId === now.secretId && before.jsonKey === now.jsonKey;
  const value = valueOf(context, names, news);
  if (olds[names.value] !== undefined) return value === olds[names.value];
  const old = olds[names.fingerprint];
  if (old === news[names.fingerprint]) return old !== undefined || value === undefined;
  // The fingerprint's key changes when the resource moves within the stack.
  return value !== undefined && isOwner(olds.mark) && fingerprintOf(olds.mark, value) === old;
}

/** Returns name or ARN of a secret in Secrets Manager; `undefined` if the service manages the secret. */
export function externalSecretId({ source: input }: SecretNames, inputs: Properties): string | undefined {
  const source = inputs[input];
  return isExternal(source) ? source.secretId : undefined;
}

/** Returns a pattern for the secret's ARN: unknown while the secret is, empty if there is none. */
export function secretArnPattern(kind: Kind, id: CredentialProviderId, inputs: Properties): string {
  if (!kind.hasSecret(inputs)) return "";
  if (inputs[kind.secret.source] === unknownValue) return unknownValue;
  const secretId = externalSecretId(kind.secret, inputs);
  if (secretId === undefined) return managedSecretArnPattern(id);
  return secretId === unknownValue ? unknownValue : externalSecretArnPattern(id, secretId);
}

/** Returns the source of the secret of a provider that this package did not create, as an input. */
export function remoteSecretSource({ source }: SecretNames, remote: RemoteProvider): Properties {
  const { secretSource, secretArn, secretJsonKey } = remote;
  return secretSource === "EXTERNAL" ? { [source]: { secretId: secretArn, jsonKey: secretJsonKey } } : {};
}

function valueOf(context: Context, names: SecretNames, inputs: Properties): string | undefined {
  const source = inputs[names.source];
  const value = isFromEnvironment(source) ? context.environmentVariable(source.env) : inputs[names.value];
  return typeof value === "string" ? value : undefined;
}

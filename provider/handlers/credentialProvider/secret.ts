import { createHmac } from "node:crypto";
import type { Content, RemoteProvider } from "../../controlplane/credentialProviders";
import { externalSecretArnPattern, managedSecretArnPattern } from "../../iam/policy/arn";
import type { CredentialProviderId } from "../../iam/policy/arn";
import type { Problem } from "../../rules/core/problem";
import { containsUnknown, isKnown, unknownValue } from "../../rules/core/values";
import {
  environmentValueProblems,
  fingerprintKey,
  isExternal,
  isFromEnvironment,
  isSecretSource,
  sourceKey,
} from "../../rules/providers/secretSource";
import type { ExternalSecret } from "../../rules/providers/secretSource";
import type { SecretRule } from "../../rules/core/text";
import type { Context } from "../process/context";
import type { Properties } from "../process/handler";
import type { Mark } from "./ownershipTags";

/** How one kind of provider spells its secret, in the state and to the service. */
export interface SecretSpelling {
  /** Input that holds the value. `…From` says instead where it comes from, and `…Fingerprint` tells values apart. */
  readonly key: "apiKey" | "clientSecret";
  readonly rule: SecretRule;
  /** Members of the API for a secret of the user's own. */
  readonly sourceMember: string;
  readonly configMember: string;
}

/** Inputs that say what the secret is. Frozen: they stand in every state. */
export function secretInputKeys({ key }: SecretSpelling): string[] {
  return [key, sourceKey(key), fingerprintKey(key)];
}

/** The secret among a provider's inputs after `check`. */
export function completeSecret(
  context: Context,
  { key }: SecretSpelling,
  olds: Properties,
  news: Properties,
): Properties {
  const source = news[sourceKey(key)];
  if (source === undefined) return key in news ? { [key]: news[key] } : {};
  const inputs = { [sourceKey(key)]: source };
  if (!isFromEnvironment(source)) return inputs;
  return { ...inputs, [fingerprintKey(key)]: currentFingerprint(context, source.env, olds, news, fingerprintKey(key)) };
}

function currentFingerprint(
  context: Context,
  variable: string,
  olds: Properties,
  news: Properties,
  key: string,
): unknown {
  // The constructor seeds an empty text; `ignoreChanges` puts the old fingerprint in its place.
  if (isKnown(news[key]) && news[key] !== "") return news[key];
  const value = context.environmentVariable(variable);
  // Pipelines that preview often have no secrets: what exists stays as it is.
  if (value === undefined && olds[key] !== undefined) return olds[key];
  // Only a preview does not know the owner yet, and nothing else may be told that something is not known.
  if (containsUnknown(news.mark)) return unknownValue;
  return value === undefined ? undefined : fingerprint(news.mark as Mark, value);
}

/**
 * Tells a changed value from an unchanged one. Keyed by what is this resource's own, so that equal secrets of two resources
 * do not look equal; without a random salt, which a preview could not repeat.
 */
function fingerprint({ owner, resource }: Mark, value: string): string {
  return createHmac("sha256", `${owner}:${resource}`).update(value).digest("hex").slice(0, 32);
}

/** An Output that came to say where the secret comes from: what is registered follows from that, and cannot wait for it. */
export function lateSourceProblems({ key, rule }: SecretSpelling, news: Properties): Problem[] {
  if (!isSecretSource(news[key])) return [];
  const reason = `${rule.is} comes from an Output that says where it is. Write fromEnv("NAME") or fromSecretsManager({ secretId, jsonKey }) in the program; secretId and jsonKey may be Outputs.`;
  return [{ path: key, reason }];
}

/** What can be wrong with the value of a secret that comes from the environment. */
export function environmentProblems(context: Context, { key, rule }: SecretSpelling, news: Properties): Problem[] {
  const source = news[sourceKey(key)];
  if (!isFromEnvironment(source)) return [];
  const value = context.environmentVariable(source.env);
  return value === undefined ? [] : environmentValueProblems(key, source.env, value, rule);
}

/** What can be wrong with where a secret of the user's own is: the service reads those of its own Region only. */
export function externalPlaceProblems({ key }: SecretSpelling, news: Properties, region: unknown): Problem[] {
  const source = news[sourceKey(key)];
  if (!isExternal(source) || !isKnown(region) || !isKnown(source.secretId)) return [];
  const [, , , secretRegion] = String(source.secretId).split(":");
  if (secretRegion === undefined || secretRegion === region) return [];
  const reason = `the secret is in ${secretRegion}, the provider in ${String(region)}. Write a secret of the provider's Region; it may belong to another account.`;
  return [{ path: `${key}.secretId`, reason }];
}

/** The members of a request that bring the secret. @throws Error where the environment does not have it. */
export function secretMembers(context: Context, spelling: SecretSpelling, inputs: Properties): Content {
  const { key, sourceMember, configMember } = spelling;
  const source = inputs[sourceKey(key)];
  if (isExternal(source)) {
    const { secretId, jsonKey } = source;
    return { [sourceMember]: "EXTERNAL", [configMember]: { secretId, jsonKey } };
  }
  const value = valueOf(context, spelling, inputs);
  if (value !== undefined) return { [key]: value };
  if (!isFromEnvironment(source)) return {};
  throw new Error(
    `${key}: comes from the environment variable ${source.env}, which is not set or empty. Nothing was sent. Set it where pulumi runs, and run again.`,
  );
}

/** The texts that must stand in no message. */
export function secretTexts(
  context: Context,
  kind: { readonly secret: SecretSpelling; otherSecrets(inputs: Properties): string[] },
  inputs: Properties,
): string[] {
  const value = valueOf(context, kind.secret, inputs);
  return [...(value === undefined ? [] : [value]), ...kind.otherSecrets(inputs)];
}

/** Whether the secret that `news` say is the one that `olds` say, so that it need not be sent. */
export function isSameSecret(context: Context, spelling: SecretSpelling, olds: Properties, news: Properties): boolean {
  const { key } = spelling;
  const [before, now] = [olds[sourceKey(key)], news[sourceKey(key)]];
  if (isExternal(before) || isExternal(now))
    return isExternal(before) && isExternal(now) && isSameExternal(before, now);
  const value = valueOf(context, spelling, news);
  if (olds[key] !== undefined) return value === olds[key];
  const [kept, current] = [olds[fingerprintKey(key)], news[fingerprintKey(key)]];
  if (kept === current) return kept !== undefined || value === undefined;
  // The fingerprint's key is another one after a move within the stack.
  return value !== undefined && isKnown(olds.mark) && fingerprint(olds.mark as Mark, value) === kept;
}

function isSameExternal(before: ExternalSecret, now: ExternalSecret): boolean {
  return before.secretId === now.secretId && before.jsonKey === now.jsonKey;
}

/**
 * What permissions for the secret name: a provider whose secret is kept elsewhere is another one, made under a new name, so
 * that what still uses the old one is not cut off.
 */
export function secretPlace({ key }: SecretSpelling, inputs: Properties): unknown {
  const source = inputs[sourceKey(key)];
  return isExternal(source) ? source.secretId : "MANAGED";
}

/** The ARN that the secret will have, as a pattern; unknown while that is. */
export function secretArnPattern(id: CredentialProviderId, { key }: SecretSpelling, inputs: Properties): string {
  const source = inputs[sourceKey(key)];
  if (source === unknownValue) return unknownValue;
  if (!isExternal(source)) return managedSecretArnPattern(id);
  return source.secretId === unknownValue ? unknownValue : externalSecretArnPattern(id, source.secretId);
}

/** Where the secret of a provider comes from that this package did not make, as an input would say it. */
export function externalSecret({ key }: SecretSpelling, remote: RemoteProvider): Properties {
  const { secretSource, secretArn, secretJsonKey } = remote;
  return secretSource === "EXTERNAL" ? { [sourceKey(key)]: { secretId: secretArn, jsonKey: secretJsonKey } } : {};
}

function valueOf(context: Context, { key }: SecretSpelling, inputs: Properties): string | undefined {
  const source = inputs[sourceKey(key)];
  const value = isFromEnvironment(source) ? context.environmentVariable(source.env) : inputs[key];
  return typeof value === "string" ? value : undefined;
}

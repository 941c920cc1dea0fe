import { managedSecretArnPattern, parseCredentialProviderArn } from "../iam/arn";
import type { CredentialProviderKind, Scope } from "../iam/arn";
import type { CredentialSource } from "../iam/credentialSource";
import type { Statement } from "../iam/document";
import { parseFunctionArn } from "../iam/lambdaFunction";
import { packedSize } from "../iam/packing";
import { credentialProviderStatements, invokeFunctionStatements } from "../iam/statements";
import type { ProviderNeeds } from "../iam/statements";
import { shortHash } from "../resources/resourcePath";
import { isWithoutSecret } from "../rules/clientAuthentication";
import { isKnown } from "../rules/problem";
import { isExternal, isFromEnvironment } from "../rules/secretSource";

type Given = Readonly<Record<string, unknown>>;

/** A target before anything is known of it: its arguments, where what comes later is marked as unknown. */
export interface PlainTarget {
  /** Logical name of its bundle, and the one that it had before. */
  readonly names: readonly string[];
  readonly target: Given;
  readonly credential: Given;
  /** Whether its provider is given as a resource that says what it proves itself with. */
  readonly providerHasProof: boolean;
}

/** No partition, Region or account has more characters. */
const longestPlace: Scope = { partition: "aws-us-gov", region: "ap-southeast-1", accountId: "0".repeat(12) };

/**
 * What a target comes to at most, with a name of the right length in place of each that is not known yet. So a document's
 * room is reckoned by what will stand in it, from the program's text alone.
 */
export function longestStatements(plain: PlainTarget, longestName: number): Statement[] {
  const { credential, target } = plain;
  const nameFor = (length: number) => standIn(plain.names, length);
  switch (credential.type) {
    case "API_KEY":
      return providerStatements(plain, "apikeycredentialprovider", credential, longestName);
    case "OAUTH":
      return providerStatements(plain, "oauth2credentialprovider", objectOr(credential.oauth2, {}), longestName);
    case "GATEWAY_IAM_ROLE":
      return target.type === "lambda" ? functionStatements(target, longestName, nameFor) : [];
    default:
      return [];
  }
}

function functionStatements(target: Given, longestName: number, nameFor: (length: number) => string): Statement[] {
  const given = typeof target.function === "string" ? parseFunctionArn(target.function) : undefined;
  const name = nameFor(given?.name.length ?? lengthOf(target.function, Math.min(longestName, 64)));
  const unqualified = { ...longestPlace, name };
  const qualifier = given?.qualifier ?? target.qualifier;
  // An alias that is given as a resource brings a qualifier along.
  if (isKnown(target.function) && (qualifier === undefined || qualifier === null))
    return invokeFunctionStatements(unqualified);
  return invokeFunctionStatements({ ...unqualified, qualifier: nameFor(lengthOf(qualifier, longestName)) });
}

function providerStatements(
  plain: PlainTarget,
  kind: CredentialProviderKind,
  own: Given,
  longestName: number,
): Statement[] {
  const { names, credential, providerHasProof } = plain;
  const reference = objectOr(credential.credentialProvider, undefined);
  const isOwn = credential.credentialProvider === undefined || credential.credentialProvider === null;
  const arn = [reference?.arn, own.adopt].find((text) => typeof text === "string" && isKnown(text)) as
    string | undefined;
  const known = arn === undefined ? undefined : parseCredentialProviderArn(arn)?.name.length;
  const automatic = Math.max(...names.map((name) => Math.min(name.length, 120) + 8));
  const unnamed = isOwn && (own.name === undefined || own.name === null) ? automatic : longestName;
  const id = { ...longestPlace, vault: "default", kind, name: standIn(names, known ?? lengthOf(own.name, unnamed)) };
  const secretArn = `arn:aws-us-gov:secretsmanager:ap-southeast-1:${longestPlace.accountId}:secret:${standIn(names, longestName)}-AbCdEf`;
  const managed: CredentialSource = { source: "MANAGED", secretArn: managedSecretArnPattern(id) };
  const external: CredentialSource = { source: "EXTERNAL", secretArn, kmsKeyArn: longestKey(names) };
  const signing: CredentialSource = {
    source: "PRIVATE_KEY_JWT",
    kmsKeyArn: longestKey(names),
    signingAlgorithm: "RS256",
  };
  const identity: CredentialSource = { source: "AWS_IAM_ID_TOKEN_JWT" };
  const possible = isOwn
    ? [sourceOf(own, { managed, external, signing, identity })]
    : providerHasProof && kind === "oauth2credentialprovider"
      ? [external, signing]
      : providerHasProof || reference?.secretArn !== undefined
        ? [external]
        : [managed];
  const needs: ProviderNeeds =
    kind === "oauth2credentialprovider" && ("onBehalfOfTokenExchangeConfig" in own || providerHasProof)
      ? { actorToken: { source: "AWS_IAM_ID_TOKEN_JWT" } }
      : {};
  const candidates = possible.map((source) => credentialProviderStatements(id, source, needs));
  return candidates.reduce((longest, one) => (packedSize(one) > packedSize(longest) ? one : longest));
}

interface Sources {
  readonly managed: CredentialSource;
  readonly external: CredentialSource;
  readonly signing: CredentialSource;
  readonly identity: CredentialSource;
}

/** With what a provider of the bundle's own proves itself, by how it is written. */
function sourceOf({ apiKey, clientSecret, clientAuthenticationMethod }: Given, sources: Sources): CredentialSource {
  const method = clientAuthenticationMethod;
  if (method === "PRIVATE_KEY_JWT" || (method !== undefined && !isKnown(method))) return sources.signing;
  if (isWithoutSecret(method)) return sources.identity;
  const secret = apiKey ?? clientSecret;
  return isExternal(secret) && !isFromEnvironment(secret) ? sources.external : sources.managed;
}

function longestKey(names: readonly string[]): string {
  return `arn:aws-us-gov:kms:ap-southeast-1:${longestPlace.accountId}:key/${standIn(names, 36)}`;
}

/** A name of that length, another one for each target. Short ones count as a few characters more. */
function standIn(names: readonly string[], length: number): string {
  return shortHash(names, 10).padEnd(length, "x");
}

function lengthOf(value: unknown, otherwise: number): number {
  return typeof value === "string" && isKnown(value) ? value.length : otherwise;
}

function objectOr<Otherwise>(value: unknown, otherwise: Otherwise): Given | Otherwise {
  return typeof value === "object" && value !== null ? (value as Given) : otherwise;
}

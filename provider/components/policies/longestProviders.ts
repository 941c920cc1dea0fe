import { managedSecretArnPattern, parseCredentialProviderArn } from "../../iam/policy/arn";
import type { CredentialProviderKind } from "../../iam/policy/arn";
import type { CredentialSource } from "../../iam/gateway/credentialSource";
import type { Statement } from "../../iam/policy/document";
import { credentialProviderStatements } from "../../iam/gateway/statements";
import type { WebIdentity } from "../../iam/gateway/webIdentity";
import { isWithoutSecret } from "../../rules/providers/oauth2/clientAuthentication";
import { isNil, isKnown } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";
import { isExternal, isFromEnvironment } from "../../rules/providers/secretSource";
import { longestOf, objectIn } from "./standIn";
import type { StandIn } from "./standIn";

/** A credential that a provider in the token vault holds. */
export interface PlainProvider {
  readonly kind: CredentialProviderKind;
  /** Logical name of the bundle, and the one that it had before. */
  readonly names: readonly string[];
  /** As long a name is reckoned at least that the provider has from the bundle. */
  readonly shortestName: number;
  readonly credential: RawObject;
  /** Properties of a provider that the bundle makes. */
  readonly own: RawObject;
  /** Whether the provider is given as a resource that says what it proves itself with. */
  readonly hasProof: boolean;
}

/** Characters that an automatic name has besides the logical one, and how much of that it keeps. */
const [automaticSuffix, keptOfLogicalName] = [8, 120];

/** What a credential provider comes to at most. */
export function longestProviderStatements(plain: PlainProvider, standIn: StandIn): Statement[] {
  const { kind, own, hasProof } = plain;
  const id = { ...standIn.scope, vault: "default", kind, name: nameOf(plain, standIn) };
  const actorToken =
    kind === "oauth2credentialprovider" && (!isNil(own.onBehalfOfTokenExchangeConfig) || hasProof)
      ? identityOf(plain)
      : undefined;
  const candidates = sourcesOf(plain, standIn, managedSecretArnPattern(id)).map((source) =>
    credentialProviderStatements(id, source, actorToken === undefined ? {} : { actorToken }),
  );
  return longestOf(candidates);
}

/** Tokens that AWS signs, narrowed as the program says. */
function identityOf({ credential }: PlainProvider): WebIdentity {
  return { source: "AWS_IAM_ID_TOKEN_JWT", ...(objectIn(credential.webIdentity) as Omit<WebIdentity, "source">) };
}

/** A name that comes later, or one that is made from the bundle's. Names are limited. */
const longestProviderName = 128;

function nameOf({ names, shortestName, credential, own }: PlainProvider, standIn: StandIn): string {
  const given = objectIn(credential.credentialProvider);
  const arn = [given?.arn, own.adopt].find((text): text is string => typeof text === "string" && isKnown(text));
  const ofArn = arn === undefined ? undefined : parseCredentialProviderArn(arn)?.name;
  if (ofArn !== undefined) return ofArn;
  const isSaid = !isNil(own.name) || !isNil(own.adopt);
  if (!isMadeByBundle(credential) || isSaid) return standIn.orLongest(own.name, longestProviderName);
  const automatic = names.map((name) => Math.min(name.length, keptOfLogicalName) + automaticSuffix);
  return standIn.ofLength(Math.max(...automatic, Math.min(shortestName, longestProviderName)));
}

function isMadeByBundle({ credentialProvider }: RawObject): boolean {
  return isNil(credentialProvider);
}

/** With what the provider may prove itself, by what the program's form tells. */
function sourcesOf(plain: PlainProvider, standIn: StandIn, managedSecretArn: string): CredentialSource[] {
  const { kind, credential, own, hasProof } = plain;
  const { partition, region, accountId } = standIn.scope;
  const secretArn = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${standIn.orLongest(undefined)}-AbCdEf`;
  const kmsKeyArn = `arn:${partition}:kms:${region}:${accountId}:key/${standIn.ofLength(36)}`;
  const managed: CredentialSource = { source: "MANAGED", secretArn: managedSecretArn };
  const external: CredentialSource = { source: "EXTERNAL", secretArn, kmsKeyArn };
  const signing: CredentialSource = { source: "PRIVATE_KEY_JWT", kmsKeyArn, signingAlgorithm: "RS256" };
  if (!isMadeByBundle(credential)) {
    if (hasProof) return kind === "oauth2credentialprovider" ? [external, signing, identityOf(plain)] : [external];
    return isNil(objectIn(credential.credentialProvider)?.secretArn) ? [managed] : [external];
  }
  const { apiKey, clientSecret, clientAuthenticationMethod: method } = own;
  if (method === "PRIVATE_KEY_JWT") return [signing];
  if (!isNil(method) && !isKnown(method)) return [signing, identityOf(plain)];
  if (isWithoutSecret(method)) return [identityOf(plain)];
  const secret = apiKey ?? clientSecret;
  return [isExternal(secret) && !isFromEnvironment(secret) ? external : managed];
}

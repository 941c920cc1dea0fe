import { isDeepStrictEqual } from "node:util";
import { assertArnComponent, kmsKeyArn as kmsKeyArnComponent, secretArn as secretArnComponent } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import {
  assertProvider,
  assertProviderKind,
  credentialProviderArn,
  defaultTokenVault,
  managedSecretArnPattern,
  managedSecretArnPrefix,
  providerKinds,
  tokenVaultArn,
} from "../policy/credentialProviders";
import type { CredentialProviderId, CredentialProviderKind } from "../policy/credentialProviders";
import { allow } from "../policy/document";
import type { Condition, Statement } from "../policy/document";
import { assertChoice, assertKnownMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";
import { identityArns } from "./agentcoreGateway";
import type { Gateway } from "./agentcoreGateway";
import { tokenVaultKeyStatements, viaAgentcore, viaService } from "./kmsKeys";

/**
 * Returns the part of `GetResourceApiKey` or `GetResourceOauth2Token` that all targets with such a credential share. IAM
 * checks each ARN of a call on its own. So a role has this part once, and {@link credentialProviderStatements} adds each
 * provider; it has an example.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function tokenVaultStatements(kind: CredentialProviderKind, gateway: Gateway): Statement[] {
  assertProviderKind("kind", kind);
  const { tokenAction, sidPrefix } = providerKinds[kind];
  return [allow(`${sidPrefix}Vault`, [tokenAction], [tokenVaultArn(gateway), ...identityArns(gateway)])];
}

/** Further needs of a credential provider. */
export interface ProviderNeeds {
  /** The actor token of an on-behalf-of token exchange, if AWS issues it. @default - none */
  readonly actorToken?: WebIdentity;
  /**
   * ARN of the token vault's customer managed key. If a role uses many providers, add {@link tokenVaultKeyStatements} once
   * instead. @default - the service's own key, which needs no permission
   */
  readonly tokenVaultKeyArn?: string;
}

/**
 * Returns the permissions that one credential provider adds: to use the provider, and to use its secret, signing key or AWS
 * token with the gateway's role. It includes the provider's vault if that is not the `default` vault of
 * {@link tokenVaultStatements}.
 *
 * @throws Error if a part of the provider's id, or the ARN of a secret or key, would match more than it names, or if a source,
 * an algorithm or a member does not exist.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const gateway = { ...scope, gatewayName: "tools" };
 * const search = { ...scope, vault: "default", kind: "apikeycredentialprovider", name: "search" } as const;
 * const secret = { source: "MANAGED", secretArn: iam.managedSecretArnPattern(search) } as const;
 * export const policyOfRole = iam.policyDocument([
 *   ...iam.workloadTokenStatements(gateway),
 *   ...iam.tokenVaultStatements(search.kind, gateway),
 *   ...iam.credentialProviderStatements(search, secret),
 * ]);
 */
export function credentialProviderStatements(
  provider: CredentialProviderId,
  credential: CredentialSource,
  needs: ProviderNeeds = {},
): Statement[] {
  assertKnownMembers("needs", needs, needsMembers);
  const { actorToken, tokenVaultKeyArn } = needs;
  assertProvider(provider);
  const { tokenAction, sidPrefix } = providerKinds[provider.kind];
  const otherVault = provider.vault === defaultTokenVault ? [] : [tokenVaultArn(provider, provider.vault)];
  return [
    allow(`${sidPrefix}Providers`, [tokenAction], [...otherVault, credentialProviderArn(provider)]),
    ...credentialSourceStatements(provider, credential, actorToken),
    ...(tokenVaultKeyArn === undefined ? [] : tokenVaultKeyStatements(provider, tokenVaultKeyArn)),
  ];
}

/** A key or client secret in a secret that AgentCore manages. */
export interface ManagedSecret {
  /** Selects a secret that AgentCore manages. */
  readonly source: "MANAGED";
  /** Its ARN, or the pattern that matches exactly it. */
  readonly secretArn: string;
}

/** A secret in Secrets Manager that AgentCore does not manage. */
export interface OwnSecret {
  /** Its whole ARN. It can be in another account, but must be in the provider's Region. */
  readonly secretArn: string;
  /** ARN of its customer managed key. @default - the key of Secrets Manager, which needs no permission */
  readonly kmsKeyArn?: string;
}

/** A key or client secret in your own secret. */
export interface ExternalSecret extends OwnSecret {
  /** Selects your own secret. */
  readonly source: "EXTERNAL";
}

/** An OAuth client that signs its assertions with a KMS key and has no secret. */
export interface SigningKey {
  /** Selects a KMS key. */
  readonly source: "PRIVATE_KEY_JWT";
  /** ARN of the key, in any account. Not an alias. */
  readonly kmsKeyArn: string;
  /** The algorithm in the provider's configuration. */
  readonly signingAlgorithm: "RS256" | "PS256" | "ES256";
}

/** Tokens for the gateway's role that AWS issues. The other side trusts them instead of a secret. */
export interface WebIdentity {
  /** Selects a token from AWS about the gateway's role. */
  readonly source: "AWS_IAM_ID_TOKEN_JWT";
  /** The audiences that tokens may have. @default - any audience */
  readonly audiences?: readonly string[];
  /** The algorithm that may sign tokens. @default - any algorithm */
  readonly signingAlgorithm?: "RS256" | "ES384";
}

/** The secret, key or token with which a credential provider authenticates. An API key is always in a secret. */
export type CredentialSource = ManagedSecret | ExternalSecret | SigningKey | WebIdentity;

const needsMembers: MemberNames<ProviderNeeds> = { actorToken: true, tokenVaultKeyArn: true };

const webIdentityMembers: MemberNames<WebIdentity> = { source: true, audiences: true, signingAlgorithm: true };

const sourceMembers: { readonly [S in CredentialSource["source"]]: MemberNames<CredentialSource & { source: S }> } = {
  MANAGED: { source: true, secretArn: true },
  EXTERNAL: { source: true, secretArn: true, kmsKeyArn: true },
  PRIVATE_KEY_JWT: { source: true, kmsKeyArn: true, signingAlgorithm: true },
  AWS_IAM_ID_TOKEN_JWT: webIdentityMembers,
};

/** Refuses a managed secret of another provider, and a pattern for more than one secret. */
function assertManagedSecret(provider: CredentialProviderId, secretArn: string): void {
  const prefix = managedSecretArnPrefix(provider, provider.vault, provider.kind);
  // Older secrets have no digits of the service after the provider's name.
  const patterns = [managedSecretArnPattern(provider), `${prefix}${provider.name}-??????`];
  if (!patterns.includes(secretArn)) assertArnComponent("secretArn", secretArn, secretArnComponent);
}

/** Returns the permissions to read the provider's secret, to sign with its key, or to get its token from AWS. */
function credentialSourceStatements(
  provider: CredentialProviderId,
  credential: CredentialSource,
  actorToken: WebIdentity | undefined,
): Statement[] {
  assertChoice(
    "source",
    (credential as object as { source?: unknown } | undefined)?.source,
    Object.keys(sourceMembers),
  );
  assertKnownMembers("credential", credential, sourceMembers[credential.source]);
  const isSecretAlone = "secretArn" in credential && actorToken === undefined;
  if (provider.kind === "apikeycredentialprovider" && !isSecretAlone)
    throw new Error(
      'source: an API key is in a secret. Write "MANAGED" or "EXTERNAL"; signing keys and tokens are for OAuth clients.',
    );
  const tokens = [
    ...(credential.source === "AWS_IAM_ID_TOKEN_JWT" ? [credential] : []),
    ...(actorToken ? [actorToken] : []),
  ];
  return [...secretStatements(provider, credential), ...webIdentityStatements(tokens)];
}

function secretStatements(provider: CredentialProviderId, credential: CredentialSource): Statement[] {
  switch (credential.source) {
    case "MANAGED":
      assertManagedSecret(provider, credential.secretArn);
      return [
        allow(
          `${providerKinds[provider.kind].sidPrefix}Secrets`,
          ["secretsmanager:GetSecretValue"],
          [credential.secretArn],
        ),
      ];
    case "EXTERNAL":
      return ownSecretStatements(provider, [credential]);
    case "PRIVATE_KEY_JWT":
      return signingKeyStatements(provider, credential);
    case "AWS_IAM_ID_TOKEN_JWT":
      return [];
  }
}

/**
 * Returns the permissions to read your own secrets, and to use each of their keys for exactly the secrets that it
 * encrypts.
 *
 * Source: Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager".
 */
export function ownSecretStatements(
  scope: AwsScope,
  secrets: readonly OwnSecret[],
  pathOf: (index: number) => string = () => "",
): Statement[] {
  for (const [index, { secretArn, kmsKeyArn }] of secrets.entries()) {
    assertArnComponent(`${pathOf(index)}secretArn`, secretArn, secretArnComponent);
    if (kmsKeyArn !== undefined) assertArnComponent(`${pathOf(index)}kmsKeyArn`, kmsKeyArn, kmsKeyArnComponent);
  }
  if (secrets.length === 0) return [];
  const keys = new Set(secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  return [
    allow("ExternalSecrets", ["secretsmanager:GetSecretValue"], arnsOf(secrets)),
    ...[...keys].map((key, index) => {
      const [first = "", ...others] = arnsOf(secrets.filter(({ kmsKeyArn }) => kmsKeyArn === key));
      return allow(
        `ExternalSecretKey${index === 0 ? "" : index + 1}`,
        ["kms:Decrypt"],
        [key],
        viaService(scope, "secretsmanager"),
        { StringEquals: { "kms:EncryptionContext:SecretARN": others.length === 0 ? first : [first, ...others] } },
      );
    }),
  ];
}

function arnsOf(secrets: readonly OwnSecret[]): string[] {
  return [...new Set(secrets.map(({ secretArn }) => secretArn))];
}

/** The names of JSON Web Signature algorithms in KMS. */
const kmsAlgorithms: Readonly<Record<SigningKey["signingAlgorithm"], string>> = {
  RS256: "RSASSA_PKCS1_V1_5_SHA_256",
  PS256: "RSASSA_PSS_SHA_256",
  ES256: "ECDSA_SHA_256",
};

/**
 * Returns the permissions for AgentCore to sign with the key and this algorithm, and to read the key's description. The
 * second is a separate statement, because its request has no algorithm.
 *
 * Source: AgentCore Developer Guide, "Private Key JWT client authentication".
 */
function signingKeyStatements(scope: AwsScope, { kmsKeyArn, signingAlgorithm }: SigningKey): Statement[] {
  assertArnComponent("kmsKeyArn", kmsKeyArn, kmsKeyArnComponent);
  assertChoice("signingAlgorithm", signingAlgorithm, Object.keys(kmsAlgorithms));
  return [
    allow("SignAssertion", ["kms:Sign"], [kmsKeyArn], viaAgentcore(scope), {
      StringEquals: { "kms:SigningAlgorithm": kmsAlgorithms[signingAlgorithm] },
    }),
    allow("DescribeSigningKey", ["kms:DescribeKey"], [kmsKeyArn], viaAgentcore(scope)),
  ];
}

/**
 * Returns the permissions to get such tokens. Equal tokens of client and actor need one statement. `GetWebIdentityToken` has
 * no resource type, so only conditions restrict it.
 *
 * Source: Service Authorization Reference for AWS Security Token Service.
 */
export function webIdentityStatements(identities: readonly WebIdentity[]): Statement[] {
  for (const identity of identities) {
    assertKnownMembers("token", identity, webIdentityMembers);
    assertChoice("token.source", identity.source, ["AWS_IAM_ID_TOKEN_JWT"]);
  }
  const different = identities.filter(
    (identity, index) => identities.findIndex((other) => isDeepStrictEqual(other, identity)) === index,
  );
  return different.map((identity, index) => {
    const sid = index === 0 ? "WebIdentityToken" : "WebIdentityTokenOfActor";
    return allow(sid, ["sts:GetWebIdentityToken"], ["*"], ...tokenConditions(identity));
  });
}

function tokenConditions({ audiences, signingAlgorithm }: WebIdentity): (Condition | undefined)[] {
  if (audiences !== undefined) assertAudiences(audiences);
  if (signingAlgorithm !== undefined) assertChoice("signingAlgorithm", signingAlgorithm, ["RS256", "ES384"]);
  return [
    audiences && {
      "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": audiences },
      // ForAllValues is also true if the request has no such key.
      Null: { "sts:IdentityTokenAudience": "false" },
    },
    signingAlgorithm && { StringEquals: { "sts:SigningAlgorithm": signingAlgorithm } },
  ];
}

function assertAudiences(audiences: readonly string[]): void {
  const isList: boolean = Array.isArray(audiences);
  if (!isList) throw new Error('audiences: must be a list. Write ["https://HOST"].');
  if (audiences.length === 0)
    throw new Error("audiences: list at least one, or leave the property out for any audience.");
  for (const [index, audience] of audiences.entries())
    if (typeof (audience as unknown) !== "string" || audience === "")
      throw new Error(`audiences[${index}]: must be a string that is not empty.`);
    else if (audience.includes("${"))
      throw new Error(`audiences[${index}]: IAM reads "\${" as the beginning of a variable. Write it without "\${".`);
}

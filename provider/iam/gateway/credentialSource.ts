import { allow } from "../policy/allow";
import type { CredentialProviderId, CredentialProviderKind } from "../policy/arn";
import type { Statement } from "../policy/document";
import { ownSecretStatements } from "./externalSecret";
import type { OwnSecret } from "./externalSecret";
import { signingKeyStatements } from "./signingKey";
import type { SigningKey } from "./signingKey";
import { webIdentityStatements } from "./webIdentity";
import type { WebIdentity } from "./webIdentity";

/** A key or client secret in a secret that AgentCore manages. */
export interface ManagedSecret {
  readonly source: "MANAGED";
  /** Its ARN, or the pattern that matches exactly it. */
  readonly secretArn: string;
}

/** A key or client secret in a secret of your own. */
export interface ExternalSecret extends OwnSecret {
  readonly source: "EXTERNAL";
}

/** What a credential provider proves itself with to the other side. An API key is in a secret of either sort. */
export type CredentialSource = ManagedSecret | ExternalSecret | SigningKey | WebIdentity;

const sidsOfManaged: Readonly<Record<CredentialProviderKind, string>> = {
  apikeycredentialprovider: "ApiKeySecrets",
  oauth2credentialprovider: "OAuthSecrets",
};

/** What the gateway's role does itself to prove the provider: read a secret, have something signed, ask for a token. */
export function credentialSourceStatements(
  provider: CredentialProviderId,
  credential: CredentialSource,
  actorToken: WebIdentity | undefined,
): Statement[] {
  const isSecretAlone = "secretArn" in credential && actorToken === undefined;
  if (provider.kind === "apikeycredentialprovider" && !isSecretAlone)
    throw new Error("source: an API key is in a secret, MANAGED or EXTERNAL; keys and tokens are for OAuth clients.");
  const identities = [
    ...(credential.source === "AWS_IAM_ID_TOKEN_JWT" ? [credential] : []),
    ...(actorToken ? [actorToken] : []),
  ];
  return [...secretOrKeyStatements(provider, credential), ...webIdentityStatements(identities)];
}

function secretOrKeyStatements(provider: CredentialProviderId, credential: CredentialSource): Statement[] {
  switch (credential.source) {
    case "MANAGED":
      return [allow(sidsOfManaged[provider.kind], ["secretsmanager:GetSecretValue"], [credential.secretArn])];
    case "EXTERNAL":
      return ownSecretStatements(provider, [credential]);
    case "PRIVATE_KEY_JWT":
      return signingKeyStatements(provider, credential);
    case "AWS_IAM_ID_TOKEN_JWT":
      return [];
  }
}

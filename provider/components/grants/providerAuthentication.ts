import * as pulumi from "@pulumi/pulumi";
import type { CredentialSource } from "../../iam/gateway/credentialSource";
import { isSecretArn } from "../../iam/policy/secret";
import type { SigningKey } from "../../iam/gateway/signingKey";
import type { ProviderNeeds } from "../../iam/gateway/statements";
import type { WebIdentity } from "../../iam/gateway/webIdentity";
import { isWithoutSecret } from "../../rules/providers/oauth2/clientAuthentication";
import { valueAt } from "../../rules/core/crossFieldRules";
import { isNil } from "../../rules/core/values";
import { signingKeyOf } from "../../rules/providers/oauth2/privateKeyJwt";
import type { Problem } from "../../rules/core/problem";
import { isExternal, isFromEnvironment } from "../../rules/providers/secretSource";

/** With what a provider proves itself, other than with a secret that AgentCore manages. */
export interface ProviderAuthentication {
  readonly apiKeyFrom?: unknown;
  readonly clientSecretFrom?: unknown;
  readonly clientAuthenticationMethod?: unknown;
  readonly privateKeyJwtConfig?: unknown;
  readonly onBehalfOfTokenExchangeConfig?: unknown;
}

const outputs = [
  "apiKeyFrom",
  "clientSecretFrom",
  "clientAuthenticationMethod",
  "privateKeyJwtConfig",
  "onBehalfOfTokenExchangeConfig",
] as const satisfies readonly (keyof ProviderAuthentication)[];

/** A resource of this package or of `@pulumi/aws`: the SDK makes an output of every input that the program gave. */
type Declared = Partial<Record<keyof ProviderAuthentication | "oauth2ProviderConfig", pulumi.Output<unknown>>> & {
  readonly proof?: pulumi.Output<ProviderAuthentication>;
};

/** What a resource says of it; `undefined` for the usual managed secret, because outputs cost time. */
export function authenticationOf(provider: pulumi.Resource): pulumi.Output<ProviderAuthentication> | undefined {
  const given = provider as Declared;
  // One that is only looked up.
  if (given.proof !== undefined) return pulumi.unsecret(given.proof);
  if (given.oauth2ProviderConfig !== undefined)
    return pulumi.unsecret(given.oauth2ProviderConfig).apply(proofInAwsConfiguration);
  const said = outputs.filter((name) => given[name] !== undefined);
  if (said.length === 0) return undefined;
  // Claims are secret, and none of them gets into a policy.
  return pulumi.unsecret(pulumi.all(Object.fromEntries(said.map((name) => [name, given[name]]))));
}

/** A resource of `@pulumi/aws` has its client's id and secret beside it, which go no further. */
function proofInAwsConfiguration(oauth2ProviderConfig: unknown): ProviderAuthentication {
  const own = valueAt({ oauth2ProviderConfig }, "oauth2ProviderConfig.customOauth2ProviderConfig");
  const said = ["clientAuthenticationMethod", "privateKeyJwtConfig", "onBehalfOfTokenExchangeConfig"] as const;
  return Object.fromEntries(said.map((name) => [name, valueAt({ own }, `own.${name}`)]));
}

/** What permissions have to name for a provider. */
export interface ResolvedAuthentication {
  readonly credential: CredentialSource;
  readonly needs: ProviderNeeds;
  readonly problems: readonly Problem[];
}

/** How the program narrows tokens about the gateway's role. */
export type TokenConditions = Omit<WebIdentity, "source">;

/** The source of a provider's credential as statements take it. `path` is where the program says what it is. */
export function resolveAuthentication(
  proof: ProviderAuthentication,
  secretArn: string,
  path: string,
  conditions: TokenConditions = {},
): ResolvedAuthentication {
  const identity: WebIdentity = { source: "AWS_IAM_ID_TOKEN_JWT", ...conditions };
  const actor = valueAt({ ...proof }, "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenContent");
  const needs: ProviderNeeds = actor === "AWS_IAM_ID_TOKEN_JWT" ? { actorToken: identity } : {};
  const method = proof.clientAuthenticationMethod;
  if (method === "PRIVATE_KEY_JWT") return { credential: signingKey(proof), needs, problems: [] };
  if (isWithoutSecret(method)) return { credential: identity, needs, problems: [] };
  const from = proof.apiKeyFrom ?? proof.clientSecretFrom;
  if (!isExternal(from) || isFromEnvironment(from))
    return { credential: { source: "MANAGED", secretArn }, needs, problems: [] };
  const credential: CredentialSource = {
    source: "EXTERNAL",
    secretArn,
    ...(isNil(from.kmsKeyArn) ? {} : { kmsKeyArn: from.kmsKeyArn }),
  };
  const problems = isSecretArn(secretArn)
    ? []
    : [{ path: `${path}.secretId`, reason: "permissions name the secret by its whole ARN. Write that, not its name." }];
  return { credential, needs, problems };
}

function signingKey({ privateKeyJwtConfig }: ProviderAuthentication): SigningKey {
  return {
    source: "PRIVATE_KEY_JWT",
    kmsKeyArn: signingKeyOf(privateKeyJwtConfig) as string,
    signingAlgorithm: valueAt({ privateKeyJwtConfig }, "privateKeyJwtConfig.signingAlgorithm") as "RS256",
  };
}

import * as pulumi from "@pulumi/pulumi";
import type { CredentialSource, ProviderNeeds, SigningKey, WebIdentity } from "../../iam/gateway/credentialProvider";
import { isArnComponent, secretArn as secretArnComponent } from "../../iam/policy/arn";
import { problemIf } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";
import { isNil, valueAt } from "../../rules/core/values";
import { secretArnRequired } from "../../rules/credentials/credential";
import { isWithoutSecret, signingKeyOf } from "../../rules/providers/oauth2/clientAuthentication";
import { actorTokenOf } from "../../rules/providers/oauth2/onBehalfOf";
import { isExternal, isFromEnvironment } from "../../rules/providers/secretSource";

/** How a provider authenticates, if not with a secret that AgentCore manages. */
export interface ProviderAuthentication {
  readonly apiKeyFrom?: unknown;
  readonly clientSecretFrom?: unknown;
  readonly clientAuthenticationMethod?: unknown;
  readonly privateKeyJwtConfig?: unknown;
  readonly onBehalfOfTokenExchangeConfig?: unknown;
}

const clientOutputs = ["clientAuthenticationMethod", "privateKeyJwtConfig", "onBehalfOfTokenExchangeConfig"] as const;

const outputs = ["apiKeyFrom", "clientSecretFrom", ...clientOutputs] as const;

/** A resource of this package or of `@pulumi/aws`: the SDK adds an output for every input that the program sets. */
type ProviderResource = Partial<
  Record<keyof ProviderAuthentication | "oauth2ProviderConfig", pulumi.Output<unknown>>
> & {
  readonly proof?: pulumi.Output<ProviderAuthentication>;
};

/** Returns how a resource authenticates; `undefined` for a managed secret, because every Output costs time. */
export function authenticationOf(resource: object): pulumi.Output<ProviderAuthentication> | undefined {
  const provider: ProviderResource = resource;
  // Only a provider that was looked up has this output.
  if (provider.proof !== undefined) return pulumi.unsecret(provider.proof);
  if (provider.oauth2ProviderConfig !== undefined)
    return pulumi.unsecret(provider.oauth2ProviderConfig).apply(authenticationInAwsConfiguration);
  const set = outputs.filter((name) => provider[name] !== undefined);
  if (set.length === 0) return undefined;
  // Claims are secret, but they never get into a policy.
  return pulumi.unsecret(pulumi.all(Object.fromEntries(set.map((name) => [name, provider[name]]))));
}

/** Picks the authentication from the configuration of `@pulumi/aws`, and drops the client's id and secret. */
function authenticationInAwsConfiguration(oauth2ProviderConfig: unknown): ProviderAuthentication {
  const custom = valueAt({ oauth2ProviderConfig }, "oauth2ProviderConfig.customOauth2ProviderConfig");
  return Object.fromEntries(clientOutputs.map((name) => [name, valueAt({ custom }, `custom.${name}`)]));
}

/** The credential of a provider, as statements need it. */
interface ResolvedAuthentication {
  readonly credential: CredentialSource;
  readonly needs: ProviderNeeds;
  readonly problems: readonly Problem[];
}

/** Conditions on tokens about the gateway's role. */
export type TokenConditions = Omit<WebIdentity, "source">;

/** Returns the credential that a provider uses. `path` is where the program describes it. */
export function resolveAuthentication(
  authentication: ProviderAuthentication,
  secretArn: string,
  path: string,
  conditions: TokenConditions = {},
): ResolvedAuthentication {
  const { clientAuthenticationMethod: method, apiKeyFrom, clientSecretFrom } = authentication;
  const identity: WebIdentity = { source: "AWS_IAM_ID_TOKEN_JWT", ...conditions };
  const actorToken = actorTokenOf({ ...authentication });
  const needs: ProviderNeeds = actorToken === "AWS_IAM_ID_TOKEN_JWT" ? { actorToken: identity } : {};
  if (method === "PRIVATE_KEY_JWT") return { credential: signingKey(authentication), needs, problems: [] };
  if (isWithoutSecret(method)) return { credential: identity, needs, problems: [] };
  const from = apiKeyFrom ?? clientSecretFrom;
  if (!isExternal(from) || isFromEnvironment(from))
    return { credential: { source: "MANAGED", secretArn }, needs, problems: [] };
  const key = isNil(from.kmsKeyArn) ? {} : { kmsKeyArn: from.kmsKeyArn };
  return {
    credential: { source: "EXTERNAL", secretArn, ...key },
    needs,
    problems: problemIf(!isArnComponent(secretArn, secretArnComponent), `${path}.secretId`, secretArnRequired),
  };
}

function signingKey({ privateKeyJwtConfig }: ProviderAuthentication): SigningKey {
  return {
    source: "PRIVATE_KEY_JWT",
    kmsKeyArn: signingKeyOf(privateKeyJwtConfig) as string,
    signingAlgorithm: valueAt({ privateKeyJwtConfig }, "privateKeyJwtConfig.signingAlgorithm") as "RS256",
  };
}

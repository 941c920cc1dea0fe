import * as pulumi from "@pulumi/pulumi";
import { credentialProviderStatements } from "../../iam/gateway/credentialProvider";
import type { AwsScope } from "../../iam/policy/arn";
import {
  isManagedSecretArn,
  managedSecretArnPattern,
  parseCredentialProviderArn,
} from "../../iam/policy/credentialProviders";
import type { CredentialProviderId, CredentialProviderKind } from "../../iam/policy/credentialProviders";
import type { Statement } from "../../iam/policy/document";
import { ApiKeyCredentialProvider } from "../../resources/apiKeyCredentialProvider";
import type { ApiKeyCredentialProviderArgs } from "../../resources/apiKeyCredentialProvider";
import { Oauth2CredentialProvider } from "../../resources/oauth2CredentialProvider";
import type { Oauth2CredentialProviderArgs } from "../../resources/oauth2CredentialProviderArgs";
import { checked, logWarnings, throwIfInvalid, throwIfLateInvalid } from "../../resources/program/problems";
import { isUnitTest } from "../../resources/program/unitTest";
import { providerScopeProblems } from "../../rules/components/gateway";
import { credentialProviderArnProblems, kmsKeyArnProblems, secretArnProblems } from "../../rules/core/arn";
import { problemIf } from "../../rules/core/problem";
import { isNil, memberOf } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";
import {
  clientCredentialsWarnings,
  placementProblems,
  unseenExchange,
  unseenKey,
} from "../../rules/credentials/credential";
import { tokenProblems, userTokens } from "../../rules/credentials/oauth";
import { isExternal } from "../../rules/providers/secretSource";
import type {
  AwsApiKeyCredentialProvider,
  AwsOauth2CredentialProvider,
  ExistingApiKeyProviderArgs,
  ExistingOAuthProviderArgs,
  NewApiKeyProviderArgs,
  NewOAuthProviderArgs,
} from "../args/outboundAuth";
import type { OutboundAuthSpec } from "../args/outboundAuthSpec";
import { apiKeyConfiguration, oauthConfiguration } from "./providerConfiguration";
import type { ExecutionRole, SharedPolicyName } from "../gateway/executionRole";
import type { Bundle, CredentialProvider, Grant } from "./grant";
import { authenticationOf, resolveAuthentication } from "./providerAuthentication";
import type { ProviderAuthentication, TokenConditions } from "./providerAuthentication";

type ExistingProvider = (ExistingApiKeyProviderArgs | ExistingOAuthProviderArgs)["credentialProvider"];

/** A credential provider, new or existing, as statements and configuration need it. */
interface ProviderInUse {
  /** The provider is given by its ARN. */
  readonly isReference?: boolean;
  readonly arn: pulumi.Output<string>;
  /** ARN or pattern of the secret; `undefined` for a managed secret that follows from the ARN. */
  readonly secretArn: pulumi.Output<string | undefined>;
  /** `undefined` for a provider with a managed secret. */
  readonly authentication: pulumi.Output<ProviderAuthentication> | undefined;
}

/** Arguments of the credential provider that a bundle creates. */
interface NewProviderArgs {
  readonly apiKey?: ApiKeyCredentialProviderArgs;
  readonly oauth2?: Oauth2CredentialProviderArgs;
}

/** Returns the arguments of the credential provider that a bundle creates. Neither is set if it needs none. */
export function newProviderArgs(role: ExecutionRole, credential: OutboundAuthSpec["credential"]): NewProviderArgs {
  if (credential.type === "API_KEY" && credential.credentialProvider === undefined) {
    const { apiKey, adopt, name, tags, connection } = credential;
    const scope = { accountId: role.accountId, connection: connectionFor(role, connection) };
    return { apiKey: { apiKey, adopt, name, tags, ...scope } };
  }
  if (credential.type === "OAUTH" && credential.credentialProvider === undefined) {
    const { oauth2 } = credential;
    const scope = { accountId: role.accountId, connection: connectionFor(role, oauth2.connection) };
    return { oauth2: { ...oauth2, ...scope } };
  }
  return {};
}

/** Grants an API key from a new or existing provider. */
export function grantApiKey(bundle: Bundle, credential: NewApiKeyProviderArgs | ExistingApiKeyProviderArgs): Grant {
  const provider = apiKeyProvider(bundle, credential);
  const { credentialLocation, credentialParameterName, credentialPrefix } = credential;
  const written = { credentialLocation, credentialParameterName, credentialPrefix };
  const placement = checked(bundle, written, placementProblems);
  return {
    ...grantProvider(bundle, provider, "credential.apiKey"),
    shared: sharedPolicies(bundle.role, "api-key-vault"),
    configuration: (inForce) =>
      pulumi.all([provider.arn, placement, inForce]).apply(([arn, known]) => apiKeyConfiguration(arn, known)),
  };
}

/** Grants an OAuth token from a new or existing provider. */
export function grantOAuth(bundle: Bundle, credential: NewOAuthProviderArgs | ExistingOAuthProviderArgs): Grant {
  const { spec, role } = bundle;
  const provider = oauthProvider(bundle, credential);
  const { scopes, grantType, defaultReturnUrl, customParameters, webIdentity } = credential;
  const token = checked(bundle, { scopes, grantType, defaultReturnUrl, customParameters }, tokenProblems);
  const { forJwt, forTargetSetUp } = userTokens(spec.target, grantType);
  return {
    ...grantProvider(bundle, provider, "credential.oauth2.clientSecret", { ...webIdentity }),
    shared: [
      ...sharedPolicies(role, "oauth-vault"),
      ...(forJwt ? (["workload-token-for-jwt"] as const) : []),
      ...(forTargetSetUp ? (["workload-token-for-setup"] as const) : []),
    ],
    configuration: (inForce) =>
      pulumi.all([provider.arn, token, inForce]).apply(([arn, known]) => oauthConfiguration(arn, known)),
  };
}

function apiKeyProvider(bundle: Bundle, credential: NewApiKeyProviderArgs | ExistingApiKeyProviderArgs): ProviderInUse {
  if (credential.credentialProvider !== undefined)
    return existingProvider(bundle, "apikeycredentialprovider", credential.credentialProvider);
  return providerOf(bundle.created as CredentialProvider, isExternal(credential.apiKey));
}

function oauthProvider(bundle: Bundle, credential: NewOAuthProviderArgs | ExistingOAuthProviderArgs): ProviderInUse {
  if (credential.credentialProvider !== undefined) {
    // The SDK adds an output to a resource for every input that the program sets.
    const showsExchange = "onBehalfOfTokenExchangeConfig" in credential.credentialProvider;
    if (credential.grantType === "TOKEN_EXCHANGE" && !showsExchange)
      logWarnings(bundle, [unseenExchange], bundle.component);
    warnOfVendor(bundle, credential);
    return existingProvider(bundle, "oauth2credentialprovider", credential.credentialProvider);
  }
  return providerOf(bundle.created as CredentialProvider, usesOtherAuthentication({ ...credential.oauth2 }));
}

/** Warns if the vendor of an existing client does not support the grant. A bundle's own client is checked at construction. */
function warnOfVendor(bundle: Bundle, { grantType, credentialProvider }: ExistingOAuthProviderArgs): void {
  const vendor = Oauth2CredentialProvider.isInstance(credentialProvider)
    ? credentialProvider.vendor
    : (memberOf(credentialProvider, "credentialProviderVendor") as pulumi.Output<string> | undefined);
  vendor?.apply((known) => {
    const warnings = clientCredentialsWarnings({ type: "OAUTH", grantType, oauth2: { vendor: known } });
    logWarnings(bundle, warnings, bundle.component);
  });
}

function connectionFor({ connection }: ExecutionRole, own: pulumi.Input<object> | undefined) {
  if (isNil(own)) return connection;
  return pulumi.all([own, connection]).apply(([written, ofRole]) => ({ ...written, ...ofRole }));
}

function sharedPolicies(role: ExecutionRole, vault: "api-key-vault" | "oauth-vault"): SharedPolicyName[] {
  return ["workload-token", vault, ...(role.hasTokenVaultKey ? [`${vault}-key` as const] : [])];
}

/** The part of a grant that both kinds of providers share. `secretPath` is the path of a new provider's secret. */
function grantProvider(
  bundle: Bundle,
  { isReference, arn, secretArn, authentication }: ProviderInUse,
  secretPath: string,
  conditions?: TokenConditions,
) {
  const path = bundle.created === undefined ? "credential.credentialProvider" : secretPath;
  return {
    credentialProviderArn: arn,
    statements: pulumi
      .all([arn, secretArn, bundle.role.scope, authentication ?? managedSecret])
      .apply(([knownArn, knownSecret, gateway, known]) => {
        const reason = "a value is missing, so that the credential provider has no ARN.";
        throwIfLateInvalid(bundle, problemIf(isNil(knownArn) && isUnitTest(), path, reason));
        // With --target or --exclude, a provider can have no ARN. The engine skips or refuses whatever needs it.
        return isNil(knownArn) ? [] : statementsFor(bundle, path, knownArn, knownSecret, gateway, known, conditions);
      }),
    policySubject: () => arn.apply((known) => parseCredentialProviderArn(known ?? "")?.name ?? "provider"),
    // A reference can change its kind, vault, secret and key while the provider's name stays.
    nameFollowsStatements: isReference === true,
  };
}

/** A plain value, because every Output costs time. */
const managedSecret: ProviderAuthentication = {};

function statementsFor(
  bundle: Bundle,
  path: string,
  arn: string,
  secretArn: string | undefined,
  scope: AwsScope,
  authentication: ProviderAuthentication,
  conditions: TokenConditions | undefined,
): Statement[] {
  const id = parseCredentialProviderArn(arn) as CredentialProviderId;
  throwIfInvalid(bundle, providerScopeProblems(id, scope));
  const secret = secretArn ?? managedSecretArnPattern(id);
  const { credential, needs, problems } = resolveAuthentication(authentication, secret, path, conditions);
  throwIfLateInvalid(bundle, problems);
  return credentialProviderStatements(id, credential, needs);
}

/** Returns true if a new OAuth client does not only authenticate with a managed secret. Known without resolving Outputs. */
function usesOtherAuthentication(oauth2: RawObject): boolean {
  return (
    isExternal(oauth2.clientSecret) ||
    !isNil(oauth2.clientAuthenticationMethod) ||
    !isNil(oauth2.onBehalfOfTokenExchangeConfig)
  );
}

function providerOf(provider: CredentialProvider, hasOtherAuthentication: boolean): ProviderInUse {
  const secretArn =
    "apiKeySecretArnPattern" in provider ? provider.apiKeySecretArnPattern : provider.clientSecretArnPattern;
  const authentication = hasOtherAuthentication ? authenticationOf(provider) : undefined;
  return { arn: provider.credentialProviderArn, secretArn, authentication };
}

function existingProvider(bundle: Bundle, kind: CredentialProviderKind, provider: ExistingProvider): ProviderInUse {
  const path = "credential.credentialProvider";
  if ("credentialProviderArn" in provider) {
    const { arn, ...others } = isOurs(provider) ? providerOf(provider, true) : awsProvider(bundle, provider);
    // JavaScript programs can pass a provider of the other kind.
    return { arn: checked(bundle, arn, (known) => credentialProviderArnProblems(path, known, kind)), ...others };
  }
  const { arn, secretArn, kmsKeyArn } = provider;
  const checkedKey = () => checked(bundle, kmsKeyArn, (known) => kmsKeyArnProblems(`${path}.kmsKeyArn`, known));
  return {
    arn: checked(bundle, arn, (known) => credentialProviderArnProblems(`${path}.arn`, known, kind)),
    secretArn: checked(bundle, secretArn, (known) => secretArnProblems(`${path}.secretArn`, known)),
    // A secret with a customer managed key is always the user's own.
    authentication: isNil(kmsKeyArn)
      ? undefined
      : pulumi.output({ apiKeyFrom: { secretId: secretArn, kmsKeyArn: checkedKey() } }),
    isReference: true,
  };
}

function isOurs(provider: object): provider is CredentialProvider {
  return ApiKeyCredentialProvider.isInstance(provider) || Oauth2CredentialProvider.isInstance(provider);
}

/** A provider of `@pulumi/aws`, which does not show the key of the user's own secret. */
function awsProvider(
  bundle: Bundle,
  provider: AwsApiKeyCredentialProvider | AwsOauth2CredentialProvider,
): ProviderInUse {
  const isApiKey = "apiKeySecretArns" in provider;
  // The aws provider marks the ARN of the secret as a secret; in a policy that would hide what is granted.
  const secretArns = pulumi.unsecret(isApiKey ? provider.apiKeySecretArns : provider.clientSecretArns);
  const secretArn = secretArns.apply((arns) => {
    const arn = arns[0]?.secretArn;
    if (arn !== undefined && !isManagedSecretArn(arn)) logWarnings(bundle, [unseenKey], bundle.component);
    return arn;
  });
  const authentication = isApiKey ? undefined : authenticationOf(provider);
  return { arn: provider.credentialProviderArn, secretArn, authentication };
}

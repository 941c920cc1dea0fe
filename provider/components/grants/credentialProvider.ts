import * as pulumi from "@pulumi/pulumi";
import { isManagedSecretArn, managedSecretArnPattern, parseCredentialProviderArn } from "../../iam/policy/arn";
import type { CredentialProviderId, CredentialProviderKind, AwsScope } from "../../iam/policy/arn";
import type { Statement } from "../../iam/policy/document";
import { credentialProviderStatements } from "../../iam/gateway/statements";
import { ApiKeyCredentialProvider } from "../../resources/apiKeyCredentialProvider";
import { Oauth2CredentialProvider } from "../../resources/oauth2CredentialProvider";
import { throwIfInvalid } from "../../resources/program/errors";
import { placementProblems } from "../../rules/credentials/apiKey";
import { credentialProviderArnProblems, kmsKeyArnProblems, secretArnProblems } from "../../rules/core/arn";
import { tokenProblems, userTokens } from "../../rules/credentials/oauth";
import { unseenExchange, unseenKey } from "../../rules/components/outboundAuth";
import { mistakenNames } from "../../rules/providers/credentialProvider";
import { isNil } from "../../rules/core/values";
import { isExternal } from "../../rules/providers/secretSource";
import type { Problem } from "../../rules/core/problem";
import { checked } from "../../resources/program/checked";
import type { ExecutionRole, SharedPolicyName } from "../gateway/executionRole";
import type { Grant } from "./grant";
import type {
  AwsApiKeyCredentialProvider,
  AwsOauth2CredentialProvider,
  CredentialProviderReference,
  ExistingApiKeyProviderArgs,
  ExistingOAuthProviderArgs,
  NewApiKeyProviderArgs,
  NewOAuthProviderArgs,
} from "../args/outboundAuth";
import { authenticationOf, resolveAuthentication } from "./providerAuthentication";
import type { ProviderAuthentication, TokenConditions } from "./providerAuthentication";
import { providerMistakenFor } from "../gateway/nameCollisions";
import { apiKeyConfiguration, oauthConfiguration } from "../args/targetConfiguration";
import type { CredentialProviderConfiguration, Placement, Token } from "../args/targetConfiguration";
import { logWarnings } from "../../resources/program/warnings";

/** A credential that a provider in the token vault holds. */
type ProviderCredentialArgs =
  NewApiKeyProviderArgs | ExistingApiKeyProviderArgs | NewOAuthProviderArgs | ExistingOAuthProviderArgs;

/** A provider of this package, of either kind. */
export type CredentialProvider = ApiKeyCredentialProvider | Oauth2CredentialProvider;

type GivenProvider =
  CredentialProvider | AwsApiKeyCredentialProvider | AwsOauth2CredentialProvider | CredentialProviderReference;

/** What the two kinds of provider credentials do not share. */
interface KindOfCredential {
  readonly kind: CredentialProviderKind;
  readonly vault: "api-key-vault" | "oauth-vault";
  /** Where the secret of a provider stands that the bundle makes. */
  readonly secretPath: string;
  /** Makes the provider of a bundle. */
  readonly make: (
    name: string,
    args: never,
    scope: ProviderPlace,
    opts: pulumi.CustomResourceOptions,
  ) => CredentialProvider;
  /** How the target gets the credential, as the program wrote it. */
  readonly usage: (args: never) => object;
  readonly usageProblems: (usage: Record<string, unknown>) => Problem[];
  readonly configuration: (providerArn: string, usage: never) => CredentialProviderConfiguration;
}

/** Where a bundle's provider is made. */
type ProviderPlace = Pick<ExecutionRole, "accountId" | "connection">;

const kinds: Readonly<Record<ProviderCredentialArgs["type"], KindOfCredential>> = {
  API_KEY: {
    kind: "apikeycredentialprovider",
    vault: "api-key-vault",
    secretPath: "credential.apiKey",
    make: (name, { apiKey, adopt, name: providerName, tags, connection }: NewApiKeyProviderArgs, scope, opts) =>
      new ApiKeyCredentialProvider(
        name,
        {
          apiKey,
          adopt,
          name: providerName,
          tags,
          accountId: scope.accountId,
          connection: connectionIn(scope, connection),
        },
        opts,
      ),
    usage: ({ credentialLocation, credentialParameterName, credentialPrefix }: NewApiKeyProviderArgs) => ({
      credentialLocation,
      credentialParameterName,
      credentialPrefix,
    }),
    usageProblems: placementProblems,
    configuration: (arn, placement: Placement) => apiKeyConfiguration(arn, placement),
  },
  OAUTH: {
    kind: "oauth2credentialprovider",
    vault: "oauth-vault",
    secretPath: "credential.oauth2.clientSecret",
    make: (name, { oauth2 }: NewOAuthProviderArgs, scope, opts) => {
      const args = { ...oauth2, accountId: scope.accountId, connection: connectionIn(scope, oauth2.connection) };
      return new Oauth2CredentialProvider(name, args, opts);
    },
    usage: ({ scopes, grantType, defaultReturnUrl, customParameters }: NewOAuthProviderArgs) => ({
      scopes,
      grantType,
      defaultReturnUrl,
      customParameters,
    }),
    usageProblems: tokenProblems,
    configuration: (arn, token: Token) => oauthConfiguration(arn, token),
  },
};

/** Makes or takes the credential provider, and says what the role needs for it. */
export function grantProvider(
  label: string,
  name: string,
  target: pulumi.Inputs,
  args: ProviderCredentialArgs,
  role: ExecutionRole,
  bundle: pulumi.ComponentResource,
): Grant {
  const { kind, vault, secretPath, make, usage, usageProblems, configuration } = kinds[args.type];
  const own = isNil(args.credentialProvider) ? make(name, args as never, role, { parent: bundle }) : undefined;
  const provider =
    own === undefined
      ? referTo(label, kind, args.credentialProvider as GivenProvider, bundle)
      : { ...outputsOf(own), ...(usesOtherAuthentication(args) ? authenticationOutput(own) : {}) };
  if (own === undefined && exchangesUnseen(args)) logWarnings(label, [unseenExchange], bundle);
  const given = usage(args as never);
  const conditions: TokenConditions = { ...("webIdentity" in args ? args.webIdentity : undefined) };
  const scope = { label, path: own === undefined ? "credential.credentialProvider" : secretPath };
  return {
    credentialProvider: own,
    credentialProviderArn: provider.arn,
    statements: pulumi
      .all([provider.arn, provider.secretArn, role.scope, provider.proof ?? noProof])
      .apply(([arn, secretArn, gateway, proof]) =>
        // A run that leaves out a provider which is not there yet (--target, --exclude) goes on without an ARN. The engine
        // leaves out whoever needs it, or refuses.
        (arn as string | undefined) === undefined
          ? []
          : statementsFor(scope, arn, secretArn, gateway, proof, conditions),
      ),
    subject: provider.arn,
    nameOfSubject: (arn) => parseCredentialProviderArn(arn ?? "")?.name ?? "provider",
    // Of a provider by its ARN, kind, vault, secret and key may change, and its name stay.
    followsStatements: isReference(args.credentialProvider),
    shared: [
      "workload-token",
      vault,
      ...(role.hasTokenVaultKey ? [`${vault}-key` as const] : []),
      ...userTokenGroups(target, args),
    ],
    configuration: (awaited) =>
      pulumi.all([provider.arn, given, ...awaited]).apply(([arn, known]) => {
        const problems = usageProblems(known as Record<string, unknown>);
        throwIfInvalid(label, problems);
        return configuration(arn as unknown as string, known as never);
      }),
  };
}

/** Whether a given provider has to exchange tokens, and does not show that it can. */
function exchangesUnseen(args: ProviderCredentialArgs): boolean {
  const isExchange = "grantType" in args && args.grantType === "TOKEN_EXCHANGE";
  // The SDK makes an output of every input that the program gave.
  return isExchange && !("onBehalfOfTokenExchangeConfig" in (args.credentialProvider as object));
}

/** What tokens of users need besides the gateway's own. */
function userTokenGroups(target: pulumi.Inputs, args: ProviderCredentialArgs): SharedPolicyName[] {
  const { forJwt, forTargetSetup } = userTokens(target, { ...args });
  return [
    ...(forJwt ? (["workload-token-for-jwt"] as const) : []),
    ...(forTargetSetup ? (["workload-token-for-setup"] as const) : []),
  ];
}

/** The usual managed secret. Plain, because outputs cost time. */
const noProof: ProviderAuthentication = {};

/** A credential provider as statements and configuration need it. */
interface ProviderInUse {
  readonly arn: pulumi.Output<string>;
  /** What a policy names for its secret; `undefined` for the managed secret. */
  readonly secretArn: pulumi.Output<string | undefined>;
  /** With what it proves itself, where that is not the usual managed secret. */
  readonly proof?: pulumi.Output<ProviderAuthentication>;
}

function outputsOf(provider: CredentialProvider): ProviderInUse {
  const secretArn = ApiKeyCredentialProvider.isInstance(provider)
    ? provider.apiKeySecretArnPattern
    : provider.clientSecretArnPattern;
  return { arn: provider.credentialProviderArn, secretArn };
}

function authenticationOutput(
  provider: CredentialProvider | AwsOauth2CredentialProvider,
): Pick<ProviderInUse, "proof"> {
  const proof = authenticationOf(provider as pulumi.Resource);
  return proof === undefined ? {} : { proof };
}

/** Whether a provider that the bundle makes may have something else than a managed secret: the program's form tells. */
function usesOtherAuthentication(args: ProviderCredentialArgs): boolean {
  if (args.type === "API_KEY") return isExternal(args.apiKey);
  const { clientSecret, ...oauth2 }: Readonly<Record<string, unknown>> = { ...args.oauth2 };
  return (
    isExternal(clientSecret) ||
    !isNil(oauth2.clientAuthenticationMethod) ||
    !isNil(oauth2.onBehalfOfTokenExchangeConfig)
  );
}

function referTo(
  label: string,
  kind: CredentialProviderKind,
  given: GivenProvider,
  bundle: pulumi.ComponentResource,
): ProviderInUse {
  const path = "credential.credentialProvider";
  if ("credentialProviderArn" in given) {
    const { arn, ...rest } = isOurs(given)
      ? { ...outputsOf(given), ...authenticationOutput(given) }
      : outputsOfAws(given, () => logWarnings(label, [unseenKey], bundle));
    // A resource of the other kind compiles in JavaScript, and would be granted what nobody calls.
    return { arn: checked(label, arn, (known) => credentialProviderArnProblems(path, known, kind)), ...rest };
  }
  return {
    arn: checked(label, given.arn, (arn) => credentialProviderArnProblems(`${path}.arn`, arn, kind)),
    secretArn: checked(label, given.secretArn, (arn) => secretArnProblems(`${path}.secretArn`, arn)),
    ...keyOfOwnSecret(label, path, given),
  };
}

function isReference(given: GivenProvider | undefined): boolean {
  return !isNil(given) && !("credentialProviderArn" in given);
}

/** A secret with a customer managed key is the user's own: the provider was told where it is. */
function keyOfOwnSecret(
  label: string,
  path: string,
  { secretArn, kmsKeyArn }: CredentialProviderReference,
): Pick<ProviderInUse, "proof"> {
  if (isNil(kmsKeyArn)) return {};
  const key = checked(label, kmsKeyArn, (arn) => kmsKeyArnProblems(`${path}.kmsKeyArn`, arn));
  return { proof: pulumi.output({ apiKeyFrom: { secretId: secretArn, kmsKeyArn: key } }) };
}

function isOurs(given: object): given is CredentialProvider {
  return ApiKeyCredentialProvider.isInstance(given) || Oauth2CredentialProvider.isInstance(given);
}

/** What is known of a resource of `@pulumi/aws`, which does not tell under which key a secret of one's own is. */
function outputsOfAws(
  given: AwsApiKeyCredentialProvider | AwsOauth2CredentialProvider,
  whenKeyIsUnseen: () => void,
): ProviderInUse {
  const isApiKey = "apiKeySecretArns" in given;
  // The aws provider calls the secret's ARN a secret; in a policy it would hide what is granted.
  const secretArns = pulumi.unsecret(isApiKey ? given.apiKeySecretArns : given.clientSecretArns);
  const secretArn = secretArns.apply((arns) => {
    const arn = arns[0]?.secretArn;
    if (arn !== undefined && !isManagedSecretArn(arn)) whenKeyIsUnseen();
    return arn;
  });
  return { arn: given.credentialProviderArn, secretArn, ...(isApiKey ? {} : authenticationOutput(given)) };
}

function statementsFor(
  { label, path }: { readonly label: string; readonly path: string },
  arn: string,
  secretArn: string | undefined,
  scope: AwsScope,
  proof: ProviderAuthentication,
  conditions: TokenConditions,
): Statement[] {
  const id = parseCredentialProviderArn(arn) as CredentialProviderId;
  if (id.accountId !== scope.accountId || id.region !== scope.region) {
    const reason = `the provider is in account ${id.accountId}, Region ${id.region}, but the gateway is in account ${scope.accountId}, Region ${scope.region}. Use a provider of the gateway's account and Region.`;
    throwIfInvalid(label, [{ path: "credential.credentialProvider", reason }]);
  }
  const similar = providerMistakenFor(id);
  if (similar !== undefined) {
    const reason = mistakenNames(id.name, similar);
    throwIfInvalid(label, [{ path: "credential", reason }]);
  }
  const { credential, needs, problems } = resolveAuthentication(
    proof,
    secretArn ?? managedSecretArnPattern(id),
    path,
    conditions,
  );
  throwIfInvalid(label, problems);
  return credentialProviderStatements(id, credential, needs);
}

function connectionIn({ connection }: ProviderPlace, given: pulumi.Input<object> | undefined) {
  if (isNil(given)) return connection;
  return pulumi.all([given, connection]).apply(([own, scope]) => ({ ...own, ...scope }));
}

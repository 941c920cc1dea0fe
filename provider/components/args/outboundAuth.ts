import type * as pulumi from "@pulumi/pulumi";
import type { ApiKeyCredentialProvider, ApiKeyCredentialProviderArgs } from "../../resources/apiKeyCredentialProvider";
import type { ConnectionArgs } from "../../resources/credentialProvider";
import type { Oauth2CredentialProvider } from "../../resources/oauth2CredentialProvider";
import type { Oauth2CredentialProviderArgs } from "../../resources/oauth2CredentialProviderArgs";
import type { GatewayArgs } from "../gateway/gatewayInput";
import type { TargetArgs } from "./target";

/** Arguments of {@link OutboundAuth}. */
export interface OutboundAuthArgs {
  /**
   * The gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway from elsewhere. A plain value,
   * not an Output. A change moves the policies to the other role. A new account or Region of the gateway also replaces the
   * credential provider.
   */
  gateway: GatewayArgs;
  /**
   * The kind of target, and what the permissions depend on. A plain value with members that may be Outputs. A change affects
   * policies and the function's own policy only: the credential provider stays.
   */
  target: TargetArgs;
  /**
   * How the gateway authenticates to the target. A plain value with members that may be Outputs. The preview reports a type that
   * the target does not accept. A change of `type` switches the target to the new credential, and then deletes a provider that
   * this bundle created.
   */
  credential: CredentialArgs;
}

/** How a gateway authenticates to a target. */
// If a member is missing, compilers name that of the last type that fits: of a new provider.
export type CredentialArgs =
  | ExistingApiKeyProviderArgs
  | NewApiKeyProviderArgs
  | ExistingOAuthProviderArgs
  | NewOAuthProviderArgs
  | GatewayRoleCredentialArgs
  | CallerCredentialArgs
  | JwtPassthroughArgs
  | NoCredentialArgs;

/**
 * Where a request carries the API key. The service of the target decides. AWS's examples for inference targets: Anthropic takes
 * the header `x-api-key` without a prefix, OpenAI the header `Authorization` with the prefix `"Bearer "`. A change affects the
 * target's configuration only.
 */
export interface ApiKeyPlacementArgs {
  /** `HEADER` or `QUERY_PARAMETER`. There is no default: AWS documents none. */
  credentialLocation: pulumi.Input<"HEADER" | "QUERY_PARAMETER">;
  /** Name of the header or query parameter, 1 to 64 characters, for example `X-Subscription-Token`. */
  credentialParameterName: pulumi.Input<string>;
  /** Text before the key, up to 64 characters, for example `"Bearer "`. An empty text is sent, too. @default - no text */
  credentialPrefix?: pulumi.Input<string>;
}

/** An API key in a new credential provider. */
export interface NewApiKeyProviderArgs
  extends ApiKeyPlacementArgs, Pick<ApiKeyCredentialProviderArgs, "apiKey" | "adopt" | "name" | "tags"> {
  /**
   * Selects an API key. A plain value, not an Output: the permissions depend on it. A change deletes a provider that this bundle
   * created, after the target uses the new credential.
   */
  type: "API_KEY";
  /**
   * The AWS credentials that manage the provider. Leave out `region`: it is always the gateway's. A change makes no call.
   * @default - the stack configuration, then the default chain of the AWS SDK
   */
  connection?: pulumi.Input<ConnectionArgs>;
  /** Only for an existing provider. To use one, remove `apiKey`. */
  credentialProvider?: undefined;
}

/** The outputs of an API-key credential provider of `@pulumi/aws` that this package reads. */
export interface AwsApiKeyCredentialProvider {
  /** ARN of the provider. */
  readonly credentialProviderArn: pulumi.Output<string>;
  /** The secret that contains the key: a list of one element. */
  readonly apiKeySecretArns: pulumi.Output<{ readonly secretArn: string }[]>;
}

/**
 * An existing credential provider, by its ARN. Nothing is looked up: the package assumes a secret that AgentCore manages.
 * For your own secret add `secretArn`, and `kmsKeyArn` if the secret has a customer managed key.
 * `ApiKeyCredentialProvider.get` and `Oauth2CredentialProvider.get` also look up how the provider authenticates, but not the
 * key of a secret. Use `Oauth2CredentialProvider.get` for a client without a secret. A change replaces the policy of the bundle.
 */
export interface CredentialProviderReference {
  /**
   * `arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/apikeycredentialprovider/NAME`, or
   * `.../oauth2credentialprovider/NAME`.
   */
  arn: pulumi.Input<string>;
  /** ARN of the provider's secret. Required for your own secret. @default - a pattern for exactly the managed secret */
  secretArn?: pulumi.Input<string>;
  /**
   * ARN of the customer managed key of the secret in `secretArn`, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`, no alias.
   * @default - the secret has no such key
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** An API key in an existing credential provider. */
export interface ExistingApiKeyProviderArgs extends ApiKeyPlacementArgs {
  /**
   * Selects an API key. A plain value, not an Output: the permissions depend on it. A change switches the target to the new
   * credential; this provider stays.
   */
  type: "API_KEY";
  /**
   * The provider, in the gateway's account and Region: a resource of this package or of `@pulumi/aws`, or its ARN. A change grants
   * the new provider, switches the target, and then removes the old permission.
   */
  credentialProvider: ApiKeyCredentialProvider | AwsApiKeyCredentialProvider | CredentialProviderReference;
  /** Only for a new provider. To create one, remove `credentialProvider`. */
  apiKey?: undefined;
}

/** The token that the gateway requests. A change affects the target's configuration only, except for `grantType`. */
export interface TokenArgs {
  /** Scopes of the token: at most 100, of 1 to 64 characters each; `[]` for none. */
  scopes: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The OAuth grant. A plain value, not an Output: the permissions depend on it.
   * - `CLIENT_CREDENTIALS`: a token for the gateway itself. Some vendors do not support it, for example Google and GitHub.
   * - `AUTHORIZATION_CODE`: a token for each user, who consents to it. Requires `defaultReturnUrl`.
   * - `TOKEN_EXCHANGE`: a token in exchange for the user's JWT. The provider needs `onBehalfOfTokenExchangeConfig`.
   *
   * A change adds or removes the role's permission to get workload tokens for users.
   * @default "CLIENT_CREDENTIALS"
   */
  grantType?: "CLIENT_CREDENTIALS" | "AUTHORIZATION_CODE" | "TOKEN_EXCHANGE";
  /**
   * URL that users return to after they consent, 1 to 2,048 characters: your application, which completes the
   * authorization. Required with `AUTHORIZATION_CODE`, and of no use with other grants.
   * @default - none is sent
   */
  defaultReturnUrl?: pulumi.Input<string>;
  /**
   * 1 to 10 parameters of the token request, for example `{ audience: "..." }`. Names have 1 to 256 characters, values 1 to
   * 2,048. `grant_type` is not allowed: write `grantType`. @default - none
   */
  customParameters?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Conditions on the tokens about the gateway's role that AWS signs. A change updates the policy. */
export interface WebIdentityArgs {
  /**
   * Allowed audiences, as the authorization server names itself: 1 to 10 texts of 1 to 1,000 characters.
   * @default - every audience
   */
  readonly audiences?: readonly string[];
  /** Allowed signing algorithm. @default - every algorithm */
  readonly signingAlgorithm?: "RS256" | "ES384";
}

/** Properties of all OAuth credentials. */
export interface OAuthCredentialArgs extends TokenArgs {
  /**
   * Selects an OAuth token. A plain value, not an Output: the permissions depend on it. A change deletes a provider that this
   * bundle created, after the target uses the new credential.
   */
  type: "OAUTH";
  /**
   * For a client or an actor with `AWS_IAM_ID_TOKEN_JWT`: conditions on `sts:GetWebIdentityToken`, which has no resource.
   * AWS does not document the audience and algorithm that AgentCore requests, so try it. A plain value, not an Output. A change
   * updates the policy.
   * @default - no conditions
   */
  webIdentity?: WebIdentityArgs;
}

/** OAuth with a new credential provider. */
export interface NewOAuthProviderArgs extends OAuthCredentialArgs {
  /**
   * Arguments of the new `Oauth2CredentialProvider`, for which `vendor` selects the others. Leave out `accountId` and
   * `connection.region`: they are always the gateway's. A change updates or replaces the provider, as each property says.
   */
  oauth2: Oauth2CredentialProviderArgs;
  /** Only for an existing provider. To use one, remove `oauth2`. */
  credentialProvider?: undefined;
}

/** The outputs of an OAuth 2 credential provider of `@pulumi/aws` that this package reads. */
export interface AwsOauth2CredentialProvider {
  /** ARN of the provider. */
  readonly credentialProviderArn: pulumi.Output<string>;
  /** The secret that contains the client secret: a list of one element. Empty for a client without a secret. */
  readonly clientSecretArns: pulumi.Output<{ readonly secretArn: string }[]>;
  /** How the client authenticates. */
  readonly oauth2ProviderConfig?: pulumi.Output<object>;
}

/** OAuth with an existing credential provider. */
export interface ExistingOAuthProviderArgs extends OAuthCredentialArgs {
  /**
   * The provider, in the gateway's account and Region: a resource of this package or of `@pulumi/aws`, or its ARN. A change grants
   * the new provider, switches the target, and then removes the old permission.
   */
  credentialProvider: Oauth2CredentialProvider | AwsOauth2CredentialProvider | CredentialProviderReference;
  /** Only for a new provider. To create one, remove `credentialProvider`. */
  oauth2?: undefined;
}

/** Requests without a credential. */
export interface NoCredentialArgs {
  /** Selects requests without a credential. A plain value, not an Output. A change creates what the new type needs. */
  type: "NONE";
}

/** Requests that the gateway signs with its own role. A change affects policies and the target's configuration only. */
export interface GatewayRoleCredentialArgs {
  /** Selects the signature of the gateway's role. A plain value, not an Output: the permissions depend on it. */
  type: "GATEWAY_IAM_ROLE";
  /**
   * Service that requests are signed for, as in signatures: `"execute-api"` for example. Required with
   * `calls: { statements }`; for inference targets only if `region` is set. The service refuses it for Lambda, API Gateway,
   * AgentCore Runtime, Smithy and connector targets. 1 to 64 characters.
   * @default - follows from the target's `calls`
   */
  service?: pulumi.Input<string>;
  /**
   * Region that requests are signed for, for example `us-east-1`; refused for the same targets. It must be the Region of what is
   * called.
   * @default - the Region of what is called, if known; else the gateway's
   */
  region?: pulumi.Input<string>;
  /**
   * Lets the role also call its own gateway. AWS's documents ask for this permission for signed requests, and do not say why.
   * A plain value, not an Output. A change adds or removes this permission.
   * @default true for OpenAPI and MCP server targets, false for others
   */
  invokeOwnGateway?: boolean;
}

/**
 * Requests signed for the caller of the gateway, whose own permissions count. The gateway's role gets none. A change affects the
 * target's configuration only.
 */
export interface CallerCredentialArgs {
  /** Selects the signature of the gateway's caller. A plain value, not an Output: the permissions depend on it. */
  type: "CALLER_IAM_CREDENTIALS";
  /**
   * Service that requests are signed for, as in signatures: `"execute-api"` for example. Required, except for the Memory
   * connector, which knows its service. 1 to 64 characters.
   * @default - the service of the Memory connector
   */
  service?: pulumi.Input<string>;
  /**
   * Region that requests are signed for, for example `us-east-1`; not allowed for the Memory connector.
   * @default - the gateway's
   */
  region?: pulumi.Input<string>;
}

/** Requests that carry the JWT of the incoming request. */
export interface JwtPassthroughArgs {
  /** Selects the JWT of the incoming request. A plain value, not an Output. A change creates what the new type needs. */
  type: "JWT_PASSTHROUGH";
}

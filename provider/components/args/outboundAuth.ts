import type * as pulumi from "@pulumi/pulumi";
import type { ApiKeyCredentialProvider } from "../../resources/apiKeyCredentialProvider";
import type { ConnectionArgs } from "../../resources/connection";
import type { Oauth2CredentialProvider, Oauth2CredentialProviderArgs } from "../../resources/oauth2CredentialProvider";
import type { SecretArgs } from "../../resources/secretSource";
import type { GatewayArgs } from "../gateway/gatewayInput";
import type {
  ApiGatewayTargetArgs,
  ApiStageArgs,
  WithCalls,
  ConfiguredTargetArgs,
  ConnectorTargetArgs,
  InferenceTargetArgs,
  LambdaTargetArgs,
  McpServerTargetArgs,
  OpenApiTargetArgs,
  PassthroughTargetArgs,
  RuntimeCallArgs,
  RuntimeTargetArgs,
  SmithyTargetArgs,
  StatementsCallArgs,
} from "./target";

/** Where in a request the gateway puts the key. */
export interface ApiKeyPlacementArgs {
  /** `HEADER` or `QUERY_PARAMETER`. There is no default: the service documents none. */
  credentialLocation: pulumi.Input<"HEADER" | "QUERY_PARAMETER">;
  /** Name of the header or query parameter, 1 to 64 characters, for example `X-Subscription-Token`. */
  credentialParameterName: pulumi.Input<string>;
  /** Text before the key, up to 64 characters, `"Bearer "` for example. An empty text is handed on as written. @default - none is sent */
  credentialPrefix?: pulumi.Input<string>;
}

/** A credential provider that the bundle makes. */
export interface NewApiKeyProviderArgs extends ApiKeyPlacementArgs {
  type: "API_KEY";
  /**
   * The API key, 1 to 65,536 characters; becomes a Pulumi secret in any case. Write `config.requireSecret("key")`, or where it
   * comes from: `fromEnv("NAME")`, `fromSecretsManager({ secretId, jsonKey })`.
   */
  apiKey: SecretArgs;
  /** ARN of a provider that exists and that the bundle takes over, see `ApiKeyCredentialProviderArgs`. @default - none */
  adopt?: pulumi.Input<string>;
  /**
   * Name of the credential provider, 1 to 128 letters, digits, `-` or `_`. Two names of a program must not differ by `-` and
   * eight characters alone: a policy for one would admit the other's secret.
   * @default - the bundle's name and seven hexadecimal digits
   */
  name?: pulumi.Input<string>;
  /** Tags of the credential provider, at most 48. @default - none besides `aws:defaultTags` */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Whose credentials manage the credential provider; the Region is the gateway's. @default - the stack configuration, then the AWS SDK's search */
  connection?: ProviderOfBundleArgs["connection"];
  credentialProvider?: undefined;
}

/** An API-key credential provider of `@pulumi/aws`, seen by its outputs. */
export interface AwsApiKeyCredentialProvider {
  readonly credentialProviderArn: pulumi.Output<string>;
  readonly apiKeySecretArns: pulumi.Output<{ readonly secretArn: string }[]>;
}

/**
 * A credential provider that exists, by its ARN. Nothing is looked up, and a secret that AgentCore manages is assumed: for a
 * secret of your own add `secretArn`, and `kmsKeyArn` where it has a customer managed key. `ApiKeyCredentialProvider.get` and
 * `Oauth2CredentialProvider.get` look up with what the provider proves itself, but not a secret's key; use the latter for a
 * client without a secret.
 */
export interface CredentialProviderReference {
  /**
   * `arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/apikeycredentialprovider/NAME`, or
   * `…/oauth2credentialprovider/NAME`.
   */
  arn: pulumi.Input<string>;
  /** ARN of its secret, where that is not named as the service names managed ones today. @default - a pattern for exactly the managed secret */
  secretArn?: pulumi.Input<string>;
  /** ARN of the customer managed key of a secret of your own; `secretArn` is that secret's. @default - the secret has no such key */
  kmsKeyArn?: pulumi.Input<string>;
}

/** A credential provider that is made elsewhere. */
export interface ExistingApiKeyProviderArgs extends ApiKeyPlacementArgs {
  type: "API_KEY";
  /** The provider: a resource of this package or of `@pulumi/aws`, or its ARN. */
  credentialProvider: ApiKeyCredentialProvider | AwsApiKeyCredentialProvider | CredentialProviderReference;
  apiKey?: undefined;
}

/** What every token has. */
interface AnyTokenArgs {
  /** At most 100, of 1 to 64 characters each; `[]` for none. */
  scopes: pulumi.Input<pulumi.Input<string>[]>;
  /** 1 to 10 parameters of the token request: names of 1 to 256, values of 1 to 2,048 characters; `{ audience: "…" }` for example. `grant_type` is refused: write `grantType`. @default - none */
  customParameters?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What is for tokens that users consent to. */
interface NoConsentArgs {
  defaultReturnUrl?: undefined;
}

/** The gateway's own token, with the client's id and secret. */
export interface ClientCredentialsArgs extends AnyTokenArgs, NoConsentArgs {
  /** The OAuth grant. Written in the program, no Output: permissions follow from it. @default "CLIENT_CREDENTIALS" */
  grantType?: "CLIENT_CREDENTIALS";
}

/** A token of the user of each request, who consents to it. */
export interface AuthorizationCodeArgs extends AnyTokenArgs {
  /** The OAuth grant. Written in the program, no Output: permissions follow from it. */
  grantType: "AUTHORIZATION_CODE";
  /** Where users come back to after they consented: your application, which completes the authorization. 1 to 2,048 characters. */
  defaultReturnUrl: pulumi.Input<string>;
}

/** A token of the user of each request, for which the JWT that came in is exchanged. */
export interface ExchangedTokenArgs extends AnyTokenArgs, NoConsentArgs {
  /** The OAuth grant. Written in the program, no Output: permissions follow from it. The provider needs `onBehalfOfTokenExchangeConfig`. */
  grantType: "TOKEN_EXCHANGE";
}

/** Which token the gateway asks for. */
export type TokenArgs = ClientCredentialsArgs | AuthorizationCodeArgs | ExchangedTokenArgs;

/** What a bundle adds to the arguments of a provider that it makes. */
interface ProviderOfBundleArgs {
  accountId?: undefined;
  /** Whose credentials manage the credential provider; the Region is the gateway's. @default - the stack configuration, then the AWS SDK's search */
  connection?: pulumi.Input<Omit<ConnectionArgs, "region">>;
}

type Oauth2ArgsOfBundle<Args> = Args extends unknown
  ? Omit<Args, "accountId" | "connection"> & ProviderOfBundleArgs
  : never;

/** What narrows the tokens that the gateway's role may get about itself, which AWS signs. */
export interface WebIdentityArgs {
  /** Whom they may be for, as the authorization server calls itself: 1 to 10 texts of 1 to 1,000 characters. @default - anybody */
  readonly audiences?: readonly string[];
  /** How they may be signed. @default - as is asked for */
  readonly signingAlgorithm?: "RS256" | "ES384";
}

/** What every OAuth client has. */
interface AnyOAuthClientArgs {
  type: "OAUTH";
  /**
   * For a client or an actor whose tokens AWS signs (`AWS_IAM_ID_TOKEN_JWT`): narrows `sts:GetWebIdentityToken`, which
   * takes no resource. Nobody has documented which audience and algorithm AgentCore asks for: try it. Written in the
   * program, no Output. @default - no conditions
   */
  webIdentity?: WebIdentityArgs;
}

/** An OAuth 2 credential provider that the bundle makes. */
export interface NewOAuthClientArgs extends AnyOAuthClientArgs {
  /** The provider, as `Oauth2CredentialProvider` takes it; account and Region are the gateway's. */
  oauth2: Oauth2ArgsOfBundle<Oauth2CredentialProviderArgs>;
  credentialProvider?: undefined;
}

/** A token from a provider that the bundle makes. */
export type NewOAuthProviderArgs<Token = TokenArgs> = NewOAuthClientArgs & Token;

/** An OAuth 2 credential provider of `@pulumi/aws`, seen by its outputs. */
export interface AwsOauth2CredentialProvider {
  readonly credentialProviderArn: pulumi.Output<string>;
  readonly clientSecretArns: pulumi.Output<{ readonly secretArn: string }[]>;
  /** Says with what the client proves itself. */
  readonly oauth2ProviderConfig?: pulumi.Output<object>;
}

/** An OAuth 2 credential provider that is made elsewhere. */
export interface ExistingOAuthClientArgs extends AnyOAuthClientArgs {
  /** The provider: a resource of this package or of `@pulumi/aws`, or its ARN. */
  credentialProvider: Oauth2CredentialProvider | AwsOauth2CredentialProvider | CredentialProviderReference;
  oauth2?: undefined;
}

/** A token from a provider that is made elsewhere. */
export type ExistingOAuthProviderArgs<Token = TokenArgs> = ExistingOAuthClientArgs & Token;

/** No credential at all. */
export interface NoCredentialArgs {
  type: "NONE";
}

/** Requests signed with the gateway's own role. */
export interface GatewayRoleCredentialArgs {
  type: "GATEWAY_IAM_ROLE";
  service?: undefined;
  region?: undefined;
  /** Whether the role may call its own gateway, too. Written in the program, no Output. @default false */
  invokeOwnGateway?: boolean;
}

/** Requests signed with the gateway's own role, for a service that the target does not tell. */
export interface SigningRoleCredentialArgs {
  type: "GATEWAY_IAM_ROLE";
  /** For which service requests are signed, as signatures name it. @default - what `calls` of the target says; with `statements`, it has to be written */
  service?: pulumi.Input<string>;
  /** For which Region requests are signed. @default - the Region of what is called, where the program tells; else the gateway's own */
  region?: pulumi.Input<string>;
  /**
   * Whether the role may call its own gateway, too: AWS asks to see to it for requests signed with the gateway's role, and
   * does not say why. Written in the program, no Output.
   * @default true for OpenAPI schemas and MCP servers, false for others
   */
  invokeOwnGateway?: boolean;
}

/** Requests signed for the caller of the gateway, whose own permissions count. The gateway's role gets none. */
export interface CallerCredentialArgs {
  type: "CALLER_IAM_CREDENTIALS";
  /** For which service requests are signed, as signatures name it: `"execute-api"` for example. */
  service: pulumi.Input<string>;
  /** For which Region requests are signed. @default - the gateway's */
  region?: pulumi.Input<string>;
}

/** The JWT that came in with the request is handed on. */
export interface JwtPassthroughArgs {
  type: "JWT_PASSTHROUGH";
}

/** What every bundle is for. */
export interface BundleArgs {
  /** The gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway made elsewhere. */
  gateway: GatewayArgs;
}

/** A key from a provider of either origin. */
export type AnyApiKeyArgs = NewApiKeyProviderArgs | ExistingApiKeyProviderArgs;

/** A token from a provider of either origin. */
export type AnyOAuthArgs<Token = TokenArgs> = NewOAuthProviderArgs<Token> | ExistingOAuthProviderArgs<Token>;

/** An OpenAPI schema or MCP server as a target, with a credential that says nothing of what is called. */
export interface ApiOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: OpenApiTargetArgs | McpServerTargetArgs;
  /** How it is let in there. */
  credential: AnyApiKeyArgs | AnyOAuthArgs | NoCredentialArgs;
}

/** An HTTP passthrough as a target, with a credential that says nothing of what is called. */
export interface PassthroughOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: PassthroughTargetArgs;
  /** How it is let in there. */
  credential: AnyApiKeyArgs | AnyOAuthArgs | CallerCredentialArgs | JwtPassthroughArgs | NoCredentialArgs;
}

/** An API, MCP server or HTTP passthrough that the gateway calls with its own role. */
export interface SignedOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: WithCalls<OpenApiTargetArgs> | WithCalls<McpServerTargetArgs> | WithCalls<PassthroughTargetArgs>;
  /** How it is let in there. */
  credential: SigningRoleCredentialArgs;
}

/** A stage of API Gateway as a target. */
export interface ApiGatewayOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: ApiGatewayTargetArgs;
  /** How it is let in there. */
  credential: AnyApiKeyArgs | NoCredentialArgs;
}

/** A stage of API Gateway that the gateway calls with its own role. */
export interface SignedApiGatewayOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: ApiGatewayTargetArgs & ApiStageArgs;
  /** How it is let in there. */
  credential: GatewayRoleCredentialArgs;
}

/** An AgentCore Runtime as a target. */
export interface RuntimeOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: RuntimeTargetArgs;
  /** How it is let in there. */
  credential: AnyOAuthArgs<ClientCredentialsArgs> | CallerCredentialArgs | JwtPassthroughArgs;
}

/** An AgentCore Runtime that the gateway calls with its own role. */
export interface SignedRuntimeOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: RuntimeTargetArgs & RuntimeCallArgs;
  /** How it is let in there. */
  credential: GatewayRoleCredentialArgs;
}

/** A Lambda function that the gateway calls with its own role. */
export interface LambdaOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: LambdaTargetArgs;
  /** How it is let in there. */
  credential: GatewayRoleCredentialArgs;
}

/** A service that a Smithy model describes, with a token; documents disagree whether that works. */
export interface SmithyOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: SmithyTargetArgs;
  /** How it is let in there. */
  credential: AnyOAuthArgs<ClientCredentialsArgs>;
}

/** A service that a Smithy model describes, or a connector, which the gateway calls with its own role. */
export interface ModelledOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: (SmithyTargetArgs | ConnectorTargetArgs) & { calls: StatementsCallArgs };
  /** How it is let in there. */
  credential: GatewayRoleCredentialArgs;
}

/** A connector with another credential than the gateway's own role; whether it takes one is not documented. */
export interface ConnectorOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: ConnectorTargetArgs;
  /** How it is let in there. */
  credential: AnyApiKeyArgs | AnyOAuthArgs | CallerCredentialArgs | JwtPassthroughArgs;
}

/** A provider of models, or a connector to one; which credentials it takes is not documented. */
export interface InferenceOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: InferenceTargetArgs;
  /** How it is let in there. */
  credential: AnyApiKeyArgs | AnyOAuthArgs | CallerCredentialArgs | JwtPassthroughArgs | NoCredentialArgs;
}

/** The same with the gateway's own role. */
export interface SignedInferenceOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: InferenceTargetArgs & { calls: StatementsCallArgs };
  /** How it is let in there. */
  credential: SigningRoleCredentialArgs;
}

/** A target given by its configuration, from which the rest is read. */
export interface ConfiguredOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: ConfiguredTargetArgs;
  /** How it is let in there. What goes with which target is said at preview. */
  credential: CredentialArgs;
}

/** Every credential. */
export type CredentialArgs =
  | AnyApiKeyArgs
  | AnyOAuthArgs
  | GatewayRoleCredentialArgs
  | SigningRoleCredentialArgs
  | CallerCredentialArgs
  | JwtPassthroughArgs
  | NoCredentialArgs;

/** Arguments of {@link OutboundAuth}: by kind of target, what it takes. */
export type OutboundAuthArgs =
  | ApiOutboundAuthArgs
  | PassthroughOutboundAuthArgs
  | SignedOutboundAuthArgs
  | ApiGatewayOutboundAuthArgs
  | SignedApiGatewayOutboundAuthArgs
  | RuntimeOutboundAuthArgs
  | SignedRuntimeOutboundAuthArgs
  | LambdaOutboundAuthArgs
  | SmithyOutboundAuthArgs
  | ModelledOutboundAuthArgs
  | ConnectorOutboundAuthArgs
  | InferenceOutboundAuthArgs
  | SignedInferenceOutboundAuthArgs
  | ConfiguredOutboundAuthArgs;

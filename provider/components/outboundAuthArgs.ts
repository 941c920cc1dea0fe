import type { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiKeyCredentialProvider } from "../resources/apiKeyCredentialProvider";
import type { ConnectionArgs } from "../resources/connection";
import type { Oauth2CredentialProvider, Oauth2CredentialProviderArgs } from "../resources/oauth2CredentialProvider";
import type { SecretArgs } from "../resources/secretSource";
import type { GatewayArgs } from "./gateway";

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
export interface OwnApiKeyArgs extends ApiKeyPlacementArgs {
  type: "API_KEY";
  /**
   * The API key, 1 to 65,536 characters; becomes a Pulumi secret in any case. Write `config.requireSecret("key")`, or where it
   * comes from: `fromEnv("NAME")`, `fromSecretsManager({ secretId, jsonKey })`.
   */
  apiKey: SecretArgs;
  /** ARN of a provider that exists and that the bundle takes over, see `ApiKeyCredentialProviderArgs`. @default - none */
  adopt?: pulumi.Input<string>;
  /** Name of the credential provider, 1 to 128 letters, digits, `-` or `_`. @default - the bundle's name and seven hexadecimal digits */
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

/** A credential provider that exists, by its ARN. */
export interface CredentialProviderReference {
  /**
   * `arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/apikeycredentialprovider/NAME`, or
   * `…/oauth2credentialprovider/NAME`.
   */
  arn: pulumi.Input<string>;
  /** ARN of its secret, where that is not named as the service names managed ones today. @default - a pattern for exactly the managed secret */
  secretArn?: pulumi.Input<string>;
}

/** A credential provider that is made elsewhere. */
export interface GivenApiKeyArgs extends ApiKeyPlacementArgs {
  type: "API_KEY";
  /** The provider: a resource of this package or of `@pulumi/aws`, or its ARN. */
  credentialProvider: ApiKeyCredentialProvider | AwsApiKeyCredentialProvider | CredentialProviderReference;
  apiKey?: undefined;
}

/** Which token the gateway asks for. */
export interface TokenArgs {
  /** At most 100, of 1 to 64 characters each; `[]` for none. */
  scopes: pulumi.Input<pulumi.Input<string>[]>;
  /** The OAuth grant: the gateway's own token, with the client's id and secret. @default "CLIENT_CREDENTIALS" */
  grantType?: pulumi.Input<"CLIENT_CREDENTIALS">;
  /** 1 to 10 parameters of the token request: names of 1 to 256, values of 1 to 2,048 characters; `{ audience: "…" }` for example. @default - none */
  customParameters?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What a bundle adds to the arguments of a provider that it makes. */
interface ProviderOfBundleArgs {
  accountId?: undefined;
  /** Whose credentials manage the credential provider; the Region is the gateway's. @default - the stack configuration, then the AWS SDK's search */
  connection?: pulumi.Input<Omit<ConnectionArgs, "region">>;
}

type Oauth2ArgsOfBundle<Args> = Args extends unknown
  ? Omit<Args, "accountId" | "connection"> & ProviderOfBundleArgs
  : never;

/** An OAuth 2 credential provider that the bundle makes. */
export interface OwnOAuthArgs extends TokenArgs {
  type: "OAUTH";
  /** The provider, as `Oauth2CredentialProvider` takes it; account and Region are the gateway's. */
  oauth2: Oauth2ArgsOfBundle<Oauth2CredentialProviderArgs>;
  credentialProvider?: undefined;
}

/** An OAuth 2 credential provider of `@pulumi/aws`, seen by its outputs. */
export interface AwsOauth2CredentialProvider {
  readonly credentialProviderArn: pulumi.Output<string>;
  readonly clientSecretArns: pulumi.Output<{ readonly secretArn: string }[]>;
}

/** An OAuth 2 credential provider that is made elsewhere. */
export interface GivenOAuthArgs extends TokenArgs {
  type: "OAUTH";
  /** The provider: a resource of this package or of `@pulumi/aws`, or its ARN. */
  credentialProvider: Oauth2CredentialProvider | AwsOauth2CredentialProvider | CredentialProviderReference;
  oauth2?: undefined;
}

/** No credential at all. */
export interface NoCredentialArgs {
  type: "NONE";
}

/** What every bundle is for. */
export interface BundleArgs {
  /** The gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway made elsewhere. */
  gateway: GatewayArgs;
}

/** An API or MCP server as a target. */
export interface ApiOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: {
    /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
    type: "openApiSchema" | "mcpServer" | "passthrough";
  };
  /** How it is let in there. */
  credential: OwnApiKeyArgs | GivenApiKeyArgs | OwnOAuthArgs | GivenOAuthArgs | NoCredentialArgs;
}

/** A stage of API Gateway as a target. */
export interface ApiGatewayOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: {
    /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
    type: "apiGateway";
  };
  /** How it is let in there. */
  credential: OwnApiKeyArgs | GivenApiKeyArgs | NoCredentialArgs;
}

/** An AgentCore Runtime as a target. */
export interface RuntimeOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: {
    /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
    type: "agentcoreRuntime";
  };
  /** How it is let in there. */
  credential: OwnOAuthArgs | GivenOAuthArgs;
}

/** A Lambda function as a target. */
export interface LambdaTargetArgs {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "lambda";
  /**
   * The function, exactly as the target names it: a function or alias of `@pulumi/aws`, an ARN (with `:QUALIFIER` for an
   * alias or version), or the name of a function in the gateway's account and Region.
   */
  function: LambdaFunction | Alias | pulumi.Input<string>;
  /** Name of the alias, or number of the version, that the target names. @default - the function itself */
  qualifier?: pulumi.Input<string>;
  /**
   * Whether the function's own policy gets a statement that admits the gateway's role. A function of another account needs
   * it, written with that account's credentials: `{ provider }`, an aws provider. `true` writes it with the aws provider of
   * the function's resource, or else of the bundle; in one account the role's permission is enough without. `false` says
   * that somebody else sees to it. Written in the program, no Output.
   * @default - no statement; an error at preview if the function turns out to be in another account
   */
  permission?: boolean | { provider: pulumi.ProviderResource };
}

/** A Lambda function that the gateway calls with its own role. */
export interface LambdaOutboundAuthArgs extends BundleArgs {
  /** What the gateway calls. */
  target: LambdaTargetArgs;
  /** How it is let in there. */
  credential: {
    type: "GATEWAY_IAM_ROLE";
  };
}

/** Arguments of {@link OutboundAuth}: by kind of target, what it takes. */
export type OutboundAuthArgs =
  ApiOutboundAuthArgs | ApiGatewayOutboundAuthArgs | RuntimeOutboundAuthArgs | LambdaOutboundAuthArgs;

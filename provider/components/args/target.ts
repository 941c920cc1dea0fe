import type { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A schema in Amazon S3. The gateway's role gets the permission to read it, as AWS documents. In published records AgentCore
 * reads it as the deployer, who needs `gateway.schemas` of `deployerStatements`.
 */
export type SchemaArgs = SchemaObjectArgs | SchemaUriArgs;

/** The key of an object in Amazon S3. A change replaces the target's policy. */
interface EncryptedSchemaArgs {
  /**
   * ARN of the customer managed key that encrypts the object, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`, no alias. The role gets the
   * permission to decrypt with it.
   * @default - the object has no such key
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** An object in Amazon S3, by bucket and key. A change replaces the target's policy. */
export interface SchemaObjectArgs extends EncryptedSchemaArgs {
  /**
   * Name of the bucket, 3 to 63 characters. Of a new bucket, its `bucket` and `id` are known at preview; a part of its `arn`
   * is not.
   */
  bucket: pulumi.Input<string>;
  /** Key of the object: its whole path in the bucket, 1 to 1,024 characters up to U+00FF, without `*`, `?` and `${`. */
  key: pulumi.Input<string>;
  /** Not allowed together with `bucket` and `key`. */
  uri?: undefined;
}

/** An object in Amazon S3, by its address. A change replaces the target's policy. */
export interface SchemaUriArgs extends EncryptedSchemaArgs {
  /**
   * Address of the object: `s3://BUCKET/KEY`. With the `id` of a new bucket, it is unknown at preview; its `bucket` is known.
   */
  uri: pulumi.Input<string>;
  /** Not allowed together with `uri`. */
  bucket?: undefined;
  /** Not allowed together with `uri`. */
  key?: undefined;
}

/** Property of all targets. */
export interface TargetOfKindArgs<Type extends string> {
  /**
   * The kind of target, named as in the API's target configuration. It selects the other properties. A plain value, not an
   * Output. A change affects policies only: the credential provider stays.
   */
  type: Type;
}

/** Property of all targets that can have a schema in Amazon S3. */
export interface TargetWithSchemaArgs {
  /**
   * The target's schema, if it is in Amazon S3. A change replaces the target's policy.
   * @default - the role gets no permission to read from S3
   */
  schema?: SchemaArgs;
}

/** The certificate of a private certificate authority, in Secrets Manager or in Amazon S3. */
export type CertificateArgs = SchemaArgs | CertificateSecretArgs;

/** A certificate in Secrets Manager. A change replaces the target's policy. */
export interface CertificateSecretArgs {
  /**
   * Whole ARN of the secret, with the six characters that Secrets Manager appends:
   * `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX`.
   */
  secretArn: pulumi.Input<string>;
  /**
   * ARN of the customer managed key that encrypts the secret, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`, no alias.
   * @default - the secret has no such key
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** Property of all targets that can have a private endpoint. */
export interface TargetWithCertificateArgs {
  /**
   * The private CA certificate in the target's `certificateConfigurations`, which the gateway reads with its role. Only targets
   * with a private endpoint have one; a bucket is in the gateway's Region. `@pulumi/aws` has no type for it yet. A change replaces
   * the target's policy.
   * @default - the role gets no permission to read a certificate
   */
  certificate?: CertificateArgs;
}

/** Property of all targets that do not describe themselves what the gateway's role calls. */
export interface TargetWithCallsArgs {
  /**
   * Resources that the gateway invokes with its own role; nothing else is granted. Required with `GATEWAY_IAM_ROLE`, and not allowed
   * with other credentials. Which form you use must be a plain value; its members may be Outputs. A change replaces the target's
   * policy: the new one is created first, the old one is deleted last.
   * @default - none
   */
  calls?: CallArgs;
}

/** An API with an OpenAPI schema. */
export interface OpenApiTargetArgs
  extends TargetOfKindArgs<"openApiSchema">, TargetWithSchemaArgs, TargetWithCertificateArgs, TargetWithCallsArgs {}

/** An MCP server. */
export interface McpServerTargetArgs
  extends TargetOfKindArgs<"mcpServer">, TargetWithSchemaArgs, TargetWithCertificateArgs, TargetWithCallsArgs {
  /**
   * The target has a static schema of its tools. Without one, the service lists the tools when it sets up the target; with
   * users' tokens, somebody must consent to that. A plain value, not an Output. With `AUTHORIZATION_CODE`, a change adds or
   * removes the permission for that token. A change has no effect with other grants.
   * @default false
   */
  hasToolSchema?: boolean;
}

/** An HTTPS endpoint to which the gateway forwards requests. */
export interface PassthroughTargetArgs
  extends TargetOfKindArgs<"passthrough">, TargetWithSchemaArgs, TargetWithCertificateArgs, TargetWithCallsArgs {}

/** A stage of API Gateway. With `GATEWAY_IAM_ROLE`, `restApi` and `stage` are required. */
export interface ApiGatewayTargetArgs extends TargetOfKindArgs<"apiGateway">, Partial<ApiStageArgs> {}

/** An agent in AgentCore Runtime. With `GATEWAY_IAM_ROLE`, `runtime` is required. */
export interface RuntimeTargetArgs
  extends TargetOfKindArgs<"agentcoreRuntime">, TargetWithSchemaArgs, Partial<RuntimeCallArgs> {}

/** An AWS service with a Smithy model. Describe what the role calls as `calls: { statements }`. */
export interface SmithyTargetArgs extends TargetOfKindArgs<"smithyModel">, TargetWithSchemaArgs, TargetWithCallsArgs {}

/** A connector that AWS provides. Except for `web-search`, describe what the role calls as `calls: { statements }`. */
export interface ConnectorTargetArgs extends TargetOfKindArgs<"connector">, TargetWithCallsArgs {
  /**
   * Id of the connector, 1 to 256 characters. With `"web-search"`, the role can search the web and needs no `calls`. A plain value,
   * not an Output. A change replaces the target's policy.
   * @default - another connector
   */
  connectorId?: string;
}

/**
 * A memory in AgentCore Memory: `http.connector` with the connector `agentcore-memory` in the API's target configuration. With
 * `GATEWAY_IAM_ROLE`, `memory` is required. `@pulumi/aws` has no type for this target yet: declare it with another provider,
 * with `credentialProviderConfigurations` of the `OutboundAuth`.
 */
export interface HttpConnectorTargetArgs extends TargetOfKindArgs<"httpConnector">, Partial<MemoryCallArgs> {}

/**
 * A provider of models, or a connector to one: `inference.provider` or `inference.connector` in the API's target configuration.
 * It accepts an API key or the gateway's role. With the role, describe what it calls as `calls: { statements }`.
 */
export interface InferenceTargetArgs
  extends TargetOfKindArgs<"inferenceProvider" | "inferenceConnector">, TargetWithCallsArgs {}

/**
 * A Lambda function. A change of function or qualifier replaces the target's policy, and the statement in the function's own policy
 * if there is one. The new ones are created first.
 */
export interface LambdaTargetArgs extends TargetOfKindArgs<"lambda">, TargetWithSchemaArgs {
  /**
   * The function that the target names: a function or alias of `@pulumi/aws` or its `arn`, another ARN, or the name of a
   * function in the gateway's account, 1 to 64 characters. The function is in the gateway's Region. An ARN can end with
   * `:QUALIFIER` for an alias or version, and has at most 170 characters with it. If another Output is unknown at preview, so is the
   * policy.
   */
  function: LambdaFunction | Alias | pulumi.Input<string>;
  /**
   * Name of the alias, or number of the version, that the target names: 1 to 128 letters, digits, `-` or `_`.
   * @default - the function itself
   */
  qualifier?: pulumi.Input<string>;
  /**
   * Adds a statement to the function's own policy that lets the gateway's role invoke the function. A function in another
   * account needs it. Targets of one role that name the function in the same way share one statement. A plain value, not an
   * Output. A change adds, replaces or removes the statement.
   * - `{ provider }` writes it with this aws provider, which must work in the function's account.
   * - `true` writes it with the aws provider of the function's resource, or of the `OutboundAuth`.
   * - `false` writes nothing: you add the statement yourself.
   * @default - no statement; an error at preview if the function is in another account
   */
  permission?: FunctionPermissionArgs;
}

/** `true` or an aws provider to add a statement to a function's own policy; `false` for none. */
export type FunctionPermissionArgs =
  | boolean
  | {
      /** An aws provider of the function's account. A change to another account or Region replaces the statement. */
      provider: pulumi.ProviderResource;
    };

/** A target by its `targetConfiguration`, from which its kind, function, API, runtime and schema are read. */
export interface ConfiguredTargetArgs extends TargetWithCertificateArgs, TargetWithCallsArgs {
  /** Not allowed together with `targetConfiguration`. */
  type?: undefined;
  /**
   * The `targetConfiguration` of `aws.bedrock.AgentcoreGatewayTarget`. Its objects must be plain; the values in them may be
   * Outputs. `lambdaArn` may be a function or alias of `@pulumi/aws`. A change of what it names replaces the target's policy.
   */
  targetConfiguration: object;
  /**
   * For a Lambda function: adds a statement to its own policy, as {@link LambdaTargetArgs.permission} says. A plain value, not an
   * Output. A change adds, replaces or removes the statement.
   * @default - no statement; an error at preview if the function is in another account
   */
  permission?: FunctionPermissionArgs;
}

/** A gateway target: its kind, and what the permissions depend on. */
// If nothing fits, compilers explain the last type: one that requires only `type`.
export type TargetArgs =
  | ConfiguredTargetArgs
  | McpServerTargetArgs
  | PassthroughTargetArgs
  | ApiGatewayTargetArgs
  | RuntimeTargetArgs
  | SmithyTargetArgs
  | ConnectorTargetArgs
  | HttpConnectorTargetArgs
  | InferenceTargetArgs
  | LambdaTargetArgs
  | OpenApiTargetArgs;

/** A resource that a gateway invokes with its own role. */
export type CallArgs = RuntimeCallArgs | GatewayCallArgs | ApiCallArgs | FunctionUrlCallArgs | StatementsCallArgs;

/** The outputs of an AgentCore Runtime of `@pulumi/aws` that this package reads. */
export interface AwsAgentRuntime {
  /** ARN of the runtime. */
  readonly agentRuntimeArn: pulumi.Output<string>;
}

/** An endpoint of an agent in AgentCore Runtime. A change replaces the target's policy. */
export interface RuntimeCallArgs {
  /**
   * The runtime: a resource of `@pulumi/aws`, or its ARN `arn:aws:bedrock-agentcore:REGION:ACCOUNT:runtime/NAME-ID`. AWS chooses the
   * id of a new one, so the first preview shows no policy.
   */
  runtime: AwsAgentRuntime | pulumi.Input<string>;
  /** Name of the endpoint: 1 to 48 letters, digits or `_`, a letter first. @default "DEFAULT", which every runtime has */
  qualifier?: pulumi.Input<string>;
}

/** The outputs of a memory of `@pulumi/aws` that this package reads. */
export interface AwsMemory {
  /** ARN of the memory. */
  readonly arn: pulumi.Output<string>;
}

/** A memory in AgentCore Memory, in the gateway's account and Region. A change replaces the target's policy. */
export interface MemoryCallArgs {
  /** The memory: an `aws.bedrock.AgentcoreMemory`, its ARN or its id. */
  memory: AwsMemory | pulumi.Input<string>;
}

/** The outputs of a gateway of `@pulumi/aws` that this package reads. */
export interface AwsGateway {
  /** ARN of the gateway. */
  readonly gatewayArn: pulumi.Output<string>;
}

/** Another gateway. A change replaces the target's policy. */
export interface GatewayCallArgs {
  /**
   * The other gateway: a resource of `@pulumi/aws`, or its ARN. AWS chooses the id of a new one, so the first preview shows no
   * policy.
   */
  gateway: AwsGateway | pulumi.Input<string>;
}

/** The outputs of a REST API of `@pulumi/aws` that this package reads. */
export interface AwsRestApi {
  /** The first part of the ARNs that name stages and operations of the API. */
  readonly executionArn: pulumi.Output<string>;
  /** Id of the API. */
  readonly id: pulumi.Output<string>;
}

/** A stage of API Gateway, in the gateway's account. A change replaces the target's policy. */
export interface ApiStageArgs {
  /**
   * The API: a resource of `@pulumi/aws`, or its id, for example `a1b2c3d4e5`. AWS chooses the id of a new one, so the first preview
   * shows no policy.
   */
  restApi: AwsRestApi | pulumi.Input<string>;
  /** Name of the stage: 1 to 128 letters, digits, `-` or `_`. */
  stage: pulumi.Input<string>;
  /**
   * The operations that the role may call, at least one: `{ method: "GET", path: "/tickets/{id}" }`.
   * @default - every operation of the stage
   */
  operations?: pulumi.Input<pulumi.Input<ApiOperationArgs>[]>;
}

/** One operation of an API. A change replaces the target's policy. */
export interface ApiOperationArgs {
  /** `GET`, `DELETE`, `HEAD`, `OPTIONS`, `PATCH`, `PUT` or `POST`. */
  method: pulumi.Input<string>;
  /** Path with its parameters in braces: `/tickets/{id}`. */
  path: pulumi.Input<string>;
}

/** A stage of API Gateway. */
export interface ApiCallArgs {
  /** The API, its stage, and the operations that the role may call. A change replaces the target's policy. */
  api: ApiStageArgs;
}

/** The URL of a Lambda function that requires signed requests. A change replaces the target's policy. */
export interface FunctionUrlCallArgs {
  /**
   * The function with the URL: a function or alias of `@pulumi/aws`, its ARN, or its name (1 to 64 characters) in the credential's
   * Region.
   */
  functionUrl: LambdaFunction | Alias | pulumi.Input<string>;
  /** Name of the alias with the URL: 1 to 128 letters, digits, `-` or `_`. @default - the function itself has the URL */
  qualifier?: pulumi.Input<string>;
}

/** Any AWS service, by your own statements. A change replaces the target's policy. */
export interface StatementsCallArgs {
  /** IAM statements: actions without wildcards, and as few resources as possible. */
  statements: pulumi.Input<pulumi.Input<CustomStatementArgs>[]>;
}

/** A statement of an IAM policy. A change replaces the target's policy. */
export interface CustomStatementArgs {
  /** Not used: statements are merged with others. @default - none */
  Sid?: pulumi.Input<string>;
  /** `Allow` is the only effect. @default "Allow" */
  Effect?: pulumi.Input<"Allow">;
  /** Full names of actions: `dynamodb:GetItem`. */
  Action: pulumi.Input<string | pulumi.Input<string>[]>;
  /** ARNs; `*` only if the action has no resource. */
  Resource: pulumi.Input<string | pulumi.Input<string>[]>;
  /** Operator, then condition key, then the allowed values. @default - none */
  Condition?: pulumi.Input<Record<string, pulumi.Input<Record<string, pulumi.Input<string | pulumi.Input<string>[]>>>>>;
}

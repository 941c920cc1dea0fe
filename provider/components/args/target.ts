import type { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";

/** A schema of the target that is an object in Amazon S3, which the gateway reads with its role. */
export type SchemaArgs = SchemaObjectArgs | SchemaUriArgs;

interface EncryptedSchemaArgs {
  /** ARN of the customer managed key that the object is encrypted with. @default - it has no such key */
  kmsKeyArn?: pulumi.Input<string>;
}

/** A schema by its bucket and key. */
export interface SchemaObjectArgs extends EncryptedSchemaArgs {
  /** Name of the bucket. */
  bucket: pulumi.Input<string>;
  /** The object's key: its whole path in the bucket. */
  key: pulumi.Input<string>;
  uri?: undefined;
}

/** A schema by its address. */
export interface SchemaUriArgs extends EncryptedSchemaArgs {
  /** `s3://BUCKET/KEY`. */
  uri: pulumi.Input<string>;
  bucket?: undefined;
  key?: undefined;
}

interface TargetWithSchemaArgs {
  /** Where in Amazon S3 the target's schema is, if it is there. @default - nothing is read from S3 */
  schema?: SchemaArgs;
}

/** An API that an OpenAPI schema describes. */
export interface OpenApiTargetArgs extends TargetWithSchemaArgs {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "openApiSchema";
  calls?: undefined;
}

/** An MCP server. */
export interface McpServerTargetArgs extends TargetWithSchemaArgs {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "mcpServer";
  /**
   * Whether the target brings a static schema of its tools. Without one, tools are listed when the target is set up, and with
   * users' tokens somebody has to consent to that. Written in the program, no Output. @default false
   */
  hasToolSchema?: boolean;
  calls?: undefined;
}

/** Any HTTPS endpoint, to which requests are handed on. */
export interface PassthroughTargetArgs extends TargetWithSchemaArgs {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "passthrough";
  calls?: undefined;
}

/** A target, and what the gateway calls there with its own role. */
export type WithCalls<Target> = Omit<Target, "calls"> & {
  /** What the gateway calls with its own role: exactly that is granted. Which of the forms it is stands in the program, no Output. */
  calls: CallArgs;
};

/** What a gateway calls with its own role. */
export type CallArgs = RuntimeCallArgs | GatewayCallArgs | ApiCallArgs | FunctionUrlCallArgs | StatementsCallArgs;

/** A runtime of `@pulumi/aws`, seen by its outputs. */
export interface AwsAgentRuntime {
  readonly agentRuntimeArn: pulumi.Output<string>;
}

/** One endpoint of an agent in AgentCore Runtime. */
export interface RuntimeCallArgs {
  /** The runtime: a resource of `@pulumi/aws`, or its ARN. */
  runtime: AwsAgentRuntime | pulumi.Input<string>;
  /** Name of the endpoint. @default "DEFAULT", which every runtime has */
  qualifier?: pulumi.Input<string>;
}

/** A gateway of `@pulumi/aws`, seen by its outputs. */
export interface AwsGateway {
  readonly gatewayArn: pulumi.Output<string>;
}

/** Another gateway. */
export interface GatewayCallArgs {
  /** The other gateway: a resource of `@pulumi/aws`, or its ARN. */
  gateway: AwsGateway | pulumi.Input<string>;
}

/** A REST API of `@pulumi/aws`, seen by its outputs. */
export interface AwsRestApi {
  readonly executionArn: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;
}

/** A stage of API Gateway, in the gateway's account and Region. */
export interface ApiStageArgs {
  /** The API: a resource of `@pulumi/aws`, or its id. */
  restApi: AwsRestApi | pulumi.Input<string>;
  /** Name of the stage. */
  stage: pulumi.Input<string>;
  /** What is called, with the parameters of a path in braces: `{ method: "GET", path: "/tickets/{id}" }`. @default - every method and path of the stage */
  operations?: pulumi.Input<pulumi.Input<ApiOperationArgs>[]>;
}

/** One operation of an API. */
export interface ApiOperationArgs {
  /** `GET`, `DELETE`, `HEAD`, `OPTIONS`, `PATCH`, `PUT` or `POST`. */
  method: pulumi.Input<string>;
  /** As the API writes it: `/tickets/{id}`. */
  path: pulumi.Input<string>;
}

/** An API of API Gateway. */
export interface ApiCallArgs {
  /** The API, its stage, and the operations that are called. */
  api: ApiStageArgs;
}

/** A Lambda function by its URL, which asks for signed requests. */
export interface FunctionUrlCallArgs {
  /** The function that the URL is on: a function or alias of `@pulumi/aws`, its ARN, or its name in the credential's Region. */
  functionUrl: LambdaFunction | Alias | pulumi.Input<string>;
  /** Name of the alias that the URL is on. @default - the URL is on the function itself */
  qualifier?: pulumi.Input<string>;
}

/** What only the program knows. */
export interface StatementsCallArgs {
  /** What is called, as statements of a policy: actions without wildcards, and as few resources as there are. */
  statements: pulumi.Input<pulumi.Input<CustomStatementArgs>[]>;
}

/** A statement of a policy, as IAM writes it. */
export interface CustomStatementArgs {
  Sid?: pulumi.Input<string>;
  Effect?: pulumi.Input<"Allow">;
  /** Whole names of actions: `dynamodb:GetItem`. */
  Action: pulumi.Input<string | pulumi.Input<string>[]>;
  /** ARNs; `*` only where the action takes no resource. */
  Resource: pulumi.Input<string | pulumi.Input<string>[]>;
  /** Operator, then condition key, then the allowed values. @default - none */
  Condition?: pulumi.Input<Record<string, pulumi.Input<Record<string, pulumi.Input<string | pulumi.Input<string>[]>>>>>;
}

/** A stage of API Gateway; which one matters for `GATEWAY_IAM_ROLE` alone. */
export interface ApiGatewayTargetArgs extends Partial<ApiStageArgs> {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "apiGateway";
}

/** An agent in AgentCore Runtime; which one matters for `GATEWAY_IAM_ROLE` alone. */
export interface RuntimeTargetArgs extends TargetWithSchemaArgs, Partial<RuntimeCallArgs> {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "agentcoreRuntime";
}

/** A service that a Smithy model describes. */
export interface SmithyTargetArgs extends TargetWithSchemaArgs {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "smithyModel";
}

/** A connector, as AWS provides them. */
export interface ConnectorTargetArgs {
  /** The kind of target, named as in the API's target configuration. Written in the program, no Output. */
  type: "connector";
}

/** A provider of models, or a connector to one, by `provider` or `connector` below `inference` in the API's target configuration. */
export interface InferenceTargetArgs {
  /** The kind of target. Written in the program, no Output. */
  type: "inferenceProvider" | "inferenceConnector";
}

/** A Lambda function as a target. */
export interface LambdaTargetArgs extends TargetWithSchemaArgs {
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
  permission?: FunctionPermissionArgs;
}

/** Whether a function's own policy gets a statement, and with which aws provider. */
export type FunctionPermissionArgs = boolean | { provider: pulumi.ProviderResource };

/** A target by its configuration in the shape of `@pulumi/aws`, with what that cannot tell. */
export interface ConfiguredTargetArgs {
  /**
   * As `targetConfiguration` of `aws.bedrock.AgentcoreGatewayTarget`. Which member it has stands in the program, no Output;
   * values may come later. Where the target calls a function, `lambdaArn` may be the function's resource.
   */
  targetConfiguration: object;
  /** What the gateway calls with its own role, where the configuration cannot tell. @default - what the configuration says */
  calls?: CallArgs;
  /** As for Lambda targets. @default - no statement */
  permission?: FunctionPermissionArgs;
}

// Targets that the gateway calls with its own role, and targets for which its role needs nothing.
import type { CallArgs, OutboundAuthArgs } from "../../../provider";
import { arns, memoryCalls, type CallName, type Setup } from "../runtimeCalls";
import { otherAccount } from "../setups";
import { target, type Combination } from "./combination";

const anyOperation: CallName[] = ["apiStage", "apiOperation", "apiOperationWithParameter"];
const someOperations: CallName[] = ["apiOperation", "apiOperationWithParameter"];

const stage = (setup: Setup) => ({ restApi: setup.api, stage: setup.stage });
const stageWithOperations = (setup: Setup) => ({
  ...stage(setup),
  operations: [setup.path, "tickets/{id}"].map((path) => ({ method: setup.method, path: `/${path}` })),
});
const tableStatements = (setup: Setup) => ({
  statements: [{ Action: "dynamodb:GetItem", Resource: arns.table(setup) }],
});

interface Call {
  readonly name: string;
  readonly description: string;
  readonly args: (setup: Setup) => CallArgs;
  readonly calls: readonly CallName[];
  readonly differs?: Partial<Setup>;
  /** Service that requests are signed for. */
  readonly service?: string;
}

const callsOfTargets: readonly Call[] = [
  {
    name: "runtime",
    description: "that is an AgentCore Runtime",
    args: (setup) => ({ runtime: arns.runtime(setup) }),
    calls: ["runtime"],
  },
  {
    name: "runtime-endpoint",
    description: "that is an endpoint of an AgentCore Runtime",
    args: (setup) => ({ runtime: arns.runtime(setup), qualifier: setup.endpoint }),
    calls: ["runtime"],
    differs: { endpoint: "prod" },
  },
  {
    name: "gateway",
    description: "that is another gateway",
    args: (setup) => ({ gateway: arns.otherGateway(setup) }),
    calls: ["otherGateway"],
  },
  {
    name: "api-stage",
    description: "behind API Gateway",
    args: (setup) => ({ api: stage(setup) }),
    calls: anyOperation,
  },
  {
    name: "api-operations",
    description: "that is some operations behind API Gateway",
    args: (setup) => ({ api: stageWithOperations(setup) }),
    calls: someOperations,
  },
  {
    name: "function-url",
    description: "at the URL of a Lambda function",
    args: (setup) => ({ functionUrl: arns.function(setup) }),
    calls: ["functionUrl", "functionByUrl"],
  },
  {
    name: "alias-url-of-other-account",
    description: "at the URL of a function's alias in another account",
    args: (setup) => ({ functionUrl: arns.function(setup) }),
    calls: ["functionUrl", "functionByUrl"],
    differs: { functionAccount: otherAccount, qualifier: "live" },
  },
  {
    name: "statements",
    description: "that is another AWS service",
    args: tableStatements,
    calls: ["customStatement"],
    service: "dynamodb",
  },
];

/** Targets that sign for a service, and whether their role also calls its own gateway. */
const signedTargets = [
  ["openapi", "openApiSchema", "An OpenAPI schema", true],
  ["mcp-server", "mcpServer", "An MCP server", true],
  ["http", "passthrough", "An HTTP passthrough", false],
] as const;

/** In the shape of the API: `@pulumi/aws` has no type for it. */
const memoryConfiguration = (memoryId: string) => ({
  http: { connector: { source: { connectorId: "agentcore-memory" }, parameters: { memoryId } } },
});

const gatewayRole = (): OutboundAuthArgs["credential"] => ({ type: "GATEWAY_IAM_ROLE" });

const lambda = (variant: string, title: string, differs: Partial<Setup>): Combination => ({
  name: `lambda.gateway-role${variant}`,
  description: `${title} with the gateway's role`,
  target: (setup) => ({
    type: "lambda",
    function: arns.function(setup),
    ...(setup.functionAccount === setup.accountId ? {} : { permission: false }),
  }),
  credential: gatewayRole,
  calls: ["function"],
  differs,
});

export const gatewayRoleCombinations: readonly Combination[] = [
  ...signedTargets.flatMap(([name, type, title, callsOwnGateway]) =>
    callsOfTargets.map(({ name: variant, description, args, calls, differs, service }): Combination => ({
      name: `${name}.gateway-role.${variant}`,
      description: `${title} ${description}, with the gateway's role`,
      target: (setup) => ({ type, calls: args(setup) }),
      credential: () => ({ type: "GATEWAY_IAM_ROLE", ...(service === undefined ? {} : { service }) }),
      calls: [...calls, ...(callsOwnGateway ? (["ownGateway"] as const) : [])],
      differs,
    })),
  ),
  {
    name: "mcp-server.gateway-role.not-own-gateway",
    description: "An MCP server that is an AgentCore Runtime, with a role that must not call its own gateway",
    target: (setup) => ({ type: "mcpServer", calls: { runtime: arns.runtime(setup) } }),
    credential: () => ({ type: "GATEWAY_IAM_ROLE", invokeOwnGateway: false }),
    calls: ["runtime"],
  },
  {
    name: "api-gateway.gateway-role",
    description: "A stage of API Gateway with the gateway's role",
    target: (setup) => ({ type: "apiGateway", ...stage(setup) }),
    credential: gatewayRole,
    calls: anyOperation,
  },
  {
    name: "api-gateway.gateway-role.operations",
    description: "Some operations of a stage of API Gateway with the gateway's role",
    target: (setup) => ({ type: "apiGateway", ...stageWithOperations(setup) }),
    credential: gatewayRole,
    calls: someOperations,
  },
  {
    name: "api-gateway.gateway-role.shown-operations",
    description: "The operations that a stage of API Gateway shows, with the gateway's role",
    target: ({ api, stage, method, path }) => ({
      targetConfiguration: {
        mcp: {
          apiGateway: {
            restApiId: api,
            stage,
            apiGatewayToolConfiguration: {
              toolFilters: [{ filterPath: "/tickets/*", methods: [method] }],
              toolOverrides: [{ method, path: `/${path}`, name: "orders" }],
            },
          },
        },
      },
    }),
    credential: gatewayRole,
    calls: someOperations,
  },
  {
    name: "runtime.gateway-role",
    description: "An AgentCore Runtime with the gateway's role",
    target: (setup) => ({ type: "agentcoreRuntime", runtime: arns.runtime(setup) }),
    credential: gatewayRole,
    calls: ["runtime"],
  },
  {
    name: "runtime.gateway-role.endpoint",
    description: "An endpoint of an AgentCore Runtime with the gateway's role",
    target: (setup) => ({ type: "agentcoreRuntime", runtime: arns.runtime(setup), qualifier: setup.endpoint }),
    credential: gatewayRole,
    calls: ["runtime"],
    differs: { endpoint: "prod" },
  },
  ...(
    [
      ["smithy", "smithyModel", "A Smithy model"],
      ["connector", "connector", "A connector"],
      ["inference-provider", "inferenceProvider", "An inference provider"],
      ["inference-connector", "inferenceConnector", "An inference connector"],
    ] as const
  ).map(([name, type, title]): Combination => ({
    name: `${name}.gateway-role`,
    description: `${title} with the gateway's role`,
    target: (setup) => ({ type, calls: tableStatements(setup) }),
    credential: gatewayRole,
    calls: ["customStatement"],
  })),
  {
    name: "web-search.gateway-role",
    description: "A web search with the gateway's role",
    target: () => ({ type: "connector", connectorId: "web-search" }),
    credential: gatewayRole,
    calls: ["webSearch"],
  },
  {
    name: "memory.gateway-role",
    description: "A memory, by its ARN, with the gateway's role",
    target: (setup) => ({ type: "httpConnector", memory: arns.memory(setup) }),
    credential: gatewayRole,
    calls: memoryCalls,
  },
  {
    name: "memory.gateway-role.id",
    description: "A memory, by its id, with the gateway's role",
    target: ({ memory }) => ({ targetConfiguration: memoryConfiguration(memory) }),
    credential: gatewayRole,
    calls: memoryCalls,
  },
  lambda("", "A Lambda function", {}),
  lambda(".alias", "An alias of a Lambda function", { qualifier: "live" }),
  lambda(".version", "A version of a Lambda function", { qualifier: "7" }),
  lambda(".other-account", "A Lambda function of another account", { functionAccount: otherAccount }),
  lambda(".alias-of-other-account", "An alias of a Lambda function of another account", {
    functionAccount: otherAccount,
    qualifier: "live",
  }),
];

const caller = { type: "CALLER_IAM_CREDENTIALS", service: "execute-api" } as const;
const jwt = { type: "JWT_PASSTHROUGH" } as const;
const none = { type: "NONE" } as const;

const withoutGrant = [
  ["http.caller", "passthrough", "An HTTP passthrough with the caller's own permissions", caller],
  ["runtime.caller", "agentcoreRuntime", "An AgentCore Runtime with the caller's own permissions", caller],
  ["memory.caller", "httpConnector", "A memory with the caller's own permissions", { type: "CALLER_IAM_CREDENTIALS" }],
  ["http.jwt", "passthrough", "An HTTP passthrough with the caller's JWT", jwt],
  ["runtime.jwt", "agentcoreRuntime", "An AgentCore Runtime with the caller's JWT", jwt],
  ["openapi.none", "openApiSchema", "An OpenAPI schema without a credential", none],
  ["mcp-server.none", "mcpServer", "An MCP server without a credential", none],
  ["api-gateway.none", "apiGateway", "A stage of API Gateway without a credential", none],
] as const;

export const combinationsWithoutGrant: readonly Combination[] = [
  ...withoutGrant.map(([name, type, description, credential]): Combination => ({
    name,
    description,
    target: target(type),
    credential: () => credential,
    calls: [],
  })),
  {
    name: "openapi.none.schema-in-s3-with-key",
    description: "An OpenAPI schema in S3, under a key, without a credential",
    target: (setup) => ({
      type: "openApiSchema",
      schema: { bucket: setup.bucket, key: setup.schema, kmsKeyArn: arns.schemaKey(setup) },
    }),
    credential: () => none,
    calls: ["schema", "schemaKey"],
  },
  {
    name: "openapi.none.certificate-in-s3-with-key",
    description: "An OpenAPI schema with a private CA certificate in S3, under a key, without a credential",
    target: (setup) => ({
      type: "openApiSchema",
      certificate: { bucket: setup.bucket, key: setup.certificate, kmsKeyArn: arns.certificateKey(setup) },
    }),
    credential: () => none,
    calls: ["certificate", "certificateObjectKey"],
  },
  {
    name: "mcp-server.none.certificate-in-secret",
    description: "An MCP server with a private CA certificate in a secret, without a credential",
    target: (setup) => ({ type: "mcpServer", certificate: { secretArn: arns.certificateSecret(setup) } }),
    credential: () => none,
    calls: ["certificateSecret"],
  },
  {
    name: "http.jwt.certificate-in-secret-with-key",
    description: "An HTTP passthrough with a private CA certificate in a secret, under a key, with the caller's JWT",
    target: (setup) => ({
      type: "passthrough",
      certificate: { secretArn: arns.certificateSecret(setup), kmsKeyArn: arns.certificateKey(setup) },
    }),
    credential: () => jwt,
    calls: ["certificateSecret", "certificateSecretKey"],
  },
];

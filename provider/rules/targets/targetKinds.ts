/** Documents that say which credentials a target accepts. */
export const sources = {
  outbound: guide("gateway-outbound-auth"),
  authorization: guide("gateway-building-adding-targets-authorization"),
  passthrough: guide("gateway-target-http-passthrough"),
  memory: guide("memory-gateway-connector"),
  inferenceProvider: guide("gateway-target-inference-provider"),
  inferenceConnector: guide("gateway-target-inference-connector"),
  connectorRecord: "https://github.com/aws/agentcore-cli/pull/1899",
} as const;

function guide(page: string): string {
  return `https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/${page}.html`;
}

type Source = keyof typeof sources;

/** States if a target accepts a credential. The document is the row's `source`, unless the cell has its own. */
export type Cell =
  | { readonly verdict: "allowed" }
  /** The service refuses the combination. */
  | { readonly verdict: "refused"; readonly because: string; readonly source?: Source }
  /** No document has the combination, or another source contradicts it: it is created, with a warning. */
  | {
      readonly verdict: "warned";
      readonly because: string;
      /** The record that would settle it. */
      readonly settledBy: string;
      readonly isDocumented?: true;
    };

/** OAuth grants, named as in the API. */
export const grantTypes = ["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "TOKEN_EXCHANGE"] as const;

export type GrantType = (typeof grantTypes)[number];

/** Types of credentials, named as in the API. `NONE` means that requests carry no credential. */
export const credentialTypes = [
  "NONE",
  "GATEWAY_IAM_ROLE",
  "CALLER_IAM_CREDENTIALS",
  "OAUTH",
  "JWT_PASSTHROUGH",
  "API_KEY",
] as const;

export type CredentialType = (typeof credentialTypes)[number];

/** Credentials that a kind of target accepts; for OAuth, by grant. */
export type TargetRow = Readonly<Record<Exclude<CredentialType, "OAUTH">, Cell>> & {
  readonly OAUTH: Readonly<Record<GrantType, Cell>>;
};

/**
 * Forms of calls that the gateway's role makes. Each form has its own statements. `function` and `memory` are forms of
 * {@link TargetKind.ownCall} only, and `webSearch` of {@link TargetKind.connectors}.
 */
export type CallForm =
  "function" | "runtime" | "gateway" | "api" | "functionUrl" | "memory" | "webSearch" | "statements";

/** A kind of target: everything that differs from one kind to another. */
export interface TargetKind {
  /** Name in sentences. */
  readonly is: string;
  /** Path in the API's target configuration. */
  readonly path: readonly ["mcp" | "http" | "inference", string];
  readonly takes: TargetRow;
  /** Document that lists the credentials. */
  readonly source: Source;
  /** Properties of `target`, without `type`, `calls`, `schema` and those of `ownCall`. */
  readonly properties?: readonly string[];
  /**
   * Properties that are read from `targetConfiguration`, each with its path below {@link path}. A kind with `schema` can
   * have a schema in Amazon S3.
   */
  readonly configuration?: Readonly<Record<string, readonly string[]>>;
  /** Form of the call that the target's own properties describe. */
  readonly ownCall?: CallForm;
  /** Forms of the calls of connectors that need no `calls`, by the connector's id. */
  readonly connectors?: Readonly<Record<string, CallForm>>;
  /** Forms that are allowed in `calls`. */
  readonly calls?: readonly CallForm[];
  /** Reason why the service refuses `service` and `region` with `GATEWAY_IAM_ROLE`; absent if it accepts them. */
  readonly signedBecause?: string;
  /** `GATEWAY_IAM_ROLE` can go without `service`, even if the call implies none. */
  readonly serviceIsOptional?: true;
  /**
   * `@pulumi/aws` has no type for the target. Programs declare it in the shape of the API, where `CALLER_IAM_CREDENTIALS` has
   * no `service` and `region`.
   */
  readonly isInApiOnly?: true;
  /** Default of `invokeOwnGateway`: AWS's documents ask for this permission for these targets. */
  readonly invokesOwnGateway?: true;
  /** The service lists the target's tools when it sets up the target, which needs a consent if the token is a user's. */
  readonly listsToolsAtSetUp?: true;
}

const anything = ["runtime", "gateway", "api", "functionUrl", "statements"] as const;
const statementsAlone = ["statements"] as const;

const allowed: Cell = { verdict: "allowed" };
const refused = (because: string, source?: Source): Cell => ({ verdict: "refused", because, source });
const warned = (because: string, settledBy = "an answer of `CreateGatewayTarget` to such a target") =>
  ({ verdict: "warned", because, settledBy }) as const;

const everyGrant = (cell: Cell) => ({ CLIENT_CREDENTIALS: cell, AUTHORIZATION_CODE: cell, TOKEN_EXCHANGE: cell });

/** Returns a row that has the same cell for every credential, except for those that are listed. */
function everyCredential(cell: Cell, except: Partial<TargetRow>): TargetRow {
  return {
    NONE: cell,
    GATEWAY_IAM_ROLE: cell,
    CALLER_IAM_CREDENTIALS: cell,
    OAUTH: everyGrant(cell),
    JWT_PASSTHROUGH: cell,
    API_KEY: cell,
    ...except,
  };
}

const nothingOfTheCaller = refused("only HTTP targets forward the caller's credentials");
const lambdaOnlyTakesRole = refused(
  'the service says "Lambda target only supports GATEWAY_IAM_ROLE credential provider type"',
);
const noTokensForStages = refused("a stage of API Gateway checks keys and signatures");
const undocumented = warned("no document of AWS says whether the service takes it");
const grantsNotListed = warned(
  "the page on passthrough targets names OAuth without its grants",
  "an answer of `CreateGatewayTarget` to such a target, and a user's call of it",
);
const smithyByRoleAlone = refused("a Smithy model describes an AWS service, which takes signed requests");
const runtimeByClientAlone = refused("AgentCore Runtime is documented with the gateway's own token only");

const memoryBySignature = refused(
  "AWS's page on the Memory connector lists the gateway's role and the caller's credentials only",
);
const inferenceByRoleOrKey = refused("AWS's pages on inference targets list the gateway's role and API keys only");

const inferenceRow = everyCredential(inferenceByRoleOrKey, { GATEWAY_IAM_ROLE: allowed, API_KEY: allowed });

const apiRow = everyCredential(allowed, {
  CALLER_IAM_CREDENTIALS: nothingOfTheCaller,
  JWT_PASSTHROUGH: nothingOfTheCaller,
});

/**
 * All kinds of targets. To add one, add a row here and an arguments type in components/args/target.ts.
 *
 * Some reasons are messages of the service as quoted by AWS CDK.
 */
export const targetKinds = {
  openApiSchema: {
    is: "OpenAPI schema",
    path: ["mcp", "openApiSchema"],
    source: "outbound",
    takes: apiRow,
    properties: ["certificate"],
    configuration: { schema: ["s3"] },
    calls: anything,
    invokesOwnGateway: true,
  },
  mcpServer: {
    is: "MCP server",
    path: ["mcp", "mcpServer"],
    source: "outbound",
    takes: apiRow,
    properties: ["hasToolSchema", "certificate"],
    configuration: { schema: ["mcpToolSchema", "s3"], hasToolSchema: ["mcpToolSchema"] },
    calls: anything,
    invokesOwnGateway: true,
    listsToolsAtSetUp: true,
  },
  apiGateway: {
    is: "API Gateway stage",
    path: ["mcp", "apiGateway"],
    source: "outbound",
    takes: { ...apiRow, OAUTH: everyGrant(noTokensForStages) },
    configuration: { restApi: ["restApiId"], stage: ["stage"], tools: ["apiGatewayToolConfiguration"] },
    ownCall: "api",
    signedBecause: "requests to a stage are signed for execute-api",
  },
  passthrough: {
    is: "HTTP passthrough",
    path: ["http", "passthrough"],
    source: "passthrough",
    properties: ["certificate"],
    configuration: { schema: ["schema", "source", "s3"] },
    calls: anything,
    takes: everyCredential(allowed, {
      NONE: warned("the page on passthrough targets does not say whether they go without a credential"),
      OAUTH: { ...everyGrant(grantsNotListed), CLIENT_CREDENTIALS: allowed },
    }),
  },
  lambda: {
    is: "Lambda function",
    path: ["mcp", "lambda"],
    source: "outbound",
    properties: ["permission"],
    configuration: { function: ["lambdaArn"], schema: ["toolSchema", "s3"] },
    ownCall: "function",
    signedBecause: "functions are invoked by their ARN",
    takes: everyCredential(lambdaOnlyTakesRole, { GATEWAY_IAM_ROLE: allowed }),
  },
  smithyModel: {
    is: "Smithy model",
    path: ["mcp", "smithyModel"],
    source: "outbound",
    configuration: { schema: ["s3"] },
    calls: statementsAlone,
    signedBecause: "the model says for which service its requests are signed",
    takes: everyCredential(smithyByRoleAlone, {
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: nothingOfTheCaller,
      OAUTH: {
        ...everyGrant(smithyByRoleAlone),
        CLIENT_CREDENTIALS: {
          ...warned("AWS's table of outbound authorization names it, and AWS CDK refuses it"),
          isDocumented: true,
        },
      },
      JWT_PASSTHROUGH: nothingOfTheCaller,
    }),
  },
  agentcoreRuntime: {
    is: "AgentCore Runtime",
    path: ["http", "agentcoreRuntime"],
    source: "outbound",
    configuration: { runtime: ["arn"], qualifier: ["qualifier"], schema: ["schema", "source", "s3"] },
    ownCall: "runtime",
    signedBecause: "requests to a runtime are signed for bedrock-agentcore",
    takes: everyCredential(allowed, {
      NONE: refused("AgentCore Runtime takes no request without a credential"),
      OAUTH: { ...everyGrant(runtimeByClientAlone), CLIENT_CREDENTIALS: allowed },
      API_KEY: refused("AgentCore Runtime takes signed requests and tokens"),
    }),
  },
  connector: {
    is: "connector",
    path: ["mcp", "connector"],
    source: "authorization",
    properties: ["connectorId"],
    configuration: { connectorId: ["source", "connectorId"] },
    connectors: { "web-search": "webSearch" },
    calls: statementsAlone,
    signedBecause: "a connector knows which service it calls",
    takes: everyCredential(undocumented, {
      NONE: refused("the service takes no connector without a credential", "connectorRecord"),
      GATEWAY_IAM_ROLE: allowed,
    }),
  },
  httpConnector: {
    is: "Memory connector",
    path: ["http", "connector"],
    source: "memory",
    configuration: { memory: ["parameters", "memoryId"] },
    ownCall: "memory",
    signedBecause: "a connector knows which service it calls",
    isInApiOnly: true,
    takes: everyCredential(memoryBySignature, { GATEWAY_IAM_ROLE: allowed, CALLER_IAM_CREDENTIALS: allowed }),
  },
  inferenceProvider: {
    is: "inference provider",
    path: ["inference", "provider"],
    source: "inferenceProvider",
    calls: statementsAlone,
    serviceIsOptional: true,
    takes: inferenceRow,
  },
  inferenceConnector: {
    is: "inference connector",
    path: ["inference", "connector"],
    source: "inferenceConnector",
    calls: statementsAlone,
    serviceIsOptional: true,
    takes: inferenceRow,
  },
} as const satisfies Record<string, TargetKind>;

export type TargetType = keyof typeof targetKinds;

export const targetTypes = Object.keys(targetKinds) as readonly TargetType[];

export function isTargetType(type: unknown): type is TargetType {
  return isKey(targetKinds, type);
}

/** Returns the row of a kind of target, or `undefined` if there is no such kind. */
export function targetKind(type: unknown): TargetKind | undefined {
  return isTargetType(type) ? targetKinds[type] : undefined;
}

/** Returns true if the table has a row or cell of this name. */
export function isKey<T extends object>(table: T, value: unknown): value is keyof T {
  return typeof value === "string" && Object.hasOwn(table, value);
}

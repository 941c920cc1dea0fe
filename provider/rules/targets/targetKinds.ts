import { quoted } from "../core/problem";
import type { Problem } from "../core/problem";

/** States if a target accepts a credential. */
export type Cell =
  | { readonly verdict: "allowed" }
  /** The service refuses the combination. */
  | { readonly verdict: "refused"; readonly because: string }
  /** AWS's documents disagree or say nothing: the combination is created, with a warning. */
  | { readonly verdict: "warned"; readonly because: string };

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

const allowed = { verdict: "allowed" } as const;
const refused = (because: string) => ({ verdict: "refused", because }) as const;
const warned = (because: string) => ({ verdict: "warned", because }) as const;

const everyGrant = <C extends Cell>(cell: C) =>
  ({ CLIENT_CREDENTIALS: cell, AUTHORIZATION_CODE: cell, TOKEN_EXCHANGE: cell }) as const;

const nothingOfTheCaller = refused("only HTTP targets forward the caller's credentials");
const lambdaOnlyTakesRole = refused(
  'the service says "Lambda target only supports GATEWAY_IAM_ROLE credential provider type"',
);
const noTokensForStages = refused("a stage of API Gateway checks keys and signatures");
const undocumented = warned("no document of AWS says whether the service takes it");
const grantsNotListed = warned("the page on passthrough targets names OAuth without its grants");
const smithyByRoleAlone = refused("a Smithy model describes an AWS service, which takes signed requests");
const runtimeByClientAlone = refused("AgentCore Runtime is documented with the gateway's own token only");

const memoryBySignature = refused(
  "AWS's page on the Memory connector lists the gateway's role and the caller's credentials only",
);
const inferenceByRoleOrKey = refused("AWS's pages on inference targets list the gateway's role and API keys only");

const inferenceRow = {
  NONE: inferenceByRoleOrKey,
  GATEWAY_IAM_ROLE: allowed,
  CALLER_IAM_CREDENTIALS: inferenceByRoleOrKey,
  OAUTH: everyGrant(inferenceByRoleOrKey),
  JWT_PASSTHROUGH: inferenceByRoleOrKey,
  API_KEY: allowed,
} as const;

const apiRow = {
  NONE: allowed,
  GATEWAY_IAM_ROLE: allowed,
  CALLER_IAM_CREDENTIALS: nothingOfTheCaller,
  OAUTH: everyGrant(allowed),
  JWT_PASSTHROUGH: nothingOfTheCaller,
  API_KEY: allowed,
} as const;

/**
 * All kinds of targets. To add one, add a row here and an arguments type in components/args/target.ts.
 *
 * Sources: AgentCore Developer Guide, "Set up outbound authorization for your gateway", and the pages on passthrough, runtime
 * and inference targets, and on the Memory connector; messages of the service as quoted by AWS CDK.
 */
export const targetKinds = {
  openApiSchema: {
    is: "OpenAPI schema",
    path: ["mcp", "openApiSchema"],
    takes: apiRow,
    properties: ["certificate"],
    configuration: { schema: ["s3"] },
    calls: anything,
    invokesOwnGateway: true,
  },
  mcpServer: {
    is: "MCP server",
    path: ["mcp", "mcpServer"],
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
    takes: { ...apiRow, OAUTH: everyGrant(noTokensForStages) },
    configuration: { restApi: ["restApiId"], stage: ["stage"], tools: ["apiGatewayToolConfiguration"] },
    ownCall: "api",
    signedBecause: "requests to a stage are signed for execute-api",
  },
  passthrough: {
    is: "HTTP passthrough",
    path: ["http", "passthrough"],
    properties: ["certificate"],
    configuration: { schema: ["schema", "source", "s3"] },
    calls: anything,
    takes: {
      NONE: warned("the page on passthrough targets does not say whether they go without a credential"),
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: allowed,
      OAUTH: {
        CLIENT_CREDENTIALS: allowed,
        AUTHORIZATION_CODE: grantsNotListed,
        TOKEN_EXCHANGE: grantsNotListed,
      },
      JWT_PASSTHROUGH: allowed,
      API_KEY: allowed,
    },
  },
  lambda: {
    is: "Lambda function",
    path: ["mcp", "lambda"],
    properties: ["permission"],
    configuration: { function: ["lambdaArn"], schema: ["toolSchema", "s3"] },
    ownCall: "function",
    signedBecause: "functions are invoked by their ARN",
    takes: {
      NONE: lambdaOnlyTakesRole,
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: lambdaOnlyTakesRole,
      OAUTH: everyGrant(lambdaOnlyTakesRole),
      JWT_PASSTHROUGH: lambdaOnlyTakesRole,
      API_KEY: lambdaOnlyTakesRole,
    },
  },
  smithyModel: {
    is: "Smithy model",
    path: ["mcp", "smithyModel"],
    configuration: { schema: ["s3"] },
    calls: statementsAlone,
    signedBecause: "the model says for which service its requests are signed",
    takes: {
      NONE: smithyByRoleAlone,
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: nothingOfTheCaller,
      OAUTH: {
        CLIENT_CREDENTIALS: warned("AWS's table of outbound authorization names it, and AWS CDK refuses it"),
        AUTHORIZATION_CODE: smithyByRoleAlone,
        TOKEN_EXCHANGE: smithyByRoleAlone,
      },
      JWT_PASSTHROUGH: nothingOfTheCaller,
      API_KEY: smithyByRoleAlone,
    },
  },
  agentcoreRuntime: {
    is: "AgentCore Runtime",
    path: ["http", "agentcoreRuntime"],
    configuration: { runtime: ["arn"], qualifier: ["qualifier"], schema: ["schema", "source", "s3"] },
    ownCall: "runtime",
    signedBecause: "requests to a runtime are signed for bedrock-agentcore",
    takes: {
      NONE: refused("AgentCore Runtime takes no request without a credential"),
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: allowed,
      OAUTH: {
        CLIENT_CREDENTIALS: allowed,
        AUTHORIZATION_CODE: runtimeByClientAlone,
        TOKEN_EXCHANGE: runtimeByClientAlone,
      },
      JWT_PASSTHROUGH: allowed,
      API_KEY: refused("AgentCore Runtime takes signed requests and tokens"),
    },
  },
  connector: {
    is: "connector",
    path: ["mcp", "connector"],
    properties: ["connectorId"],
    configuration: { connectorId: ["source", "connectorId"] },
    connectors: { "web-search": "webSearch" },
    calls: statementsAlone,
    signedBecause: "a connector knows which service it calls",
    takes: {
      NONE: refused("the service takes no connector without a credential"),
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: undocumented,
      OAUTH: everyGrant(undocumented),
      JWT_PASSTHROUGH: undocumented,
      API_KEY: undocumented,
    },
  },
  httpConnector: {
    is: "Memory connector",
    path: ["http", "connector"],
    configuration: { memory: ["parameters", "memoryId"] },
    ownCall: "memory",
    signedBecause: "a connector knows which service it calls",
    isInApiOnly: true,
    takes: {
      NONE: memoryBySignature,
      GATEWAY_IAM_ROLE: allowed,
      CALLER_IAM_CREDENTIALS: allowed,
      OAUTH: everyGrant(memoryBySignature),
      JWT_PASSTHROUGH: memoryBySignature,
      API_KEY: memoryBySignature,
    },
  },
  inferenceProvider: {
    is: "inference provider",
    path: ["inference", "provider"],
    calls: statementsAlone,
    serviceIsOptional: true,
    takes: inferenceRow,
  },
  inferenceConnector: {
    is: "inference connector",
    path: ["inference", "connector"],
    calls: statementsAlone,
    serviceIsOptional: true,
    takes: inferenceRow,
  },
} as const satisfies Record<string, TargetKind>;

export type TargetType = keyof typeof targetKinds;

export const targetTypes = Object.keys(targetKinds) as readonly TargetType[];

/** Returns true if there is a kind of target with this name. */
export function isTargetType(type: unknown): type is TargetType {
  return isKey(targetKinds, type);
}

/** Returns the row of a kind of target, or `undefined` if there is no such kind. */
export function targetKind(type: unknown): TargetKind | undefined {
  return isTargetType(type) ? targetKinds[type] : undefined;
}

/** Returns the types of credentials that a kind of target accepts, with or without a warning. */
export function credentialTypesFor(type: TargetType): readonly CredentialType[] {
  return credentialTypes.filter((credential) => isAccepted(targetKinds[type].takes[credential]));
}

/** Kind of target, type of credential and grant, as a program writes them. */
export interface Combination {
  readonly target: unknown;
  readonly credential: unknown;
  readonly grant?: unknown;
}

/** Returns the cell of a combination, or `undefined` if one of its parts does not exist. */
export function cellOf({ target, credential, grant }: Combination): Cell | undefined {
  const row = targetKind(target)?.takes;
  if (row === undefined || !isKey(row, credential)) return undefined;
  if (credential !== "OAUTH") return row[credential];
  const grantOrDefault = grant ?? "CLIENT_CREDENTIALS";
  return isKey(row.OAUTH, grantOrDefault) ? row.OAUTH[grantOrDefault] : undefined;
}

/** Checks that target and credential exist, and that the target accepts the credential. */
export function combinationProblems(combination: Combination): Problem[] {
  const { target, credential, grant } = combination;
  const problems = [
    ...(isTargetType(target) ? [] : [{ path: "target.type", reason: mustBeOneOf(targetTypes) }]),
    ...(isCredentialType(credential) ? [] : [{ path: "credential.type", reason: mustBeOneOf(credentialTypes) }]),
  ];
  if (!isTargetType(target) || !isCredentialType(credential)) return problems;
  const subject = `a target of type "${target}" does not accept "${credential}"`;
  const accepted = credentialTypesFor(target);
  if (!accepted.includes(credential)) {
    const cell = cellOf({ target, credential });
    const because = cell !== undefined && "because" in cell ? cell.because : "";
    return [{ path: "credential.type", reason: `${subject}: ${because}. It accepts ${quoted(accepted)}.` }];
  }
  const cell = cellOf(combination);
  if (cell?.verdict !== "refused") return [];
  const grants = grantTypes.filter((one) => targetKinds[target].takes.OAUTH[one].verdict !== "refused");
  const reason = `${subject} with ${quoted([String(grant)])}: ${cell.because}. Write ${quoted(grants)}.`;
  return [{ path: "credential.grantType", reason }];
}

/** Warns about a combination for which AWS's documents disagree or say nothing. */
export function combinationWarnings(combination: Combination): Problem[] {
  const { target, credential, grant } = combination;
  const cell = cellOf(combination);
  if (cell?.verdict !== "warned") return [];
  const withGrant = credential === "OAUTH" ? ` with "${typeof grant === "string" ? grant : "CLIENT_CREDENTIALS"}"` : "";
  const reason = `"${String(credential)}"${withGrant} for a target of type "${String(target)}" may not work: ${cell.because}. Try it before you rely on it.`;
  return [{ path: "credential.type", reason }];
}

function mustBeOneOf(types: readonly string[]): string {
  return `must be one of ${quoted(types)}: a plain value, not an Output.`;
}

function isCredentialType(type: unknown): type is CredentialType {
  return credentialTypes.some((one) => one === type);
}

function isAccepted(cells: Cell | Readonly<Record<GrantType, Cell>>): boolean {
  const all: readonly Cell[] = "verdict" in cells ? [cells] : Object.values(cells);
  return all.some(({ verdict }) => verdict !== "refused");
}

function isKey<T extends object>(table: T, value: unknown): value is keyof T {
  return typeof value === "string" && Object.hasOwn(table, value);
}

import { memberOf } from "../core/values";
import type { Problem } from "../core/problem";
import { quoted } from "../core/text";

/** What is known of one credential for one kind of target. */
export type Cell =
  | { readonly verdict: "allowed" }
  /** The service does not take it. */
  | { readonly verdict: "refused"; readonly because: string }
  /** AWS's documents disagree, or none of them speaks of it: a bundle provides it, and says so. */
  | { readonly verdict: "warned"; readonly because: string };

/** How a token is asked for, as the API names it. */
export const grantTypes = ["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "TOKEN_EXCHANGE"] as const;

export type GrantType = (typeof grantTypes)[number];

/** Which credential a gateway can present, as the API names it; `NONE` is no credential at all. */
export const credentialTypes = [
  "NONE",
  "GATEWAY_IAM_ROLE",
  "CALLER_IAM_CREDENTIALS",
  "OAUTH",
  "JWT_PASSTHROUGH",
  "API_KEY",
] as const;

export type CredentialType = (typeof credentialTypes)[number];

/** What a kind of target takes: for a token, by grant. */
export type TargetRow = Readonly<Record<Exclude<CredentialType, "OAUTH">, Cell>> & {
  readonly OAUTH: Readonly<Record<GrantType, Cell>>;
};

/** What a gateway calls with its own role: each is let in by statements of its own. */
export type CallBranch = "runtime" | "gateway" | "api" | "functionUrl" | "statements";

/** A kind of target. */
interface TargetKind {
  /** In words. */
  readonly is: string;
  /** Where it stands in the API's target configuration. */
  readonly path: readonly ["mcp" | "http" | "inference", string];
  /** Why a request with the gateway's role is signed without the program naming a service; absent where it has to. */
  readonly signedBecause?: string;
  /** What a program can say that such a target calls with the gateway's role; absent where the target itself says it. */
  readonly calls?: readonly CallBranch[];
  readonly takes: TargetRow;
}

const anything = ["runtime", "gateway", "api", "functionUrl", "statements"] as const;
const statementsAlone = ["statements"] as const;

const allowed = { verdict: "allowed" } as const;
const refused = (because: string) => ({ verdict: "refused", because }) as const;
const warned = (because: string) => ({ verdict: "warned", because }) as const;

const everyGrant = <C extends Cell>(cell: C) =>
  ({ CLIENT_CREDENTIALS: cell, AUTHORIZATION_CODE: cell, TOKEN_EXCHANGE: cell }) as const;

const nothingOfTheCaller = refused("only HTTP targets hand on what the caller presents");
const lambdaOnlyTakesRole = refused(
  'the service says "Lambda target only supports GATEWAY_IAM_ROLE credential provider type"',
);
const noTokensForStages = refused("a stage of API Gateway checks keys and signatures");
const undocumented = warned("no document of AWS says whether the service takes it");
const grantsNotListed = warned("the page on passthrough targets names OAuth without its grants");
const smithyByRoleAlone = refused("a Smithy model describes an AWS service, which takes signed requests");
const runtimeByClientAlone = refused("AgentCore Runtime is documented with the gateway's own token only");

/** Any credential but the ones that the record speaks of. */
const undocumentedRow = {
  NONE: undocumented,
  GATEWAY_IAM_ROLE: undocumented,
  CALLER_IAM_CREDENTIALS: undocumented,
  OAUTH: everyGrant(undocumented),
  JWT_PASSTHROUGH: undocumented,
  API_KEY: undocumented,
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
 * Which credential a gateway can present to which kind of target, as the API names both.
 *
 * Sources: AgentCore Developer Guide, "Set up outbound authorization for your gateway", and the pages on passthrough and
 * runtime targets; texts of the service as AWS CDK and its preflight rules quote them.
 */
export const targetKinds = {
  openApiSchema: { is: "OpenAPI schema", path: ["mcp", "openApiSchema"], calls: anything, takes: apiRow },
  mcpServer: { is: "MCP server", path: ["mcp", "mcpServer"], calls: anything, takes: apiRow },
  apiGateway: {
    is: "API Gateway stage",
    path: ["mcp", "apiGateway"],
    signedBecause: "requests to a stage are signed for execute-api",
    takes: { ...apiRow, OAUTH: everyGrant(noTokensForStages) },
  },
  passthrough: {
    is: "HTTP passthrough",
    path: ["http", "passthrough"],
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
    calls: statementsAlone,
    signedBecause: "a connector knows which service it calls",
    takes: {
      ...undocumentedRow,
      NONE: refused("the service takes no connector without a credential"),
      GATEWAY_IAM_ROLE: allowed,
    },
  },
  inferenceProvider: {
    is: "inference provider",
    path: ["inference", "provider"],
    calls: statementsAlone,
    takes: undocumentedRow,
  },
  inferenceConnector: {
    is: "inference connector",
    path: ["inference", "connector"],
    calls: statementsAlone,
    takes: undocumentedRow,
  },
} as const satisfies Record<string, TargetKind>;

export type TargetType = keyof typeof targetKinds;

export const targetTypes = Object.keys(targetKinds) as readonly TargetType[];

/** A kind of target by its name, which may be anything. */
export function targetKind(type: unknown): TargetKind | undefined {
  return isKey(targetKinds, type) ? targetKinds[type] : undefined;
}

/** The credentials that a kind of target may have, certain or not. */
export function credentialTypesFor(type: TargetType): readonly CredentialType[] {
  return credentialTypes.filter((credential) => mayHave(targetKinds[type].takes[credential]));
}

/** The cell of a target, credential and grant; `undefined` where one of them does not exist. */
export function cellOf(target: unknown, credential: unknown, grant: unknown): Cell | undefined {
  const row: TargetRow | undefined = targetKind(target)?.takes;
  if (row === undefined || !isKey(row, credential)) return undefined;
  if (credential !== "OAUTH") return row[credential];
  const ofGrant = grant ?? "CLIENT_CREDENTIALS";
  return isKey(row.OAUTH, ofGrant) ? row.OAUTH[ofGrant] : undefined;
}

/** Checks that a target and a credential exist and go together. */
export function targetProblems(target: unknown, credential: unknown): Problem[] {
  const [targetType, credentialType, grant] = namesOf(target, credential);
  const kind = targetKind(targetType);
  const isCredential = (credentialTypes as readonly unknown[]).includes(credentialType);
  const problems: Problem[] = [];
  if (kind === undefined) problems.push({ path: "target.type", reason: chooseFrom(targetTypes) });
  if (!isCredential) problems.push({ path: "credential.type", reason: chooseFrom(credentialTypes) });
  if (kind === undefined || !isCredential) return problems;
  const subject = `a target of type "${String(targetType)}" does not take "${String(credentialType)}"`;
  const taken = credentialTypesFor(targetType as TargetType);
  if (!taken.includes(credentialType as CredentialType)) {
    const reason = `${subject}: ${becauseOf(cellOf(targetType, credentialType, undefined))}. It takes ${quoted(taken)}.`;
    return [{ path: "credential.type", reason }];
  }
  const cell = cellOf(targetType, credentialType, grant);
  if (cell?.verdict !== "refused") return [];
  const grants = grantTypes.filter((one) => kind.takes.OAUTH[one].verdict !== "refused");
  const reason = `${subject} with ${quoted([String(grant)])}: ${cell.because}. Write ${quoted(grants)}.`;
  return [{ path: "credential.grantType", reason }];
}

function becauseOf(cell: Cell | undefined): string {
  return cell !== undefined && "because" in cell ? cell.because : "";
}

/** What is not certain about a target and a credential that may go together. */
export function targetWarnings(target: unknown, credential: unknown): Problem[] {
  const [targetType, credentialType, grant] = namesOf(target, credential);
  const cell = cellOf(targetType, credentialType, grant);
  if (cell?.verdict !== "warned") return [];
  const withGrant =
    credentialType === "OAUTH" ? ` with "${typeof grant === "string" ? grant : "CLIENT_CREDENTIALS"}"` : "";
  const reason = `"${String(credentialType)}"${withGrant} for a target of type "${String(targetType)}" may not work: ${cell.because}. Try it before you rely on it.`;
  return [{ path: "credential.type", reason }];
}

function namesOf(target: unknown, credential: unknown): [unknown, unknown, unknown] {
  return [memberOf(target, "type"), memberOf(credential, "type"), memberOf(credential, "grantType")];
}

function chooseFrom(types: readonly string[]): string {
  return `must be one of ${quoted(types)}, written in the program (no Output).`;
}

function mayHave(cells: Cell | Readonly<Record<GrantType, Cell>>): boolean {
  const all: readonly Cell[] = "verdict" in cells ? [cells] : Object.values(cells);
  return all.some(({ verdict }) => verdict !== "refused");
}

function isKey<T extends object>(table: T, value: unknown): value is keyof T {
  return typeof value === "string" && Object.hasOwn(table, value);
}

import type { Problem } from "./problem";
import { quoted } from "./text";

/**
 * Which credential a gateway can present to which kind of target, as the API names both; `NONE` is no credential at all.
 * Source: AgentCore Developer Guide, "Set up outbound authorization for your gateway", and the pages on passthrough and
 * runtime targets, which leave open whether passthrough targets go without.
 */
export const credentialTypesOfTarget = {
  openApiSchema: ["NONE", "GATEWAY_IAM_ROLE", "OAUTH", "API_KEY"],
  mcpServer: ["NONE", "GATEWAY_IAM_ROLE", "OAUTH", "API_KEY"],
  apiGateway: ["NONE", "GATEWAY_IAM_ROLE", "API_KEY"],
  passthrough: ["NONE", "GATEWAY_IAM_ROLE", "CALLER_IAM_CREDENTIALS", "OAUTH", "JWT_PASSTHROUGH", "API_KEY"],
  lambda: ["GATEWAY_IAM_ROLE"],
  smithyModel: ["GATEWAY_IAM_ROLE", "OAUTH"],
  agentcoreRuntime: ["GATEWAY_IAM_ROLE", "CALLER_IAM_CREDENTIALS", "OAUTH", "JWT_PASSTHROUGH"],
} as const satisfies Record<string, readonly string[]>;

const targetTypes = Object.keys(credentialTypesOfTarget);

/** Of these, the targets for which bundles of this version provide a credential. */
const provided: Readonly<Record<string, readonly string[]>> = {
  API_KEY: ["openApiSchema", "mcpServer", "apiGateway", "passthrough"],
  OAUTH: ["openApiSchema", "mcpServer", "passthrough", "agentcoreRuntime"],
  GATEWAY_IAM_ROLE: ["lambda"],
  NONE: ["openApiSchema", "mcpServer", "apiGateway", "passthrough"],
};

/** The credential types that bundles of this version provide for. */
const providedCredentialTypes = Object.keys(provided);

/** Checks that a target and a credential exist and go together. */
export function targetProblems(target: unknown, credential: unknown): Problem[] {
  const targetType = memberOf(target, "type");
  const credentialType = memberOf(credential, "type");
  const takes = isKey(credentialTypesOfTarget, targetType) ? credentialTypesOfTarget[targetType] : undefined;
  const goesTo = isKey(provided, credentialType) ? provided[credentialType] : undefined;
  const problems: Problem[] = [];
  if (takes === undefined) {
    const reason = `must be one of ${quoted(targetTypes)}, written in the program (no Output).`;
    problems.push({ path: "target.type", reason });
  }
  if (goesTo === undefined) {
    const reason = `must be one of ${quoted(providedCredentialTypes)}, written in the program (no Output). Other credential types are not provided by this version.`;
    problems.push({ path: "credential.type", reason });
  } else if (takes !== undefined && !(takes as readonly string[]).includes(credentialType as string)) {
    const reason = `a target of type "${String(targetType)}" does not take "${String(credentialType)}"; it takes ${quoted(takes)}.`;
    problems.push({ path: "credential.type", reason });
  } else if (takes !== undefined && !goesTo.includes(targetType as string)) {
    const reason = `"${String(credentialType)}" for a target of type "${String(targetType)}" is not provided by this version, which has it for ${quoted(goesTo)}.`;
    problems.push({ path: "credential.type", reason });
  }
  return problems;
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[member] : undefined;
}

function isKey<T extends object>(table: T, value: unknown): value is keyof T {
  return typeof value === "string" && Object.hasOwn(table, value);
}

import type { Problem } from "./problem";

/**
 * Which credential a gateway can present to which kind of target, as the API names both.
 * Source: AgentCore Developer Guide, "Set up outbound authorization for your gateway", and the pages on passthrough and
 * runtime targets.
 */
export const credentialTypesOfTarget = {
  openApiSchema: ["GATEWAY_IAM_ROLE", "OAUTH", "API_KEY"],
  mcpServer: ["GATEWAY_IAM_ROLE", "OAUTH", "API_KEY"],
  apiGateway: ["GATEWAY_IAM_ROLE", "API_KEY"],
  passthrough: ["GATEWAY_IAM_ROLE", "CALLER_IAM_CREDENTIALS", "OAUTH", "JWT_PASSTHROUGH", "API_KEY"],
  lambda: ["GATEWAY_IAM_ROLE"],
  smithyModel: ["GATEWAY_IAM_ROLE", "OAUTH"],
  agentcoreRuntime: ["GATEWAY_IAM_ROLE", "CALLER_IAM_CREDENTIALS", "OAUTH", "JWT_PASSTHROUGH"],
} as const satisfies Record<string, readonly string[]>;

const targetTypes = Object.keys(credentialTypesOfTarget);

/** The credential types that bundles of this version provide for. */
const providedCredentialTypes = ["API_KEY"];

/** Checks that a target and a credential exist and go together. */
export function targetProblems(target: unknown, credential: unknown): Problem[] {
  const targetType = memberOf(target, "type");
  const credentialType = memberOf(credential, "type");
  const known =
    typeof targetType === "string" && Object.hasOwn(credentialTypesOfTarget, targetType)
      ? (credentialTypesOfTarget as Record<string, readonly string[]>)[targetType]
      : undefined;
  const problems: Problem[] = [];
  if (known === undefined) {
    problems.push({
      path: "target.type",
      reason: `must be one of ${quoted(targetTypes)}, written in the program (no Output).`,
    });
  }
  if (typeof credentialType !== "string" || !providedCredentialTypes.includes(credentialType)) {
    problems.push({
      path: "credential.type",
      reason: `must be ${quoted(providedCredentialTypes)}, written in the program (no Output). Other credential types are not provided by this version.`,
    });
  } else if (known !== undefined && !known.includes(credentialType)) {
    problems.push({
      path: "credential.type",
      reason: `a target of type "${String(targetType)}" does not take "${credentialType}"; it takes ${quoted(known)}.`,
    });
  }
  return problems;
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[member] : undefined;
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}

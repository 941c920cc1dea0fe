import { invokeGatewayStatements } from "./gateway/agentcoreGateway";
import type { AgentcoreGatewayId, Gateway } from "./gateway/agentcoreGateway";
import { invokeRuntimeStatements } from "./gateway/agentRuntime";
import type { AgentRuntimeId } from "./gateway/agentRuntime";
import { functionMembers, invokeFunctionUrlStatements } from "./gateway/lambdaFunction";
import type { LambdaFunctionId } from "./gateway/lambdaFunction";
import { memoryConnectorStatements } from "./gateway/connectors";
import type { AgentcoreMemoryId } from "./gateway/connectors";
import { apiMembers, invokeApiStatements } from "./gateway/restApi";
import type { RestApiId } from "./gateway/restApi";
import { actionName, assertAllowStatements, mergeStatements } from "./policy/document";
import type { Statement } from "./policy/document";
import { assertKnownMembers, scopeMembers } from "./policy/knownMembers";
import type { MemberNames } from "./policy/knownMembers";

/** The gateways that an identity calls, and the targets that it calls through them. A list that you leave out grants nothing. */
export interface CallerNeeds {
  /** Gateways with the authorizer `AWS_IAM`, identified by name or id. @default - none */
  readonly gateways?: readonly (Gateway | AgentcoreGatewayId)[];
  /** Agents in AgentCore Runtime that are targets. @default - none */
  readonly runtimes?: readonly AgentRuntimeId[];
  /** APIs in API Gateway that are targets. @default - none */
  readonly apis?: readonly RestApiId[];
  /** Functions or aliases whose URLs are targets. @default - none */
  readonly functionUrls?: readonly LambdaFunctionId[];
  /** Memories that are targets by the Memory connector. @default - none */
  readonly memories?: readonly AgentcoreMemoryId[];
  /** Your own statements, for targets of other services. Actions have no wildcards; ids are unique. @default - none */
  readonly statements?: readonly Statement[];
}

const members: MemberNames<CallerNeeds> = {
  gateways: true,
  runtimes: true,
  apis: true,
  functionUrls: true,
  memories: true,
  statements: true,
};

const gatewayMembers: MemberNames<Gateway & AgentcoreGatewayId> = {
  ...scopeMembers,
  gatewayName: true,
  gatewayId: true,
};
const runtimeMembers: MemberNames<AgentRuntimeId> = { ...scopeMembers, runtimeId: true, qualifier: true };
const memoryMembers: MemberNames<AgentcoreMemoryId> = { ...scopeMembers, memoryId: true };

/**
 * Returns the permissions of an identity that calls a gateway. A gateway with `AWS_IAM` needs permission to call the gateway.
 * AgentCore calls targets with `CALLER_IAM_CREDENTIALS` with the caller's own permissions, so the caller needs permission for
 * each of these targets.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth" and "Setting up Inbound Auth".
 *
 * @throws Error if a part would match more than it names, an action contains a wildcard, two statements have the same id, or
 * a member does not exist.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.callerStatements({
 *   gateways: [{ ...scope, gatewayName: "tools" }],
 *   runtimes: [{ ...scope, runtimeId: "assistant-a1B2c3D4e5" }],
 *   apis: [{ ...scope, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] }],
 *   functionUrls: [{ ...scope, name: "tickets", qualifier: "live" }],
 *   memories: [{ ...scope, memoryId: "notes-a1B2c3D4e5" }],
 *   statements: [
 *     {
 *       Sid: "QueryOrders",
 *       Effect: "Allow",
 *       Action: ["dynamodb:Query"],
 *       Resource: ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
 *     },
 *   ],
 * });
 * export const policy = iam.policyDocument(statements);
 */
export function callerStatements(needs: CallerNeeds): Statement[] {
  assertKnownMembers("", needs, members);
  const { gateways = [], runtimes = [], apis = [], functionUrls = [], memories = [], statements = [] } = needs;
  const generated = [
    ...each("gateways", gateways, gatewayMembers, invokeGatewayStatements),
    ...each("runtimes", runtimes, runtimeMembers, invokeRuntimeStatements),
    ...each("apis", apis, apiMembers, invokeApiStatements),
    ...each("functionUrls", functionUrls, functionMembers, invokeFunctionUrlStatements),
    ...each("memories", memories, memoryMembers, memoryConnectorStatements),
  ];
  assertExactStatements(statements, new Set(generated.map(({ Sid }) => Sid)));
  assertAllowStatements("statements", statements);
  return [...generated, ...statements];
}

/** Returns the merged statements of all entries of a list. An error names the index of the entry. */
function each<Id extends object>(
  path: string,
  ids: readonly Id[],
  known: Readonly<Record<string, true>>,
  statementsOf: (id: Id) => Statement[],
): Statement[] {
  const ofEach = ids.flatMap((id, index) => {
    assertKnownMembers(`${path}[${index}]`, id, known);
    try {
      return statementsOf(id);
    } catch (error) {
      throw new Error(`${path}[${index}].${(error as Error).message}`, { cause: error });
    }
  });
  return mergeStatements(ofEach);
}

function assertExactStatements(statements: readonly Statement[], taken: Set<string>): void {
  for (const [index, { Sid, Action: actions }] of statements.entries()) {
    const isList: boolean = Array.isArray(actions);
    if (!isList) throw new Error(`statements[${index}].Action: must be a list. Write a list like ["dynamodb:Query"].`);
    if (taken.has(Sid)) throw new Error(`statements[${index}].Sid: another statement has it. Write a unique id.`);
    taken.add(Sid);
    for (const [position, action] of actions.entries())
      if (!actionName.test(action))
        throw new Error(
          `statements[${index}].Action[${position}]: not one action, written without wildcards. Write an action like "dynamodb:Query".`,
        );
  }
}

import { invokeGatewayStatements } from "./gateway/agentcoreGateway";
import type { AgentcoreGatewayId } from "./gateway/agentcoreGateway";
import { invokeRuntimeStatements } from "./gateway/agentRuntime";
import type { AgentRuntimeId } from "./gateway/agentRuntime";
import type { Statement } from "./policy/document";
import { invokeFunctionUrlStatements } from "./gateway/functionUrl";
import { assertKnownMembers } from "./policy/knownMembers";
import type { LambdaFunctionId } from "./gateway/lambdaFunction";
import { invokeApiStatements } from "./gateway/restApi";
import type { RestApiId } from "./gateway/restApi";
import type { Gateway } from "./gateway/statements";
import { mergeStatements } from "./policy/merging";

/** What somebody calls through a gateway. Each member is a list of its own; those that are left out add nothing. */
export interface CallerNeeds {
  /** Gateways that authenticate their callers by IAM (`AWS_IAM`), by name or by id. @default - none */
  readonly gateways?: readonly (Gateway | AgentcoreGatewayId)[];
  /** Agents in AgentCore Runtime that are targets. @default - none */
  readonly runtimes?: readonly AgentRuntimeId[];
  /** APIs in API Gateway that are targets. @default - none */
  readonly apis?: readonly RestApiId[];
  /** Functions, or aliases of them, whose URLs are targets. @default - none */
  readonly functionUrls?: readonly LambdaFunctionId[];
  /**
   * What targets of any other service need, as you know it. Actions are written out; ids are your own. @default - none
   */
  readonly statements?: readonly Statement[];
}

const members: Readonly<Record<keyof CallerNeeds, true>> = {
  gateways: true,
  runtimes: true,
  apis: true,
  functionUrls: true,
  statements: true,
};

const scope = { partition: true, region: true, accountId: true } as const;
const gatewayMembers: Readonly<Record<keyof Gateway | keyof AgentcoreGatewayId, true>> = {
  ...scope,
  gatewayName: true,
  gatewayId: true,
};
const runtimeMembers: Readonly<Record<keyof AgentRuntimeId, true>> = { ...scope, runtimeId: true, qualifier: true };
const apiMembers: Readonly<Record<keyof RestApiId, true>> = { ...scope, apiId: true, stage: true, operations: true };
const functionMembers: Readonly<Record<keyof LambdaFunctionId, true>> = { ...scope, name: true, qualifier: true };

/**
 * What those need who call a gateway. A gateway that authenticates by IAM takes the call of the gateway; targets with
 * `CALLER_IAM_CREDENTIALS` are called with the caller's own permissions, so the caller needs what the gateway's role would
 * need otherwise.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth" and "Setting up Inbound Auth".
 *
 * @throws Error if a part would match more than it says, an action holds a wildcard, two statements have the same id, or
 * there is a member that is not known.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.callerStatements({
 *   gateways: [{ ...place, gatewayName: "tools" }],
 *   runtimes: [{ ...place, runtimeId: "assistant-a1B2c3D4e5" }],
 *   apis: [{ ...place, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] }],
 *   functionUrls: [{ ...place, name: "tickets", qualifier: "live" }],
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
  const { gateways = [], runtimes = [], apis = [], functionUrls = [], statements = [] } = needs;
  const ours = [
    ...each("gateways", gateways, gatewayMembers, invokeGatewayStatements),
    ...each("runtimes", runtimes, runtimeMembers, invokeRuntimeStatements),
    ...each("apis", apis, apiMembers, invokeApiStatements),
    ...each("functionUrls", functionUrls, functionMembers, invokeFunctionUrlStatements),
  ];
  assertExact(statements, new Set(ours.map(({ Sid }) => Sid)));
  return [...ours, ...statements];
}

/** The statements of all entries of a list, as few as allow the same; what is wrong with one is said with its place in the list. */
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

function assertExact(statements: readonly Statement[], taken: Set<string>): void {
  for (const [index, { Sid, Action }] of statements.entries()) {
    if (!Array.isArray(Action))
      throw new Error(`statements[${index}].Action: must be a list. Write it as in ["dynamodb:Query"].`);
    if (taken.has(Sid))
      throw new Error(`statements[${index}].Sid: another statement has it. Write one that is its own.`);
    taken.add(Sid);
    for (const [position, action] of (Action as readonly string[]).entries())
      if (!/^[a-z0-9-]+:[a-zA-Z0-9]+$/.test(action))
        throw new Error(
          `statements[${index}].Action[${position}]: not one action, written without wildcards. Write it as in "dynamodb:Query".`,
        );
  }
}

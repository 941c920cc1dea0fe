import type { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { invokeRuntimeStatements, parseRuntimeArn } from "../../iam/gateway/agentRuntime";
import type { AgentRuntimeId } from "../../iam/gateway/agentRuntime";
import { invokeGatewayStatements, parseGatewayArn } from "../../iam/gateway/agentcoreGateway";
import type { AgentcoreGatewayId } from "../../iam/gateway/agentcoreGateway";
import { invokeWebSearchStatements, memoryConnectorStatements, parseMemoryArn } from "../../iam/gateway/connectors";
import type { AgentcoreMemoryId } from "../../iam/gateway/connectors";
import { invokeApiStatements } from "../../iam/gateway/restApi";
import type { AwsScope } from "../../iam/policy/arn";
import { customStatements } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import { resourceOfOutput } from "../../resources/program/arguments";
import { checked, logWarnings, problemsError, throwIfInvalid } from "../../resources/program/problems";
import { memoryScopeProblems } from "../../rules/components/gateway";
import { shownOperations, stageProblems, toolsProblems } from "../../rules/targets/apiGateway";
import { gatewayProblems, memoryProblems, runtimeProblems } from "../../rules/targets/calls";
import { customStatementProblems, customStatementWarnings } from "../../rules/targets/customStatements";
import type { CallValues } from "../args/outboundAuthSpec";
import type { GatewayCallArgs, MemoryCallArgs, RuntimeCallArgs, StatementsCallArgs } from "../args/target";
import type { Bundle } from "./grant";

/** A call of the gateway's role: whose it is, and where the program describes it. */
export interface Caller extends Bundle {
  /** Path of the call's properties. */
  readonly path: string;
  /** The gateway's account, and the Region that requests are signed for. */
  readonly scope: pulumi.Output<AwsScope>;
}

/** Permissions for one call. */
export interface GrantedCall {
  readonly statements: pulumi.Output<Statement[]>;
  /** Name of what is called, for the policy's name. */
  readonly policySubject: pulumi.Output<string>;
  /** The statements can change while their subject stays the same. */
  readonly nameFollowsStatements?: boolean;
  /** Region and account of what is called, if they can differ from the gateway's. */
  readonly calledScope?: pulumi.Output<Pick<AwsScope, "region" | "accountId">>;
  /** For a Lambda function. */
  readonly functionArn?: pulumi.Output<string>;
  readonly permission?: Permission;
}

/**
 * Returns an output of a resource, or the text that the program wrote instead of a resource.
 *
 * @throws pulumi.RunError for a resource of another type.
 */
function outputOrText<Name extends string>(
  caller: Caller,
  path: string,
  value: Readonly<Record<Name, pulumi.Output<string>>> | pulumi.Input<string>,
  { output, is }: { readonly output: Name; readonly is: string },
): pulumi.Output<string> {
  if (typeof value === "string" || pulumi.Output.isInstance(value) || value instanceof Promise)
    return pulumi.output(value);
  const found: pulumi.Output<string> | undefined = value[output];
  if (found !== undefined) return found;
  throw problemsError(caller, [{ path, reason: `this resource is not ${is}. Write one, or its ARN or id.` }]);
}

/** Grants the call of one endpoint in AgentCore Runtime. The ARN of a new runtime is unknown at preview. */
export function grantRuntime(caller: Caller, { runtime, qualifier }: RuntimeCallArgs): GrantedCall {
  const { path } = caller;
  const form = { output: "agentRuntimeArn", is: "an AgentCore Runtime" } as const;
  const arn = outputOrText(caller, `${path}.runtime`, runtime, form);
  const id = checked(caller, { runtime: arn, qualifier }, (known) => runtimeProblems(path, known)).apply(
    (known): AgentRuntimeId => {
      const parsed = parseRuntimeArn(known.runtime) as AgentRuntimeId;
      return known.qualifier === undefined ? parsed : { ...parsed, qualifier: known.qualifier };
    },
  );
  return {
    statements: id.apply(invokeRuntimeStatements),
    policySubject: id.apply(({ runtimeId, qualifier: endpoint = "DEFAULT" }) => `${runtimeId}-${endpoint}`),
    calledScope: id,
  };
}

/** Grants the call of another gateway. The ARN of a new gateway is unknown at preview. */
export function grantGateway(caller: Caller, { gateway }: GatewayCallArgs): GrantedCall {
  const arn = outputOrText(caller, `${caller.path}.gateway`, gateway, { output: "gatewayArn", is: "a gateway" });
  const id = checked(caller, { gateway: arn }, (known) => gatewayProblems(caller.path, known)).apply(
    (known) => parseGatewayArn(known.gateway) as AgentcoreGatewayId,
  );
  return {
    statements: id.apply(invokeGatewayStatements),
    policySubject: id.apply(({ gatewayId }) => gatewayId),
    calledScope: id,
  };
}

/** Grants the call of a stage of API Gateway: of the named operations, or of all. */
export function grantApi(caller: Caller, { restApi, stage, operations, tools }: CallValues["api"]): GrantedCall {
  const { path } = caller;
  const id = outputOrText(caller, `${path}.restApi`, restApi, { output: "id", is: "an API" });
  const called =
    tools === undefined
      ? operations
      : checked(caller, tools, (known) => toolsProblems(`${path}.tools`, known)).apply(shownOperations);
  const values = checked(caller, { restApi: id, stage, operations: called }, (known) => stageProblems(path, known));
  const region = regionOf(restApi);
  // The API's resource knows its Region. The API is in the gateway's account: gateways call no others.
  const scope =
    region === undefined
      ? caller.scope
      : pulumi
          .all([caller.scope, region])
          .apply(([gateway, own]): AwsScope => ({ ...gateway, region: own ?? gateway.region }));
  return {
    statements: pulumi.all([values, scope]).apply(([known, { partition, accountId, region: ofApi }]) =>
      invokeApiStatements({
        partition,
        accountId,
        region: ofApi,
        apiId: known.restApi,
        stage: known.stage,
        operations: known.operations ?? undefined,
      }),
    ),
    policySubject: values.apply((known) => `${known.restApi}-${known.stage}`),
    nameFollowsStatements: true,
    ...(region === undefined ? {} : { calledScope: scope }),
  };
}

/** Returns the Region of an API's resource, which mocks of unit tests often leave out. Programs can also write its `id`. */
function regionOf(restApi: object | string): pulumi.Output<string | undefined> | undefined {
  const resource = hasRegion(restApi) ? restApi : resourceOfOutput(restApi, { isInstance: hasRegion }, ["id"]);
  return resource && pulumi.output(resource.region);
}

function hasRegion(value: unknown): value is { readonly region: pulumi.Output<string | undefined> } {
  return pulumi.Resource.isInstance(value) && "region" in value;
}

/** Grants the requests that the Memory connector forwards. The ARN of a new memory is unknown at preview. */
export function grantMemory(caller: Caller, { memory }: MemoryCallArgs): GrantedCall {
  const { path, role } = caller;
  const named = outputOrText(caller, `${path}.memory`, memory, { output: "arn", is: "a memory" });
  const known = checked(caller, { memory: named }, (values) => memoryProblems(path, values));
  const id = pulumi.all([known, role.scope]).apply(([values, scope]): AgentcoreMemoryId => {
    const found = parseMemoryArn(values.memory) ?? { ...scope, memoryId: values.memory };
    throwIfInvalid(caller, memoryScopeProblems(path, found, scope));
    return found;
  });
  return { statements: id.apply(memoryConnectorStatements), policySubject: id.apply(({ memoryId }) => memoryId) };
}

/** Grants web searches in the gateway's Region. */
export function grantWebSearch({ role }: Caller): GrantedCall {
  return { statements: role.scope.apply(invokeWebSearchStatements), policySubject: pulumi.output("web-search") };
}

/** Grants the statements that the program writes itself. */
export function grantCustomStatements(caller: Caller, { statements }: StatementsCallArgs): GrantedCall {
  const at = `${caller.path}.statements`;
  const granted = checked(caller, statements, (known) => customStatementProblems(at, known)).apply((known) => {
    logWarnings(caller, customStatementWarnings(at, known));
    return customStatements(known.map((statement) => ({ ...statement, Condition: statement.Condition ?? undefined })));
  });
  return {
    statements: granted,
    policySubject: pulumi.output("modelled-service"),
    nameFollowsStatements: true,
  };
}

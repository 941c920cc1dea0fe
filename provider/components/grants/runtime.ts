import { invokeRuntimeStatements, parseRuntimeArn } from "../../iam/gateway/agentRuntime";
import type { AgentRuntimeId } from "../../iam/gateway/agentRuntime";
import { checked } from "../../resources/program/checked";
import { runtimeProblems } from "../../rules/targets/calls";
import type { RuntimeCallArgs } from "../args/target";
import { outputOrText } from "./call";
import type { Caller, GrantedCall } from "./call";

/** Grants the call of one endpoint in AgentCore Runtime. The ARN of a new runtime is unknown at preview. */
export function grantRuntime(caller: Caller, { runtime, qualifier }: RuntimeCallArgs): GrantedCall {
  const { label, path } = caller;
  const form = { output: "agentRuntimeArn", is: "an AgentCore Runtime" } as const;
  const arn = outputOrText(caller, `${path}.runtime`, runtime, form);
  const id = checked(label, { runtime: arn, qualifier }, (known) => runtimeProblems(path, known)).apply(
    (known): AgentRuntimeId => {
      const parsed = parseRuntimeArn(known.runtime) as AgentRuntimeId;
      return known.qualifier === undefined ? parsed : { ...parsed, qualifier: known.qualifier };
    },
  );
  return {
    statements: id.apply(invokeRuntimeStatements),
    policySubject: id.apply(({ runtimeId, qualifier: endpoint = "DEFAULT" }) => `${runtimeId}-${endpoint}`),
    calledScope: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

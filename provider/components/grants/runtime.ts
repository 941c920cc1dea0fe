import * as pulumi from "@pulumi/pulumi";
import { invokeRuntimeStatements, parseRuntimeArn } from "../../iam/gateway/agentRuntime";
import type { AgentRuntimeId } from "../../iam/gateway/agentRuntime";
import { runtimeProblems } from "../../rules/targets/calls";
import { isNil } from "../../rules/core/values";
import { outputOrText } from "./calledService";
import type { Caller, GrantedCall } from "./calledService";
import { checked } from "../../resources/program/checked";
import type { RuntimeCallArgs } from "../args/target";

/** The call of one endpoint of an agent in AgentCore Runtime. Its ARN is known once the runtime exists: it ends at random. */
export function grantRuntime(caller: Caller, { runtime, qualifier }: RuntimeCallArgs): GrantedCall {
  const { label, path } = caller;
  const arn = outputOrText(caller, `${path}.runtime`, runtime, {
    output: "agentRuntimeArn",
    is: "an AgentCore Runtime",
  });
  const id = checked(label, pulumi.all([arn, qualifier]), ([given, endpoint]) =>
    runtimeProblems(path, given, endpoint),
  ).apply(([given, endpoint]): AgentRuntimeId => {
    const parsed = parseRuntimeArn(given) as AgentRuntimeId;
    return isNil(endpoint) ? parsed : { ...parsed, qualifier: endpoint };
  });
  return {
    statements: id.apply(invokeRuntimeStatements),
    subject: id.apply(({ runtimeId, qualifier: endpoint = "DEFAULT" }) => `${runtimeId}-${endpoint}`),
    nameOfSubject: (subject) => subject,
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

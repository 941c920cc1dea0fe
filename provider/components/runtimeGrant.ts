import * as pulumi from "@pulumi/pulumi";
import { invokeRuntimeStatements, parseRuntimeArn } from "../iam/agentRuntime";
import type { AgentRuntimeId } from "../iam/agentRuntime";
import { runtimeProblems } from "../rules/calls";
import { isNothing } from "../rules/given";
import { outputOrText } from "./call";
import type { Caller, GrantedCall } from "./call";
import { checked } from "./checkedInput";
import type { RuntimeCallArgs } from "./targetArgs";

/** The call of one endpoint of an agent in AgentCore Runtime. Its ARN is known once the runtime exists: it ends at random. */
export function grantRuntime(caller: Caller, { runtime, qualifier }: RuntimeCallArgs): GrantedCall {
  const { what, path } = caller;
  const arn = outputOrText(caller, `${path}.runtime`, runtime, {
    output: "agentRuntimeArn",
    is: "an AgentCore Runtime",
  });
  const id = checked(what, pulumi.all([arn, qualifier]), ([given, endpoint]) =>
    runtimeProblems(path, given, endpoint),
  ).apply(([given, endpoint]): AgentRuntimeId => {
    const parsed = parseRuntimeArn(given) as AgentRuntimeId;
    return isNothing(endpoint) ? parsed : { ...parsed, qualifier: endpoint };
  });
  return {
    statements: id.apply(invokeRuntimeStatements),
    subject: id.apply(({ runtimeId, qualifier: endpoint = "DEFAULT" }) => `${runtimeId}-${endpoint}`),
    nameOfSubject: (subject) => subject,
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

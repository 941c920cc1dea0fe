import * as pulumi from "@pulumi/pulumi";
import { invokeFunctionUrlStatements } from "../../iam/gateway/lambdaFunction";
import { functionUrlProblems } from "../../rules/targets/calls";
import type { FunctionUrlCallArgs } from "../args/target";
import type { Caller, GrantedCall } from "./call";
import { functionIdOf, functionSubject } from "./functionInput";

/** Grants the call of a function by its URL. A function in another account must also allow the role in its own policy. */
export function grantFunctionUrl(caller: Caller, { functionUrl, qualifier }: FunctionUrlCallArgs): GrantedCall {
  const problems = (known: unknown, alias: unknown) =>
    functionUrlProblems(caller.path, { functionUrl: known, qualifier: alias });
  const id = functionIdOf(caller.label, { function: functionUrl, qualifier, problems }, caller.scope);
  return {
    statements: id.apply(invokeFunctionUrlStatements),
    policySubject: pulumi
      .all([id, caller.role.scope])
      .apply(([known, scope]) => `${functionSubject(known, scope)}+url`),
    calledScope: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

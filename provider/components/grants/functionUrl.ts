import * as pulumi from "@pulumi/pulumi";
import { invokeFunctionUrlStatements } from "../../iam/gateway/functionUrl";
import { functionUrlProblems } from "../../rules/targets/calls";
import type { Caller, GrantedCall } from "./calledService";
import { functionIdOf, nameOfFunction } from "./functionInput";
import type { FunctionUrlCallArgs } from "../args/target";

/** The call of a function by its URL. A function of another account has to admit the role in its own policy, too. */
export function grantFunctionUrl(caller: Caller, { functionUrl, qualifier }: FunctionUrlCallArgs): GrantedCall {
  const rule = (given: unknown, wanted: unknown) => functionUrlProblems(caller.path, given, wanted);
  const id = functionIdOf(caller.label, { function: functionUrl, qualifier, rule }, caller.scope);
  return {
    statements: id.apply(invokeFunctionUrlStatements),
    subject: pulumi.all([id, caller.role.scope]).apply(([known, scope]) => `${nameOfFunction(known, scope)}+url`),
    nameOfSubject: (name) => name,
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

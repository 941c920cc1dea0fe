import * as pulumi from "@pulumi/pulumi";
import { invokeFunctionUrlStatements } from "../iam/functionUrl";
import { functionUrlProblems } from "../rules/calls";
import type { Caller, GrantedCall } from "./call";
import { functionIdOf, nameOfFunction } from "./namedFunction";
import type { FunctionUrlCallArgs } from "./targetArgs";

/** The call of a function by its URL. A function of another account has to admit the role in its own policy, too. */
export function grantFunctionUrl(caller: Caller, { functionUrl, qualifier }: FunctionUrlCallArgs): GrantedCall {
  const rule = (given: unknown, wanted: unknown) => functionUrlProblems(caller.path, given, wanted);
  const id = functionIdOf(caller.what, { function: functionUrl, qualifier, rule }, caller.place);
  return {
    statements: id.apply(invokeFunctionUrlStatements),
    subject: pulumi.all([id, caller.access.place]).apply(([known, place]) => `${nameOfFunction(known, place)}+url`),
    nameOfSubject: (name) => name,
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

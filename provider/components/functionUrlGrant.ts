import { invokeFunctionUrlStatements } from "../iam/functionUrl";
import { functionArn, parseFunctionArn } from "../iam/lambdaFunction";
import type { LambdaFunctionId } from "../iam/lambdaFunction";
import { functionUrlProblems } from "../rules/calls";
import type { Caller, GrantedCall } from "./call";
import { functionIdOf } from "./namedFunction";
import type { FunctionUrlCallArgs } from "./targetArgs";

/** The call of a function by its URL. A function of another account has to admit the role in its own policy, too. */
export function grantFunctionUrl(caller: Caller, { functionUrl, qualifier }: FunctionUrlCallArgs): GrantedCall {
  const rule = (given: unknown, wanted: unknown) => functionUrlProblems(caller.path, given, wanted);
  const id = functionIdOf(caller.what, { function: functionUrl, qualifier, rule }, caller.access);
  return {
    statements: id.apply(invokeFunctionUrlStatements),
    subject: id.apply(functionArn),
    nameOfSubject: (arn) => {
      const { name, qualifier: alias } = parseFunctionArn(arn) as LambdaFunctionId;
      return alias === undefined ? `${name}-url` : `${name}-${alias}-url`;
    },
    found: id.apply(({ region, accountId }) => ({ region, accountId })),
  };
}

import { allow } from "../policy/allow";
import type { Statement } from "../policy/document";
import { functionArn, parseFunctionArn } from "./lambdaFunction";
import type { LambdaFunctionId } from "./lambdaFunction";

/**
 * To call a function by its URL, where that asks for signed requests. URLs made since October 2025 take both statements:
 * the call of the URL, and the call of the function by way of it (not the call of the function by itself).
 *
 * `id` is the function that the URL is on, with the alias where it is on one; URLs are on no versions.
 *
 * Source: Lambda Developer Guide, "Control access to Lambda function URLs".
 *
 * @throws Error if a part of the id would match more than one function or alias, or is a version.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "123456789012", name: "tickets", qualifier: "live" };
 * export const policy = iam.policyDocument(iam.invokeFunctionUrlStatements(tickets));
 */
export function invokeFunctionUrlStatements(id: LambdaFunctionId): Statement[] {
  assertHasUrl(id);
  const resources = [functionArn(id)];
  return [
    allow("InvokeFunctionUrls", ["lambda:InvokeFunctionUrl"], resources, {
      StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" },
    }),
    allow("InvokeViaUrl", ["lambda:InvokeFunction"], resources, {
      Bool: { "lambda:InvokedViaFunctionUrl": "true" },
    }),
  ];
}

/** @throws Error if a URL cannot be on this, or if it would match more than one function or alias. */
export function assertHasUrl(id: LambdaFunctionId): void {
  if (parseFunctionArn(functionArn({ ...id, qualifier: undefined })) === undefined)
    throw new Error(
      'name: not one function in one account and Region, written without wildcards. Write partition, region, accountId and name as in the ARN "arn:aws:lambda:REGION:ACCOUNT:function:NAME".',
    );
  // A name of digits alone is a version's.
  if (id.qualifier !== undefined && !/^(?!\d+$)[a-zA-Z0-9_-]{1,128}$/.test(id.qualifier))
    throw new Error(
      "qualifier: not the name of one alias, written without wildcards; URLs are on functions and aliases. Write the alias, or leave the property out.",
    );
}

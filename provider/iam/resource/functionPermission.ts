import { assertHasUrl } from "../gateway/functionUrl";
import { assertFunction, functionArn } from "../gateway/lambdaFunction";
import type { LambdaFunctionId } from "../gateway/lambdaFunction";

/** What a role may do by a function's own policy, as `aws.lambda.Permission` takes it beside the role. */
export interface FunctionPermission {
  readonly action: string;
  /** How the function's URL authenticates, where this is about calls of the URL. */
  readonly functionUrlAuthType?: string;
  /** Whether it is about calls of the function by way of its URL alone. */
  readonly invokedViaFunctionUrl?: boolean;
  /** ARN of the function, without alias or version. */
  readonly function: string;
  /** The alias or version: each of them has a policy of its own. */
  readonly qualifier: string | undefined;
}

/**
 * The other half of a call into another account: there the function's own policy has to admit the role, besides what
 * `invokeFunctionStatements` grants it. On exactly the function, alias or version that the target names.
 *
 * Source: Lambda Developer Guide, "Granting Lambda function access to other accounts".
 *
 * @throws Error if a part of the id would match more than one function, alias or version.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "999999999999", name: "tickets", qualifier: "live" };
 * new aws.lambda.Permission("tickets", {
 *   ...iam.functionPermission(tickets),
 *   principal: "arn:aws:iam::123456789012:role/tools",
 * });
 */
export function functionPermission(id: LambdaFunctionId): FunctionPermission {
  assertFunction(id);
  const { qualifier, ...unqualified } = id;
  return { action: "lambda:InvokeFunction", function: functionArn(unqualified), qualifier };
}

/**
 * The same where a target calls the function by its URL: two permissions, one for the URL and one for the function by way of
 * it. On the function that the URL is on, with the alias where it is on one.
 *
 * Source: Lambda Developer Guide, "Control access to Lambda function URLs".
 *
 * @throws Error if a part of the id would match more than one function or alias, or is a version.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "999999999999", name: "tickets", qualifier: "live" };
 * for (const [index, permission] of iam.functionUrlPermissions(tickets).entries()) {
 *   new aws.lambda.Permission(`tickets-${index}`, {
 *     ...permission,
 *     principal: "arn:aws:iam::123456789012:role/tools",
 *   });
 * }
 */
export function functionUrlPermissions(id: LambdaFunctionId): [FunctionPermission, FunctionPermission] {
  assertHasUrl(id);
  const ofFunction = functionPermission(id);
  return [
    { ...ofFunction, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" },
    { ...ofFunction, invokedViaFunctionUrl: true },
  ];
}

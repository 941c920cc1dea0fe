import { functionArn } from "./lambdaFunction";
import type { LambdaFunctionId } from "./lambdaFunction";

/** What a role may do by a function's own policy, as `aws.lambda.Permission` takes it beside the role. */
export interface FunctionPermission {
  readonly action: string;
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
 * @example
 * import * as aws from "@pulumi/aws";
 * import { iam } from "pulumi-agentcore-outbound-auth";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "999999999999", name: "tickets", qualifier: "live" };
 * new aws.lambda.Permission("tickets", {
 *   ...iam.functionPermission(tickets),
 *   principal: "arn:aws:iam::123456789012:role/tools",
 * });
 */
export function functionPermission({ qualifier, ...unqualified }: LambdaFunctionId): FunctionPermission {
  return { action: "lambda:InvokeFunction", function: functionArn(unqualified), qualifier };
}

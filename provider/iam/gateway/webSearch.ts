import { assertAwsScope } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";

/**
 * Returns the permission that a target of the web-search connector needs: to search the web in the gateway's Region. AWS owns
 * the tool, so its ARN has `aws` in place of an account.
 *
 * Source: AgentCore Developer Guide, "Get started with AgentCore Web Search" and "Web Search Tool".
 *
 * @throws Error if a part of the scope would match more than one tool.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const policy = iam.policyDocument(iam.invokeWebSearchStatements(scope));
 */
export function invokeWebSearchStatements(scope: AwsScope): Statement[] {
  assertAwsScope(scope);
  const tool = `arn:${scope.partition}:bedrock-agentcore:${scope.region}:aws:tool/web-search.v1`;
  return [allow("InvokeWebSearch", ["bedrock-agentcore:InvokeWebSearch"], [tool])];
}

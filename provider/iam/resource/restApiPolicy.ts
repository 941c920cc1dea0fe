import { allowPrincipal } from "../policy/allowPrincipal";
import { exactGatewayArn } from "../gateway/agentcoreGateway";
import type { AgentcoreGatewayId } from "../gateway/agentcoreGateway";
import type { ResourceStatement } from "../policy/document";
import { operationArns } from "../gateway/restApi";
import type { RestApiId } from "../gateway/restApi";
import type { Gateway } from "../gateway/statements";

/**
 * For the policy of a REST API that has one: it has to admit AgentCore on behalf of the gateway, and of no other. An API
 * without a policy needs none.
 *
 * `api` is the stage, with the operations that are tools; without `operations` it is all of the stage. `gateway` is named by
 * its id, or by its name before it exists. An API has one policy, and `aws.apigateway.RestApiPolicy` replaces it whole.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth", API Gateway.
 *
 * @throws Error if a part would match more than it says.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const api = { ...place, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] };
 * const statements = iam.apiPolicyStatements(api, { ...place, gatewayName: "tools" });
 * export const policy = iam.resourcePolicyDocument(statements);
 */
export function apiPolicyStatements(api: RestApiId, gateway: Gateway | AgentcoreGatewayId): ResourceStatement[] {
  return [
    allowPrincipal(
      "GatewayInvokesApi",
      { Service: ["bedrock-agentcore.amazonaws.com"] },
      ["execute-api:Invoke"],
      operationArns(api),
      { ArnEquals: { "aws:SourceArn": exactGatewayArn(gateway) } },
    ),
  ];
}

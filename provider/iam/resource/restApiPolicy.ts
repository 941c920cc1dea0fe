import { exactGatewayArn } from "../gateway/agentcoreGateway";
import type { AgentcoreGatewayId, Gateway } from "../gateway/agentcoreGateway";
import { operationArns } from "../gateway/restApi";
import type { RestApiId } from "../gateway/restApi";
import { allowPrincipal } from "../policy/document";
import type { ResourceStatement } from "../policy/document";

/**
 * Returns the statement for the policy of a REST API: AgentCore can call the API for this gateway, and for no other. An API
 * without a policy does not need it.
 *
 * `api` is the stage and the operations that are tools. Without `operations`, it is the whole stage. An API has one policy,
 * and `aws.apigateway.RestApiPolicy` replaces it whole. Pass it all statements of the API.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth", API Gateway.
 *
 * @throws Error if a part would match more than it names.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const api = { ...scope, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] };
 * const statements = iam.apiPolicyStatements(api, { ...scope, gatewayName: "tools" });
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

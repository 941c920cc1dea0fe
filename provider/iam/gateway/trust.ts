import { exactGatewayArn } from "./agentcoreGateway";
import type { Gateway } from "./statements";

/**
 * The trust policy of a gateway's execution role: AgentCore may assume it for this one gateway of this account, and for
 * nobody else's (the confused deputy). It names the gateway by pattern, so it works before the gateway exists.
 *
 * Source: AgentCore Developer Guide, "Set up permissions for AgentCore Gateway".
 *
 * @throws Error if place or name would match more than one gateway.
 */
export function gatewayTrustPolicy(gateway: Gateway): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "GatewayAssumesRole",
        Effect: "Allow",
        Principal: { Service: "bedrock-agentcore.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": gateway.accountId },
          ArnLike: { "aws:SourceArn": exactGatewayArn(gateway) },
        },
      },
    ],
  });
}

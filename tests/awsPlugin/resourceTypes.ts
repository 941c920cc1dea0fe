import { agentcoreGateway } from "./resources/agentcoreGateway";
import { agentcoreGatewayTarget } from "./resources/agentcoreGatewayTarget";
import type { ResourceType } from "./resources/resourceType";
import { role } from "./resources/role";
import { rolePolicy } from "./resources/rolePolicy";

/** What the stand-in emulates. A further type is a file in `resources/` and a row here. */
const RESOURCE_TYPES: Record<string, ResourceType> = {
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": agentcoreGateway,
  "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget": agentcoreGatewayTarget,
};

export function resourceType(token: string): ResourceType {
  const found = RESOURCE_TYPES[token];
  if (found === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return found;
}

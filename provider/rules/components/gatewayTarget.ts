import { targetDescription, targetName } from "../core/limits";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { textProblems, unexpectedMembers } from "../core/text";
import type { RawObject } from "../core/values";

const properties = [
  "gateway",
  "gatewayIdentifier",
  "credential",
  "targetConfiguration",
  "calls",
  "permission",
  "name",
  "description",
  "metadataConfiguration",
  "privateEndpoint",
];

/** Checks the arguments of a `GatewayTarget` that are not arguments of its `OutboundAuth`. */
export function gatewayTargetProblems(args: RawObject): Problem[] {
  const { gatewayIdentifier, name, description } = args;
  const remedy = "write the gateway: an aws.bedrock.AgentcoreGateway, or its id.";
  return [
    ...unexpectedMembers("", args, properties),
    ...requiredProblems("gatewayIdentifier", gatewayIdentifier, remedy),
    ...textProblems("name", name, targetName),
    ...textProblems("description", description, targetDescription),
  ];
}

import type { GatewaySettings } from "./gatewayCompatibility";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { targetDescription, targetName } from "../core/limits";
import { outboundAuthProblems } from "./outboundAuth";
import { textProblems, unexpectedMembers } from "../core/text";

const members = [
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

/** Everything that can be known to be wrong with a target's arguments at construction, those of its bundle included. */
export function gatewayTargetProblems(args: object, settings: GatewaySettings): Problem[] {
  const { gateway, gatewayIdentifier, credential, targetConfiguration, calls, permission, name, description } =
    args as RawObject;
  // Not every kind of target has these: for the others, even `null` would be a property that nothing reads.
  const target = { targetConfiguration, calls: calls ?? undefined, permission: permission ?? undefined };
  return [
    ...unexpectedMembers("", args, members),
    ...requiredProblems(
      "gatewayIdentifier",
      gatewayIdentifier,
      "write the gateway: an aws.bedrock.AgentcoreGateway, or its id.",
    ),
    ...textProblems("name", name, targetName),
    ...textProblems("description", description, targetDescription),
    ...outboundAuthProblems({ gateway, target, credential }, "", settings),
  ];
}

/** Says where a role is for another gateway than the one that gets the target: AgentCore could not assume it. */
export function gatewayNameProblems(ofRole: string, ofGateway: string): Problem[] {
  if (!isKnown(ofRole) || !isKnown(ofGateway)) return [];
  // Ids and ARNs have the name in lower case.
  if (ofRole.toLowerCase() === ofGateway.toLowerCase()) return [];
  const reason = `the gateway is called "${ofGateway}", and the role of \`gateway\` is for one called "${ofRole}". Write the same name in both.`;
  return [{ path: "gatewayIdentifier", reason }];
}

import type { GatewayFacts } from "./gatewayFit";
import { targetDescription, targetName } from "./limits";
import { isKnown } from "./problem";
import type { Problem } from "./problem";
import { outboundAuthProblems } from "./outboundAuth";
import { textProblems, unexpectedMembers } from "./text";

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
export function gatewayTargetProblems(args: object, facts: GatewayFacts): Problem[] {
  const { gateway, gatewayIdentifier, credential, targetConfiguration, calls, permission, name, description } =
    args as Readonly<Record<string, unknown>>;
  const missing =
    gatewayIdentifier === undefined || gatewayIdentifier === null
      ? [
          {
            path: "gatewayIdentifier",
            reason: "missing: write the gateway: an aws.bedrock.AgentcoreGateway, or its id.",
          },
        ]
      : [];
  // JavaScript programs write `null` for nothing, and not every kind of target has these.
  const target = { targetConfiguration, calls: calls ?? undefined, permission: permission ?? undefined };
  return [
    ...unexpectedMembers("", args, members),
    ...missing,
    ...textProblems("name", name, targetName),
    ...textProblems("description", description, targetDescription),
    ...outboundAuthProblems({ gateway, target, credential }, "", facts),
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

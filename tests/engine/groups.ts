/** Programs with many targets on one role. */
import type * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";
import { apiKey, gatewayTarget, openApi, toolsGateway } from "./programs";

type Targets = Record<string, agentcore.TargetOutboundAuthArgs>;
type GroupOptions = Partial<Omit<agentcore.GatewayOutboundAuthArgs<Targets>, "gateway" | "targets">>;

export const targetNames = (count: number) => Array.from({ length: count }, (_, index) => `target-${index}`);

/** Targets that the gateway calls with an API key. `more` returns what else a target has. */
export const searchTargets = (names: readonly string[], more: (name: string) => object = () => ({})): Targets =>
  Object.fromEntries(names.map((name) => [name, { target: openApi, credential: apiKey(), ...more(name) }]));

/** Declares a gateway with these targets in one group. */
export function targetGroup(targets: Targets, options: GroupOptions = {}) {
  const { role, gateway } = toolsGateway();
  const tools = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets, ...options });
  for (const [name, bundle] of Object.entries(tools.targets)) gatewayTarget(name, gateway, bundle);
  return { role, roleName: role.roleName };
}

/** A program with targets that the gateway calls with an API key, all in one group. */
export const group =
  (names: readonly string[], options: GroupOptions = {}) =>
  () => ({ roleName: targetGroup(searchTargets(names), options).roleName });

/** The same targets, each with its own inline policy. */
export const singles =
  (names: readonly string[], optionsOf: (name: string) => pulumi.ComponentResourceOptions = () => ({})) =>
  () => {
    const { role, gateway } = toolsGateway();
    for (const [name, args] of Object.entries(searchTargets(names)))
      gatewayTarget(name, gateway, new agentcore.OutboundAuth(name, { gateway: role, ...args }, optionsOf(name)));
    return { roleName: role.roleName };
  };

/** A program with two groups of targets on one role. `more` returns what else a target of the first group has. */
export const twoGroups =
  (names: readonly string[], attachablePolicies: number, more?: (name: string) => object) => () => {
    const { role } = targetGroup(searchTargets(names, more), { attachablePolicies });
    const args = { gateway: role, targets: searchTargets(names), attachablePolicies };
    new agentcore.GatewayOutboundAuth("others", args);
  };

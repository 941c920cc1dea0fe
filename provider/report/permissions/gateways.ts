// Changes of gateways that widen what they may do, or who may call them, without a change of any policy.
import type { PermissionChange } from "../model";
import type { ResourceChange, Side } from "../preview/preview";
import { types } from "../preview/types";
import { visibleText } from "../preview/values";
import { nameOf } from "./stackIndex";
import type { Reference, StackIndex } from "./stackIndex";

interface GatewayChange extends Omit<PermissionChange, "targets" | "use" | "source"> {
  /** URN of the gateway. */
  readonly documents: readonly string[];
}

/** Properties of a gateway that say who may call it. */
const authorizerProperties = ["authorizerType", "authorizerConfiguration"];

/** Returns what changes about gateways that stay: the role whose permissions they use, and the callers that they allow. */
export function gatewayChanges(stack: StackIndex): GatewayChange[] {
  return stack.resources
    .filter(({ type, before, after }) => type === types.gateway && before !== undefined && after !== undefined)
    .flatMap((gateway) => [...changeOfRole(gateway, stack), ...changeOfAuthorizer(gateway)]);
}

/** The permissions of a new role are all gained. Those of another one stay, and yet the gateway did not have them. */
function changeOfRole(gateway: ResourceChange, stack: StackIndex): GatewayChange[] {
  if (!gateway.changedProperties.includes("roleArn")) return [];
  const [before, after] = [roleOf(gateway, "before", stack), roleOf(gateway, "after", stack)];
  const [old, role] = [before, after].map((one) => (one?.urn === undefined ? undefined : stack.find(one.urn)));
  const isSame = (["urn", "text"] as const).some((one) => after?.[one] !== undefined && after[one] === before?.[one]);
  if (isSame || role?.operation === "create") return [];
  const shown = (one: Reference | undefined, resource: ResourceChange | undefined) =>
    one?.text ?? (resource === undefined ? "" : nameOf(resource));
  return [
    {
      ...changeOf(gateway, "anotherRole", after !== undefined),
      action: "sts:AssumeRole",
      resource: shown(after, role),
      principal: "Service: bedrock-agentcore.amazonaws.com",
      before: { action: "sts:AssumeRole", resource: shown(before, old) },
    },
  ];
}

function roleOf(gateway: ResourceChange, side: Side, stack: StackIndex): Reference | undefined {
  const state = gateway[side];
  return state === undefined ? undefined : stack.references(state, "roleArn", types.role, side)[0];
}

function changeOfAuthorizer(gateway: ResourceChange): GatewayChange[] {
  if (!authorizerProperties.some((name) => gateway.changedProperties.includes(name))) return [];
  const type = gateway.after?.properties.authorizerType;
  return [
    {
      ...changeOf(gateway, "authorizer", type === "NONE"),
      action: "bedrock-agentcore:InvokeGateway",
      resource: nameOf(gateway),
      principal: `callers allowed by ${visibleText(type) ?? "an authorizer that is not known"}`,
    },
  ];
}

function changeOf(gateway: ResourceChange, because: NonNullable<PermissionChange["because"]>, certain: boolean) {
  return {
    word: "widened",
    because,
    certain,
    holder: { kind: "gateway", name: nameOf(gateway), urn: gateway.urn },
    effect: "Allow",
    wildcard: false,
    documents: [gateway.urn],
  } as const;
}

// How gateways and their targets are kept in the pretend cloud: one scope for each account and Region.
import type { Properties } from "../../values/propertyValues";
import type { Key, Store } from "../../store";

/** An object of the control plane: what the service made up, and the inputs it was given. */
export interface StoredGateway {
  id: string;
  name: string;
  inputs: Properties;
  tags: Record<string, string>;
}

export interface StoredTarget {
  id: string;
  gatewayId: string;
  name: string;
  inputs: Properties;
}

export const scopeOf = (account: string, region: string): string => `${account}/${region}`;

/** Names are unique, so an object is filed under its name: two creations of one name cannot both succeed. */
export const gatewayKey = (scope: string, name: string): Key => ({ scope, kind: "agentcore-gateway", name });

export const targetKey = (scope: string, gatewayId: string, name: string): Key => ({
  scope,
  kind: "agentcore-gateway-target",
  name: `${gatewayId},${name}`,
});

export const gatewayById = (store: Store, scope: string, id: string): StoredGateway | undefined =>
  store.list<StoredGateway>(scope, "agentcore-gateway").find((gateway) => gateway.id === id);

export const targetsOf = (store: Store, scope: string, gatewayId: string): StoredTarget[] =>
  store.list<StoredTarget>(scope, "agentcore-gateway-target", `${gatewayId},`);

/** The target of that id; `name` saves reading all targets of the gateway where it is known. */
export function targetById(
  store: Store,
  scope: string,
  gatewayId: string,
  id: string,
  name?: string,
): StoredTarget | undefined {
  const named = name === undefined ? undefined : store.read<StoredTarget>(targetKey(scope, gatewayId, name));
  return named?.id === id ? named : targetsOf(store, scope, gatewayId).find((target) => target.id === id);
}

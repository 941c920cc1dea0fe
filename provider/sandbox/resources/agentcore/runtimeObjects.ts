// How agent runtimes and their endpoints are kept in the pretend cloud: one scope for each account and Region.
import type { Properties } from "../../values/propertyValues";
import type { Key, Store } from "../../store";

export interface StoredRuntime {
  id: string;
  name: string;
  arn: string;
  /** The number of the last version: each update makes one. */
  version: number;
  inputs: Properties;
  tags: Record<string, string>;
}

export interface StoredRuntimeEndpoint {
  runtimeId: string;
  name: string;
  arn: string;
  inputs: Properties;
  tags: Record<string, string>;
}

/** Names are unique, so a runtime is filed under its name. */
export const runtimeKey = (scope: string, name: string): Key => ({ scope, kind: "agentcore-runtime", name });

export const runtimeEndpointKey = (scope: string, runtimeId: string, name: string): Key => ({
  scope,
  kind: "agentcore-runtime-endpoint",
  name: `${runtimeId},${name}`,
});

/** The id is the name, a dash and ten characters. */
export function runtimeById(store: Store, scope: string, id: string): StoredRuntime | undefined {
  const stored = store.read<StoredRuntime>(runtimeKey(scope, id.slice(0, -11)));
  return stored?.id === id ? stored : undefined;
}

export const endpointsOf = (store: Store, scope: string, runtimeId: string): StoredRuntimeEndpoint[] =>
  store.list<StoredRuntimeEndpoint>(scope, "agentcore-runtime-endpoint", `${runtimeId},`);

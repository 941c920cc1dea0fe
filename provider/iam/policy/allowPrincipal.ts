import type { Condition, Principal, ResourceStatement } from "./document";

/** A statement of a resource's policy, with conditions where there are any. Conditions with one operator become one. */
export function allowPrincipal(
  sid: string,
  principal: Principal,
  actions: readonly string[],
  resources: readonly string[],
  ...conditions: readonly Condition[]
): ResourceStatement {
  const condition: Record<string, Condition[string]> = {};
  for (const [operator, keys] of conditions.flatMap((one) => Object.entries(one)))
    condition[operator] = { ...condition[operator], ...keys };
  const statement: ResourceStatement = {
    Sid: sid,
    Effect: "Allow",
    Principal: principal,
    Action: actions,
    Resource: resources,
  };
  return Object.keys(condition).length === 0 ? statement : { ...statement, Condition: condition };
}

import type { Condition, Statement } from "./document";

/** A statement, with a condition where one is given. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  const statement: Statement = { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

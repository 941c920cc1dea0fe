import { allow } from "../policy/allow";
import type { Condition, Statement } from "../policy/document";

/** What a target calls that only the program knows of, as it writes it. */
export interface CustomStatement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/**
 * The calls of a service that a Smithy model describes, or of another one that only the program knows. The statements get
 * ids of their own, so that they can stand in one document with any others.
 *
 * @throws Error if an action holds a wildcard.
 */
export function customStatements(calls: readonly CustomStatement[]): Statement[] {
  return calls.map(({ Action, Resource, Condition }, index) => {
    const actions = listOf(Action);
    if (actions.some((action) => /[*?]|\$\{/.test(action)))
      throw new Error(`statements[${index}].Action: holds a wildcard. Write each action that the target calls.`);
    return allow(`ModelledService${index === 0 ? "" : index + 1}`, actions, listOf(Resource), Condition);
  });
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

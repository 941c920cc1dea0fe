import { allow } from "../policy/document";
import type { Condition, Statement } from "../policy/document";

/** A permission that only the program's author knows. */
export interface CustomStatement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/**
 * Returns the permissions to call a service that a Smithy model describes, or another service that this package does not
 * know. The statements get unique ids, so they fit into one document with all other statements.
 *
 * @throws Error if an action contains a wildcard.
 */
export function customStatements(calls: readonly CustomStatement[]): Statement[] {
  return calls.map(({ Action, Resource, Condition }, index) => {
    const actions = listOf(Action);
    if (actions.some((action) => /[*?]|\$\{/.test(action)))
      throw new Error(`statements[${index}].Action: contains a wildcard. Write each action that the target calls.`);
    return allow(`ModelledService${index === 0 ? "" : index + 1}`, actions, listOf(Resource), Condition);
  });
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

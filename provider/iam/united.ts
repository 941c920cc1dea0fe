import { isDeepStrictEqual } from "node:util";
import type { Statement } from "./document";

/**
 * Statements of the same id as one, on all that they are on, so that they can stand in one document.
 *
 * @throws Error if two statements of the same id allow different things.
 */
export function united(statements: readonly Statement[]): Statement[] {
  const bySid = new Map<string, Statement>();
  for (const statement of statements) {
    const first = bySid.get(statement.Sid);
    bySid.set(statement.Sid, first === undefined ? statement : both(first, statement));
  }
  return [...bySid.values()];
}

function both(first: Statement, second: Statement): Statement {
  const { Resource: ofFirst, ...one } = first;
  const { Resource: ofSecond, ...other } = second;
  if (!isDeepStrictEqual(one, other))
    throw new Error(`Sid ${first.Sid}: two statements have it and allow different things. Give each one of its own.`);
  return { ...first, Resource: [...new Set([...ofFirst, ...ofSecond])] };
}

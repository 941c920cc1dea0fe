import { createHash } from "node:crypto";
import type { Statement } from "./document";

/**
 * Returns the same permissions in fewer statements. Statements with the same actions and the same condition become one,
 * with the resources of all, each once. Statements and resources are sorted, so the order of the program does not change
 * the text. A Sid is the Sid of the first statement without the digits at its end. Equal Sids get numbers.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const functions = ["tickets", "orders"].flatMap((name) => iam.invokeFunctionStatements({ ...place, name }));
 * export const policy = iam.policyDocument(iam.mergeStatements(functions)); // one statement with two ARNs
 */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const key = JSON.stringify([[...statement.Action].sort(compare), statement.Condition ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  const sorted = [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => merged(group));
  return withOwnSids(sorted.sort((a, b) => compare(a.Sid, b.Sid)));
}

/** Merges statements that differ in their resources only. */
function merged(statements: readonly Statement[]): Statement {
  const [first] = statements as [Statement];
  const resources = new Set(statements.flatMap(({ Resource }) => Resource));
  return {
    ...first,
    Sid: statements.map(stemOf).sort(compare)[0] as string,
    Action: [...first.Action].sort(compare),
    Resource: [...resources].sort(compare),
  };
}

/** Numbers statements with the same Sid. */
function withOwnSids(statements: readonly Statement[]): Statement[] {
  const counts = new Map<string, number>();
  return statements.map((statement) => {
    const stem = statement.Sid;
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    return { ...statement, Sid: count === 1 ? stem : `${stem}${count}` };
  });
}

/** Returns the Sid without the number that made it unique. */
function stemOf({ Sid }: Statement): string {
  return Sid.replace(/\d+$/, "");
}

/** Returns a short hash of each action, resource and condition that statements allow. Sorted, each once. */
export function grantsOf(statements: readonly Statement[]): string[] {
  const grants = statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) => Resource.map((resource) => hashOf([action, resource, Condition ?? null]))),
  );
  return [...new Set(grants)].sort(compare);
}

function hashOf(grant: unknown): string {
  return createHash("sha256").update(JSON.stringify(grant)).digest("base64url").slice(0, 10);
}

/** Compares code units, so that the result does not depend on the locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

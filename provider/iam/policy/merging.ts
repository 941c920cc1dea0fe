import { createHash } from "node:crypto";
import type { Statement } from "./document";

/**
 * The same permissions in fewer statements: those that allow the same actions under the same condition become one, with
 * the resources of all, each once. Statements and resources are in an order of their own, so that the text does not depend
 * on the order in which a program declares things. Ids are those of the statements without the digits at their end, numbered
 * where several would be the same.
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

/** One statement of several that differ in their resources only. */
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

/** Numbers statements that differ in their conditions and are about the same kind of thing. */
function withOwnSids(statements: readonly Statement[]): Statement[] {
  const counts = new Map<string, number>();
  return statements.map((statement) => {
    const stem = statement.Sid;
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    return { ...statement, Sid: count === 1 ? stem : `${stem}${count}` };
  });
}

/** A statement's id without the number that tells it from others of its document. */
function stemOf({ Sid }: Statement): string {
  return Sid.replace(/\d+$/, "");
}

/** What statements allow, each action, resource and condition by itself, as short hashes in the order of their text. */
export function grantsOf(statements: readonly Statement[]): string[] {
  const grants = statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) => Resource.map((resource) => hashOf([action, resource, Condition ?? null]))),
  );
  return [...new Set(grants)].sort(compare);
}

function hashOf(grant: unknown): string {
  return createHash("sha256").update(JSON.stringify(grant)).digest("base64url").slice(0, 10);
}

/** Not by the locale of whoever runs this. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

import { createHash } from "node:crypto";
import { policyDocument, policySize } from "./document";
import type { Statement } from "./document";

/** Targets whose statements go into one managed policy. */
export interface PackedPolicy {
  /** First bits of the hashes of its targets' names; `""` if one policy holds all targets. */
  readonly id: string;
  /** Names of the targets, sorted. */
  readonly targets: readonly string[];
}

/**
 * Distributes targets over as few policies as a binary trie needs. The trie branches by the bits of the SHA-256 of each
 * target's name. A policy with more than `targetsPerPolicy` targets splits by the next bit. The result therefore depends on
 * the names alone, not on their order. To add or remove a target changes one policy, or two if a policy splits.
 *
 * @param id - the bits with which the hashes of all these names begin
 */
export function packTargets(targets: readonly string[], targetsPerPolicy: number, id = ""): PackedPolicy[] {
  if (targets.length === 0) return [];
  if (targets.length <= targetsPerPolicy) return [{ id, targets: [...targets].sort() }];
  return [`${id}0`, `${id}1`].flatMap((prefix) => {
    const ofBranch = targets.filter((name) => bitsOf(name).startsWith(prefix));
    return packTargets(ofBranch, targetsPerPolicy, prefix);
  });
}

function bitsOf(name: string): string {
  return [...createHash("sha256").update(name).digest()].map((byte) => byte.toString(2).padStart(8, "0")).join("");
}

/**
 * Divides statements, in their order, into groups whose documents have at most `quota` characters, which `policySize` counts.
 * A statement that is too long for one document is divided by its resources, and the ids of its parts get numbers.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.deployerStatements({ ...scope, namePrefix: "search-" });
 * for (const [index, some] of iam.divideStatements(statements, iam.policyQuotas.managedPolicy).entries())
 *   new aws.iam.Policy(`deployer-${index}`, { policy: iam.policyDocument(some) });
 */
export function divideStatements(statements: readonly Statement[], quota: number): Statement[][] {
  const fits = (some: readonly Statement[]) => policySize(policyDocument(some)) <= quota;
  return grouped(
    statements.flatMap((statement) => partsOf(statement, fits)),
    fits,
  );
}

function partsOf(statement: Statement, fits: (some: readonly Statement[]) => boolean): Statement[] {
  if (fits([statement])) return [statement];
  const part = (Resource: readonly string[], index: number) => ({
    ...statement,
    Sid: index === 0 ? statement.Sid : `${statement.Sid}${index + 1}`,
    Resource,
  });
  return grouped(statement.Resource, (some) => fits([part(some, 999)])).map(part);
}

/** Returns members in groups that fit, each as long as possible. A member that never fits is alone. */
function grouped<Member>(members: readonly Member[], fits: (group: readonly Member[]) => boolean): Member[][] {
  const groups: Member[][] = [];
  for (const member of members) {
    const last = groups.at(-1);
    if (last !== undefined && fits([...last, member])) last.push(member);
    else groups.push([member]);
  }
  return groups;
}

/** Returns a short hash of each action, resource and condition that statements allow. Sorted, each once. */
export function grantsOf(statements: readonly Statement[]): string[] {
  const grants = statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) => Resource.map((resource) => hashOf([action, resource, Condition ?? null]))),
  );
  return [...new Set(grants)].sort();
}

function hashOf(grant: unknown): string {
  return createHash("sha256").update(JSON.stringify(grant)).digest("base64url").slice(0, 10);
}

import { createHash } from "node:crypto";
import { policyDocument, policyQuotas, policySize } from "./document";
import type { Statement } from "./document";
import { mergeStatements } from "./merging";

/** What has to stand in one document. */
export interface PackedItem {
  /** What tells it from the others; decides alone into which document it goes. */
  readonly key: string;
  /** The longest statements that it can come to. */
  readonly statements: readonly Statement[];
}

/** A document and what goes into it. */
export interface PackedDocument {
  /** The bits with which the hashes of its items' keys begin; `""` where one document holds all. */
  readonly id: string;
  readonly keys: readonly string[];
}

/**
 * Puts items into as few documents as fit into IAM's quota for a managed policy, so that an item more or less changes one
 * document, or two at a split. By a binary trie over the hashes of the keys: a document that would pass the quota splits in
 * two by the next bit. Which document an item is in follows from its own key and from how full its neighbourhood is, not
 * from the order of declaration or from the other documents.
 *
 * @param items - each with a key of its own
 * @param capacity - characters of a document, white space not counted
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const items = ["tickets", "orders"].map((name) => ({
 *   key: name,
 *   statements: iam.invokeFunctionStatements({ ...place, name }),
 * }));
 * export const policies = iam.packStatements(items).map(({ keys }) =>
 *   iam.policyDocument(
 *     iam.mergeStatements(items.filter(({ key }) => keys.includes(key)).flatMap(({ statements }) => statements)),
 *   ),
 * );
 *
 * @throws Error where a single item is too large for a document.
 */
export function packStatements(
  items: readonly PackedItem[],
  capacity: number = policyQuotas.managedPolicy,
): PackedDocument[] {
  const hashed = items.map((item) => ({ item, bits: bitsOf(item.key) }));
  return split("", hashed, capacity);
}

interface HashedItem {
  readonly item: PackedItem;
  readonly bits: string;
}

function split(prefix: string, items: readonly HashedItem[], capacity: number): PackedDocument[] {
  if (items.length === 0) return [];
  const keys = items.map(({ item }) => item.key);
  const size = packedSize(items.flatMap(({ item }) => item.statements));
  if (size <= capacity) return [{ id: prefix, keys: keys.sort() }];
  if (items.length === 1)
    throw new Error(
      `${keys[0]} alone may need ${size} characters, and a managed policy holds ${capacity.toLocaleString("en")}.`,
    );
  return ["0", "1"].flatMap((bit) =>
    split(
      prefix + bit,
      items.filter(({ bits }) => bits.startsWith(prefix + bit)),
      capacity,
    ),
  );
}

/** The size of statements in one document, as IAM counts it. */
export function packedSize(statements: readonly Statement[]): number {
  return policySize(policyDocument(mergeStatements(statements)));
}

function bitsOf(key: string): string {
  return [...createHash("sha256").update(key).digest()].map((byte) => byte.toString(2).padStart(8, "0")).join("");
}

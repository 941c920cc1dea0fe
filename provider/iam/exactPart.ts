import type { Scope } from "./arn";

/** A part of an ARN, as it may be written. */
export interface Part {
  /** Matches the whole part. No wildcard of IAM passes it, nor the beginning of a policy variable. */
  readonly pattern: RegExp;
  /** What it names. */
  readonly what: string;
  /** What to write, in full. */
  readonly write: string;
}

/** @throws Error that says what to write, where a part would make an ARN in a policy match another thing than one. */
export function assertPart(path: string, value: unknown, { pattern, what, write }: Part): void {
  if (typeof value === "string" && pattern.test(value)) return;
  throw new Error(`${path}: not ${what}, written without wildcards. Write ${write}.`);
}

/** A token vault, by its id. */
export const tokenVaultPart: Part = {
  pattern: /^[a-zA-Z0-9_-]+$/,
  what: "the id of one token vault",
  write: 'it as in "default"',
};

/** A credential provider, by its name. */
export const providerNamePart: Part = {
  pattern: /^[a-zA-Z0-9_-]{1,128}$/,
  what: "the name of one credential provider",
  write: "1 to 128 letters, digits, - or _",
};

const parts: Readonly<Record<keyof Scope, Part>> = {
  partition: {
    pattern: /^aws(-[a-z]+)*$/,
    what: "the name of one partition",
    write: '"aws", or iam.partitionOf(region)',
  },
  region: { pattern: /^[a-z]+(-[a-z]+)+-\d+$/, what: "the name of one Region", write: 'it as in "us-east-1"' },
  accountId: { pattern: /^\d{12}$/, what: "the id of one account", write: "its twelve digits, as a text" },
};

/** @throws Error where an ARN of this place would match those of other places too. */
export function assertScope(scope: Scope): void {
  for (const [member, part] of Object.entries(parts) as [keyof Scope, Part][]) assertPart(member, scope[member], part);
}

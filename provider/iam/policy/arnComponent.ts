import type { AwsScope } from "./arn";

/** A part of an ARN, as it may be written. */
export interface ArnComponent {
  /** Matches the whole part. No wildcard of IAM passes it, nor the beginning of a policy variable. */
  readonly pattern: RegExp;
  /** What it names. */
  readonly label: string;
  /** What to write, in full. */
  readonly write: string;
}

/** @throws Error that says what to write, where a part would make an ARN in a policy match another thing than one. */
export function assertArnComponent(path: string, value: unknown, { pattern, label, write }: ArnComponent): void {
  if (typeof value === "string" && pattern.test(value)) return;
  throw new Error(`${path}: not ${label}, written without wildcards. Write ${write}.`);
}

/** A token vault, by its id. */
export const tokenVaultPart: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]+$/,
  label: "the id of one token vault",
  write: 'it as in "default"',
};

/** A credential provider, by its name. */
export const providerNamePart: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]{1,128}$/,
  label: "the name of one credential provider",
  write: "1 to 128 letters, digits, - or _",
};

const parts: Readonly<Record<keyof AwsScope, ArnComponent>> = {
  partition: {
    pattern: /^aws(-[a-z]+)*$/,
    label: "the name of one partition",
    write: '"aws", or iam.partitionOf(region)',
  },
  region: { pattern: /^[a-z]+(-[a-z]+)+-\d+$/, label: "the name of one Region", write: 'it as in "us-east-1"' },
  accountId: { pattern: /^\d{12}$/, label: "the id of one account", write: "its twelve digits, as a text" },
};

/** @throws Error where an ARN of this place would match those of other places too. */
export function assertAwsScope(scope: AwsScope): void {
  for (const [member, part] of Object.entries(parts) as [keyof AwsScope, ArnComponent][])
    assertArnComponent(member, scope[member], part);
}

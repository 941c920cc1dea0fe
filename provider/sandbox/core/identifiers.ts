// ARNs, and identifiers that a service generates.
import { randomInt } from "node:crypto";

export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  resource: string;
}

/** Splits an ARN into its five parts after `arn:`. The last one may contain colons. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

/** True for the ARN of one object: without wildcards, and without the text of a missing value. */
export function isExactArn(text: string): boolean {
  const arn = parseArn(text);
  return arn !== undefined && /^aws(-[a-z]+)*$/.test(arn.partition) && !/[*?\s]|undefined|\$\{/.test(text);
}

/** Name of a role or policy in an ARN such as `arn:aws:iam::123456789012:role/path/NAME`. */
export const nameInArn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = LOWER.toUpperCase();

/** Random identifiers in the forms that AWS uses. */
export const lowerAlphanumeric = (length: number): string => pick(LOWER, length);
export const upperAlphanumeric = (length: number): string => pick(UPPER, length);
export const alphanumeric = (length: number): string => pick(LOWER + UPPER.slice(0, 26), length);

const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

let count = 0;

/** Appends 26 characters to a name prefix, as the provider does. Never returns the same name twice. */
export function nameFromPrefix(prefix: string): string {
  count += 1;
  return `${prefix}${String(Date.now()).padStart(18, "0")}${count.toString(16).padStart(8, "0")}`;
}

import { randomInt } from "node:crypto";

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

import { randomInt } from "node:crypto";

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = LOWER.toUpperCase();

/** Random identifiers of the forms that AWS hands out. */
export const lowerAlphanumeric = (length: number): string => pick(LOWER, length);
export const upperAlphanumeric = (length: number): string => pick(UPPER, length);
export const alphanumeric = (length: number): string => pick(LOWER + UPPER.slice(0, 26), length);

const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

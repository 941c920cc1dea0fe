import type { AwsScope } from "./arn";

/** The names of the members of an object. The compiler finds a missing one. */
export type MemberNames<T> = Readonly<Record<keyof T, true>>;

export const scopeMembers: MemberNames<AwsScope> = { partition: true, region: true, accountId: true };

/**
 * Refuses a member that does not exist. Without this check, a misspelt option in JavaScript would grant too much or too
 * little. `removed` explains options of earlier versions.
 *
 * @throws Error that names the member and the members that exist.
 */
export function assertKnownMembers(
  path: string,
  value: unknown,
  members: Readonly<Record<string, true>>,
  removed: Readonly<Record<string, string>> = {},
): void {
  const names = Object.keys(members).join(", ");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${path || "The argument"}: must be an object. Write { ${names} }.`);
  const prefix = path === "" ? "" : `${path}.`;
  for (const [member, option] of Object.entries(value)) {
    if (option === undefined || Object.hasOwn(members, member)) continue;
    if (Object.hasOwn(removed, member)) throw new Error(`${prefix}${member}: was removed. ${removed[member]}`);
    throw new Error(`${prefix}${member}: there is no such member. There are ${names}.`);
  }
}

/** @throws Error if the value is not one of the choices: in JavaScript, an unknown one would drop a condition. */
export function assertChoice(path: string, value: unknown, choices: readonly string[]): void {
  if (choices.some((choice) => choice === value)) return;
  throw new Error(`${path}: must be one of ${choices.map((choice) => `"${choice}"`).join(", ")}.`);
}

/**
 * Returns the value of an option that is off by default.
 *
 * @throws Error if it is no boolean: in JavaScript, the string "false" would turn it on.
 */
export function isOn(path: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== "boolean") throw new Error(`${path}: must be true or false. Write true.`);
  return value;
}

/**
 * Refuses what an object does not have: a misspelt switch would leave something out, or leave it open.
 *
 * @throws Error that names the member, and those that there are.
 */
export function assertKnownMembers(path: string, given: object, members: Readonly<Record<string, true>>): void {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new Error(`${path || "The argument"}: must be an object. Write { ${Object.keys(members).join(", ")} }.`);
  for (const [member, value] of Object.entries(given))
    if (value !== undefined && !Object.hasOwn(members, member))
      throw new Error(
        `${path === "" ? "" : `${path}.`}${member}: there is no such member. There are ${Object.keys(members).join(", ")}.`,
      );
}

/**
 * Whether a switch is on.
 *
 * @throws Error if it is neither: in JavaScript the text "false" would turn it on.
 */
export function isOn(path: string, value: unknown, otherwise = false): boolean {
  if (value === undefined) return otherwise;
  if (typeof value !== "boolean") throw new Error(`${path}: must be true or false. Write ${!otherwise}.`);
  return value;
}

// What a nested input may look like: the shapes of a service's model, in the spelling of the aws provider. A value that
// is not known yet fits any of them, so that a preview can look as well. No text repeats a value: it may be a secret.
import { isObject, isUnknown } from "./propertyValues";
import type { Properties } from "./propertyValues";

/** What is wrong with the value at that path; undefined if nothing is. */
export type Shape = (value: unknown, path: string) => string | undefined;

interface TextLimits {
  least?: number;
  most?: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
}

export const text = ({ least = 0, most = Infinity, pattern, oneOf }: TextLimits = {}): Shape =>
  known((value, path) => {
    if (typeof value !== "string") return failed(path, "must be a text");
    if (value.length < least || value.length > most) return failed(path, `must have length ${between(least, most)}`);
    if (oneOf !== undefined && !oneOf.includes(value))
      return failed(path, `must satisfy enum value set: [${oneOf.join(", ")}]`);
    return pattern === undefined || pattern.test(value)
      ? undefined
      : failed(path, `must satisfy regular expression pattern: ${pattern.source}`);
  });

export const anyText = text();

export const wholeNumber = (least: number, most: number): Shape =>
  known((value, path) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : failed(path, `must be a whole number ${between(least, most)}`),
  );

export const flag: Shape = known((value, path) =>
  typeof value === "boolean" ? undefined : failed(path, "must be true or false"),
);

export const list = (entry: Shape, least = 0, most = Infinity): Shape =>
  known((value, path) => {
    if (!Array.isArray(value)) return failed(path, "must be a list");
    if (value.length < least || value.length > most) return failed(path, `must have length ${between(least, most)}`);
    return first(value.map((one: unknown, index) => entry(one, `${path}[${index}]`)));
  });

/** A map from texts to texts. */
export const textMap = (key: Shape, value: Shape): Shape =>
  known((map, path) =>
    isObject(map)
      ? first(Object.entries(map).map(([name, one]) => key(name, `${path} key`) ?? value(one, `${path}.${name}`)))
      : failed(path, "must be a map"),
  );

export const structure = (required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
  known((value, path) => {
    if (!isObject(value)) return failed(path, "must be an object");
    const missing = Object.keys(required).find((name) => value[name] === undefined);
    return missing === undefined
      ? membersProblem(value, path, { ...required, ...optional })
      : failed(`${path}.${missing}`, "must not be null");
  });

/** A structure with exactly one of its members. */
export const union = (members: Record<string, Shape>): Shape =>
  known((value, path) => {
    const only = onlyMember(value, Object.keys(members));
    return "problem" in only ? `${path} ${only.problem}` : membersProblem(value as Properties, path, members);
  });

/** The one member that is there, or what is wrong. */
export function onlyMember(value: unknown, members: readonly string[]): { member: string } | { problem: string } {
  const wanted = `must have exactly one of ${members.join(", ")}`;
  if (!isObject(value)) return { problem: wanted };
  const present = Object.keys(value);
  const stranger = present.find((name) => !members.includes(name));
  if (stranger !== undefined) return { problem: `has no member ${stranger}: it ${wanted}` };
  return present.length === 1
    ? { member: present[0]! }
    : { problem: `${wanted}, not ${present.join(" and ") || "none"}` };
}

function known(shape: Shape): Shape {
  return (value, path) => (isUnknown(value) ? undefined : shape(value, path));
}

const membersProblem = (value: Properties, path: string, members: Record<string, Shape>): string | undefined =>
  first(
    Object.entries(value).map(([name, member]) => {
      const shape = members[name];
      return shape === undefined ? `${path} has no member ${name}` : shape(member, `${path}.${name}`);
    }),
  );

const failed = (path: string, constraint: string): string =>
  `Value at '${path}' failed to satisfy constraint: Member ${constraint}`;

const between = (least: number, most: number): string =>
  most === Infinity ? `greater than or equal to ${least}` : `between ${least} and ${most}`;

const first = (problems: (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);

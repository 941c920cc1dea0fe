// Shapes of inputs, after the service models, in the spelling of the aws provider. An unknown value fits every shape, so
// that a preview can check the rest. No problem repeats a value: it may be a secret.
import { isObject, isUnknown } from "./propertyValues";
import type { Properties } from "./propertyValues";
import { parseArn } from "./identifiers";

/** Returns what is wrong with the value at that path, or undefined. */
export type Shape = (value: unknown, path: string) => string | undefined;

interface TextLimits {
  min?: number;
  max?: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
}

export const text = ({ min = 0, max = Infinity, pattern, oneOf }: TextLimits = {}): Shape =>
  known((value, path) => {
    if (typeof value !== "string") return failed(path, "must be a text");
    if (value.length < min || value.length > max) return failed(path, `must have length ${range(min, max)}`);
    if (oneOf !== undefined && !oneOf.includes(value))
      return failed(path, `must satisfy enum value set: [${oneOf.join(", ")}]`);
    return pattern === undefined || pattern.test(value)
      ? undefined
      : failed(path, `must satisfy regular expression pattern: ${pattern.source}`);
  });

export const anyText = text();

/** Accepts everything. For members that the stand-in stores and never reads. */
export const anything: Shape = () => undefined;

export const arn = known((value, path) =>
  typeof value === "string" && parseArn(value) !== undefined ? undefined : failed(path, "must be an ARN"),
);

/** A JSON text. What a policy says is checked at deployment. */
export const json = known((value, path) => {
  try {
    JSON.parse(String(value));
    return undefined;
  } catch {
    return `${path} contains invalid JSON`;
  }
});

export const wholeNumber = (min: number, max: number): Shape =>
  known((value, path) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : failed(path, `must be a whole number ${range(min, max)}`),
  );

export const flag = known((value, path) =>
  typeof value === "boolean" ? undefined : failed(path, "must be true or false"),
);

export const list = (entry: Shape, min = 0, max = Infinity): Shape =>
  known((value, path) => {
    if (!Array.isArray(value)) return failed(path, "must be a list");
    if (value.length < min || value.length > max) return failed(path, `must have length ${range(min, max)}`);
    return first(value.map((one: unknown, index) => entry(one, `${path}[${index}]`)));
  });

export const textMap = (key: Shape, value: Shape, min = 0, max = Infinity): Shape =>
  known((map, path) => {
    if (!isObject(map)) return failed(path, "must be a map");
    const entries = Object.entries(map);
    if (entries.length < min || entries.length > max) return failed(path, `must have length ${range(min, max)}`);
    return first(entries.map(([name, one]) => key(name, `${path} key`) ?? value(one, `${path}.${name}`)));
  });

export const structure = (required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
  known((value, path) => {
    if (!isObject(value)) return failed(path, "must be an object");
    const missing = Object.keys(required).find((name) => value[name] === undefined);
    return missing === undefined
      ? memberProblem(value, path, { ...required, ...optional })
      : failed(`${path}.${missing}`, "must not be null");
  });

/** A structure with exactly one of its members. */
export const union = (members: Record<string, Shape>): Shape =>
  known((value, path) => {
    const only = onlyMember(value, Object.keys(members));
    return "problem" in only ? `${path} ${only.problem}` : members[only.member]!(only.value, `${path}.${only.member}`);
  });

/** The one member that is set, or what is wrong. */
export function onlyMember(
  value: unknown,
  members: readonly string[],
): { member: string; value: unknown } | { problem: string } {
  const rule = `must have exactly one of ${members.join(", ")}`;
  if (!isObject(value)) return { problem: rule };
  const present = Object.keys(value);
  const unexpected = present.find((name) => !members.includes(name));
  if (unexpected !== undefined) return { problem: `has no member ${unexpected}: it ${rule}` };
  return present.length === 1
    ? { member: present[0]!, value: value[present[0]!] }
    : { problem: `${rule}, not ${present.join(" and ") || "none"}` };
}

function known(shape: Shape): Shape {
  return (value, path) => (isUnknown(value) ? undefined : shape(value, path));
}

const memberProblem = (value: Properties, path: string, members: Record<string, Shape>): string | undefined =>
  first(
    Object.entries(value).map(([name, member]) => {
      const shape = members[name];
      return shape === undefined ? `${path} has no member ${name}` : shape(member, `${path}.${name}`);
    }),
  );

const failed = (path: string, constraint: string): string =>
  `Value at '${path}' failed to satisfy constraint: Member ${constraint}`;

const range = (min: number, max: number): string =>
  max === Infinity ? `greater than or equal to ${min}` : `between ${min} and ${max}`;

const first = (problems: (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);

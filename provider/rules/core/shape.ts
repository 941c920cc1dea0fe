import { requiredProblems } from "./problem";
import type { Problem } from "./problem";
import { isNil, isObject, isKnown } from "./values";
import type { RawObject } from "./values";
import { choiceProblems, quoted, textProblems, typeName, unexpectedMembers } from "./text";
import type { TextRule } from "./text";

/** What a property may be, as data: checks and documentation are made from the same. */
export type Shape =
  | { readonly kind: "text"; readonly rule: TextRule }
  | { readonly kind: "choice"; readonly is: string; readonly choices: readonly string[] }
  /** A text with a check of its own. `allowed` says in words what passes. */
  | {
      readonly kind: "address";
      readonly allowed: string;
      readonly problems: (path: string, value: unknown) => Problem[];
    }
  | ListShape
  | MapShape
  | { readonly kind: "object"; readonly members: Members }
  /** Exactly one of the members. */
  | { readonly kind: "oneOf"; readonly forms: Readonly<Record<string, Shape>> };

interface ListShape {
  readonly kind: "list";
  readonly of: Shape;
  /** What its entries are, in the plural: "strings". */
  readonly entries: string;
  readonly min: number;
  readonly max: number;
}

interface MapShape {
  readonly kind: "map";
  readonly key: TextRule;
  readonly value: TextRule;
  readonly min: number;
  readonly max: number;
  /** Keys that somebody else writes. */
  readonly reserved?: readonly string[];
}

/** A property of an object. */
export interface Member {
  readonly shape: Shape;
  /** What to write where it is missing; absent where it may be. */
  readonly required?: string;
}

/** The properties of an object by name. */
export type Members = Readonly<Record<string, Member>>;

/** Everything that is wrong with one value. Absent and unknown values are not judged. */
export function shapeProblems(path: string, value: unknown, shape: Shape): Problem[] {
  if (!isKnown(value)) return [];
  switch (shape.kind) {
    case "text":
      return textProblems(path, value, shape.rule);
    case "choice":
      return choiceProblems(path, value, shape.is, shape.choices);
    case "address":
      return shape.problems(path, value);
    case "list":
      return listProblems(path, value, shape);
    case "map":
      return mapProblems(path, value, shape);
    case "object":
      return objectProblems(path, value, shape.members);
    case "oneOf":
      return oneOfProblems(path, value, shape.forms);
  }
}

/** Everything that is wrong with the properties of an object, what is missing included. */
export function memberProblems(given: object, members: Members, at: (name: string) => string): Problem[] {
  return Object.entries(members).flatMap(([name, { shape, required }]) => {
    const value = (given as RawObject)[name];
    if (required !== undefined && isNil(value)) return requiredProblems(at(name), value, required);
    return shapeProblems(at(name), value, shape);
  });
}

function objectProblems(path: string, value: unknown, members: Members): Problem[] {
  const names = Object.keys(members);
  if (!isObject(value))
    return [{ path, reason: `must be an object with ${names.join(", ")}, not ${typeName(value)}.` }];
  return [...unexpectedMembers(path, value, names), ...memberProblems(value, members, (name) => `${path}.${name}`)];
}

function oneOfProblems(path: string, value: unknown, forms: Readonly<Record<string, Shape>>): Problem[] {
  const names = Object.keys(forms);
  const written = formsOf({ kind: "oneOf", forms });
  if (!isObject(value)) return [{ path, reason: `must be ${written}, not ${typeName(value)}.` }];
  const given = names.filter((name) => !isNil(value[name]));
  // What is not known yet may turn out to be nothing.
  const mayBeOne = given.length > 0 && given.filter((name) => isKnown(value[name])).length <= 1;
  const count = mayBeOne
    ? []
    : [
        {
          path,
          reason: `has ${given.length === 0 ? "neither" : "both"} of its two forms. Write either ${written}.`,
        },
      ];
  return [
    ...unexpectedMembers(path, value, names),
    ...count,
    ...names.flatMap((name) => shapeProblems(`${path}.${name}`, value[name], forms[name] as Shape)),
  ];
}

/** The forms of which one has to stand there, as a program writes them. */
export function formsOf({ forms }: Extract<Shape, { kind: "oneOf" }>): string {
  return Object.keys(forms)
    .map((name) => `{ ${name} }`)
    .join(" or ");
}

function listProblems(path: string, value: unknown, { of, entries, min, max }: ListShape): Problem[] {
  if (!Array.isArray(value)) return [{ path, reason: `must be a list of ${entries}, not ${typeName(value)}.` }];
  const choices = of.kind === "choice" ? ` of ${quoted(of.choices)}` : "";
  if (value.length < min || value.length > max)
    return [{ path, reason: `has ${counted(value.length, "entry", "entries")}. Write ${span(min, max)}${choices}.` }];
  return value.flatMap((entry: unknown, index) => {
    const at = `${path}[${index}]`;
    return isNil(entry) ? [{ path: at, reason: "is nothing. Leave the entry out." }] : shapeProblems(at, entry, of);
  });
}

function mapProblems(path: string, value: unknown, { key, value: rule, min, max, reserved = [] }: MapShape): Problem[] {
  if (!isObject(value)) return [{ path, reason: `must be an object of strings, not ${typeName(value)}.` }];
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const count =
    entries.length < min || entries.length > max
      ? [
          {
            path,
            reason: `has ${counted(entries.length, "entry", "entries")}. Write ${span(min, max)}, or leave it out.`,
          },
        ]
      : [];
  return [
    ...count,
    ...entries.flatMap(([name, entry]) => {
      const at = `${path}["${name}"]`;
      if (reserved.includes(name)) return [{ path: at, reason: "is written by the service itself. Leave it out." }];
      return [
        ...textProblems(at, name, key),
        ...requiredProblems(at, entry, "write the value."),
        ...textProblems(at, entry, rule),
      ];
    }),
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How many, in words. */
function span(min: number, max: number): string {
  if (max === Infinity) return `at least ${min}`;
  return min === max ? String(min) : `${min} to ${max}`;
}

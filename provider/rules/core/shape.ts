import {
  choiceProblems,
  problemIf,
  quoted,
  requiredProblems,
  textProblems,
  typeName,
  unexpectedMembers,
} from "./problem";
import type { Problem, TextRule } from "./problem";
import { isKnown, isNil, isObject } from "./values";

/**
 * The values that a property allows, as data. The checks and the documentation read the same data.
 * Use the functions below to build a shape.
 */
export type Shape = TextShape | ChoiceShape | CustomShape | ListShape | MapShape | ObjectShape | OneOfShape;

interface TextShape {
  readonly kind: "text";
  readonly rule: TextRule;
}

interface ChoiceShape {
  readonly kind: "choice";
  readonly label: string;
  readonly choices: readonly string[];
}

/** A value that a function checks. */
interface CustomShape {
  readonly kind: "custom";
  /** Describes valid values for the documentation. */
  readonly allowed: string;
  readonly problems: (path: string, value: unknown) => Problem[];
}

interface ListShape {
  readonly kind: "list";
  readonly entry: Shape;
  /** Names the entries in messages, for example `strings`. */
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
  /** Keys that only the service may set. */
  readonly reserved: readonly string[];
}

interface ObjectShape {
  readonly kind: "object";
  readonly members: Members;
}

/** An object that has exactly one of several members. */
interface OneOfShape {
  readonly kind: "oneOf";
  readonly forms: Readonly<Record<string, Shape>>;
}

export type Members = Readonly<Record<string, Member>>;

export interface Member {
  readonly shape: Shape;
  /** Says what to write if a required property is missing. Absent for an optional property. */
  readonly remedy?: string;
}

interface Size {
  readonly min?: number;
  readonly max?: number;
}

export const required = (remedy: string, shape: Shape): Member => ({ shape, remedy });
export const optional = (shape: Shape): Member => ({ shape });

export const text = (rule: TextRule): Shape => ({ kind: "text", rule });
export const choice = (label: string, choices: readonly string[]): Shape => ({ kind: "choice", label, choices });
export const object = (members: Members): Shape => ({ kind: "object", members });
export const oneOf = (forms: OneOfShape["forms"]): OneOfShape => ({ kind: "oneOf", forms });

export function list(entry: Shape, { min = 0, max = Infinity, entries }: Size & { entries?: string } = {}): Shape {
  const isText = entry.kind === "text" || entry.kind === "choice";
  return { kind: "list", entry, entries: entries ?? (isText ? "strings" : "objects"), min, max };
}

export function map(
  key: TextRule,
  value: TextRule,
  { min = 0, max = Infinity, reserved = [] }: Size & { readonly reserved?: readonly string[] },
): Shape {
  return { kind: "map", key, value, min, max, reserved };
}

export function custom(allowed: string, problems: CustomShape["problems"]): Shape {
  return { kind: "custom", allowed, problems };
}

/** Checks one value. Absent and unknown values have no problems. */
export function shapeProblems(path: string, value: unknown, shape: Shape): Problem[] {
  if (!isKnown(value)) return [];
  switch (shape.kind) {
    case "text":
      return textProblems(path, value, shape.rule);
    case "choice":
      return choiceProblems(path, value, shape.label, shape.choices);
    case "custom":
      return shape.problems(path, value);
    case "list":
      return listProblems(path, value, shape);
    case "map":
      return mapProblems(path, value, shape);
    case "object":
      return objectProblems(path, value, shape.members);
    case "oneOf":
      return oneOfProblems(path, value, shape);
  }
}

/** Checks the properties of an object, including required properties that are missing. */
export function memberProblems(values: object, members: Members, at: (name: string) => string): Problem[] {
  const byName = new Map<string, unknown>(Object.entries(values));
  return Object.entries(members).flatMap(([name, { shape, remedy }]) => {
    const value = byName.get(name);
    return remedy !== undefined && isNil(value)
      ? requiredProblems(at(name), value, remedy)
      : shapeProblems(at(name), value, shape);
  });
}

function objectProblems(path: string, value: unknown, members: Members): Problem[] {
  const names = Object.keys(members);
  if (!isObject(value))
    return [{ path, reason: `must be an object with ${names.join(", ")}, not ${typeName(value)}.` }];
  return [...unexpectedMembers(path, value, names), ...memberProblems(value, members, (name) => `${path}.${name}`)];
}

function oneOfProblems(path: string, value: unknown, shape: OneOfShape): Problem[] {
  const written = formsOf(shape);
  if (!isObject(value)) return [{ path, reason: `must be ${written}, not ${typeName(value)}.` }];
  const present = Object.keys(shape.forms).filter((name) => !isNil(value[name]));
  // An unknown member may turn out to be absent.
  const known = present.filter((name) => isKnown(value[name]));
  const isOne = present.length > 0 && known.length <= 1;
  const mistake = present.length === 0 ? "none" : "more than one";
  return [
    ...unexpectedMembers(path, value, Object.keys(shape.forms)),
    ...problemIf(!isOne, path, `has ${mistake} of its forms. Write exactly one of ${written}.`),
    ...Object.entries(shape.forms).flatMap(([name, form]) => shapeProblems(`${path}.${name}`, value[name], form)),
  ];
}

/** Returns the alternatives as a program writes them: `{ a } or { b }`. */
export function formsOf({ forms }: OneOfShape): string {
  return Object.keys(forms)
    .map((name) => `{ ${name} }`)
    .join(" or ");
}

function listProblems(path: string, value: unknown, { entry: shape, entries, min, max }: ListShape): Problem[] {
  if (!Array.isArray(value)) return [{ path, reason: `must be a list of ${entries}, not ${typeName(value)}.` }];
  const choices = shape.kind === "choice" ? ` of ${quoted(shape.choices)}` : "";
  if (value.length < min || value.length > max)
    return [{ path, reason: `has ${entryCount(value.length)}. Write ${range(min, max)}${choices}.` }];
  return value.flatMap((entry: unknown, index) => {
    const at = `${path}[${index}]`;
    return isNil(entry)
      ? [{ path: at, reason: "is null or undefined. Remove the entry." }]
      : shapeProblems(at, entry, shape);
  });
}

function mapProblems(path: string, value: unknown, { key, value: rule, min, max, reserved }: MapShape): Problem[] {
  if (!isObject(value)) return [{ path, reason: `must be an object of strings, not ${typeName(value)}.` }];
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const isCountWrong = entries.length < min || entries.length > max;
  return [
    ...problemIf(
      isCountWrong,
      path,
      `has ${entryCount(entries.length)}. Write ${range(min, max)}, or remove the property.`,
    ),
    ...entries.flatMap(([name, entry]) => {
      const at = `${path}["${name}"]`;
      if (reserved.includes(name)) return [{ path: at, reason: "the service sets this itself. Remove it." }];
      return [
        ...textProblems(at, name, key),
        ...requiredProblems(at, entry, "write the value."),
        ...textProblems(at, entry, rule),
      ];
    }),
  ];
}

function entryCount(count: number): string {
  return count === 1 ? "1 entry" : `${count} entries`;
}

function range(min: number, max: number): string {
  if (max === Infinity) return `at least ${min}`;
  return min === max ? String(min) : `${min} to ${max}`;
}

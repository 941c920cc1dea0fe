// What a provider's properties may be, in words: from the data that the checks use.
import { code } from "./markdown";
import { authorizationServerRules } from "../../provider/rules/providers/oauth2/authorizationServer";
import { clientAuthenticationMethod, method } from "../../provider/rules/providers/oauth2/clientAuthentication";
import { rulesSay } from "../../provider/rules/core/crossFieldRules";
import type { CrossFieldRule } from "../../provider/rules/core/crossFieldRules";
import type { Members, Shape } from "../../provider/rules/core/shape";
import type { TextRule } from "../../provider/rules/core/text";

/** A property with all that is within it, a line each. */
export interface Field {
  /** Path as a program writes it; `[]` for every entry of a list. */
  readonly path: string;
  readonly need: "required" | "optional" | "this or another";
  readonly allowed: string;
}

/** A line for every property, however deep. A shape that stood there before is not taken apart again. */
export function fieldsOf(members: Members, below = "", seen = new Map<Shape, string>()): Field[] {
  return Object.entries(members).flatMap(([name, { shape, required }]) => {
    const path = below === "" ? name : `${below}.${name}`;
    const before = seen.get(shape);
    const need = required === undefined ? "optional" : "required";
    if (before !== undefined) return [{ path, need, allowed: `as ${code(before)}` }];
    if (shape.kind === "oneOf") seen.set(shape, path);
    return [{ path, need, allowed: inWords(shape) }, ...fieldsWithin(shape, path, seen)];
  });
}

function fieldsWithin(shape: Shape, path: string, seen: Map<Shape, string>): Field[] {
  switch (shape.kind) {
    case "object":
      return fieldsOf(shape.members, path, seen);
    case "oneOf":
      return Object.entries(shape.forms).flatMap(([name, form]): Field[] => [
        { path: `${path}.${name}`, need: "this or another", allowed: inWords(form) },
        ...fieldsWithin(form, `${path}.${name}`, seen),
      ]);
    case "list":
      return fieldsWithin(shape.of, `${path}[]`, seen);
    case "text":
    case "choice":
    case "address":
    case "map":
      return [];
  }
}

function inWords(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return textInWords(shape.rule);
    case "choice": {
      const isDefault = (choice: string) => shape === clientAuthenticationMethod.shape && choice === method.default;
      return shape.choices.map((choice) => `${code(choice)}${isDefault(choice) ? " (the default)" : ""}`).join(", ");
    }
    case "address":
      return shape.allowed;
    case "object":
      return "object";
    case "oneOf":
      return `one of ${Object.keys(shape.forms)
        .map((name) => code(`{ ${name} }`))
        .join(", ")}`;
    case "list": {
      const each = shape.of.kind === "object" ? "" : `, each ${inWords(shape.of)}`;
      return `list, ${count(shape.min, shape.max)}${each}`;
    }
    case "map": {
      const { key, value, min, max, reserved = [] } = shape;
      const not = reserved.length === 0 ? "" : `; not ${reserved.map(code).join(", ")}`;
      return `${count(min, max)}, names of ${textInWords(key)}, values of ${textInWords(value)}${not}`;
    }
  }
}

/** What a text may be, as messages say it. */
export function textInWords({ minLength, maxLength, allowed }: TextRule): string {
  if (maxLength === Infinity) return "any text";
  const length = minLength === maxLength ? String(minLength) : `${minLength} to ${maxLength.toLocaleString("en")}`;
  return `${length} ${allowed ?? "characters"}`;
}

function count(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "any number of entries" : `at least ${min} entry`;
  return min === max ? `exactly ${min} entry` : `${min} to ${max} entries`;
}

/** A rule as cells: property, rule, reason and remedy. */
export function ruleCells({ property, is, where, because, remedy }: CrossFieldRule): string[] {
  const verb = is === "required" ? "required" : "not allowed";
  return [code(property), `${verb} where ${where.words}`, because, remedy ?? "Write it."];
}

/** What a method asks for, by what the rules say. */
export function methodCells(name: string, properties: readonly string[]): string[] {
  const given = { [method.property]: name };
  const said = (property: string) =>
    rulesSay(authorizationServerRules, "required", property, given) === true
      ? "required"
      : rulesSay(authorizationServerRules, "forbidden", property, given) === true
        ? "not allowed"
        : "optional";
  return [code(name), ...properties.map(said)];
}

// Describes the properties of a provider, from the data that the checks use.
import { code } from "./markdown";
import { authorizationServerRules } from "../../provider/rules/providers/oauth2/configuration";
import { clientAuthenticationMethod, method } from "../../provider/rules/providers/oauth2/clientAuthentication";
import { isRuled } from "../../provider/rules/core/crossFieldRules";
import type { CrossFieldRule } from "../../provider/rules/core/crossFieldRules";
import type { Members, Shape } from "../../provider/rules/core/shape";
import type { TextRule } from "../../provider/rules/core/problem";

/** One row of the table of properties. */
export interface Field {
  /** Path as a program writes it; `[]` means every entry of a list. */
  readonly path: string;
  readonly need: "required" | "optional" | "this or another";
  readonly allowed: string;
}

/** Returns a row for every property at any depth. A shape that appears again refers to its first row. */
export function fieldsOf(members: Members, below = "", seen = new Map<Shape, string>()): Field[] {
  return Object.entries(members).flatMap(([name, { shape, remedy }]) => {
    const path = below === "" ? name : `${below}.${name}`;
    const before = seen.get(shape);
    const need = remedy === undefined ? "optional" : "required";
    if (before !== undefined) return [{ path, need, allowed: `as ${code(before)}` }];
    if (shape.kind === "oneOf") seen.set(shape, path);
    return [{ path, need, allowed: describe(shape) }, ...fieldsWithin(shape, path, seen)];
  });
}

function fieldsWithin(shape: Shape, path: string, seen: Map<Shape, string>): Field[] {
  switch (shape.kind) {
    case "object":
      return fieldsOf(shape.members, path, seen);
    case "oneOf":
      return Object.entries(shape.forms).flatMap(([name, form]): Field[] => [
        { path: `${path}.${name}`, need: "this or another", allowed: describe(form) },
        ...fieldsWithin(form, `${path}.${name}`, seen),
      ]);
    case "list":
      return fieldsWithin(shape.entry, `${path}[]`, seen);
    case "text":
    case "choice":
    case "url":
    case "map":
      return [];
  }
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return textInWords(shape.rule);
    case "choice": {
      const isDefault = (choice: string) => shape === clientAuthenticationMethod.shape && choice === method.default;
      return shape.choices.map((choice) => `${code(choice)}${isDefault(choice) ? " (the default)" : ""}`).join(", ");
    }
    case "url":
      return shape.allowed;
    case "object":
      return "object";
    case "oneOf":
      return `one of ${Object.keys(shape.forms)
        .map((name) => code(`{ ${name} }`))
        .join(", ")}`;
    case "list": {
      const each = shape.entry.kind === "object" ? "" : `, each ${describe(shape.entry)}`;
      return `list, ${count(shape.min, shape.max)}${each}`;
    }
    case "map": {
      const { key, value, min, max, reserved } = shape;
      const not = reserved.length === 0 ? "" : `; not ${reserved.map(code).join(", ")}`;
      return `${count(min, max)}, names of ${textInWords(key)}, values of ${textInWords(value)}${not}`;
    }
  }
}

/** Describes a text as the messages do. */
export function textInWords({ minLength, maxLength, allowed }: TextRule): string {
  if (maxLength === Infinity) return "any text";
  const length = minLength === maxLength ? String(minLength) : `${minLength} to ${maxLength.toLocaleString("en")}`;
  return `${length} ${allowed ?? "characters"}`;
}

function count(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "any number of entries" : `at least ${min} entry`;
  return min === max ? `exactly ${min} entry` : `${min} to ${max} entries`;
}

/** Returns the cells for a rule: property, rule, reason and remedy. */
export function ruleCells({ property, is, when, because, remedy }: CrossFieldRule): string[] {
  const verb = is === "required" ? "required" : "not allowed";
  return [code(property), `${verb} if ${when.clause}`, because, remedy ?? "Write it."];
}

/** Returns the cells for a method of client authentication. */
export function methodCells(name: string, properties: readonly string[]): string[] {
  const values = { [method.property]: name };
  const need = (property: string) => {
    if (isRuled(authorizationServerRules, "required", property, values)) return "required";
    return isRuled(authorizationServerRules, "forbidden", property, values) ? "not allowed" : "optional";
  };
  return [code(name), ...properties.map(need)];
}

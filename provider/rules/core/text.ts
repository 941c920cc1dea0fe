import type { Problem } from "./problem";
import { isNil, isKnown } from "./values";
import { remedyForFormerName } from "./formerNames";

/** What a text property may be. The message is made from the same record, so that the two cannot drift apart. */
export interface TextRule {
  /** What the property is, as the subject of the message: "the name". */
  readonly is: string;
  readonly minLength: number;
  readonly maxLength: number;
  /** Matches the whole text. */
  readonly pattern?: RegExp;
  /** What the pattern allows, in words. */
  readonly allowed?: string;
}

/** What a secret may be, and how a program writes it. */
export interface SecretRule extends TextRule {
  readonly remedy: string;
}

/** Checks one text. Absent and unknown values are not judged: whether a property is required is the caller's question. */
export function textProblems(path: string, value: unknown, rule: TextRule): Problem[] {
  if (!isKnown(value)) return [];
  if (typeof value !== "string") return [{ path, reason: `${rule.is} must be a string, not ${typeName(value)}.` }];
  if (value.length < rule.minLength || value.length > rule.maxLength) {
    return [{ path, reason: `${rule.is} has ${value.length} characters. ${allowance(rule)}` }];
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value)) {
    return [{ path, reason: `${rule.is} holds a character or form that is not allowed. ${allowance(rule)}` }];
  }
  return [];
}

/** Checks a text that has to be there and to say something. `remedy` says how to write it. */
export function requiredTextProblems(path: string, value: unknown, rule: TextRule, remedy: string): Problem[] {
  if (isNil(value)) return [{ path, reason: `missing. ${remedy}` }];
  if (isKnown(value) && typeof value === "string" && value !== "" && value.trim() === "") {
    return [{ path, reason: `${rule.is} consists of white space only.` }];
  }
  return textProblems(path, value, rule);
}

function allowance({ minLength, maxLength, allowed }: TextRule): string {
  return `Write ${minLength} to ${maxLength} ${allowed ?? "characters"}.`;
}

/** A value's type in words, for messages: never the value itself. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}

/** Says which of a closed set of texts is meant to stand here. */
export function choiceProblems(path: string, value: unknown, is: string, choices: readonly string[]): Problem[] {
  if (!isKnown(value) || choices.includes(value as string)) return [];
  return [{ path, reason: `${is} must be one of ${quoted(choices)}.` }];
}

/** Texts as a list for messages. */
export function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}

/** Reports properties that do not exist. Without it, a misspelt property in JavaScript would be ignored silently. */
export function unexpectedMembers(path: string, value: unknown, expected: readonly string[]): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key, member]) => !expected.includes(key) && member !== undefined)
    .map(([key]) => ({
      path: path === "" ? key : `${path}.${key}`,
      reason:
        remedyForFormerName(key, expected) ?? `there is no such property. Properties here: ${expected.join(", ")}.`,
    }));
}

/** Reports only the properties that have another name here: for objects whose allowed properties are not known yet. */
export function formerNameProblems(path: string, value: object, newNames: readonly string[]): Problem[] {
  return Object.keys(value).flatMap((key) => {
    const reason = remedyForFormerName(key, newNames);
    return reason === undefined ? [] : [{ path: path === "" ? key : `${path}.${key}`, reason }];
  });
}

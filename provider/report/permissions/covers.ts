import type { Condition, Element, Permission } from "./document";
import { arnPatterns, patternCovers, plainText, textPattern } from "./patterns";

/** Returns true if `wide` applies to every request that `narrow` applies to. When in doubt, it returns false. */
export function covers(wide: Permission, narrow: Permission): boolean {
  return (
    wide.effect === narrow.effect &&
    elementCovers(wide.action, narrow.action) &&
    elementCovers(wide.resource, narrow.resource) &&
    principalCovers(wide.principal, narrow.principal) &&
    wide.conditions.every((condition) => narrow.conditions.some((stricter) => follows(condition, stricter)))
  );
}

/** Returns true if both apply to the same requests. */
export function isEquivalent(one: Permission, other: Permission): boolean {
  return covers(one, other) && covers(other, one);
}

export function elementCovers(wide: Element, narrow: Element): boolean {
  if (wide.pattern !== undefined && narrow.pattern !== undefined) return patternCovers(wide.pattern, narrow.pattern);
  if (wide.pattern !== undefined) return wide.text === "*";
  const excluded = wide.excluded ?? [];
  if (narrow.pattern === undefined)
    return excluded.every((one) => (narrow.excluded ?? []).some((other) => patternCovers(other, one)));
  // The value of a variable can be one of the others.
  const { pattern } = narrow;
  const isClear = pattern.isExact && ![pattern, ...excluded].some(({ text }) => text.includes("${"));
  return isClear && !excluded.some((one) => patternCovers(one, pattern));
}

function principalCovers(wide: string | undefined, narrow: string | undefined): boolean {
  if (wide === narrow) return true;
  if (wide === undefined || narrow === undefined) return false;
  if (wide === "*") return true;
  if (!narrow.startsWith("AWS: ")) return false;
  if (wide === "AWS: *") return true;
  const [, account] = accountPrincipal.exec(wide) ?? [];
  return account !== undefined && account === (accountPrincipal.exec(narrow)?.[1] ?? narrow.split(":")[5]);
}

/**
 * Returns true if `wide` allows a whole account, and `narrow` names a principal. A policy that allows its own account leaves the
 * decision to the account's other policies. A principal of the account that it also names gains access.
 */
export function onlyDelegates(wide: Permission, narrow: Permission): boolean {
  if (wide.effect === "Deny" || narrow.principal === undefined) return false;
  return accountPrincipal.test(wide.principal ?? "") && !accountPrincipal.test(narrow.principal);
}

/** The id of an account, or the ARN of its root: all principals of the account. */
const accountPrincipal = /^AWS: (?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

const operatorForm = /^((?:ForAllValues:|ForAnyValue:)?)(\w+?)(IfExists)?$/;

/** Returns true if `condition` holds for every request for which `stricter` holds. */
function follows(condition: Condition, stricter: Condition): boolean {
  if (condition.key.toLowerCase() !== stricter.key.toLowerCase()) return false;
  const [, set, base = "", ifExists] = operatorForm.exec(condition.operator) ?? [];
  const [, stricterSet, stricterBase = "", stricterIfExists] = operatorForm.exec(stricter.operator) ?? [];
  if (set !== stricterSet || (stricterIfExists !== undefined && ifExists === undefined)) return false;
  // A variable without a value makes a condition fail, whatever its other values.
  const hasVariable = condition.values.some((value) => value.includes("${"));
  if (hasVariable || base === "Null") return base === stricterBase && isSameList(condition.values, stricter.values);
  if (base.includes("Not"))
    return base === stricterBase && isEachCovered(stricter.values, condition.values, valueComparison(base, base));
  const compare = valueComparison(base, stricterBase);
  return isEachCovered(condition.values, stricter.values, compare);
}

type ValueComparison = (wide: string, narrow: string) => boolean;

function isEachCovered(wide: readonly string[], narrow: readonly string[], compare: ValueComparison): boolean {
  return narrow.every((value) => wide.some((other) => compare(other, value)));
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

const never: ValueComparison = () => false;

/** Returns how to compare a value of an operator with a value of the other condition's operator. */
function valueComparison(wide: string, narrow: string): ValueComparison {
  if (wide === "StringLike" && narrow === "StringEquals")
    return (pattern, text) => patternCovers(textPattern(pattern), plainText(text));
  if (wide.replace("Equals", "Like") === "ArnLike" && narrow.replace("Equals", "Like") === "ArnLike") return arnCovers;
  if (wide !== narrow) return never;
  switch (wide) {
    case "StringLike":
    case "StringNotLike":
      return (pattern, other) => patternCovers(textPattern(pattern), textPattern(other));
    case "ArnNotEquals":
    case "ArnNotLike":
      return arnCovers;
    case "StringEqualsIgnoreCase":
    case "StringNotEqualsIgnoreCase":
      return (text, other) => text.toLowerCase() === other.toLowerCase();
    default:
      return (text, other) => text === other;
  }
}

function arnCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  // The value of a variable can contain colons.
  if (narrow.includes("${")) return false;
  const others = arnPatterns(narrow);
  return (
    arnPatterns(wide)?.every((pattern, index) => {
      const other = others?.[index];
      return other !== undefined && patternCovers(pattern, other);
    }) ?? false
  );
}

import type { Problem } from "./problem";
import { isKnown, unknownValue, valueAt } from "./values";
import type { RawObject } from "./values";

/** A rule between properties, as data. The checks and the documentation read the same data. */
export interface CrossFieldRule {
  /** Path of the property that is required or forbidden. */
  readonly property: string;
  readonly is: "required" | "forbidden";
  readonly when: Condition;
  /** The reason as a clause, for example `such a client has no secret`. */
  readonly because: string;
  /** Document that states the rule. Without one, a forbidden property is only a warning. */
  readonly source?: string;
  /** Says what to write. Absent if another rule reports the missing property. */
  readonly remedy?: string;
}

/** A condition on the other properties. */
export interface Condition {
  /** The condition as a clause, for example `clientAuthenticationMethod is "PRIVATE_KEY_JWT"`. */
  readonly clause: string;
  /** Returns `undefined` if the answer depends on an unknown value. */
  readonly isMet: (values: RawObject) => boolean | undefined;
}

/** A property that allows only certain texts. */
export interface Choice {
  readonly property: string;
  readonly choices: readonly string[];
  /** The choice that the service uses if the property is absent. */
  readonly default?: string;
}

/** The property has one of these texts. An invalid text counts as absent, because another rule reports it. */
export function propertyIs({ property, choices, default: absent }: Choice, ...texts: readonly string[]): Condition {
  const listed = texts.map((text) => (text === absent ? `"${text}" (the default)` : `"${text}"`));
  return {
    clause: `${property} is ${listed.join(" or ")}`,
    isMet(values) {
      const value = valueAt(values, property);
      if (value === unknownValue) return undefined;
      const effective = choices.find((choice) => choice === value) ?? absent;
      return effective !== undefined && texts.includes(effective);
    },
  };
}

/** The property has a value. */
export function propertyIsSet(property: string): Condition {
  return {
    clause: `${property} is set`,
    isMet(values) {
      const value = valueAt(values, property);
      return value === unknownValue ? undefined : value !== undefined;
    },
  };
}

/** None of the properties has a value. An empty list counts as absent. */
export function noneIsSet(...properties: readonly string[]): Condition {
  return {
    clause: `neither ${properties.join(" nor ")} is set`,
    isMet(values) {
      const found = properties.map((property) => valueAt(values, property));
      if (found.some((value) => isKnown(value) && !(Array.isArray(value) && value.length === 0))) return false;
      return found.includes(unknownValue) ? undefined : true;
    },
  };
}

/** Returns true if a rule requires (or forbids) the property, and `undefined` if that depends on an unknown value. */
export function isRuled(
  rules: readonly CrossFieldRule[],
  is: CrossFieldRule["is"],
  property: string,
  values: RawObject,
): boolean | undefined {
  const results = rules
    .filter((rule) => rule.is === is && rule.property === property)
    .map(({ when }) => when.isMet(values));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

/** Returns the violations of the rules that a document states. An unknown value violates no rule. */
export function crossFieldProblems(
  rules: readonly CrossFieldRule[],
  values: RawObject,
  at: (property: string) => string,
): Problem[] {
  return rules.flatMap(({ property, is, when, because, source, remedy }) => {
    if (source === undefined || remedy === undefined || when.isMet(values) !== true) return [];
    const value = valueAt(values, property);
    if (value === unknownValue || (value === undefined) !== (is === "required")) return [];
    const verb = is === "required" ? "missing: required" : "not allowed";
    return [{ path: at(property), reason: `${verb} if ${when.clause}, because ${because}. ${remedy}` }];
  });
}

/** Returns warnings about properties, also unknown ones, that only rules without a source forbid. */
export function crossFieldWarnings(rules: readonly CrossFieldRule[], values: RawObject): Problem[] {
  return rules
    .filter(({ source, when }) => source === undefined && when.isMet(values) === true)
    .filter(({ property }) => valueAt(values, property) !== undefined)
    .map(({ property, when, because, remedy = "" }) => ({
      path: property,
      reason: `probably a mistake if ${when.clause}, because ${because}. No document of AWS forbids it. ${remedy}`,
    }));
}

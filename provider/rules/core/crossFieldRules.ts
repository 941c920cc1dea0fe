import type { Problem } from "./problem";
import { memberOf, isKnown, unknownValue } from "./values";
import type { RawObject } from "./values";

/** A rule between properties, as data: checks and documentation are made from the same. */
export interface CrossFieldRule {
  /** The property that the rule is about; for one within another, the path to it. */
  readonly property: string;
  readonly is: "required" | "forbidden";
  readonly where: Condition;
  /** Why, as half a sentence. */
  readonly because: string;
  /** What to write instead. Absent where the property's own rule says that it is missing. */
  readonly remedy?: string;
}

/** Something about the other properties. */
export interface Condition {
  /** What has to be the case, as a clause: `clientAuthenticationMethod is "PRIVATE_KEY_JWT"`. */
  readonly words: string;
  /** `undefined` as long as it is not known. */
  readonly holds: (given: RawObject) => boolean | undefined;
}

/** A property with a closed set of texts. */
export interface Choice {
  readonly property: string;
  readonly choices: readonly string[];
  /** What its absence means. */
  readonly default?: string;
}

/** The property says one of these. What is none of its choices says nothing. */
export function says({ property, choices, default: absent }: Choice, ...texts: readonly string[]): Condition {
  const spelt = texts.map((text) => (text === absent ? `"${text}" (the default)` : `"${text}"`));
  return {
    words: `${property} is ${spelt.join(" or ")}`,
    holds(given) {
      const value = valueAt(given, property);
      if (value === unknownValue) return undefined;
      const said = choices.includes(value as string) ? (value as string) : absent;
      return said !== undefined && texts.includes(said);
    },
  };
}

/** The property is there. */
export function propertyIsThere(property: string): Condition {
  return {
    words: `${property} is there`,
    holds(given) {
      const value = valueAt(given, property);
      return value === unknownValue ? undefined : value !== undefined;
    },
  };
}

/** None of the properties is there. An empty list is as good as none. */
export function noneIsThere(...properties: readonly string[]): Condition {
  return {
    words: `there is no ${properties.join(" and no ")}`,
    holds(given) {
      const values = properties.map((property) => valueAt(given, property));
      if (values.some((value) => isKnown(value) && !(Array.isArray(value) && value.length === 0))) return false;
      return values.includes(unknownValue) ? undefined : true;
    },
  };
}

/** Whether any rule requires, or forbids, a property: `undefined` as long as that is not known. */
export function rulesSay(
  rules: readonly CrossFieldRule[],
  is: CrossFieldRule["is"],
  property: string,
  given: RawObject,
): boolean | undefined {
  const verdicts = rules
    .filter((rule) => rule.is === is && rule.property === property)
    .map(({ where }) => where.holds(given));
  return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
}

/** What breaks the rules. What is not known yet breaks none. */
export function crossFieldProblems(
  rules: readonly CrossFieldRule[],
  given: RawObject,
  at: (property: string) => string,
): Problem[] {
  return rules.flatMap(({ property, is, where, because, remedy }) => {
    if (remedy === undefined || where.holds(given) !== true) return [];
    const value = valueAt(given, property);
    if (value === unknownValue || (value === undefined) !== (is === "required")) return [];
    const reason =
      is === "required"
        ? `missing: where ${where.words}, ${because}. ${remedy}`
        : `must not be there where ${where.words}: ${because}. ${remedy}`;
    return [{ path: at(property), reason }];
  });
}

/** The value at a path; not known where something on the way there is not. */
export function valueAt(given: RawObject, path: string): unknown {
  let value: unknown = given;
  for (const name of path.split(".")) {
    if (value === unknownValue) return unknownValue;
    value = memberOf(value, name);
  }
  return value ?? undefined;
}

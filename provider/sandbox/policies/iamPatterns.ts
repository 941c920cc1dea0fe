// Patterns of IAM: wildcards and policy variables in actions, resources and condition values.
import { contextValues } from "./iamContext";
import type { Context } from "./iamContext";

export type Variables = { enabled: false } | { enabled: true; context: Context };

/** A pattern in pieces: text that stands for itself, or a wildcard. */
type Piece = { text: string } | { wildcard: "*" | "?" };

/** Actions are not case-sensitive; `*` and `?` may stand anywhere. */
export function matchesAction(pattern: string, action: string): boolean {
  return new RegExp(`^${whole(wildcards(pattern))}$`, "is").test(action);
}

/** Text with wildcards, as StringLike compares it. */
export function matchesText(pattern: string, text: string, variables: Variables): boolean {
  const parsed = pieces(pattern, variables);
  return parsed !== undefined && new RegExp(`^${whole(parsed)}$`, "s").test(text);
}

/** Whether the request has a value for every variable in the pattern. */
export const isResolved = (pattern: string, variables: Variables): boolean => pieces(pattern, variables) !== undefined;

/** The text that a value without wildcards stands for; undefined if it names a variable that the request lacks. */
export function plainText(value: string, variables: Variables): string | undefined {
  return pieces(value, variables)
    ?.map((piece) => ("text" in piece ? piece.text : piece.wildcard))
    .join("");
}

/**
 * A resource of a statement against the ARN of a request. Wildcards work within the segments between colons; a `*` that
 * ends a segment may reach beyond the colon. What follows the fifth colon is one segment.
 */
export function matchesResource(pattern: string, resource: string, variables: Variables): boolean {
  if (!pattern.includes("${")) {
    const known = withoutVariables.get(pattern) ?? resourceExpression(wildcards(pattern));
    withoutVariables.set(pattern, known);
    return known.test(resource);
  }
  const parsed = pieces(pattern, variables);
  return parsed !== undefined && resourceExpression(parsed).test(resource);
}

/** Proofs ask about one pattern thousands of times. */
const withoutVariables = new Map<string, RegExp>();

function resourceExpression(parsed: Piece[]): RegExp {
  const segments = split(parsed, 6);
  const source = segments.map((segment, index) => (index === 5 ? whole(segment) : inner(segment))).join(":");
  return new RegExp(`^${source}$`, "s");
}

/** ArnEquals and ArnLike: each of the six parts is compared on its own, and each may hold wildcards. */
export function matchesArn(pattern: string, arn: string, variables: Variables): boolean {
  const parsed = pieces(pattern, variables);
  if (parsed === undefined) return false;
  const wanted = split(parsed, 6);
  const given = split([{ text: arn }], 6).map((part) =>
    part.map((piece) => ("text" in piece ? piece.text : "")).join(""),
  );
  return (
    wanted.length === 6 &&
    given.length === 6 &&
    wanted.every((segment, index) => new RegExp(`^${whole(segment)}$`, "s").test(given[index]!))
  );
}

function pieces(pattern: string, variables: Variables): Piece[] | undefined {
  if (!variables.enabled) return wildcards(pattern);
  const result: Piece[] = [];
  let rest = 0;
  for (const match of pattern.matchAll(/\$\{([^}]*)\}/g)) {
    const value = variableValue(match[1]!, variables.context);
    if (value === undefined) return undefined;
    result.push(...wildcards(pattern.slice(rest, match.index)), { text: value });
    rest = match.index + match[0].length;
  }
  return [...result, ...wildcards(pattern.slice(rest))];
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'text'}` has a default. */
function variableValue(expression: string, context: Context): string | undefined {
  if (["*", "?", "$"].includes(expression)) return expression;
  const [, key, fallback] = /^\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(expression) ?? [];
  if (key === undefined) return undefined;
  const values = contextValues(context, key);
  // A multivalued key cannot be used as a variable.
  return values?.length === 1 ? values[0] : fallback;
}

const wildcards = (text: string): Piece[] =>
  text
    .split(/([*?])/)
    .filter((part) => part !== "")
    .map((part) => (part === "*" || part === "?" ? { wildcard: part } : { text: part }));

/** Parts between the first colons; the last one of `most` keeps its colons. A colon from a variable does not divide. */
function split(parsed: Piece[], most: number): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const piece of parsed) {
    let text = "text" in piece ? piece.text : undefined;
    if (text === undefined) segments.at(-1)!.push(piece);
    while (text !== undefined) {
      const colon: number = segments.length < most ? text.indexOf(":") : -1;
      segments.at(-1)!.push({ text: colon < 0 ? text : text.slice(0, colon) });
      if (colon >= 0) segments.push([]);
      text = colon < 0 ? undefined : text.slice(colon + 1);
    }
  }
  return segments;
}

const whole = (segment: Piece[]): string =>
  segment.map((piece) => ("text" in piece ? escaped(piece.text) : piece.wildcard === "*" ? ".*" : ".")).join("");

function inner(segment: Piece[]): string {
  const filled = segment.filter((piece) => !("text" in piece) || piece.text !== "");
  return filled
    .map((piece, index) => {
      if ("text" in piece) return escaped(piece.text);
      if (piece.wildcard === "?") return "[^:]";
      return index === filled.length - 1 ? ".*" : "[^:]*";
    })
    .join("");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

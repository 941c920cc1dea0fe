// Patterns of IAM: wildcards and policy variables in actions, resources and condition values.

type ContextValue = string | number | boolean;

export type Context = Record<string, ContextValue | readonly ContextValue[]>;

/** Values of a key, whose name is not case-sensitive; undefined if the request lacks it. */
export function contextValues(context: Context, key: string): string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : [found[1]].flat().map(String);
}

/** Values of policy variables such as `${aws:PrincipalAccount}`. Undefined before policy version 2012-10-17. */
export type Variables = Context | undefined;

/** Part of a pattern: literal text or a wildcard. */
type Piece = { text: string } | { wildcard: "*" | "?" };

/** Actions are not case-sensitive, and may contain wildcards anywhere. */
export function matchesAction(pattern: string, action: string): boolean {
  return new RegExp(`^${whole(wildcards(pattern))}$`, "is").test(action);
}

/** Compares as StringLike does. */
export function matchesText(pattern: string, text: string, variables: Variables): boolean {
  const parsed = pieces(pattern, variables);
  return parsed !== undefined && new RegExp(`^${whole(parsed)}$`, "s").test(text);
}

/** True if the request has a value for every variable in the pattern. */
export const isResolved = (pattern: string, variables: Variables): boolean => pieces(pattern, variables) !== undefined;

/** The value with its variables filled in; undefined if the request lacks one of them. */
export function plainText(value: string, variables: Variables): string | undefined {
  return pieces(value, variables)
    ?.map((piece) => ("text" in piece ? piece.text : piece.wildcard))
    .join("");
}

/**
 * Compares a statement's resource with the ARN of a request. Wildcards match within a segment between colons; a `*` at
 * the end of a segment also matches colons. Everything after the fifth colon is one segment.
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

/** Expressions by pattern: one evaluation may compare a pattern thousands of times. */
const withoutVariables = new Map<string, RegExp>();

function resourceExpression(parsed: Piece[]): RegExp {
  const segments = split(parsed, 6);
  const source = segments.map((segment, index) => (index === 5 ? whole(segment) : inner(segment))).join(":");
  return new RegExp(`^${source}$`, "s");
}

/** Compares as ArnEquals and ArnLike do: each of the six parts on its own, with wildcards. */
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
  if (variables === undefined) return wildcards(pattern);
  const result: Piece[] = [];
  let rest = 0;
  for (const match of pattern.matchAll(/\$\{([^}]*)\}/g)) {
    const value = variableValue(match[1]!, variables);
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
  // A key with several values cannot be a variable.
  return values?.length === 1 ? values[0] : fallback;
}

const wildcards = (text: string): Piece[] =>
  text
    .split(/([*?])/)
    .filter((part) => part !== "")
    .map((part) => (part === "*" || part === "?" ? { wildcard: part } : { text: part }));

/** Splits at colons into at most `count` parts. The last one keeps its colons, and so does the value of a variable. */
function split(parsed: Piece[], count: number): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const piece of parsed) {
    let text = "text" in piece ? piece.text : undefined;
    if (text === undefined) segments.at(-1)!.push(piece);
    while (text !== undefined) {
      const colon: number = segments.length < count ? text.indexOf(":") : -1;
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

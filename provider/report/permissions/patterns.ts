// Decides whether one pattern of IAM matches everything that another one matches. When in doubt, it says no.

/** A pattern in parts: characters, wildcards, and policy variables such as `${aws:PrincipalAccount}`. */
export interface Pattern {
  readonly text: string;
  /** True if it has no wildcard. */
  readonly isExact: boolean;
  readonly tokens: readonly Token[];
}

/** A character, a whole policy variable, or a wildcard. Wildcards have names of more than one character. */
type Token = string;

const anyCharacter = "any character";
const anyText = "any text";
const anyCharacterButColon = "any character but a colon";
const anyTextButColon = "any text without a colon";

/** Parses a pattern whose wildcards match every character, such as an action or a value of StringLike. */
export function textPattern(text: string): Pattern {
  return patternOf(text, () => spreadWildcards(tokensOf(text)));
}

/** Parses a text in which `*` and `?` are ordinary characters, such as a value of StringEquals. */
export function plainText(text: string): Pattern {
  return { text, isExact: true, tokens: text.match(variableOrCharacter) ?? [] };
}

/**
 * Parses the pattern of a resource. Its wildcards match within a segment between colons; a `*` at the end of a segment also
 * matches colons. Everything after the fifth colon is one segment.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function resourcePattern(text: string): Pattern {
  return patternOf(text, () =>
    segmentsOf(tokensOf(text), 6).flatMap((segment, index) => [
      ...(index === 0 ? [] : [":"]),
      ...(index === 5 ? spreadWildcards(segment) : withinSegment(segment)),
    ]),
  );
}

/** Parses the pattern of an ARN in a condition: six parts, each compared on its own. */
export function arnPatterns(text: string): Pattern[] | undefined {
  const segments = segmentsOf(tokensOf(text), 6);
  if (segments.length !== 6) return undefined;
  return segments.map((segment) => ({ text: "", isExact: false, tokens: spreadWildcards(segment) }));
}

/** Most patterns have no wildcard. They are compared as texts and never parsed. */
function patternOf(text: string, parse: () => readonly Token[]): Pattern {
  let tokens: readonly Token[] | undefined;
  return {
    text,
    isExact: !/[*?]/.test(text),
    get tokens() {
      return (tokens ??= parse());
    },
  };
}

/** Names of variables are short. Without a limit, a text of many beginnings takes too long. */
const variableOrCharacter = /\$\{[^}]{0,200}\}|[^]/g;

function tokensOf(text: string): Token[] {
  return (text.match(variableOrCharacter) ?? []).map((part) =>
    part === "*" ? anyText : part === "?" ? anyCharacter : part,
  );
}

function segmentsOf(tokens: readonly Token[], count: number): Token[][] {
  const segments: Token[][] = [[]];
  for (const token of tokens)
    if (token === ":" && segments.length < count) segments.push([]);
    else segments.at(-1)?.push(token);
  return segments;
}

function withinSegment(segment: readonly Token[]): Token[] {
  return segment.map((token, index) => {
    if (token === anyCharacter) return anyCharacterButColon;
    return token === anyText && index < segment.length - 1 ? anyTextButColon : token;
  });
}

/** Writes `?*` and `*?` in the same way, as `*?*`: both match one character or more. */
function spreadWildcards(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let start = 0; start < tokens.length;) {
    let end = start;
    while (tokens[end] === anyText || tokens[end] === anyCharacter) end++;
    const run = tokens.slice(start, end);
    if (run.includes(anyText)) {
      result.push(anyText, ...run.filter((token) => token === anyCharacter).flatMap((token) => [token, anyText]));
    } else for (const token of run) result.push(token);
    const next = tokens[end];
    if (next !== undefined) result.push(next);
    start = end + 1;
  }
  return result;
}

/** Most steps of a comparison: enough for two ARNs of 200 characters. */
const mostSteps = 50_000;

/** Returns true if `wide` matches every text that `narrow` matches. */
export function patternCovers(wide: Pattern, narrow: Pattern): boolean {
  if (wide.isExact && narrow.isExact) return wide.text === narrow.text;
  const [beginning = ""] = /^[^*?]*/.exec(wide.text) ?? [];
  if (!narrow.text.startsWith(beginning)) return false;
  if (wide.tokens.length * narrow.tokens.length > mostSteps) return wide.text !== "" && wide.text === narrow.text;
  // Positions in `wide` that can be reached after the tokens of `narrow` so far.
  let positions = withSkipped(wide, new Set([0]));
  for (const token of narrow.tokens) {
    const next = new Set<number>();
    for (const position of positions) {
      const expected = wide.tokens[position];
      if (expected === undefined || !tokenCovers(expected, token)) continue;
      next.add(isText(expected) ? position : position + 1);
    }
    if (next.size === 0) return false;
    positions = withSkipped(wide, next);
  }
  return positions.has(wide.tokens.length);
}

/** Adds the positions after each wildcard that also matches nothing. */
function withSkipped(wide: Pattern, positions: Set<number>): Set<number> {
  // A set yields what is added to it during the loop.
  for (const position of positions) if (isText(wide.tokens[position])) positions.add(position + 1);
  return positions;
}

const isText = (token: Token | undefined): boolean => token === anyText || token === anyTextButColon;

/** The value of a variable can be any text, with colons or without. */
function tokenCovers(wide: Token, narrow: Token): boolean {
  const isCharacter = narrow.length === 1;
  switch (wide) {
    case anyText:
      return true;
    case anyTextButColon:
      return narrow === anyTextButColon || narrow === anyCharacterButColon || (isCharacter && narrow !== ":");
    case anyCharacter:
      return narrow === anyCharacter || narrow === anyCharacterButColon || isCharacter;
    case anyCharacterButColon:
      return narrow === anyCharacterButColon || (isCharacter && narrow !== ":");
    default:
      return narrow === wide;
  }
}

/** Shorter secrets are left alone: they are parts of ordinary words, and a replaced word would show their letters. */
const minimumLength = 4;

/** A service may show only the beginning or the end of a secret. Parts of this length are replaced too. */
const partLength = 8;

/** The part of a text from `start` up to `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A text, and for each of its characters the part of the original text that it comes from. */
interface Decoded {
  readonly text: string;
  readonly origins: readonly Range[];
}

/** Replaces secrets in a text of the service: whole, cut off, in any letter case, and in the encodings of HTTP, JSON and HTML. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret.length >= minimumLength).flatMap(formsOf);
  if (forms.length === 0) return text;
  const found = decodingsOf(text).flatMap(({ text: decoded, origins }) =>
    forms.flatMap((form) => occurrences(lowerCase(decoded), form).map((range) => originOf(origins, range))),
  );
  return replaced(text, found);
}

/** Returns a text of the same length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A text that contains a secret, in lower case. */
interface Form {
  readonly text: string;
  /** The characters around it may contain other parts of the same secret. */
  readonly isBase64: boolean;
}

/** Returns the encodings of a secret that no {@link decoders} reverse. */
function formsOf(secret: string): Form[] {
  // A URL cannot contain half a surrogate pair.
  const encodable = secret.replace(/\p{Surrogate}/gu, "\ufffd");
  const texts = [...new Set([secret, secret.trim(), encodable])];
  // RFC 6749 encodes client id and secret before HTTP Basic encodes them again.
  const urlEncoded = encodeURIComponent(encodable);
  const encoded = [
    ...new Set([...texts, urlEncoded, urlEncoded.replace(/%20/g, "+"), JSON.stringify(secret).slice(1, -1)]),
  ];
  const bytes = encoded.map((text) => Buffer.from(text));
  const plain = [...texts, ...bytes.map((one) => one.toString("hex"))];
  const base64 = bytes.flatMap((one) => [0, 1, 2].flatMap((before) => inBase64(one, before)));
  return [
    ...plain.map((text) => ({ text: lowerCase(text), isBase64: false })),
    ...[...new Set(base64)].map((text) => ({ text: lowerCase(text), isBase64: true })),
  ].filter(({ text }) => text.length >= minimumLength);
}

/**
 * Returns the characters of base64 and base64url that depend on these bytes alone. HTTP Basic encodes `id:secret`, so that
 * other bytes come before the secret. Only their number modulo three matters.
 */
function inBase64(bytes: Buffer, before: number): string[] {
  const all = Buffer.concat([Buffer.alloc(before), bytes]);
  const [start, end] = [Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6)];
  return [all.toString("base64").slice(start, end), all.toString("base64url").slice(start, end)];
}

/** Returns where a form occurs, or a beginning or end of it that is long enough. */
function occurrences(text: string, { text: form, isBase64 }: Form): Range[] {
  const part = Math.min(partLength, form.length);
  const beginnings = positionsOf(text, form.slice(0, part)).map((start) => {
    let length = part;
    while (length < form.length && text[start + length] === form[length]) length += 1;
    return { start, end: start + length };
  });
  const ends = positionsOf(text, form.slice(-part)).map((position) => {
    let length = part;
    const end = position + part;
    while (length < form.length && end > length && text[end - length - 1] === form[form.length - length - 1])
      length += 1;
    return { start: end - length, end };
  });
  const found = [...beginnings, ...ends];
  return isBase64 ? found.map((range) => wholeBase64(text, range)) : found;
}

function positionsOf(text: string, part: string): number[] {
  const positions: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) positions.push(at);
  return positions;
}

/** Extends a part to the whole base64 text around it. */
function wholeBase64(text: string, { start, end }: Range): Range {
  const [before] = /[\w+/-]*$/.exec(text.slice(0, start)) ?? [""];
  const [after] = /^[\w+/-]*={0,2}/.exec(text.slice(end)) ?? [""];
  return { start: start - before.length, end: end + after.length };
}

/** Encodings of single characters. Each decoder has a pattern for one character. */
const decoders: readonly { readonly pattern: RegExp; readonly decode: (encoded: string) => string | undefined }[] = [
  {
    // One character in UTF-8.
    pattern:
      /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[\da-f](?:%[89ab][\da-f]){3}|\+/gi,
    decode: (encoded) => (encoded === "+" ? " " : Buffer.from(encoded.replace(/%/g, ""), "hex").toString()),
  },
  {
    pattern: /\\u[\da-f]{4}|\\u\{[\da-f]{1,6}\}|\\x[\da-f]{2}|\\["'\\/bfnrt]/gi,
    decode: (encoded) =>
      escapes[encoded.slice(1)] ?? characterOf(Number.parseInt(encoded.replace(/[^\da-f]/gi, ""), 16)),
  },
  {
    pattern: /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi,
    decode(encoded) {
      const name = encoded.slice(1, -1).toLowerCase();
      if (!name.startsWith("#")) return entities[name];
      return characterOf(name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
    },
  },
];

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** HTML has more names. These are the characters that software escapes. */
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  sol: "/",
  plus: "+",
  equals: "=",
};

function characterOf(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Returns the text unchanged, and decoded once and twice in every way: a page may show JSON that contains a URL. */
function decodingsOf(text: string): Decoded[] {
  const original: Decoded = { text, origins: Array.from(text.split(""), (_, at) => ({ start: at, end: at + 1 })) };
  const found = new Map([[text, original]]);
  let last = [original];
  for (let times = 0; times < 2; times += 1) {
    last = last
      .flatMap((one) => decoders.map((decoder) => decoded(one, decoder)))
      .filter((one) => !found.has(one.text));
    for (const one of last) found.set(one.text, one);
  }
  return [...found.values()];
}

function decoded({ text, origins }: Decoded, { pattern, decode }: (typeof decoders)[number]): Decoded {
  const parts: string[] = [];
  const newOrigins: Range[] = [];
  let at = 0;
  const keepUntil = (end: number) => {
    parts.push(text.slice(at, end));
    newOrigins.push(...origins.slice(at, end));
    at = end;
  };
  for (const match of text.matchAll(pattern)) {
    const characters = decode(match[0]);
    if (characters === undefined) continue;
    keepUntil(match.index);
    at += match[0].length;
    parts.push(characters);
    const origin = originOf(origins, { start: match.index, end: at });
    for (let unit = 0; unit < characters.length; unit += 1) newOrigins.push(origin);
  }
  keepUntil(text.length);
  return { text: parts.join(""), origins: newOrigins };
}

function originOf(origins: readonly Range[], { start, end }: Range): Range {
  return { start: origins[start]?.start ?? 0, end: origins[end - 1]?.end ?? 0 };
}

/** Replaces parts of a text. Parts that overlap become one. */
function replaced(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start >= at) parts.push(text.slice(at, start), "[secret]");
    at = Math.max(at, end);
  }
  return [...parts, text.slice(at)].join("");
}

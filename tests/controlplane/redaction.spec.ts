import { expect } from "chai";
import * as fc from "fast-check";
import { withoutSecrets } from "../../provider/controlplane/redaction";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const hex = (text: string) => Buffer.from(text).toString("hex");
const each = (text: string, encode: (char: string) => string) => [...text].map(encode).join("");
const codeOf = (char: string) => char.codePointAt(0) ?? 0;
const percent = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
const utf16 = (text: string) => text.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The ways in which a service can repeat a secret. */
const echoes: Readonly<Record<string, (secret: string) => string>> = {
  unchanged: (secret) => secret,
  "in lower case": (secret) => secret.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  "without white space around it": (secret) => secret.trim(),
  "twice in a row": (secret) => secret + secret,
  "its first eight characters": (secret) => `${secret.slice(0, 8)}...`,
  "its last eight characters": (secret) => `...${secret.slice(-8)}`,
  "its beginning and its end": (secret) => `${secret.slice(0, 9)}***${secret.slice(-9)}`,
  "in JSON": (secret) => JSON.stringify({ apiKey: secret }),
  "in JSON for HTML, with \\u003c": (secret) =>
    JSON.stringify(secret).replace(/[<>&'=]/g, (char) => `\\u${codeOf(char).toString(16).padStart(4, "0")}`),
  "in JSON with every character escaped": (secret) => utf16(secret).join(""),
  "in JSON with every character escaped in upper case": (secret) =>
    utf16(secret)
      .map((one) => `\\u${one.slice(2).toUpperCase()}`)
      .join(""),
  "in JSON with \\/": (secret) => JSON.stringify(secret).replace(/\//g, "\\/"),
  "in JSON within JSON": (secret) => JSON.stringify(JSON.stringify(secret)),
  "in a URL": (secret) => `?key=${percent(secret)}&a=b`,
  "in a URL in lower case": (secret) => percent(secret).replace(/%../g, (code) => code.toLowerCase()),
  "in a URL with every byte escaped": (secret) => hex(secret).replace(/../g, "%$&"),
  "in a URL twice": (secret) => percent(percent(secret)),
  "in a form": (secret) => percent(secret).replace(/%20/g, "+"),
  "in HTML": (secret) =>
    secret
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/'/g, "&#39;"),
  "in HTML with every character as a number": (secret) => each(secret, (char) => `&#${codeOf(char)};`),
  "in HTML with every character as a hexadecimal number": (secret) =>
    each(secret, (char) => `&#x${codeOf(char).toString(16).toUpperCase()};`),
  "in hex": hex,
  "in hex in upper case": (secret) => hex(secret).toUpperCase(),
  "in base64": base64,
  "in base64 without padding": (secret) => base64(secret).replace(/=+$/, ""),
  "in base64url": (secret) => Buffer.from(secret).toString("base64url"),
  "in base64 in a URL": (secret) => encodeURIComponent(base64(secret)),
  "the beginning of its base64": (secret) => `${base64(secret).slice(0, 10)}...`,
  "in HTTP Basic": (secret) => `Basic ${base64(`client-7:${secret}`)}`,
  "in HTTP Basic, URL-encoded as OAuth says": (secret) => `Basic ${base64(`id:${percent(secret)}`)}`,
  "in base64 of JSON": (secret) => base64(JSON.stringify({ clientId: "id", clientSecret: secret })),
};

describe("a text of the service never repeats a secret", () => {
  /** Characters that need escaping, and at both ends texts that no other text contains by chance. */
  const secrets = fc
    .tuple(
      fc.stringMatching(/^[A-Z0-9]{12}$/),
      fc.string({ unit: "grapheme", maxLength: 10 }),
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.stringMatching(/^[A-Z0-9]{12}$/),
    )
    .map((parts) => parts.join("\"\\/+%=&<'> ü\n"));

  for (const [name, echo] of Object.entries(echoes))
    it(name, () => {
      fc.assert(
        fc.property(secrets, fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (secret, before, after) => {
          const text = `${before} ${echo(secret)} ${after}`;
          const rest = withoutSecrets(text, ["another", secret]);
          expect(rest).to.include("[secret]");
          // At most the ends of the text and the punctuation of the encoding stay.
          const parts = rest.split("[secret]");
          const kept = [
            parts[0]?.slice(before.length),
            parts
              .slice(1)
              .join("")
              .slice(0, -after.length || undefined),
          ];
          for (const part of kept) expect(part).to.not.match(/[A-Z0-9]{8}/);
        }),
        { numRuns: 40 },
      );
    });

  for (const [name, echo] of Object.entries(echoes))
    it(`${name}: an ordinary key`, () => {
      const secret = "sk-live+51H/x<7Qz9Lm2&vT4=";
      const rest = withoutSecrets(`The value ${echo(secret)} is wrong`, [secret]);
      expect(rest).to.match(/^The value .* is wrong$/);
      expect(rest.length).to.be.lessThan(80);
      for (let at = 0; at + 6 <= secret.length; at += 1) expect(rest).to.not.include(secret.slice(at, at + 6));
    });
});

describe("the removal of secrets from a text of the service", () => {
  for (const [name, secrets, text, expected] of [
    ["leaves a text without secrets unchanged", ["key-1"], "the name is taken", "the name is taken"],
    ["removes every occurrence", ["key-1"], "key-1, key-1.", "[secret], [secret]."],
    ["removes several secrets", ["older", "newer"], "older and newer", "[secret] and [secret]"],
    ["removes the longer of two that begin alike", ["keys", "keys-long"], "keys-long", "[secret]"],
    ["ignores an empty secret", [""], "abc", "abc"],
    ["leaves a secret of fewer than four characters", ["k", "API"], "API key k", "API key k"],
    ["removes a secret of four characters", ["k-1!"], "key k-1! is short", "key [secret] is short"],
    ["leaves seven characters of a longer secret", ["abcdefgh-12345678"], "abcdefg 2345678", "abcdefg 2345678"],
    ["does not read a secret as a pattern", ["a.c.e"], "abcde a.c.e", "abcde [secret]"],
    ["does not read a secret as a replacement", ["$&$&"], "x $&$& y", "x [secret] y"],
    ["removes half a character, which no URL can contain", ["ab\ud800cd"], "x ab\ud800cd y", "x [secret] y"],
    ["removes a secret that looks encoded", ["100%25&amp;"], "x 100%25&amp; y", "x [secret] y"],
    [
      "leaves an encoded character that is none",
      ["key-1"],
      "%zz &nope; \\u12 &#9999999;",
      "%zz &nope; \\u12 &#9999999;",
    ],
  ] as const)
    it(name, () => expect(withoutSecrets(text, secrets)).to.equal(expected));
});

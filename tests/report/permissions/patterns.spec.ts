import { expect } from "chai";
import * as fc from "fast-check";
import { patternCovers, resourcePattern, textPattern } from "../../../provider/report/permissions/patterns";
import { matchesResource, matchesText } from "../../../provider/sandbox/policies/patterns";

describe("a pattern", () => {
  for (const [wide, narrow, expected] of [
    ["a", "a", true],
    ["a", "b", false],
    ["*", "", true],
    ["*", "a?b*", true],
    ["?", "*", false],
    ["?*", "*?", true],
    ["*?", "a*", true],
    ["?*", "*a", true],
    ["??*", "*a", false],
    ["a*c", "a*b*c", true],
    ["a*b*c", "a*c", false],
    ["a?c", "abc", true],
    ["abc", "a?c", false],
    ["*ab*", "*a*b*", false],
    ["${aws:PrincipalAccount}", "${aws:PrincipalAccount}", true],
    ["${aws:PrincipalAccount}", "123456789012", false],
    ["*", "${aws:PrincipalAccount}", true],
    ["?", "${*}", false],
    ["a${*}", "a${b}", false],
  ] as const)
    it(`${wide || "nothing"} ${expected ? "covers" : "does not cover"} ${narrow || "nothing"}`, () => {
      expect(patternCovers(textPattern(wide), textPattern(narrow))).to.equal(expected);
    });

  for (const [wide, narrow, expected] of [
    ["*", "arn:aws:s3:::bucket/key", true],
    ["arn:aws:s3:*", "arn:aws:s3:::bucket/key", true],
    ["arn:aws:s3:*:::key", "arn:aws:s3:a:::key", true],
    ["arn:aws:s3:x*y:1:key", "arn:aws:s3:x:z:y:1:key", false],
    ["arn:aws:lambda:r:1:function:f*", "arn:aws:lambda:r:1:function:f:live", true],
    ["arn:aws:lambda:r:1:function:f", "arn:aws:lambda:r:1:function:f:live", false],
    ["arn:aws:lambda:r:?:function:f", "arn:aws:lambda:r:::function:f", false],
  ] as const)
    it(`of a resource, ${wide}, ${expected ? "covers" : "does not cover"} ${narrow}`, () => {
      expect(patternCovers(resourcePattern(wide), resourcePattern(narrow))).to.equal(expected);
    });

  const pieces = (...list: string[]) =>
    fc.array(fc.constantFrom(...list), { maxLength: 7 }).map((parts) => parts.join(""));

  it("covers another one only if it matches all texts that the other one matches", () => {
    const segments = pieces("*", "?", "a", ":", ":", ":");
    fc.assert(
      fc.property(
        segments,
        segments,
        fc.array(pieces("a", "b", ":", ":"), { maxLength: 12 }),
        (wide, narrow, texts) => {
          const textsCovered = patternCovers(textPattern(wide), textPattern(narrow));
          const resourcesCovered = patternCovers(resourcePattern(wide), resourcePattern(narrow));
          for (const text of texts) {
            if (textsCovered && matchesText(narrow, text, undefined))
              expect(matchesText(wide, text, undefined), `${wide} ${narrow} ${text}`).to.equal(true);
            if (resourcesCovered && matchesResource(narrow, text, undefined))
              expect(matchesResource(wide, text, undefined), `${wide} ${narrow} ${text}`).to.equal(true);
          }
        },
      ),
      { numRuns: Number(process.env.PERMISSION_RUNS ?? 1000) },
    );
  });

  it("covers each pattern of texts of which it matches an example with other letters", () => {
    fc.assert(
      fc.property(pieces("*", "?", "a", "b"), pieces("*", "?", "a", "b"), (wide, narrow) => {
        const example = narrow.replaceAll("?", "x").replaceAll("*", "y".repeat(wide.length + 1));
        const shortest = narrow.replaceAll("?", "x").replaceAll("*", "");
        const matchesAll = [example, shortest].every((text) => matchesText(wide, text, undefined));
        expect(patternCovers(textPattern(wide), textPattern(narrow))).to.equal(matchesAll);
      }),
      { numRuns: Number(process.env.PERMISSION_RUNS ?? 1000) },
    );
  });
});

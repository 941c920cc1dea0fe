import { expect } from "chai";
import { compareHolder } from "../../../provider/report/permissions/changes";
import { conditionText, parsePolicy } from "../../../provider/report/permissions/document";
import type { Permission } from "../../../provider/report/permissions/document";

interface StatementArgs {
  readonly Sid?: string;
  readonly Effect?: "Allow" | "Deny";
  readonly Action?: string | undefined;
  readonly NotAction?: readonly string[];
  readonly Resource?: string | undefined;
  readonly NotResource?: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: object;
}

/** Statements of each document. */
type Documents = Readonly<Record<string, readonly StatementArgs[]>>;

function holder(documents: Documents | undefined) {
  return {
    exists: documents !== undefined,
    documents: Object.entries(documents ?? {}).map(([urn, statements]) => ({
      urn,
      permissions: permissionsOf(statements),
    })),
  };
}

function permissionsOf(statements: readonly StatementArgs[]): readonly Permission[] {
  const Statement = statements.map((one) => ({ Effect: "Allow", Action: "s3:Get", Resource: "r", ...one }));
  return parsePolicy({ Version: "2012-10-17", Statement })?.permissions ?? [];
}

const textOf = ({ effect, action, resource, principal, conditions }: Permission) =>
  [effect === "Deny" ? "Deny" : undefined, action.text, resource.text, principal, conditionText(conditions)]
    .filter((text) => text !== undefined)
    .join(" ");

function words(before: Documents | undefined, after: Documents | undefined, isTrust = false): string[] {
  return compareHolder(holder(before), holder(after), { isTrust })
    .map(({ word, because, permission, before: old }) =>
      [word, because, textOf(permission), old === undefined ? undefined : `<- ${textOf(old)}`]
        .filter((text) => text !== undefined)
        .join(" "),
    )
    .sort();
}

const inAccount = { Condition: { StringEquals: { "aws:SourceAccount": "1" } } };

const cases: readonly (readonly [
  title: string,
  before: Documents | undefined,
  after: Documents | undefined,
  ...words: string[],
])[] = [
  ["a statement with another Sid is kept", { a: [{}] }, { a: [{ Sid: "new" }] }, "kept s3:Get r"],
  ["the case of an action's letters is no change", { a: [{ Action: "S3:GET" }] }, { a: [{}] }, "kept s3:Get r"],
  ["a statement in another document is moved", { a: [{}], b: [] }, { a: [], b: [{}] }, "moved s3:Get r"],
  ["a statement that gets a second document is kept", { a: [{}] }, { a: [{}], b: [{}] }, "kept s3:Get r"],
  [
    "what nothing covered before is gained",
    { a: [{}] },
    { a: [{}, { Resource: "q" }] },
    "gained s3:Get q",
    "kept s3:Get r",
  ],
  [
    "what nothing covers any more is lost",
    { a: [{}, { Resource: "q" }] },
    { a: [{}] },
    "kept s3:Get r",
    "lost s3:Get q",
  ],
  [
    "a part of what is allowed anyway is kept",
    { a: [{ Resource: "*" }] },
    { a: [{ Resource: "*" }, {}] },
    "kept s3:Get *",
    "kept s3:Get r",
  ],
  [
    "what a wildcard still covers is kept",
    { a: [{}, { Resource: "*" }] },
    { a: [{ Resource: "*" }] },
    "kept s3:Get *",
    "kept wildcard s3:Get r",
  ],
  [
    "a wildcard in place of a name is wider",
    { a: [{}] },
    { a: [{ Resource: "r*" }] },
    "kept wildcard s3:Get r",
    "widened wildcard s3:Get r* <- s3:Get r",
  ],
  [
    "a wildcard in another document is wider, too",
    { a: [{}] },
    { a: [{}], b: [{ Action: "s3:*" }] },
    "kept s3:Get r",
    "widened wildcard s3:* r",
  ],
  [
    "without its condition, a permission is wider",
    { a: [inAccount] },
    { a: [{}] },
    "kept s3:Get r StringEquals aws:SourceAccount = 1",
    "widened conditionRemoved s3:Get r <- s3:Get r StringEquals aws:SourceAccount = 1",
  ],
  [
    "with a new condition, a permission is narrower",
    { a: [{}] },
    { a: [inAccount] },
    "narrowed s3:Get r StringEquals aws:SourceAccount = 1 <- s3:Get r",
  ],
  [
    "a name in place of a wildcard is narrower",
    { a: [{ Resource: "*" }] },
    { a: [{}] },
    "narrowed s3:Get r <- s3:Get *",
  ],
  [
    "with another condition, a permission is lost and gained",
    { a: [inAccount] },
    { a: [{ Condition: { StringEquals: { "aws:SourceAccount": "2" } } }] },
    "gained s3:Get r StringEquals aws:SourceAccount = 2",
    "lost s3:Get r StringEquals aws:SourceAccount = 1",
  ],
  ["a new Deny is gained", { a: [{}] }, { a: [{}, { Effect: "Deny" }] }, "gained Deny s3:Get r", "kept s3:Get r"],
  [
    "without a Deny, there is more",
    { a: [{}, { Effect: "Deny" }] },
    { a: [{}] },
    "kept s3:Get r",
    "widened denyRemoved Deny s3:Get r",
  ],
  [
    "with a narrower Deny, there is more",
    { a: [{ Effect: "Deny", Resource: "*" }] },
    { a: [{ Effect: "Deny" }] },
    "widened denyRemoved Deny s3:Get r <- Deny s3:Get *",
  ],
  [
    "with a wider Deny, there is less",
    { a: [{ Effect: "Deny" }] },
    { a: [{ Effect: "Deny", Resource: "*" }] },
    "gained Deny s3:Get *",
    "kept wildcard Deny s3:Get r",
  ],
  [
    "a new holder gains everything",
    undefined,
    { a: [{ Resource: "*" }, { Effect: "Deny" }] },
    "gained Deny s3:Get r",
    "gained s3:Get *",
  ],
  [
    "a deleted holder loses everything",
    { a: [{}, { Effect: "Deny" }] },
    undefined,
    "lost Deny s3:Get r",
    "lost s3:Get r",
  ],
  [
    "the number of an account and the ARN of its root are the same",
    { a: [{ Principal: { AWS: "123456789012" } }] },
    { a: [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }] },
    "kept s3:Get r AWS: arn:aws:iam::123456789012:root",
  ],
  [
    "a whole account in place of its role is wider",
    { a: [{ Principal: { AWS: "arn:aws:iam::123456789012:role/x" } }] },
    { a: [{ Principal: { AWS: "123456789012" } }] },
    "kept s3:Get r AWS: arn:aws:iam::123456789012:role/x",
    "widened trust s3:Get r AWS: 123456789012 <- s3:Get r AWS: arn:aws:iam::123456789012:role/x",
  ],
  [
    "a principal of an account gains what it did not have, although the account itself is allowed",
    { a: [{ Principal: { AWS: "123456789012" } }] },
    { a: [{ Principal: { AWS: ["123456789012", "arn:aws:iam::123456789012:role/x"] } }] },
    "gained s3:Get r AWS: arn:aws:iam::123456789012:role/x",
    "kept s3:Get r AWS: 123456789012",
  ],
  [
    "all actions but some are wider than one of the others",
    { a: [{}] },
    { a: [{}, { Action: undefined, NotAction: ["iam:*"] }] },
    "kept s3:Get r",
    "widened wildcard not iam:* r",
  ],
  [
    "fewer exceptions are wider, and more are narrower",
    {
      a: [
        { Action: undefined, NotAction: ["a:b", "iam:*"] },
        { Resource: undefined, NotResource: ["r"] },
      ],
    },
    {
      a: [
        { Action: undefined, NotAction: ["iam:*"] },
        { Resource: undefined, NotResource: ["q", "r"] },
      ],
    },
    "kept wildcard not a:b, iam:* r",
    "narrowed s3:Get not q, r <- s3:Get not r",
    "widened wildcard not iam:* r <- not a:b, iam:* r",
  ],
  [
    "a part of what something wider still covers is no narrowing",
    { a: [{ Resource: "r*" }] },
    { a: [{}, { Resource: "*" }] },
    "kept s3:Get r",
    "kept wildcard s3:Get r*",
    "widened wildcard s3:Get * <- s3:Get r*",
  ],
  [
    "fewer forbidden values of a condition allow more",
    { a: [{ Condition: { StringNotEquals: { k: ["x", "y"] } } }] },
    { a: [{ Condition: { StringNotEquals: { k: "x" } } }] },
    "kept s3:Get r StringNotEquals k = one of x, y",
    "widened conditionRemoved s3:Get r StringNotEquals k = x <- s3:Get r StringNotEquals k = one of x, y",
  ],
  [
    "a strict condition in place of a lenient one is narrower",
    { a: [{ Condition: { StringEqualsIfExists: { k: "x" } } }] },
    { a: [{ Condition: { StringEquals: { k: "x" } } }] },
    "narrowed s3:Get r StringEquals k = x <- s3:Get r StringEqualsIfExists k = x",
  ],
];

describe("permissions before and after a change", () => {
  for (const [title, before, after, ...expected] of cases)
    it(title, () => {
      expect(words(before, after)).to.deep.equal(expected);
    });

  it("are wider trust, if a trust policy allows another service", () => {
    const a = { Principal: { Service: "a.amazonaws.com" } };
    const b = { Principal: { Service: "b.amazonaws.com" } };
    expect(words({ trust: [a] }, { trust: [a, b] }, true)).to.deep.equal([
      "kept s3:Get r Service: a.amazonaws.com",
      "widened trust s3:Get r Service: b.amazonaws.com",
    ]);
    expect(words(undefined, { trust: [a] }, true)).to.deep.equal(["gained s3:Get r Service: a.amazonaws.com"]);
  });
});

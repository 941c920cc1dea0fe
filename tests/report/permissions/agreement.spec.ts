// Compares the words of the report with decisions of the sandbox, which shares no code with it.
import { expect } from "chai";
import * as fc from "fast-check";
import { compareHolder } from "../../../provider/report/permissions/changes";
import type { Change, DocumentPermissions, HolderPermissions } from "../../../provider/report/permissions/changes";
import { covers } from "../../../provider/report/permissions/covers";
import { parsePolicy } from "../../../provider/report/permissions/document";
import type { Permission } from "../../../provider/report/permissions/document";
import { evaluate } from "../../../provider/sandbox/policies/evaluator";
import type { AccessRequest, PolicyDocument, Statement } from "../../../provider/sandbox/policies/evaluator";

/** More than the suite needs: set it for a thorough run. */
const numRuns = Number(process.env.PERMISSION_RUNS ?? 200);

const actions = ["s3:Get", "s3:Put", "kms:Sign"];
const resources = ["arn:aws:s3:r:1:ab", "arn:aws:s3:r:1:ba", "arn:aws:s3:q:1:a:b", "arn:aws:kms:r:1:b", "*"];
const sources = ["arn:aws:lambda:r:1:f", "arn:aws:lambda:r:2:g"];

const someOf = (...values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
const oneOrMore = (...values: readonly string[]) =>
  someOf(...values).map((list) => (list.length === 1 ? list[0]! : list));

const condition = fc.oneof(
  fc.record({ StringEquals: fc.record({ "aws:a": oneOrMore("x", "y", "x*") }) }),
  fc.record({ StringLike: fc.record({ "aws:A": oneOrMore("x", "y*", "*", "x?", "?*") }) }),
  fc.record({ StringNotEquals: fc.record({ "aws:a": oneOrMore("x", "y") }) }),
  fc.record({ StringNotLike: fc.record({ "aws:a": oneOrMore("x*", "y", "*") }) }),
  fc.record({ StringEqualsIfExists: fc.record({ "aws:a": oneOrMore("x", "y") }) }),
  fc.record({ StringEqualsIgnoreCase: fc.record({ "aws:a": oneOrMore("X", "y") }) }),
  fc.record({ "ForAllValues:StringEquals": fc.record({ "aws:a": oneOrMore("x", "y") }) }),
  fc.record({ "ForAnyValue:StringLike": fc.record({ "aws:a": oneOrMore("x*", "y") }) }),
  fc.record({
    ArnLike: fc.record({ "aws:s": oneOrMore("arn:aws:lambda:*:1:f", "arn:aws:lambda:r:*:*", "arn:aws:l*:?:2:g") }),
  }),
  fc.record({ ArnEquals: fc.record({ "aws:s": oneOrMore("arn:aws:lambda:r:1:f", "arn:aws:lambda:r:1:*") }) }),
  fc.record({ Bool: fc.record({ "aws:b": fc.constantFrom("true", "False", true) }) }),
  fc.record({ Null: fc.record({ "aws:b": fc.constantFrom("true", "false") }) }),
  fc.record({ NumericLessThan: fc.record({ "aws:n": fc.constantFrom("1", "2", 2) }) }),
);
const conditions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: condition.map((one) => ({ Condition: one })) },
  {
    weight: 1,
    arbitrary: fc.tuple(condition, condition).map(([one, other]) => ({ Condition: { ...one, ...other } })),
  },
);

const literalResources = fc.record({ Resource: oneOrMore(...resources.slice(0, 4)) });
const statement = fc
  .tuple(
    fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ Action: oneOrMore(...actions, "s3:*", "S3:get", "*", "?3:Ge?") }) },
      { weight: 1, arbitrary: fc.record({ NotAction: oneOrMore(...actions, "s3:*") }) },
    ),
    fc.oneof(
      { weight: 4, arbitrary: literalResources },
      {
        weight: 4,
        arbitrary: fc.record({
          Resource: oneOrMore(
            "*",
            "arn:aws:s3:*",
            "arn:aws:s3:r:1:?b",
            "arn:aws:*:1:*b",
            "arn:aws:s3:?:1:a*",
            "arn:*:b",
          ),
        }),
      },
      { weight: 1, arbitrary: fc.record({ NotResource: oneOrMore(...resources) }) },
    ),
    conditions,
  )
  .map((parts) => Object.assign({ Effect: parts[0] }, ...parts.slice(1)) as Statement);

const documentOf = (statements: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement: statements });
const policySet = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }).map(documentOf), { maxLength: 3 });

const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  context: fc.record(
    {
      "aws:a": fc.constantFrom("x", "y", "xz", "x*", "X", "", ["x", "y"], []),
      "aws:s": fc.constantFrom(...sources),
      "aws:b": fc.constantFrom(true, false),
      "aws:n": fc.constantFrom(0, 1, 5),
    },
    { requiredKeys: [] },
  ),
});

function holder(documents: readonly PolicyDocument[]): HolderPermissions {
  return {
    exists: true,
    documents: documents.map((document, index) => ({ urn: `document-${index}`, permissions: permissionsOf(document) })),
  };
}

function permissionsOf(document: PolicyDocument): readonly Permission[] {
  const parsed = parsePolicy(JSON.stringify(document));
  if (parsed === undefined) throw new Error("cannot be read");
  return parsed.permissions;
}

const reversed = ({ urn, permissions }: DocumentPermissions): DocumentPermissions => ({
  urn,
  permissions: [...permissions].reverse(),
});

/** Returns true if a permission applies to a request, whatever its effect. */
function applies(permission: Permission | undefined, to: AccessRequest): boolean {
  if (permission === undefined) return false;
  const [actionMember, action] = memberOf("Action", permission.action.text);
  const [resourceMember, resource] = memberOf("Resource", permission.resource.text);
  const conditionMap: NonNullable<Statement["Condition"]> = {};
  for (const { operator, key, values } of permission.conditions) (conditionMap[operator] ??= {})[key] = [...values];
  const allowed = {
    Effect: "Allow",
    [actionMember]: action,
    [resourceMember]: resource,
    Condition: conditionMap,
  } as const;
  return evaluate([documentOf([allowed])], to) === "allowed";
}

function memberOf(name: string, text: string): [string, string[]] {
  return text.startsWith("not ") ? [`Not${name}`, text.slice(4).split(", ")] : [name, [text]];
}

const concerns = (change: Change, to: AccessRequest) => applies(change.permission, to) || applies(change.before, to);
const isMore = ({ word, permission }: Change) =>
  word === "widened" || (word === "gained" && permission.effect === "Allow");
const isLess = ({ word, permission }: Change) =>
  word === "lost" || word === "narrowed" || (word === "gained" && permission.effect === "Deny");

describe("the words of the report and an independent evaluation", () => {
  it("name every request that becomes allowed, and every one that no longer is", () => {
    fc.assert(
      fc.property(
        policySet,
        policySet,
        fc.array(request, { minLength: 1, maxLength: 12 }),
        (before, after, requests) => {
          const changes = compareHolder(holder(before), holder(after));
          for (const one of requests) {
            const was = evaluate(before, one) === "allowed";
            const is = evaluate(after, one) === "allowed";
            if (!was && is) expect(changes.some((change) => isMore(change) && concerns(change, one))).to.equal(true);
            if (was && !is) expect(changes.some((change) => isLess(change) && concerns(change, one))).to.equal(true);
          }
        },
      ),
      { numRuns },
    );
  });

  it("say gained or lost only of what is allowed at one time and not at the other, if nothing has a wildcard", () => {
    const literal = fc
      .tuple(fc.record({ Action: oneOrMore(...actions) }), literalResources)
      .map((parts) => Object.assign({ Effect: "Allow" }, ...parts) as Statement);
    const literals = fc.array(fc.array(literal, { minLength: 1, maxLength: 3 }).map(documentOf), { maxLength: 3 });
    fc.assert(
      fc.property(literals, literals, (before, after) => {
        for (const { word, permission } of compareHolder(holder(before), holder(after))) {
          const one = { action: permission.action.text, resource: permission.resource.text };
          const allowed = [evaluate(before, one) === "allowed", evaluate(after, one) === "allowed"];
          const expected = { gained: [false, true], lost: [true, false], kept: [true, true], moved: [true, true] };
          expect(allowed).to.deep.equal(expected[word as keyof typeof expected]);
        }
      }),
      { numRuns },
    );
  });

  it("find no change in statements that are packed in another way, in another order", () => {
    const packed = fc.array(statement, { minLength: 1, maxLength: 6 }).chain((statements) =>
      fc.record({
        statements: fc.constant(statements),
        shuffled: fc.shuffledSubarray(statements.flatMap(split), { minLength: statements.flatMap(split).length }),
        cuts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(packed, ({ statements, shuffled, cuts }) => {
        const documents: PolicyDocument[] = [];
        for (let start = 0, cut = 0; start < shuffled.length; start += cuts[cut++ % cuts.length]!)
          documents.push(documentOf(shuffled.slice(start, start + cuts[cut % cuts.length]!)));
        const changes = compareHolder(holder([documentOf(statements)]), holder(documents));
        expect(changes.map(({ word }) => word).filter((word) => word !== "moved" && word !== "kept")).to.deep.equal([]);
      }),
      { numRuns },
    );
  });

  it("do not depend on the order of documents and statements", () => {
    const shuffled = fc
      .tuple(policySet, policySet)
      .chain(([before, after]) =>
        fc.tuple(
          fc.constant([holder(before), holder(after)] as const),
          fc.shuffledSubarray(holder(after).documents.map(reversed), { minLength: after.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([[before, after], documents]) => {
        const expected = JSON.stringify(compareHolder(before, after));
        expect(JSON.stringify(compareHolder(before, { ...after, documents }))).to.equal(expected);
      }),
      { numRuns },
    );
  });

  it("say that a permission covers another one only if it applies to all requests of that one", () => {
    const allowed = statement.map((one) => permissionsOf(documentOf([{ ...one, Effect: "Allow" }])));
    const similar = fc.tuple(allowed, allowed, fc.array(request, { minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(similar, ([wide, narrow, requests]) => {
        for (const one of wide)
          for (const other of narrow)
            if (covers(one, other))
              for (const sample of requests) if (applies(other, sample)) expect(applies(one, sample)).to.equal(true);
      }),
      { numRuns },
    );
  });
});

describe("a condition that is weaker than another one", () => {
  const weak = fc.oneof<fc.Arbitrary<NonNullable<Statement["Condition"]>>[]>(
    condition,
    fc.constantFrom<NonNullable<Statement["Condition"]>[]>(
      { StringLike: { "aws:a": ["x", "${aws:n}*"] } },
      { StringEquals: { "aws:a": ["x", "${aws:n}"] } },
      { "ForAnyValue:StringEquals": { "aws:a": ["x", "y"] } },
      { "ForAllValues:StringNotEquals": { "aws:a": "x" } },
      { "ForAnyValue:StringNotEquals": { "aws:a": "x" } },
      { StringLikeIfExists: { "aws:a": "x*" } },
      { Null: { "aws:a": ["true", "false"] } },
      { Null: { "aws:a": "false" } },
    ),
  );
  const permissionWith = (Condition: Statement["Condition"]) =>
    permissionsOf(documentOf([{ Effect: "Allow", Action: "s3:Get", Resource: "arn:aws:s3:r:1:ab", Condition }]))[0]!;

  it("holds for each request for which the other one holds", () => {
    let covered = 0;
    fc.assert(
      fc.property(weak, weak, fc.array(request, { minLength: 8, maxLength: 8 }), (one, other, requests) => {
        const [wide, narrow] = [permissionWith(one), permissionWith(other)];
        if (!covers(wide, narrow)) return;
        covered++;
        for (const { context } of requests) {
          const sample = { action: "s3:Get", resource: "arn:aws:s3:r:1:ab", context };
          if (applies(narrow, sample)) expect(applies(wide, sample)).to.equal(true);
        }
      }),
      { numRuns: numRuns * 10 },
    );
    expect(covered).to.be.greaterThan(numRuns / 5);
  });
});

/** Splits a statement into one for each action and resource, where it lists them. */
function split(one: Statement): Statement[] {
  const list = (value: string | string[] | undefined) => (value === undefined ? [undefined] : [value].flat());
  return list(one.Action).flatMap((action) =>
    list(one.Resource).map((resource) => ({
      ...one,
      ...(action === undefined ? {} : { Action: action }),
      ...(resource === undefined ? {} : { Resource: resource }),
    })),
  );
}

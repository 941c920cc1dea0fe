import { expect } from "chai";
import * as fc from "fast-check";
import { policyDocument, type Statement, mergeStatements } from "../../../provider/iam/policy/document";
import { grantsOf } from "../../../provider/iam/policy/packing";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";

const actions = ["s3:GetObject", "kms:Decrypt", "kms:Encrypt", "lambda:InvokeFunction"];
const resources = fc.stringMatching(/^arn:aws:s3:::[a-c]{1,3}$/);
const conditions = fc.option(
  fc.constantFrom("us-east-1", "eu-west-1").map((region) => ({ StringEquals: { "aws:RequestedRegion": region } })),
  { nil: undefined },
);
const statements: fc.Arbitrary<Statement[]> = fc.array(
  fc
    .tuple(
      fc.constantFrom("Read", "Sign", "Read2"),
      fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1 }),
      fc.uniqueArray(resources, { minLength: 1, maxLength: 4 }),
      conditions,
    )
    .map(([Sid, Action, Resource, Condition]) => ({
      Sid,
      Effect: "Allow" as const,
      Action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    })),
  { minLength: 1, maxLength: 8 },
);

describe("merged statements", () => {
  it("allow exactly what the statements allow", () => {
    fc.assert(
      fc.property(statements, (all) => {
        expect(grantsOf(mergeStatements(all))).to.deep.equal(grantsOf(all));
      }),
    );
  });

  it("say nothing twice", () => {
    fc.assert(
      fc.property(statements, (all) => {
        const merged = mergeStatements(all);
        const frames = merged.map(({ Action, Condition }) => JSON.stringify([[...Action].sort(), Condition]));
        expect(frames).to.deep.equal([...new Set(frames)]);
        for (const { Resource } of merged) expect(Resource).to.deep.equal([...new Set(Resource)].sort());
      }),
    );
  });

  it("are one text in whatever order the statements come", () => {
    const two = statements.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(two, ([all, shuffled]) => {
        expect(policyDocument(mergeStatements(shuffled))).to.equal(policyDocument(mergeStatements(all)));
      }),
    );
  });

  it("are taken by IAM: each has an id of its own", () => {
    fc.assert(
      fc.property(statements, (all) => {
        parsePolicy(policyDocument(mergeStatements(all)), "identity", "CreatePolicy");
      }),
    );
  });
});

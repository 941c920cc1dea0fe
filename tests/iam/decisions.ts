// Requests that statements allow, or do not, as tests of their own.
import { expect } from "chai";
import { policyDocument, type Statement } from "../../provider/iam/policy/document";
import { evaluate, type AccessRequest, type PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../provider/sandbox/policies/grammar";

/** What is asked for, in words, and the request that it is. */
export type Row = readonly [
  name: string,
  action: string,
  resource: string,
  context?: NonNullable<AccessRequest["context"]>,
];

/** Tests that IAM takes the statements as a policy of an identity, and what that policy decides. */
export function itDecides(statements: readonly Statement[], allowed: readonly Row[], denied: readonly Row[]): void {
  const text = policyDocument(statements);
  const policy = JSON.parse(text) as PolicyDocument;
  const decide = ([, action, resource, context = {}]: Row) => evaluate([policy], { action, resource, context });
  it("are a policy that IAM takes", () => expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw());
  for (const row of allowed) it(`allow to ${row[0]}`, () => expect(decide(row)).to.equal("allowed"));
  for (const row of denied) it(`do not allow to ${row[0]}`, () => expect(decide(row)).to.equal("implicitDeny"));
}

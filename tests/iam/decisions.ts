// Tests of what statements allow, what the Service Authorization Reference lists, and what is refused.
import { expect } from "chai";
import type { AwsScope } from "../../provider/iam/policy/arn";
import { policyDocument, type Statement } from "../../provider/iam/policy/document";
import { evaluate, type AccessRequest, type PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../provider/sandbox/policies/grammar";
import { contradictions, type Exceptions, type ListedStatement } from "./authorizationReference";

/** A request, with its name in the title of the test. */
export type Row = readonly [
  name: string,
  action: string,
  resource: string,
  context?: NonNullable<AccessRequest["context"]>,
];

/** An invalid value and the beginning of the error. */
export type Refused<V> = readonly [name: string, value: V, says: RegExp];

/** An account and Region in each partition that customers can use. */
export const scopes: readonly AwsScope[] = [
  { partition: "aws", region: "us-east-1", accountId: "123456789012" },
  { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" },
  { partition: "aws-us-gov", region: "us-gov-west-1", accountId: "123456789012" },
];

/** Tests that IAM accepts the statements as a policy of an identity, and what that policy decides. */
export function itDecides(statements: readonly Statement[], allowed: readonly Row[], denied: readonly Row[]): void {
  const text = policyDocument(statements);
  const policy = JSON.parse(text) as PolicyDocument;
  const decide = ([, action, resource, context = {}]: Row) => evaluate([policy], { action, resource, context });
  it("are a policy that IAM accepts", () => expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw());
  for (const row of allowed) it(`allow to ${row[0]}`, () => expect(decide(row)).to.equal("allowed"));
  for (const row of denied) it(`do not allow to ${row[0]}`, () => expect(decide(row)).to.equal("implicitDeny"));
}

/** Tests that the Service Authorization Reference lists everything in the statements, in each partition. */
export function itIsListed(
  statementsIn: (scope: AwsScope) => readonly ListedStatement[],
  exceptions?: Exceptions,
): void {
  for (const scope of scopes)
    it(`are what the Service Authorization Reference lists, in ${scope.partition}`, async () =>
      expect(await contradictions(statementsIn(scope), exceptions)).to.deep.equal([]));
}

/** Tests that invalid values throw an error. JavaScript programs can write any value. */
export function itRefuses<V>(build: (value: V) => unknown, rows: readonly Refused<unknown>[]): void {
  for (const [name, value, says] of rows)
    it(`refuse ${name}, and say what to write`, () => expect(() => build(value as V)).to.throw(says));
}

import { expect } from "chai";
import * as fc from "fast-check";
import { workloadTokenStatements } from "../../../provider/iam/gateway/agentcoreGateway";
import { credentialProviderStatements, tokenVaultStatements } from "../../../provider/iam/gateway/credentialProvider";
import { invokeFunctionStatements } from "../../../provider/iam/gateway/lambdaFunction";
import { managedSecretArnPattern } from "../../../provider/iam/policy/credentialProviders";
import {
  mergeStatements,
  policyDocument,
  policyQuotas,
  policySize,
  type Statement,
} from "../../../provider/iam/policy/document";
import { grantsOf } from "../../../provider/iam/policy/packing";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { functionIds, gatewayNames, providerIds, scopes } from "../arbitraries";

const statement: Statement = {
  Sid: "One",
  Effect: "Allow",
  Action: ["secretsmanager:GetSecretValue"],
  Resource: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf"],
};

describe("a policy document", () => {
  it("is written without white space, members in a fixed order", () => {
    expect(policyDocument([statement])).to.equal(
      '{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":["arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf"]}]}',
    );
  });

  it("is the same text for equal statements, in any order of their members", () => {
    const members = Object.entries({ ...statement, Condition: { Bool: { "aws:SecureTransport": "true" } } });
    const orders = fc.shuffledSubarray(members, { minLength: members.length });
    const expected = policyDocument([Object.fromEntries(members) as unknown as Statement]);
    fc.assert(
      fc.property(orders, (order) => {
        expect(policyDocument([Object.fromEntries(order) as unknown as Statement])).to.equal(expected);
      }),
    );
  });

  it("has no condition where a statement has none", () => {
    expect(policyDocument([{ ...statement, Condition: undefined }])).to.equal(policyDocument([statement]));
  });

  it("is one that IAM accepts, for every name and place", () => {
    fc.assert(
      fc.property(scopes, gatewayNames, providerIds, functionIds, (scope, gatewayName, id, functionId) => {
        const gateway = { ...scope, gatewayName };
        for (const statements of [
          workloadTokenStatements(gateway),
          tokenVaultStatements(id.kind, gateway),
          credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
          invokeFunctionStatements(functionId),
        ])
          parsePolicy(policyDocument(statements), "identity", "PutRolePolicy");
      }),
    );
  });

  describe("its size", () => {
    for (const [name, text, size] of [
      ["counts characters", '{"a":"b"}', 9],
      ["does not count blanks, tabs and line breaks", '{\n\t"a": "b"\r\n}', 9],
      ["counts each character once, not its bytes", '"ü"', 3],
      ["is nothing for an empty text", "", 0],
    ] as const)
      it(name, () => expect(policySize(text)).to.equal(size));

    it("is the length of what is written, since that holds no white space", () => {
      fc.assert(
        fc.property(providerIds, (id) => {
          const document = policyDocument(
            credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
          );
          expect(policySize(document)).to.equal(document.length);
        }),
      );
    });

    const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
    const gateway = { ...place, gatewayName: "g".repeat(32) };
    const sizeOf = (statements: Statement[]) => policySize(policyDocument(statements));

    // Possible because shared statements exist once, and a bundle adds only provider and secret.
    for (const kind of ["apikeycredentialprovider", "oauth2credentialprovider"] as const)
      it(`lets 18 bundles with names of 32 characters share one role's inline policies: ${kind}`, () => {
        const id = { ...place, vault: "default", kind, name: "p".repeat(32) };
        const shared = sizeOf(workloadTokenStatements(gateway)) + sizeOf(tokenVaultStatements(kind, gateway));
        const bundle = sizeOf(
          credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
        );
        expect(shared + 18 * bundle).to.be.at.most(policyQuotas.inlinePoliciesOfRole);
      });

    for (const { name, qualifier, bundles } of [
      { name: "functions", qualifier: undefined, bundles: 36 },
      { name: "aliases", qualifier: "a".repeat(32), bundles: 32 },
    ])
      it(`lets ${bundles} Lambda bundles with names of 32 characters share them: ${name}`, () => {
        const bundle = sizeOf(
          invokeFunctionStatements({ ...place, name: "f".repeat(32), ...(qualifier && { qualifier }) }),
        );
        expect(bundles * bundle).to.be.at.most(policyQuotas.inlinePoliciesOfRole);
        expect((bundles + 1) * bundle).to.be.greaterThan(policyQuotas.inlinePoliciesOfRole);
      });
  });
});

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

  it("are one text for any order of the statements", () => {
    const two = statements.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(two, ([all, shuffled]) => {
        expect(policyDocument(mergeStatements(shuffled))).to.equal(policyDocument(mergeStatements(all)));
      }),
    );
  });

  it("are accepted by IAM: each has a unique id", () => {
    fc.assert(
      fc.property(statements, (all) => {
        parsePolicy(policyDocument(mergeStatements(all)), "identity", "CreatePolicy");
      }),
    );
  });
});

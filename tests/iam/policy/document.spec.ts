import { expect } from "chai";
import * as fc from "fast-check";
import { policyDocument, policyQuotas, policySize, type Statement } from "../../../provider/iam/policy/document";
import { credentialProviderStatements, tokenVaultStatements } from "../../../provider/iam/gateway/credentialProvider";
import { invokeFunctionStatements } from "../../../provider/iam/gateway/lambdaFunction";
import { workloadTokenStatements } from "../../../provider/iam/gateway/agentcoreGateway";
import { managedSecretArnPattern } from "../../../provider/iam/policy/credentialProviders";
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

  it("is the same text for equal statements, in whatever order their members were written", () => {
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

  it("is one that IAM takes, for every name and place", () => {
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
    for (const { name, text, size } of [
      { name: "counts characters", text: '{"a":"b"}', size: 9 },
      { name: "does not count blanks, tabs and line breaks", text: '{\n\t"a": "b"\r\n}', size: 9 },
      { name: "counts each character once, not its bytes", text: '"ü"', size: 3 },
      { name: "is nothing for an empty text", text: "", size: 0 },
    ])
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

    // Possible because shared statements stand once, and a bundle adds only provider and secret.
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

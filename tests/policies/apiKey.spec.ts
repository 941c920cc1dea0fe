import { expect } from "chai";
import {
  managedSecretArnPattern,
  parseCredentialProviderArn,
  secretArnForPolicy,
  type CredentialProviderId,
} from "../../provider/iam/arn";
import { policyDocument } from "../../provider/iam/document";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/statements";
import { gatewayTrustPolicy } from "../../provider/iam/trust";
import { evaluate } from "../awsPlugin/iamEvaluator";
import { parsePolicy } from "../awsPlugin/policyGrammar";
import { expectedPolicies, rolePolicies } from "./expectedPolicies";

describe("expected policies", () => {
  it("are there to be compared", () => expect(expectedPolicies).to.have.length.greaterThan(5));

  for (const expected of expectedPolicies)
    describe(expected.file, () => {
      const { given, calls } = expected;
      const providers = given.providers.map(({ arn, secretArn }) => ({
        id: parseCredentialProviderArn(arn) as CredentialProviderId,
        secretArn,
      }));

      it("is what the package builds: trust policy", () => {
        expect(JSON.parse(gatewayTrustPolicy(given))).to.deep.equal(expected.trustPolicy);
      });

      it("is what the package builds: shared policies", () => {
        expect({
          "workload-token": JSON.parse(policyDocument(workloadTokenStatements(given))) as unknown,
          "api-key-vault": JSON.parse(
            policyDocument(tokenVaultStatements("apikeycredentialprovider", given)),
          ) as unknown,
        }).to.deep.equal(expected.sharedPolicies);
      });

      it("is what the package builds once the secret is known: a policy for each bundle", () => {
        const built = providers.map(({ id, secretArn }) =>
          policyDocument(credentialProviderStatements(id, secretArnForPolicy(id, secretArn))),
        );
        expect(built.map((text) => JSON.parse(text) as unknown)).to.deep.equal(expected.bundlePolicies);
      });

      it("is what preview shows already, where the service names the secret as it does today", () => {
        for (const [index, { id, secretArn }] of providers.entries()) {
          if (secretArnForPolicy(id, secretArn) === secretArn) continue;
          const previewed = policyDocument(credentialProviderStatements(id, managedSecretArnPattern(id)));
          expect(JSON.parse(previewed)).to.deep.equal(expected.bundlePolicies[index]);
        }
      });

      it("is taken by IAM", () => {
        for (const document of rolePolicies(expected))
          parsePolicy(JSON.stringify(document), "identity", "PutRolePolicy");
        parsePolicy(JSON.stringify(expected.trustPolicy), "trust", "CreateRole");
      });

      describe("its role", () => {
        for (const { name, action, resource, expected: decision } of calls)
          it(name, () => expect(evaluate(rolePolicies(expected), { action, resource })).to.equal(decision));
      });
    });
});

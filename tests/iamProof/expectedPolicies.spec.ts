import { expect } from "chai";
import {
  managedSecretArnPattern,
  parseCredentialProviderArn,
  secretArnForPolicy,
  type CredentialProviderId,
  type CredentialProviderKind,
} from "../../provider/iam/policy/arn";
import { policyDocument, type Statement } from "../../provider/iam/policy/document";
import { functionPermission } from "../../provider/iam/resource/functionPermission";
import { parseFunctionArn, type LambdaFunctionId } from "../../provider/iam/gateway/lambdaFunction";
import {
  credentialProviderStatements,
  invokeFunctionStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/gateway/statements";
import { gatewayTrustPolicy } from "../../provider/iam/gateway/trust";
import {
  evaluate,
  type AccessRequest,
  type Decision,
  type PolicyDocument,
} from "../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../provider/sandbox/policies/grammar";
import { expectedPolicies, isFunctionTarget, rolePolicies, type ExpectedPolicies } from "./expectedPolicies";
import { functionPolicy } from "./functionPolicy";
import { accountOf } from "./runtimeCalls";

const vaultPolicies: Readonly<Record<CredentialProviderKind, string>> = {
  apikeycredentialprovider: "api-key-vault",
  oauth2credentialprovider: "oauth-vault",
};

describe("expected policies", () => {
  it("are there to be compared", () => expect(expectedPolicies).to.have.length.greaterThan(15));

  for (const expected of expectedPolicies)
    describe(expected.file, () => {
      const { given, calls, functionPolicies = {}, functionCalls = [] } = expected;
      const { targets } = given;
      const functions = targets
        .filter(isFunctionTarget)
        .map(({ functionArn }) => ({ arn: functionArn, id: parseFunctionArn(functionArn) as LambdaFunctionId }));
      const providers = targets.map((target) =>
        isFunctionTarget(target)
          ? undefined
          : { id: parseCredentialProviderArn(target.providerArn) as CredentialProviderId, secretArn: target.secretArn },
      );

      it("is what the package builds: trust policy", () => {
        expect(JSON.parse(gatewayTrustPolicy(given))).to.deep.equal(expected.trustPolicy);
      });

      it("is what the package builds: shared policies, those that a target needs", () => {
        const kinds = new Set(providers.flatMap((provider) => provider?.id.kind ?? []));
        const token = kinds.size === 0 ? [] : [["workload-token", workloadTokenStatements(given)] as const];
        const vaults = [...kinds].map((kind) => [vaultPolicies[kind], tokenVaultStatements(kind, given)] as const);
        const built = [...token, ...vaults].map(([name, statements]) => [name, written(statements)] as const);
        expect(Object.fromEntries(built)).to.deep.equal(expected.sharedPolicies);
      });

      it("is what the package builds once the secret is known: a policy for each target", () => {
        const built = targets.map((target, index) => {
          const provider = providers[index];
          return written(
            isFunctionTarget(target)
              ? invokeFunctionStatements(parseFunctionArn(target.functionArn) as LambdaFunctionId)
              : credentialProviderStatements(provider!.id, {
                  source: "MANAGED",
                  secretArn: secretArnForPolicy(provider!.id, provider!.secretArn),
                }),
          );
        });
        expect(built).to.deep.equal(expected.bundlePolicies);
      });

      // Not of functions, which have no secret, and not of older secrets, whose names only the service knows.
      const foreseen = providers.flatMap((provider, index) => {
        if (provider === undefined) return [];
        const { id, secretArn } = provider;
        const isForeseen = secretArnForPolicy(id, secretArn) !== secretArn;
        return isForeseen ? [{ id, policy: expected.bundlePolicies[index] }] : [];
      });
      if (foreseen.length > 0)
        it("is what preview shows already, where the service names the secret as it does today", () => {
          for (const { id, policy } of foreseen) {
            const secretArn = managedSecretArnPattern(id);
            expect(written(credentialProviderStatements(id, { source: "MANAGED", secretArn }))).to.deep.equal(policy);
          }
        });

      it("is what the package builds: the own policy of each function in another account", () => {
        const built = functions
          .filter(({ id }) => id.accountId !== given.accountId)
          .map(({ arn, id }) => [arn, functionPolicy(functionPermission(id), given.roleArn!)] as const);
        expect(Object.fromEntries(built)).to.deep.equal(functionPolicies);
      });

      it("is taken by IAM", () => {
        for (const document of rolePolicies(expected))
          parsePolicy(JSON.stringify(document), "identity", "PutRolePolicy");
        parsePolicy(JSON.stringify(expected.trustPolicy), "trust", "CreateRole");
      });

      it("grants nothing twice: what targets share stands once", () => {
        const grants = rolePolicies(expected)
          .flatMap(({ Statement: statements }) => [statements].flat())
          .flatMap(({ Action, Resource }) =>
            [Action ?? []].flat().flatMap((action) => [Resource ?? []].flat().map((arn) => `${action} ${arn}`)),
          );
        expect(grants).to.deep.equal([...new Set(grants)]);
      });

      it("names every call once", () => {
        const all = [...calls, ...functionCalls].map(({ name }) => name);
        expect(all).to.deep.equal([...new Set(all)]);
      });

      describe("its role", () => {
        for (const { name, action, resource, expected: decision } of calls)
          it(name, () => expect(decisionFor(expected, { action, resource })).to.equal(decision));
      });

      if (functionCalls.length > 0)
        describe("its function", () => {
          for (const { name, expected: decision, ...request } of functionCalls)
            it(name, () => expect(evaluate(Object.values(functionPolicies), request)).to.equal(decision));
        });
    });
});

function written(statements: readonly Statement[]): PolicyDocument {
  return JSON.parse(policyDocument(statements)) as PolicyDocument;
}

/** In the gateway's account the role's policies decide; what is in another account has to let the role in as well. */
function decisionFor(expected: ExpectedPolicies, call: Pick<AccessRequest, "action" | "resource">): Decision {
  const { given, functionPolicies = {} } = expected;
  const context = { "aws:ResourceAccount": accountOf(call.resource) };
  const ofRole = evaluate(rolePolicies(expected), { ...call, context });
  if (ofRole !== "allowed" || accountOf(call.resource) === given.accountId) return ofRole;
  const principal = { type: "AWS" as const, id: given.roleArn ?? "" };
  return evaluate(Object.values(functionPolicies), { ...call, principal, context });
}

import { expect } from "chai";
import { policyDocument } from "../../provider/iam/policy/document";
import { webIdentityStatements } from "../../provider/iam/gateway/webIdentity";
import {
  evaluate,
  type AccessRequest,
  type PolicyDocument,
  type Statement,
} from "../../provider/sandbox/policies/evaluator";

const ofAudience = "sts:IdentityTokenAudience";
const ofAlgorithm = "sts:SigningAlgorithm";

const token: AccessRequest = {
  action: "sts:GetWebIdentityToken",
  resource: "*",
  context: { [ofAudience]: ["https://id.example.com"], [ofAlgorithm]: "ES384" },
};

/** Values of a condition key that the request may have instead; `undefined`: it does not have the key at all. */
const otherValues: Readonly<Record<string, readonly (string | readonly string[] | undefined)[]>> = {
  [ofAudience]: [undefined, [], ["https://evil.example.com"], ["https://id.example.com", "https://evil.example.com"]],
  [ofAlgorithm]: [undefined, "RS256"],
};

const neighbours: AccessRequest[] = [
  ...Object.entries(otherValues).flatMap(([key, values]) =>
    values.map((value) => {
      const { [key]: _, ...rest } = token.context ?? {};
      return { ...token, context: value === undefined ? rest : { ...rest, [key]: value } };
    }),
  ),
  ...["AssumeRole", "TagGetWebIdentityToken", "GetFederationToken"].map((action) => ({
    ...token,
    action: `sts:${action}`,
  })),
];

// By default, bundles grant the token without conditions: nothing documents the audience that the service uses.
describe("least privilege of tokens of AWS, where audience and algorithm are known", () => {
  const statements = webIdentityStatements([
    { source: "AWS_IAM_ID_TOKEN_JWT", audiences: ["https://id.example.com"], signingAlgorithm: "ES384" },
  ]);
  const policy = JSON.parse(policyDocument(statements)) as PolicyDocument;
  const allowed = (document: PolicyDocument) =>
    neighbours.filter((request) => evaluate([document], request) === "allowed");

  it("allows the token for that audience", () => expect(evaluate([policy], token)).to.equal("allowed"));

  it("denies every neighbour", () => expect(allowed(policy)).to.deep.equal([]));

  for (const { name, changed } of relaxations(policy))
    it(`allows a neighbour without ${name}`, () => {
      expect(evaluate([changed], token)).to.equal("allowed");
      expect(allowed(changed)).to.not.deep.equal([]);
    });
});

/** The policy without one key of one condition. */
function relaxations(policy: PolicyDocument): { name: string; changed: PolicyDocument }[] {
  const statements = [policy.Statement].flat();
  return statements.flatMap((statement, index) =>
    Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => {
        const { [key]: _, ...rest } = keys;
        const relaxed: Statement = { ...statement, Condition: { ...statement.Condition, [operator]: rest } };
        const changed = { ...policy, Statement: statements.map((one, at) => (at === index ? relaxed : one)) };
        return { name: `${operator} ${key} of ${statement.Sid}`, changed };
      }),
    ),
  );
}

import { expect } from "chai";
import { policyProblem } from "../../provider/sandbox/policies/grammar";
import { ACCOUNT, API_KEY_PROVIDER, mayReadKey, policyOf, trustFor } from "./samples";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
describe("the grammar of policies in the sandbox", () => {
  const statement = (changes: object) => policyOf({ ...mayReadKey, ...changes });
  const document = (changes: object) => JSON.stringify({ Version: "2012-10-17", Statement: [mayReadKey], ...changes });

  const rejected: Record<string, [policy: string, message: string]> = {
    "text that is not JSON": ["{", "This policy contains invalid Json"],
    "no version": [document({ Version: undefined }), "Policy document must be version 2012-10-17 or greater."],
    "a version that does not exist": [document({ Version: "2024-01-01" }), "Version must be"],
    "no statements": [policyOf(), "Missing required field Statement"],
    "an unknown element": [document({ version: 1 }), "unknown element version"],
    "an unknown element in a statement": [statement({ Resources: [] }), "unknown element Resources"],
    "another effect": [statement({ Effect: "allow" }), "Effect must be Allow or Deny"],
    "a principal": [statement({ Principal: "*" }), "Policy document should not specify a principal."],
    "Action with NotAction": [statement({ NotAction: "*" }), "Action and NotAction together"],
    "an empty list of actions": [statement({ Action: [] }), "Syntax errors in policy."],
    "an action without a service": [statement({ Action: "GetResourceApiKey" }), "must be prefaced by a vendor"],
    "no resource": [statement({ Resource: undefined }), "Missing required field Resource"],
    "a resource that is not an ARN": [statement({ Resource: "search" }), 'must be in ARN format or "*".'],
    "the text of a missing value": [
      statement({ Resource: "arn:aws:bedrock-agentcore:undefined:undefined:token-vault/default" }),
      "contains the text of a missing value",
    ],
    "the text of a missing value in a condition": [
      statement({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:undefined:1:x" } } }),
      "contains the text of a missing value",
    ],
    "an account id of eleven digits": [
      statement({ Resource: API_KEY_PROVIDER.replace(ACCOUNT, "12345678901") }),
      "The account ID in resource",
    ],
    "a sid with a dash": [statement({ Sid: "api-key" }), "(SID) must be alpha-numeric"],
    "a sid twice": [policyOf({ ...mayReadKey, Sid: "A" }, { ...mayReadKey, Sid: "A" }), "must be unique."],
    "an unknown condition operator": [
      statement({ Condition: { StringMatches: { "aws:x": "y" } } }),
      "Invalid Condition type : StringMatches",
    ],
    "a negation that does not exist": [
      statement({ Condition: { NotBool: { "aws:x": "true" } } }),
      "Invalid Condition type : NotBool",
    ],
    "a condition key without a service": [
      statement({ Condition: { Bool: { x: "true" } } }),
      "must be prefaced by a vendor",
    ],
    "a wrong truth value": [statement({ Condition: { Bool: { "aws:x": "yes" } } }), "Invalid boolean value"],
    "an empty condition": [statement({ Condition: { StringEquals: {} } }), "Syntax errors in policy."],
  };
  for (const [title, [policy, message]] of Object.entries(rejected))
    it(`rejects ${title}`, () => expect(policyProblem(policy, "identity")).to.include(message));

  const rejectedTrust: Record<string, [changes: object, message: string]> = {
    "no principal": [{ Principal: undefined }, "Missing required field Principal"],
    "a resource": [{ Resource: "*" }, "Has prohibited field Resource"],
    "another action": [{ Action: "s3:GetObject" }, "AssumeRole policy may only specify STS AssumeRole actions."],
    "a wrong service name": [
      { Principal: { Service: "bedrock-agentcore" } },
      'Invalid principal in policy: "Service":"bedrock-agentcore"',
    ],
    "the role of an unknown account": [
      { Principal: { AWS: "arn:aws:iam::undefined:role/x" } },
      "Invalid principal in policy",
    ],
  };
  for (const [title, [changes, message]] of Object.entries(rejectedTrust))
    it(`rejects ${title} in a trust policy`, () =>
      expect(policyProblem(policyOf({ ...trustFor("r"), ...changes }), "trust")).to.include(message));

  const accepted: Record<string, object> = {
    wildcards: { Resource: [`${API_KEY_PROVIDER}-??????`, "arn:aws:s3:::bucket/*", "*"] },
    "policy variables": { Resource: API_KEY_PROVIDER.replace(ACCOUNT, "${aws:PrincipalAccount}") },
    "NotAction and NotResource": { Action: undefined, NotAction: "s3:*", Resource: undefined, NotResource: "*" },
    "set operators and Null": {
      Condition: {
        "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["a"] },
        Null: { "sts:IdentityTokenAudience": "false" },
      },
    },
    "claims of an OpenID Connect provider": {
      Condition: { StringEquals: { "gitlab.example.com/id:sub": "project_path:tools" } },
    },
  };
  for (const [title, changes] of Object.entries(accepted))
    it(`accepts ${title}`, () => expect(policyProblem(statement(changes), "identity")).to.equal(undefined));
});

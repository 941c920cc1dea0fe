import { expect } from "chai";
import { callbackStatements } from "../../provider/iam/callback";
import type { CredentialProviderId } from "../../provider/iam/policy/credentialProviders";
import { policyDocument } from "../../provider/iam/policy/document";
import { evaluate, type PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../provider/sandbox/policies/grammar";
import { contradictions } from "./authorizationReference";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gateway = { ...scope, gatewayName: "Tools" };
const calendar: CredentialProviderId = {
  ...scope,
  vault: "default",
  kind: "oauth2credentialprovider",
  name: "calendar",
};
const here = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const vault = `${here}:token-vault/default`;
const directory = `${here}:workload-identity-directory/default`;

describe("the statements of the application that users come back to", () => {
  const text = policyDocument(callbackStatements(gateway, [calendar, { ...calendar, name: "mail" }]));
  const policy = JSON.parse(text) as PolicyDocument;
  const complete = (resource: string) =>
    evaluate([policy], { action: "bedrock-agentcore:CompleteResourceTokenAuth", resource });

  it("name vault, directory, identity and the providers that users consent to", () => {
    expect(callbackStatements(gateway, [calendar])).to.deep.equal([
      {
        Sid: "CompleteTokenAuth",
        Effect: "Allow",
        Action: ["bedrock-agentcore:CompleteResourceTokenAuth"],
        Resource: [
          vault,
          directory,
          `${directory}/workload-identity/tools-??????????`,
          `${vault}/oauth2credentialprovider/calendar`,
        ],
      },
    ]);
  });

  it("are a policy that IAM takes", () => expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw());

  for (const resource of [
    vault,
    directory,
    `${directory}/workload-identity/tools-0123456789`,
    `${vault}/oauth2credentialprovider/calendar`,
    `${vault}/oauth2credentialprovider/mail`,
  ])
    it(`allow to complete what a user began, on ${resource.slice(here.length + 1)}`, () =>
      expect(complete(resource)).to.equal("allowed"));

  for (const resource of [
    `${vault}/oauth2credentialprovider/crm`,
    `${vault}/oauth2credentialprovider/calendar2`,
    `${vault}/apikeycredentialprovider/calendar`,
    `${here}:token-vault/other`,
    `${directory}/workload-identity/other-0123456789`,
    `${directory}/workload-identity/tools-abc-0123456789`,
    vault.replace("123456789012", "999999999999"),
    vault.replace("us-east-1", "eu-west-1"),
  ])
    it(`do not allow it on ${resource.slice("arn:aws:bedrock-agentcore:".length)}`, () =>
      expect(complete(resource)).to.equal("implicitDeny"));

  for (const action of ["GetResourceOauth2Token", "GetWorkloadAccessToken", "GetOauth2CredentialProvider"])
    it(`do not allow ${action}`, () => {
      const resource = `${vault}/oauth2credentialprovider/calendar`;
      expect(evaluate([policy], { action: `bedrock-agentcore:${action}`, resource })).to.equal("implicitDeny");
    });

  it("name each vault once, where providers are in several", () => {
    const [statement] = callbackStatements(gateway, [calendar, { ...calendar, vault: "team-a" }]);
    expect(statement?.Resource.filter((arn) => /token-vault\/[^/]+$/.test(arn))).to.deep.equal([
      vault,
      `${here}:token-vault/team-a`,
    ]);
  });

  for (const place of [
    scope,
    { ...scope, partition: "aws-cn", region: "cn-north-1" },
    { ...scope, partition: "aws-us-gov", region: "us-gov-west-1" },
  ])
    it(`are what the Service Authorization Reference requires, in ${place.partition}`, async () => {
      const statements = callbackStatements({ ...gateway, ...place }, [{ ...calendar, ...place }]);
      expect(await contradictions(statements)).to.deep.equal([]);
    });

  const ofCalendar = (changed: Partial<CredentialProviderId>) => () =>
    callbackStatements(gateway, [calendar, { ...calendar, ...changed }]);
  for (const [name, build, says] of [
    ["no provider", () => callbackStatements(gateway, []), /^providers: list at least one/],
    ["a star for a provider", ofCalendar({ name: "*" }), /^providers\[1\]\.name: not .*Write/],
    ["a question mark", ofCalendar({ name: "calenda?" }), /^providers\[1\]\.name: /],
    ["a policy variable", ofCalendar({ name: "${aws:username}" }), /^providers\[1\]\.name: /],
    ["a star for a vault", ofCalendar({ vault: "*" }), /^providers\[1\]\.vault: /],
    [
      "a provider of API keys",
      ofCalendar({ kind: "apikeycredentialprovider" }),
      /^providers\[1\]\.kind: .*oauth2credentialprovider/,
    ],
    [
      "a provider of another account",
      ofCalendar({ accountId: "999999999999" }),
      /^providers\[1\]\.accountId: .*"123456789012"/,
    ],
    ["a provider of another Region", ofCalendar({ region: "us-west-2" }), /^providers\[1\]\.region: .*"us-east-1"/],
    [
      "a star for the gateway",
      () => callbackStatements({ ...gateway, gatewayName: "*" }, [calendar]),
      /^gatewayName: /,
    ],
    ["a star for the account", () => callbackStatements({ ...gateway, accountId: "*" }, [calendar]), /^accountId: /],
  ] as const)
    it(`refuse ${name}, and say what to write`, () => expect(build).to.throw(says));
});

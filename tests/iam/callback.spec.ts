import { expect } from "chai";
import { callbackStatements, returnUrlStatements } from "../../provider/iam/callback";
import type { CredentialProviderId } from "../../provider/iam/policy/credentialProviders";
import { itDecides, itIsListed, itRefuses, type Row } from "./decisions";

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

describe("the statements of the application that users return to", () => {
  const complete = (resource: string): Row => [
    `complete a consent on ${resource.slice("arn:aws:bedrock-agentcore:".length)}`,
    "bedrock-agentcore:CompleteResourceTokenAuth",
    resource,
  ];

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

  itDecides(
    callbackStatements(gateway, [calendar, { ...calendar, name: "mail" }]),
    [
      vault,
      directory,
      `${directory}/workload-identity/tools-0123456789`,
      `${vault}/oauth2credentialprovider/calendar`,
      `${vault}/oauth2credentialprovider/mail`,
    ].map(complete),
    [
      ...[
        `${vault}/oauth2credentialprovider/crm`,
        `${vault}/oauth2credentialprovider/calendar2`,
        `${vault}/apikeycredentialprovider/calendar`,
        `${here}:token-vault/other`,
        `${directory}/workload-identity/other-0123456789`,
        `${directory}/workload-identity/tools-abc-0123456789`,
        vault.replace("123456789012", "999999999999"),
        vault.replace("us-east-1", "eu-west-1"),
      ].map(complete),
      ...["GetResourceOauth2Token", "GetWorkloadAccessToken", "GetOauth2CredentialProvider"].map((action): Row => [
        action,
        `bedrock-agentcore:${action}`,
        `${vault}/oauth2credentialprovider/calendar`,
      ]),
    ],
  );

  it("name each vault once, where providers are in several", () => {
    const [statement] = callbackStatements(gateway, [calendar, { ...calendar, vault: "team-a" }]);
    expect(statement?.Resource.filter((arn) => /token-vault\/[^/]+$/.test(arn))).to.deep.equal([
      vault,
      `${here}:token-vault/team-a`,
    ]);
  });

  itIsListed((place) => callbackStatements({ ...gateway, ...place }, [{ ...calendar, ...place }]));

  const refusedProvider = (part: object) => callbackStatements(gateway, [calendar, { ...calendar, ...part }]);
  itRefuses(refusedProvider, [
    ["a star for a provider", { name: "*" }, /^providers\[1\]\.name: not .*Write/],
    ["a question mark", { name: "calenda?" }, /^providers\[1\]\.name: /],
    ["a policy variable", { name: "${aws:username}" }, /^providers\[1\]\.name: /],
    ["a star for a vault", { vault: "*" }, /^providers\[1\]\.vault: /],
    ["API keys", { kind: "apikeycredentialprovider" }, /^providers\[1\]\.kind: .*oauth2credentialprovider/],
    ["another account", { accountId: "999999999999" }, /^providers\[1\]\.accountId: .*"123456789012"/],
    ["another Region", { region: "us-west-2" }, /^providers\[1\]\.region: .*"us-east-1"/],
  ]);

  const refusedGateway = (part: object) => callbackStatements({ ...gateway, ...part }, [calendar]);
  itRefuses(refusedGateway, [
    ["a star for the gateway", { gatewayName: "*" }, /^gatewayName: /],
    ["a star for the account", { accountId: "*" }, /^accountId: /],
  ]);

  it("need a provider", () => expect(() => callbackStatements(gateway, [])).to.throw(/^providers: list at least one/));
});

describe("the statements of who registers the URLs that users return to", () => {
  const call = (action: string, resource: string): Row => [
    `${action} on ${resource.slice(here.length + 1)}`,
    `bedrock-agentcore:${action}`,
    resource,
  ];
  const identity = `${directory}/workload-identity/tools-0123456789`;
  itDecides(
    returnUrlStatements(gateway),
    ["GetWorkloadIdentity", "UpdateWorkloadIdentity"].flatMap((action) =>
      [directory, identity].map((resource) => call(action, resource)),
    ),
    [
      call("UpdateWorkloadIdentity", identity.replace("tools-", "tools-abc-")),
      call("DeleteWorkloadIdentity", identity),
      call("GetWorkloadAccessToken", identity),
    ],
  );
  itIsListed((place) => returnUrlStatements({ ...place, gatewayName: "tools" }));
  itRefuses(returnUrlStatements, [["every gateway", { ...scope, gatewayName: "*" }, /^gatewayName: not /]]);
});

import { expect } from "chai";
import {
  callbackStatements,
  consentPortalStatements,
  consentPortalTrustPolicy,
  returnUrlStatements,
  type ConsentPortalClient,
} from "../../provider/iam/consent";
import { itDecides, itIsListed, itRefuses, type Row } from "./decisions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gateway = { ...scope, gatewayName: "Tools" };
const client: ConsentPortalClient = { ...scope, vault: "default", kind: "oauth2credentialprovider", name: "calendar" };
const here = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const vault = `${here}:token-vault/default`;
const directory = `${here}:workload-identity-directory/default`;
const identity = `${directory}/workload-identity/tools-0123456789`;
const calendar = `${vault}/oauth2credentialprovider/calendar`;
const secrets = "arn:aws:secretsmanager:us-east-1:123456789012:secret";
const ownSecret = `${secrets}:team/sign-in-AbCdEf`;

const call = (action: string, resource: string): Row => [
  `${action} on ${resource.slice(here.length + 1)}`,
  `bedrock-agentcore:${action}`,
  resource,
];
const read = (name: string, secret: string, owner?: string): Row => [
  name,
  "secretsmanager:GetSecretValue",
  secret,
  owner === undefined ? {} : { "aws:ResourceTag/aws:secretsmanager:owningService": owner },
];
const managedSecret = (name: string) => `${secrets}:bedrock-agentcore-identity!default/oauth2/${name}-1a2b3c4d-LMwdhV`;

describe("the statements of the application that users return to", () => {
  const complete = (resource: string) => call("CompleteResourceTokenAuth", resource);

  it("name vault, directory, identity and the providers that users consent to", () => {
    expect(callbackStatements(gateway, [client])).to.deep.equal([
      {
        Sid: "CompleteTokenAuth",
        Effect: "Allow",
        Action: ["bedrock-agentcore:CompleteResourceTokenAuth"],
        Resource: [vault, directory, `${directory}/workload-identity/tools-??????????`, calendar],
      },
    ]);
  });

  itDecides(
    callbackStatements(gateway, [client, { ...client, name: "mail" }]),
    [vault, directory, identity, calendar, `${vault}/oauth2credentialprovider/mail`].map(complete),
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
      ...["GetResourceOauth2Token", "GetWorkloadAccessToken", "GetOauth2CredentialProvider"].map((action) =>
        call(action, calendar),
      ),
    ],
  );

  it("name each vault once, where providers are in several", () => {
    const [statement] = callbackStatements(gateway, [client, { ...client, vault: "team-a" }]);
    expect(statement?.Resource.filter((arn) => /token-vault\/[^/]+$/.test(arn))).to.deep.equal([
      vault,
      `${here}:token-vault/team-a`,
    ]);
  });

  itIsListed((place) => callbackStatements({ ...gateway, ...place }, [{ ...client, ...place }]));

  const refusedProvider = (part: object) => callbackStatements(gateway, [client, { ...client, ...part }]);
  itRefuses(refusedProvider, [
    ["a star for a provider", { name: "*" }, /^providers\[1\]\.name: not .*Write/],
    ["a question mark", { name: "calenda?" }, /^providers\[1\]\.name: /],
    ["a policy variable", { name: "${aws:username}" }, /^providers\[1\]\.name: /],
    ["a star for a vault", { vault: "*" }, /^providers\[1\]\.vault: /],
    ["API keys", { kind: "apikeycredentialprovider" }, /^providers\[1\]\.kind: .*oauth2credentialprovider/],
    ["another account", { accountId: "999999999999" }, /^providers\[1\]\.accountId: .*"123456789012"/],
    ["another Region", { region: "us-west-2" }, /^providers\[1\]\.region: .*"us-east-1"/],
  ]);

  const refusedGateway = (part: object) => callbackStatements({ ...gateway, ...part }, [client]);
  itRefuses(refusedGateway, [
    ["a star for the gateway", { gatewayName: "*" }, /^gatewayName: /],
    ["a star for the account", { accountId: "*" }, /^accountId: /],
  ]);

  it("need a provider", () => expect(() => callbackStatements(gateway, [])).to.throw(/^providers: list at least one/));
});

describe("the statements of who registers the URLs that users return to", () => {
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

describe("the role of a consent portal", () => {
  describe("has permissions that", () => {
    itDecides(
      consentPortalStatements(gateway, [client, { ...client, name: "sign-in", secretArn: ownSecret }]),
      [
        ...["GetGateway", "GetGatewayTarget", "ListGatewayTargets"].map((action) =>
          call(action, `${here}:gateway/tools-0123456789`),
        ),
        ...[vault, calendar].map((resource) => call("GetOauth2CredentialProvider", resource)),
        ...[vault, calendar].map((resource) => call("ListOauth2CredentialProviders", resource)),
        ...[directory, identity].map((resource) => call("GetWorkloadAccessTokenForJWT", resource)),
        ...["CompleteResourceTokenAuth", "GetResourceOauth2Token"].flatMap((action) =>
          [vault, directory, identity, calendar].map((resource) => call(action, resource)),
        ),
        read("read the client's secret", managedSecret("calendar"), "bedrock-agentcore-identity"),
        read("read your own secret", ownSecret),
      ],
      [
        call("GetGateway", `${here}:gateway/tools-abc-0123456789`),
        call("UpdateGateway", `${here}:gateway/tools-0123456789`),
        call("InvokeGateway", `${here}:gateway/tools-0123456789`),
        call("GetOauth2CredentialProvider", `${vault}/oauth2credentialprovider/billing`),
        call("UpdateOauth2CredentialProvider", calendar),
        call("GetResourceOauth2Token", `${vault}/oauth2credentialprovider/billing`),
        call("GetResourceApiKey", vault),
        call("GetWorkloadAccessToken", identity),
        call("GetWorkloadAccessTokenForJWT", identity.replace("tools-", "other-")),
        read("read another client's secret", managedSecret("billing"), "bedrock-agentcore-identity"),
        read("read a secret that AgentCore does not own", managedSecret("calendar")),
        read("read another secret of yours", ownSecret.replace("sign-in", "billing")),
      ],
    );
    itIsListed((place) => consentPortalStatements({ ...place, gatewayName: "tools" }, [{ ...client, ...place }]));
  });

  it("can only be assumed for this portal of this account", () => {
    const sourceOf = (portal: Parameters<typeof consentPortalTrustPolicy>[0]) => {
      const { Statement } = JSON.parse(consentPortalTrustPolicy(portal)) as { Statement: { Condition: unknown }[] };
      expect(Statement).to.have.lengthOf(1);
      return Statement[0]?.Condition;
    };
    const only = (id: string) => ({
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": `${here}:consent-portal/${id}` },
    });
    expect(sourceOf({ ...scope, portalName: "Consent_1" })).to.deep.equal(only("Consent_1-??????????"));
    expect(sourceOf({ ...scope, portalId: "consent-a1B2c3D4e5" })).to.deep.equal(only("consent-a1B2c3D4e5"));
  });

  describe("is checked: the statements", () =>
    itRefuses(
      (clients: readonly ConsentPortalClient[]) => consentPortalStatements(gateway, clients),
      [
        ["no client", [], /^clients: list at least one/],
        ["a client for API keys", [{ ...client, kind: "apikeycredentialprovider" }], /^clients\[0\]\.kind: .*Write/],
        ["a client in another Region", [{ ...client, region: "eu-west-1" }], /^clients\[0\]\.region: .*"us-east-1"/],
        ["every client", [{ ...client, name: "*" }], /^clients\[0\]\.name: not /],
        ["every secret", [{ ...client, secretArn: `${secrets}:*` }], /^clients\[0\]\.secretArn: not .*Write/],
      ],
    ));
  describe("is checked: the trust policy", () =>
    itRefuses(consentPortalTrustPolicy, [
      ["every portal", { ...scope, portalName: "*" }, /^portalName: not .*Write/],
      ["every id", { ...scope, portalId: "consent-??????????" }, /^portalId: not .*Write/],
    ]));
});

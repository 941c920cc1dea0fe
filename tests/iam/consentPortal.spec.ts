import { expect } from "chai";
import {
  consentPortalStatements,
  consentPortalTrustPolicy,
  type ConsentPortalClient,
} from "../../provider/iam/consentPortal";
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

import {
  BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as Create,
  GetApiKeyCredentialProviderCommand as Get,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { authorization, controlClient, raw, rejection, stsClient } from "./clients";
import { FakeClock } from "./fakeClock";

const otherAccount = "210987654321";

describe("accounts and Regions of the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  beforeEach(async () => (local = await startLocalControlPlane({ clock })));
  afterEach(() => local.close());

  for (const [region, partition] of [
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ] as const) {
    it(`give ARNs of partition ${partition} in ${region}`, async () => {
      const client = controlClient(local, { region, account: otherAccount });
      const created = await client.send(new Create({ name: "crm", apiKey: "k" }));
      expect(created.credentialProviderArn).to.equal(
        `arn:${partition}:bedrock-agentcore:${region}:${otherAccount}:token-vault/default/apikeycredentialprovider/crm`,
      );
      expect(created.apiKeySecretArn?.secretArn).to.contain(
        `arn:${partition}:secretsmanager:${region}:${otherAccount}:`,
      );
    });
  }

  it("keep their providers apart", async () => {
    const places = [{}, { region: "eu-west-1" }, { account: otherAccount }];
    for (const place of places) {
      const client = controlClient(local, place);
      expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ResourceNotFoundException");
      await client.send(new Create({ name: "crm", apiKey: "k" }));
    }
    const seen = (await local.providers()).map(({ account, region }) => `${account}/${region}`);
    expect(seen).to.have.members(["123456789012/us-east-1", "123456789012/eu-west-1", "210987654321/us-east-1"]);
  });

  it("take the account of the options for a key that does not end in one", async () => {
    await local.close();
    local = await startLocalControlPlane({ account: "111122223333" });
    const path = "/identities/get-token-vault";
    const headers = { authorization: authorization("us-east-1/bedrock-agentcore", "AKIDEXAMPLE") };
    expect((await raw(local, "POST", path, "{}", headers)).status).to.equal(200);
    expect((await local.calls())[0]?.account).to.equal("111122223333");
  });

  it("must be 12 digits in the options", async () => {
    expect((await rejection(startLocalControlPlane({ account: "12" }))).message).to.contain("12 digits");
  });

  const strangers: [name: string, header: string | undefined, type: string][] = [
    ["without a signature", undefined, "MissingAuthenticationTokenException"],
    ["with another kind of authorization", "Bearer abc", "IncompleteSignatureException"],
    ["signed for another service", authorization("us-east-1/sts"), "InvalidSignatureException"],
  ];
  for (const [name, header, type] of strangers) {
    it(`are closed with status 403 to requests ${name}`, async () => {
      const answer = await raw(local, "POST", "/identities/get-token-vault", "{}", { authorization: header });
      expect(answer.status).to.equal(403);
      expect(answer.headers["x-amzn-errortype"]).to.equal(type);
      expect((await local.calls())[0]).to.include({
        operation: "GetTokenVault",
        status: 403,
        errorType: type,
        account: "",
      });
    });
  }

  describe("as STS tells them", () => {
    const role = "arn:aws:iam::210987654321:role/teams/deploy";
    const assume = (overrides: object = {}) =>
      stsClient(local).send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "session", ...overrides }));
    const assumed = async (keyChange: object = {}) => {
      const { Credentials: keys } = await assume();
      const {
        AccessKeyId: accessKeyId = "",
        SecretAccessKey: secretAccessKey = "",
        SessionToken: sessionToken,
      } = keys ?? {};
      return { accessKeyId, secretAccessKey, sessionToken, ...keyChange };
    };
    const configuration = () => ({ endpoint: local.url, region: "us-east-1", maxAttempts: 1 });
    const clientWith = (credentials: Awaited<ReturnType<typeof assumed>>) =>
      new STSClient({ ...configuration(), credentials });

    it("are those of the access key", async () => {
      const identity = await stsClient(local, { account: otherAccount }).send(new GetCallerIdentityCommand({}));
      expect(identity).to.include({ Account: otherAccount, Arn: "arn:aws:iam::210987654321:user/local" });
      expect(identity.UserId).to.match(/^\w+$/);
    });

    it("have the partition of the Region", async () => {
      const identity = await stsClient(local, { region: "cn-north-1" }).send(new GetCallerIdentityCommand({}));
      expect(identity.Arn).to.equal("arn:aws-cn:iam::123456789012:user/local");
    });

    it("become those of an assumed role", async () => {
      const answer = await assume();
      expect(answer.AssumedRoleUser?.Arn).to.equal("arn:aws:sts::210987654321:assumed-role/deploy/session");
      expect(answer.Credentials?.AccessKeyId).to.match(/^ASIA[A-Z]{8}210987654321$/);
      expect(answer.Credentials?.Expiration).to.deep.equal(new Date(clock.now() + 3600_000));
      const identity = await clientWith(await assumed()).send(new GetCallerIdentityCommand({}));
      expect(identity).to.include({
        Account: otherAccount,
        Arn: "arn:aws:sts::210987654321:assumed-role/deploy/session",
      });
      expect(identity.UserId).to.match(/^AROA[A-Z]{17}:session$/);
    });

    it("decide in which account a provider is made with an assumed role's credentials", async () => {
      const client = new BedrockAgentCoreControlClient({ ...configuration(), credentials: await assumed() });
      const created = await client.send(new Create({ name: "crm", apiKey: "k" }));
      expect(created.credentialProviderArn).to.contain(`:${otherAccount}:token-vault/`);
    });

    it("are refused for a session token that is not the key's", async () => {
      const client = clientWith(await assumed({ sessionToken: "another" }));
      expect((await rejection(client.send(new GetCallerIdentityCommand({})))).name).to.equal("InvalidClientTokenId");
    });

    it("are refused for credentials that have expired", async () => {
      const client = clientWith(await assumed());
      clock.advance(3600_000);
      expect((await rejection(client.send(new GetCallerIdentityCommand({})))).name).to.match(/^ExpiredToken/);
    });

    for (const [name, overrides, member] of [
      ["the ARN of something else", { RoleArn: "arn:aws:iam::210987654321:user/x" }, "RoleArn"],
      ["a session name with a space", { RoleSessionName: "a b" }, "RoleSessionName"],
      ["a session of ten minutes", { DurationSeconds: 600 }, "DurationSeconds"],
    ] as const) {
      it(`do not change for ${name}`, async () => {
        const error = await rejection(assume(overrides));
        expect(error.name).to.equal("ValidationError");
        expect(error.message).to.contain(member);
      });
    }
  });
});

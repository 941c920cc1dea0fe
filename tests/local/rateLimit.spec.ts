import {
  type BedrockAgentCoreControlClient,
  GetTokenVaultCommand as GetVault,
  ListApiKeyCredentialProvidersCommand as List,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { controlClient, rejection, stsClient } from "./clients";
import { FakeClock } from "./fakeClock";

describe("the rate limit of the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;
  const list = async (times: number) => {
    for (let count = 0; count < times; count += 1) await client.send(new List({}));
  };

  beforeEach(async () => {
    local = await startLocalControlPlane({ clock, rateLimit: true });
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("accepts 20 requests together and rejects the next with status 429", async () => {
    await list(20);
    const error = await rejection(list(1));
    expect(error.name).to.equal("ThrottlingException");
    expect(error.$metadata?.httpStatusCode).to.equal(429);
  });

  it("lets one more through each 50 milliseconds", async () => {
    await list(20);
    clock.advance(49);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
    clock.advance(1);
    await list(1);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
  });

  it("never saves up more than 20", async () => {
    await list(20);
    clock.advance(60_000);
    await list(20);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
  });

  it("counts each operation, account and Region for itself, and not STS", async () => {
    await list(20);
    await client.send(new GetVault({}));
    await controlClient(local, { region: "eu-west-1" }).send(new List({}));
    await controlClient(local, { account: "210987654321" }).send(new List({}));
    for (let count = 0; count < 25; count += 1) await stsClient(local).send(new GetCallerIdentityCommand({}));
  });

  it("is off unless it is asked for, and can be switched", async () => {
    await local.set({ rateLimit: false });
    await list(25);
    await local.set({ rateLimit: true });
    await list(20);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
  });
});

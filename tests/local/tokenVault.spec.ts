import {
  type BedrockAgentCoreControlClient,
  GetTokenVaultCommand as Get,
  type KmsConfiguration,
  SetTokenVaultCMKCommand as SetKey,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { controlClient, rejection } from "./clients";

const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012";

describe("the token vault of the local control plane", () => {
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;
  beforeEach(async () => {
    local = await startLocalControlPlane();
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("is the vault named default, with the service's key", async () => {
    for (const request of [{}, { tokenVaultId: "default" }]) {
      const vault = await client.send(new Get(request));
      expect(vault.tokenVaultId).to.equal("default");
      expect(vault.kmsConfiguration).to.deep.equal({ keyType: "ServiceManagedKey" });
      expect(vault.lastModifiedDate).to.be.an.instanceOf(Date);
    }
  });

  it("takes a customer's key and gives it back", async () => {
    await client.send(new SetKey({ kmsConfiguration: { keyType: "CustomerManagedKey", kmsKeyArn } }));
    expect((await client.send(new Get({}))).kmsConfiguration).to.deep.equal({
      keyType: "CustomerManagedKey",
      kmsKeyArn,
    });
    await client.send(new SetKey({ kmsConfiguration: { keyType: "ServiceManagedKey" } }));
    expect((await client.send(new Get({}))).kmsConfiguration).to.deep.equal({ keyType: "ServiceManagedKey" });
  });

  it("has a separate key in each Region", async () => {
    await client.send(new SetKey({ kmsConfiguration: { keyType: "CustomerManagedKey", kmsKeyArn } }));
    const elsewhere = await controlClient(local, { region: "eu-west-1" }).send(new Get({}));
    expect(elsewhere.kmsConfiguration?.keyType).to.equal("ServiceManagedKey");
  });

  const refused: [name: string, kmsConfiguration: KmsConfiguration][] = [
    ["a customer's key without its ARN", { keyType: "CustomerManagedKey" }],
    ["the service's key with an ARN", { keyType: "ServiceManagedKey", kmsKeyArn }],
    ["an alias", { keyType: "CustomerManagedKey", kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:alias/x" }],
    ["another type of key", { keyType: "Mine" as "ServiceManagedKey" }],
  ];
  for (const [name, kmsConfiguration] of refused) {
    it(`refuses ${name}`, async () => {
      expect((await rejection(client.send(new SetKey({ kmsConfiguration })))).name).to.equal("ValidationException");
    });
  }

  it("does not exist under another name", async () => {
    const error = await rejection(client.send(new Get({ tokenVaultId: "mine" })));
    expect(error.name).to.equal("ResourceNotFoundException");
  });
});

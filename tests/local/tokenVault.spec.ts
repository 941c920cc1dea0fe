import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as Create,
  CreateOauth2CredentialProviderCommand as CreateOauth2,
  GetTokenVaultCommand as Get,
  type KmsConfiguration,
  ListTagsForResourceCommand as ListTags,
  SetTokenVaultCMKCommand as SetKey,
  TagResourceCommand as Tag,
  UntagResourceCommand as Untag,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { controlClient, customRequest, raw, rejection } from "./clients";

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

const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const resourceArn = `${vault}/apikeycredentialprovider/crm`;
const many = (count: number, prefix = "k") =>
  Object.fromEntries(Array.from({ length: count }, (_unused, index) => [`${prefix}${index}`, "v"]));

describe("tags in the local control plane", () => {
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;
  const tagsNow = async () => (await client.send(new ListTags({ resourceArn }))).tags;

  beforeEach(async () => {
    local = await startLocalControlPlane();
    client = controlClient(local);
    await client.send(new Create({ name: "crm", apiKey: "k", tags: { team: "sales", "a b": "" } }));
  });
  afterEach(() => local.close());

  it("are set by the create call", async () => {
    expect(await tagsNow()).to.deep.equal({ team: "sales", "a b": "" });
  });

  it("are added and overwritten with status 204", async () => {
    const answer = await client.send(new Tag({ resourceArn, tags: { team: "support", stage: "dev" } }));
    expect(answer.$metadata.httpStatusCode).to.equal(204);
    expect(await tagsNow()).to.deep.equal({ team: "support", stage: "dev", "a b": "" });
  });

  it("are removed by key, with characters that a query string must encode, and unknown keys are no error", async () => {
    const answer = await client.send(new Untag({ resourceArn, tagKeys: ["a b", "none"] }));
    expect(answer.$metadata.httpStatusCode).to.equal(204);
    expect(await tagsNow()).to.deep.equal({ team: "sales" });
  });

  it("do not change the provider's version or time of update", async () => {
    await client.send(new Tag({ resourceArn, tags: { stage: "dev" } }));
    const [provider] = await local.providers();
    expect(provider?.version).to.equal(1);
    expect(provider?.lastUpdatedTime).to.equal(provider?.createdTime);
  });

  it("are at most 50 on a resource", async () => {
    await client.send(new Tag({ resourceArn, tags: many(48) }));
    const error = await rejection(client.send(new Tag({ resourceArn, tags: { oneMore: "v" } })));
    expect(error.name).to.equal("ServiceQuotaExceededException");
    await client.send(new Tag({ resourceArn, tags: { k0: "another value" } }));
    expect(Object.keys((await tagsNow()) ?? {})).to.have.lengthOf(50);
  });

  const refused: [name: string, command: unknown, error: string][] = [
    ["51 at once", new Tag({ resourceArn, tags: many(51) }), "ValidationException"],
    ["a key of AWS", new Tag({ resourceArn, tags: { "aws:x": "v" } }), "ValidationException"],
    ["a key of AWS in capitals", new Tag({ resourceArn, tags: { "AWS:x": "v" } }), "ValidationException"],
    ["removal of a key of AWS", new Untag({ resourceArn, tagKeys: ["aws:x"] }), "ValidationException"],
    [
      "a key of AWS in the create call",
      new Create({ name: "other", apiKey: "k", tags: { "aws:x": "v" } }),
      "ValidationException",
    ],
    [
      "a provider that does not exist",
      new ListTags({ resourceArn: `${vault}/apikeycredentialprovider/none` }),
      "ResourceNotFoundException",
    ],
    [
      "a provider of another Region",
      new ListTags({ resourceArn: resourceArn.replace("us-east-1", "eu-west-1") }),
      "ResourceNotFoundException",
    ],
    [
      "a provider of another account",
      new ListTags({ resourceArn: resourceArn.replace("123456789012", "210987654321") }),
      "AccessDeniedException",
    ],
    ["what is no ARN", new ListTags({ resourceArn: "not-an-arn-but-long-enough" }), "ValidationException"],
    [
      "a resource of a kind that is not emulated",
      new ListTags({
        resourceArn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/tools-0123456789",
      }),
      "NotEmulatedException",
    ],
  ];
  for (const [name, command, error] of refused) {
    it(`are refused for ${name}`, async () => {
      expect((await rejection(client.send(command as Tag))).name).to.equal(error);
      expect(await tagsNow()).to.deep.equal({ team: "sales", "a b": "" });
      expect(await local.providers()).to.have.lengthOf(1);
    });
  }

  it("of an OAuth2 provider work alike, although the model's own pattern would refuse its ARN", async () => {
    const { credentialProviderArn: oauth2 } = await client.send(
      new CreateOauth2({ ...customRequest("crm"), tags: { team: "sales" } }),
    );
    await client.send(new Tag({ resourceArn: oauth2, tags: { stage: "dev" } }));
    await client.send(new Untag({ resourceArn: oauth2, tagKeys: ["team"] }));
    expect((await client.send(new ListTags({ resourceArn: oauth2 }))).tags).to.deep.equal({ stage: "dev" });
    expect(await tagsNow()).to.deep.equal({ team: "sales", "a b": "" });
  });

  it("are only found under an ARN that is one encoded path segment", async () => {
    expect((await raw(local, "GET", `/tags/${encodeURIComponent(resourceArn)}`)).status).to.equal(200);
    expect((await raw(local, "GET", `/tags/${resourceArn}`)).status).to.equal(501);
  });
});

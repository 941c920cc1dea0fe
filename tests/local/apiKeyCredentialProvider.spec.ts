import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as Create,
  type CreateApiKeyCredentialProviderCommandInput as CreateInput,
  DeleteApiKeyCredentialProviderCommand as Delete,
  GetApiKeyCredentialProviderCommand as Get,
  ListApiKeyCredentialProvidersCommand as List,
  UpdateApiKeyCredentialProviderCommand as Update,
  paginateListApiKeyCredentialProviders,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { controlClient } from "./clients";
import { FakeClock } from "./fakeClock";
import { rejection } from "./rejection";

const arnOf = (name: string) =>
  `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/${name}`;
const secretPrefix = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/apikey/";

describe("an API key credential provider of the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;

  beforeEach(async () => {
    local = await startLocalControlPlane({ clock });
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("is created with status 201, its ARN and the ARN of a managed secret", async () => {
    const created = await client.send(new Create({ name: "crm", apiKey: "k" }));
    expect(created.$metadata.httpStatusCode).to.equal(201);
    expect(created.name).to.equal("crm");
    expect(created.credentialProviderArn).to.equal(arnOf("crm"));
    expect(created.apiKeySecretSource).to.equal("MANAGED");
    expect(created.apiKeySecretJsonKey).to.equal(undefined);
    expect(created.apiKeySecretArn?.secretArn).to.satisfy((arn: string) => arn.startsWith(secretPrefix));
    expect(created.apiKeySecretArn?.secretArn?.slice(secretPrefix.length)).to.match(/^crm-[0-9a-f]{8}-[A-Za-z0-9]{6}$/);
  });

  it("gets the old form of secret ARN if the settings say so", async () => {
    await local.set({ secretArnForm: "old" });
    const created = await client.send(new Create({ name: "crm", apiKey: "k" }));
    expect(created.apiKeySecretArn?.secretArn?.slice(secretPrefix.length)).to.match(/^crm-[A-Za-z0-9]{6}$/);
  });

  it("is read with its times", async () => {
    const created = await client.send(new Create({ name: "crm", apiKey: "k" }));
    const read = await client.send(new Get({ name: "crm" }));
    expect(read.$metadata.httpStatusCode).to.equal(200);
    expect(read.apiKeySecretArn).to.deep.equal(created.apiKeySecretArn);
    expect(read.createdTime).to.deep.equal(new Date(clock.now()));
    expect(read.lastUpdatedTime).to.deep.equal(read.createdTime);
  });

  it("keeps its secret ARN when its key is rotated, and only the time of update moves", async () => {
    const created = await client.send(new Create({ name: "crm", apiKey: "first" }));
    const before = clock.now();
    clock.advance(5000);
    const updated = await client.send(new Update({ name: "crm", apiKey: "second" }));
    expect(updated.$metadata.httpStatusCode).to.equal(200);
    expect(updated.apiKeySecretArn).to.deep.equal(created.apiKeySecretArn);
    expect(updated.createdTime).to.deep.equal(new Date(before));
    expect(updated.lastUpdatedTime).to.deep.equal(new Date(before + 5000));
    expect(await local.secretOf(arnOf("crm"))).to.deep.equal({ apiKey: "second" });
    const [provider] = await local.providers();
    expect(provider).to.include({ version: 2, secretVersion: 2 });
  });

  it("answers with the user's own secret when that is external", async () => {
    const secretId = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf";
    const external = { apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: { secretId, jsonKey: "key" } } as const;
    const created = await client.send(new Create({ name: "crm", ...external }));
    expect(created.apiKeySecretArn).to.deep.equal({ secretArn: secretId });
    expect(created.apiKeySecretSource).to.equal("EXTERNAL");
    expect(created.apiKeySecretJsonKey).to.equal("key");
    expect(await local.secretOf(arnOf("crm"))).to.deep.equal({});
  });

  it("resolves an external secret that is given by name", async () => {
    const config = { secretId: "mine", jsonKey: "key" };
    const created = await client.send(
      new Create({ name: "crm", apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: config }),
    );
    expect(created.apiKeySecretArn?.secretArn).to.match(
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-[A-Za-z0-9]{6}$/,
    );
  });

  it("moves from a managed to an external secret and back, with a new managed secret", async () => {
    const created = await client.send(new Create({ name: "crm", apiKey: "k" }));
    const config = { secretId: "mine", jsonKey: "key" };
    await client.send(new Update({ name: "crm", apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: config }));
    const back = await client.send(new Update({ name: "crm", apiKey: "k2" }));
    expect(back.apiKeySecretSource).to.equal("MANAGED");
    expect(back.apiKeySecretArn?.secretArn).to.not.equal(created.apiKeySecretArn?.secretArn);
  });

  const config = { secretId: "mine", jsonKey: "key" };
  const rules: [name: string, request: Partial<CreateInput>, message: string, field: string][] = [
    ["needs a key", {}, "ApiKey is required when secret source is MANAGED or not specified", "apiKey"],
    [
      "needs a key that is not empty, although the model allows an empty one",
      { apiKey: "", apiKeySecretSource: "MANAGED" },
      "ApiKey is required when secret source is MANAGED or not specified",
      "apiKey",
    ],
    [
      "takes no reference to a secret beside a managed key",
      { apiKey: "k", apiKeySecretConfig: config },
      "ApiKeySecretConfig must not be provided when secret source is MANAGED or not specified",
      "apiKeySecretConfig",
    ],
    [
      "needs a reference to an external secret",
      { apiKeySecretSource: "EXTERNAL" },
      "ApiKeySecretConfig is required when secret source is EXTERNAL",
      "apiKeySecretConfig",
    ],
    [
      "takes no key beside an external secret",
      { apiKey: "k", apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: config },
      "ApiKey must not be provided when secret source is EXTERNAL",
      "apiKey",
    ],
  ];
  for (const [name, request, message, field] of rules) {
    it(`${name}, when created and when updated`, async () => {
      await client.send(new Create({ name: "existing", apiKey: "k" }));
      for (const command of [new Create({ name: "crm", ...request }), new Update({ name: "existing", ...request })]) {
        const error = await rejection(client.send(command as Create));
        expect(error).to.include({ name: "ValidationException", message, reason: "FieldValidationFailed" });
        expect(error.fieldList).to.deep.equal([{ name: field, message }]);
        expect(error.$metadata?.httpStatusCode).to.equal(400);
      }
      const [existing, ...others] = await local.providers();
      expect(existing).to.include({ name: "existing", version: 1 });
      expect(others).to.deep.equal([]);
    });
  }

  it("is refused with a ValidationException when its name is taken, and the first one stays as it was", async () => {
    await client.send(new Create({ name: "crm", apiKey: "first" }));
    const error = await rejection(client.send(new Create({ name: "crm", apiKey: "second" })));
    expect(error).to.include({
      name: "ValidationException",
      message: "Credential provider with name: crm already exists",
    });
    expect(error.$metadata?.httpStatusCode).to.equal(400);
    expect(await local.secretOf(arnOf("crm"))).to.deep.equal({ apiKey: "first" });
  });

  for (const [what, command] of [
    ["read", new Get({ name: "none" })],
    ["updated", new Update({ name: "none", apiKey: "k" })],
    ["deleted", new Delete({ name: "none" })],
  ] as const) {
    it(`cannot be ${what} when it does not exist`, async () => {
      const error = await rejection(client.send(command as Get));
      expect(error.name).to.equal("ResourceNotFoundException");
      expect(error.$metadata?.httpStatusCode).to.equal(404);
    });
  }

  it("is deleted with status 204, and its name is free at once", async () => {
    await client.send(new Create({ name: "crm", apiKey: "k" }));
    const deleted = await client.send(new Delete({ name: "crm" }));
    expect(deleted.$metadata.httpStatusCode).to.equal(204);
    expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ResourceNotFoundException");
    await client.send(new Create({ name: "crm", apiKey: "k" }));
  });

  describe("when deletion is slow", () => {
    const deleteOne = async () => {
      await client.send(new Create({ name: "crm", apiKey: "k" }));
      await client.send(new Delete({ name: "crm" }));
    };
    const createAgain = () => client.send(new Create({ name: "crm", apiKey: "k" }));

    it("keeps its name for a number of attempts, while it cannot be read", async () => {
      await local.set({ slowDelete: { calls: 2 } });
      await deleteOne();
      for (const _attempt of [1, 2]) {
        expect((await rejection(createAgain())).message).to.contain("already exists");
        expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ResourceNotFoundException");
      }
      await createAgain();
    });

    it("keeps its name for a time", async () => {
      await local.set({ slowDelete: { milliseconds: 1500 } });
      await deleteOne();
      clock.advance(1499);
      expect((await rejection(createAgain())).message).to.contain("already exists");
      clock.advance(1);
      await createAgain();
    });
  });

  describe("beyond the quota", () => {
    it("is refused with status 402, until another is deleted or the quota raised", async () => {
      for (let count = 0; count < 50; count += 1) await client.send(new Create({ name: `p${count}`, apiKey: "k" }));
      const error = await rejection(client.send(new Create({ name: "p50", apiKey: "k" })));
      expect(error.name).to.equal("ServiceQuotaExceededException");
      expect(error.$metadata?.httpStatusCode).to.equal(402);
      await client.send(new Delete({ name: "p0" }));
      await client.send(new Create({ name: "p50", apiKey: "k" }));
      await local.set({ quota: 51 });
      await client.send(new Create({ name: "p51", apiKey: "k" }));
    });

    it("is counted per account and per Region", async () => {
      await local.set({ quota: 1 });
      await client.send(new Create({ name: "a", apiKey: "k" }));
      await controlClient(local, { region: "eu-west-1" }).send(new Create({ name: "b", apiKey: "k" }));
      await controlClient(local, { account: "210987654321" }).send(new Create({ name: "b", apiKey: "k" }));
    });
  });

  describe("in a list", () => {
    const names = Array.from({ length: 25 }, (_unused, index) => `p${String(index).padStart(2, "0")}`);

    beforeEach(async () => {
      for (const name of [...names].reverse()) await client.send(new Create({ name, apiKey: "k" }));
    });

    for (const pageSize of [undefined, 1, 10, 24, 25, 100]) {
      it(`appears exactly once with pages of ${pageSize ?? "the default size"}`, async () => {
        const seen: (string | undefined)[] = [];
        for await (const page of paginateListApiKeyCredentialProviders({ client, pageSize }, {})) {
          seen.push(...(page.credentialProviders ?? []).map(({ name }) => name));
        }
        expect(seen).to.deep.equal(names);
      });
    }

    it("has name, ARN and times, but no secret ARN", async () => {
      const [first] = (await client.send(new List({ maxResults: 1 }))).credentialProviders ?? [];
      expect(first).to.have.all.keys("name", "credentialProviderArn", "createdTime", "lastUpdatedTime");
    });

    it("is not skipped when another is deleted between two pages", async () => {
      const page = await client.send(new List({ maxResults: 5 }));
      await client.send(new Delete({ name: "p04" }));
      const next = await client.send(new List({ maxResults: 5, nextToken: page.nextToken }));
      expect(next.credentialProviders?.[0]?.name).to.equal("p05");
    });

    it("is not listed for a token that the service did not hand out", async () => {
      const error = await rejection(client.send(new List({ nextToken: "made-up" })));
      expect(error.name).to.equal("ValidationException");
    });
  });
});

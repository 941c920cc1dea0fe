import type {
  BedrockAgentCoreControl,
  CreateApiKeyCredentialProviderCommandInput as CreateInput,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { controlClient, customRequest, externalSecret, rejection } from "./clients";
import { FakeClock } from "./fakeClock";

interface Answer {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly credentialProviderArn: string;
  readonly createdTime: Date;
  readonly lastUpdatedTime: Date;
  readonly credentialProviders: { readonly name: string }[];
  readonly nextToken?: string;
  readonly [member: string]: unknown;
}

type Verb = "create" | "get" | "update" | "delete" | "list";
type Operation = (request: object) => Promise<Answer>;

const external = { secretId: "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf", jsonKey: "key" };

/** The names that differ between the kinds of provider, and requests that the service accepts. */
const kinds = [
  {
    kind: "ApiKey",
    secret: "apiKey",
    prefix: "apiKeySecret",
    request: (name: string, apiKey = "first"): object => ({ name, apiKey }),
    externalRequest: (name: string): object => ({
      name,
      apiKeySecretSource: "EXTERNAL",
      apiKeySecretConfig: external,
    }),
    pageSizes: [undefined, 1, 10, 24, 25, 100],
    listed: [],
  },
  {
    kind: "Oauth2",
    secret: "clientSecret",
    prefix: "clientSecret",
    request: (name: string, clientSecret = "first"): object => customRequest(name, { clientSecret }),
    externalRequest: (name: string): object => customRequest(name, externalSecret),
    pageSizes: [undefined, 1, 20],
    listed: ["credentialProviderVendor"],
  },
] as const;

for (const { kind, secret, prefix, request, externalRequest, pageSizes, listed } of kinds) {
  describe(`an ${kind} credential provider of the local control plane`, () => {
    const clock = new FakeClock();
    let local: LocalControlPlane;
    let client: BedrockAgentCoreControl;

    beforeEach(async () => {
      local = await startLocalControlPlane({ clock });
      client = controlClient(local);
    });
    afterEach(() => local.close());

    const call = (verb: Verb, body: object, caller = client) => {
      const operation = `${verb}${kind}CredentialProvider${verb === "list" ? "s" : ""}`;
      return (Reflect.get(caller, operation) as Operation).call(caller, body);
    };
    const create = (name = "crm", value?: string) => call("create", request(name, value));
    const remove = (name = "crm") => call("delete", { name });
    const read = (name = "crm") => call("get", { name });
    const folder = kind.toLowerCase();
    const arn = `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/${folder}credentialprovider/crm`;
    const secretArnOf = (answer: Answer) => (answer[`${prefix}Arn`] as { secretArn: string }).secretArn;
    const secretArn = new RegExp(
      `^arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/${folder}/(.*)$`,
    );

    it("is created with status 201, its ARN and the ARN of a managed secret", async () => {
      const created = await create();
      expect(created.$metadata.httpStatusCode).to.equal(201);
      expect(created).to.include({ name: "crm", credentialProviderArn: arn, [`${prefix}Source`]: "MANAGED" });
      expect(created).to.not.have.any.keys(`${prefix}JsonKey`, "createdTime", "lastUpdatedTime");
      expect(secretArn.exec(secretArnOf(created))?.[1]).to.match(/^crm-[0-9a-f]{8}-[A-Za-z0-9]{6}$/);
    });

    it("gets the old form of secret ARN if the settings say so", async () => {
      await local.set({ secretArnForm: "old" });
      expect(secretArn.exec(secretArnOf(await create()))?.[1]).to.match(/^crm-[A-Za-z0-9]{6}$/);
    });

    it("is read as it was created, with its times", async () => {
      const { $metadata: _created, ...created } = await create();
      const { $metadata, ...found } = await read();
      expect($metadata.httpStatusCode).to.equal(200);
      expect(found).to.deep.include({ ...created, createdTime: new Date(clock.now()) });
      expect(found.lastUpdatedTime).to.deep.equal(found.createdTime);
    });

    it("keeps the ARN of its secret when an update changes the value, and answers what Get does", async () => {
      const created = await create();
      const before = clock.now();
      clock.advance(5000);
      const { $metadata, ...updated } = await call("update", request("crm", "second"));
      expect($metadata.httpStatusCode).to.equal(200);
      expect(secretArnOf(updated as Answer)).to.equal(secretArnOf(created));
      expect(updated.createdTime).to.deep.equal(new Date(before));
      expect(updated.lastUpdatedTime).to.deep.equal(new Date(before + 5000));
      const { $metadata: _read, ...found } = await read();
      expect(updated).to.deep.equal(found);
      expect(await local.secretOf(arn)).to.deep.equal({ [secret]: "second" });
      expect((await local.providers())[0]).to.include({ version: 2, secretVersion: 2 });
    });

    it("has the same version of the secret when an update sends the same value", async () => {
      await create();
      await call("update", request("crm"));
      expect((await local.providers())[0]).to.include({ version: 2, secretVersion: 1 });
    });

    it("changes from an external secret to a managed one and back", async () => {
      const created = await call("create", externalRequest("crm"));
      const ownSecret = { [`${prefix}Arn`]: { secretArn: external.secretId }, [`${prefix}Source`]: "EXTERNAL" };
      expect(created).to.deep.include({ ...ownSecret, [`${prefix}JsonKey`]: "key" });
      expect(await local.secretOf(arn)).to.deep.equal({});
      const managed = await call("update", request("crm"));
      expect(managed)
        .to.include({ [`${prefix}Source`]: "MANAGED" })
        .and.not.have.any.keys(`${prefix}JsonKey`);
      expect(secretArnOf(managed)).to.match(secretArn);
      expect((await local.providers())[0]).to.include({ version: 2, secretVersion: 2 });
      expect(await call("update", externalRequest("crm"))).to.deep.include(ownSecret);
      expect(secretArnOf(await call("update", request("crm")))).to.not.equal(secretArnOf(managed));
    });

    it("is refused with a ValidationException when its name is taken, and the first one does not change", async () => {
      await create();
      const error = await rejection(create("crm", "second"));
      expect(error).to.include({
        name: "ValidationException",
        message: "Credential provider with name: crm already exists",
      });
      expect(error.$metadata?.httpStatusCode).to.equal(400);
      expect(await local.secretOf(arn)).to.deep.equal({ [secret]: "first" });
    });

    for (const verb of ["get", "update", "delete"] as const)
      it(`does not exist for ${verb} before it is created`, async () => {
        const error = await rejection(call(verb, verb === "update" ? request("none") : { name: "none" }));
        expect(error.name).to.equal("ResourceNotFoundException");
        expect(error.$metadata?.httpStatusCode).to.equal(404);
      });

    it("is deleted with status 204, and its name is free immediately", async () => {
      await create();
      expect((await remove()).$metadata.httpStatusCode).to.equal(204);
      expect((await rejection(read())).name).to.equal("ResourceNotFoundException");
      await create();
    });

    describe("when deletion is slow", () => {
      it("keeps its name for a number of attempts, while it cannot be read", async () => {
        await local.set({ slowDelete: { calls: 2 } });
        await create();
        await remove();
        for (const _attempt of [1, 2]) {
          expect((await rejection(create())).message).to.contain("already exists");
          expect((await rejection(read())).name).to.equal("ResourceNotFoundException");
        }
        await create();
      });

      it("keeps its name for a time", async () => {
        await local.set({ slowDelete: { milliseconds: 1500 } });
        await create();
        await remove();
        clock.advance(1499);
        expect((await rejection(create())).message).to.contain("already exists");
        clock.advance(1);
        await create();
      });
    });

    it("is refused with status 402 beyond the quota, until another is deleted or the quota is higher", async () => {
      for (let count = 0; count < 50; count += 1) await create(`p${count}`);
      const error = await rejection(create("p50"));
      expect(error).to.include({
        name: "ServiceQuotaExceededException",
        message: `The quota of 50 ${kind === "ApiKey" ? "API key" : "OAuth2"} credential providers is reached.`,
      });
      expect(error.$metadata?.httpStatusCode).to.equal(402);
      await remove("p0");
      await create("p50");
      await local.set({ quota: 51 });
      await create("p51");
    });

    it("counts for the quota of its kind, account and Region only, and can have the name of another kind", async () => {
      await local.set({ quota: 1 });
      await create();
      if (kind === "Oauth2") await client.createApiKeyCredentialProvider({ name: "crm", apiKey: "k" });
      else await client.createOauth2CredentialProvider(customRequest("crm"));
      for (const identity of [{ region: "eu-west-1" }, { account: "210987654321" }])
        await call("create", request("crm"), controlClient(local, identity));
      expect(await local.providers()).to.have.lengthOf(4);
    });

    describe("in a list", () => {
      const names = Array.from({ length: 25 }, (_unused, index) => `p${String(index).padStart(2, "0")}`);

      beforeEach(async () => {
        for (const name of [...names].reverse()) await create(name);
      });

      for (const maxResults of pageSizes)
        it(`appears exactly once with pages of ${maxResults ?? "the default size"}`, async () => {
          const seen: string[] = [];
          let nextToken: string | undefined;
          do {
            const page = await call("list", { maxResults, nextToken });
            seen.push(...page.credentialProviders.map(({ name }) => name));
            ({ nextToken } = page);
          } while (nextToken !== undefined);
          expect(seen).to.deep.equal(names);
        });

      it("has name, ARN and times, but no secret ARN", async () => {
        const [first] = (await call("list", { maxResults: 1 })).credentialProviders;
        expect(first).to.have.all.keys("name", "credentialProviderArn", "createdTime", "lastUpdatedTime", ...listed);
      });

      it("is not skipped when another is deleted between two pages", async () => {
        const { nextToken } = await call("list", { maxResults: 5 });
        await remove("p04");
        expect((await call("list", { maxResults: 5, nextToken })).credentialProviders[0]?.name).to.equal("p05");
      });

      it("is not listed for a token that the service did not return", async () => {
        expect((await rejection(call("list", { nextToken: "made-up" }))).name).to.equal("ValidationException");
      });
    });
  });
}

describe("the secret of an API key credential provider of the local control plane", () => {
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControl;
  beforeEach(async () => {
    local = await startLocalControlPlane();
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("gets an ARN if it is external and the request has its name", async () => {
    const apiKeySecretConfig = { secretId: "mine", jsonKey: "key" };
    const created = await client.createApiKeyCredentialProvider({
      name: "crm",
      apiKeySecretSource: "EXTERNAL",
      apiKeySecretConfig,
    });
    expect(created.apiKeySecretArn?.secretArn).to.match(
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-[A-Za-z0-9]{6}$/,
    );
  });

  const keyMissing = "ApiKey is required when secret source is MANAGED or not specified";
  const rules: [name: string, request: Partial<CreateInput>, message: string, field: string][] = [
    ["needs a key", {}, keyMissing, "apiKey"],
    [
      "needs a key that is not empty, although the model allows an empty one",
      { apiKey: "", apiKeySecretSource: "MANAGED" },
      keyMissing,
      "apiKey",
    ],
    [
      "takes no reference to a secret together with a managed key",
      { apiKey: "k", apiKeySecretConfig: external },
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
      "takes no key together with an external secret",
      { apiKey: "k", apiKeySecretSource: "EXTERNAL", apiKeySecretConfig: external },
      "ApiKey must not be provided when secret source is EXTERNAL",
      "apiKey",
    ],
  ];
  for (const [name, request, message, field] of rules)
    it(`${name}, when created and when updated`, async () => {
      await client.createApiKeyCredentialProvider({ name: "existing", apiKey: "k" });
      for (const attempt of [
        client.createApiKeyCredentialProvider({ name: "crm", ...request }),
        client.updateApiKeyCredentialProvider({ name: "existing", ...request }),
      ]) {
        const error = await rejection(attempt);
        expect(error).to.include({ name: "ValidationException", message, reason: "FieldValidationFailed" });
        expect(error.fieldList).to.deep.equal([{ name: field, message }]);
        expect(error.$metadata?.httpStatusCode).to.equal(400);
      }
      const [existing, ...others] = await local.providers();
      expect(existing).to.include({ name: "existing", version: 1 });
      expect(others).to.deep.equal([]);
    });
});

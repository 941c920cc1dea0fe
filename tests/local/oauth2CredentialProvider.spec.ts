import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as CreateApiKey,
  CreateOauth2CredentialProviderCommand as Create,
  type CredentialProviderVendorType as VendorName,
  DeleteOauth2CredentialProviderCommand as Delete,
  GetOauth2CredentialProviderCommand as Get,
  ListOauth2CredentialProvidersCommand as List,
  type Oauth2ProviderConfigInput as ConfigInput,
  UpdateOauth2CredentialProviderCommand as Update,
  paginateListOauth2CredentialProviders,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { model } from "../../provider/local/model/model";
import { fieldProblems } from "../../provider/local/model/model";
import { vendors } from "../../provider/local/vault/vendors";
import { controlClient } from "./clients";
import { FakeClock } from "./fakeClock";
import { customRequest, endpoints, externalSecret, privateKeyJwt } from "./oauth2Requests";
import { rejection } from "./rejection";

const arnOf = (name: string) =>
  `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/${name}`;
const secretPrefix = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/oauth2/";
const callbackUrl =
  /^https:\/\/bedrock-agentcore\.us-east-1\.amazonaws\.com\/identities\/oauth2\/callback\/[0-9a-f-]{36}$/;

describe("an OAuth2 credential provider of the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;

  beforeEach(async () => {
    local = await startLocalControlPlane({ clock });
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("is created with status 201 and all that the answer has, which is neither vendor nor times", async () => {
    const { $metadata, ...created } = await client.send(new Create(customRequest("crm")));
    expect($metadata.httpStatusCode).to.equal(201);
    expect(created.clientSecretArn?.secretArn).to.satisfy((arn: string) => arn.startsWith(secretPrefix));
    expect(created.clientSecretArn?.secretArn?.slice(secretPrefix.length)).to.match(/^crm-[0-9a-f]{8}-[A-Za-z0-9]{6}$/);
    expect(created.callbackUrl).to.match(callbackUrl);
    expect(created).to.deep.equal({
      name: "crm",
      credentialProviderArn: arnOf("crm"),
      clientSecretArn: created.clientSecretArn,
      clientSecretSource: "MANAGED",
      callbackUrl: created.callbackUrl,
      oauth2ProviderConfigOutput: {
        customOauth2ProviderConfig: {
          oauthDiscovery: { discoveryUrl: "https://idp.example.com/.well-known/openid-configuration" },
          clientId: "client",
        },
      },
      status: "READY",
    });
  });

  it("is read as it was created, with vendor and times", async () => {
    const { $metadata: _created, ...created } = await client.send(new Create(customRequest("crm")));
    const { $metadata, ...read } = await client.send(new Get({ name: "crm" }));
    expect($metadata.httpStatusCode).to.equal(200);
    const time = new Date(clock.now());
    const more = { credentialProviderVendor: "CustomOauth2", createdTime: time, lastUpdatedTime: time };
    expect(read).to.deep.equal({ ...created, ...more });
  });

  it("keeps secret ARN and callback URL over an update, which answers what Get does", async () => {
    const created = await client.send(new Create(customRequest("crm")));
    clock.advance(5000);
    const { $metadata, ...updated } = await client.send(
      new Update(customRequest("crm", { clientId: "other", clientSecret: "second" })),
    );
    expect($metadata.httpStatusCode).to.equal(200);
    const { $metadata: _read, ...read } = await client.send(new Get({ name: "crm" }));
    expect(updated).to.deep.equal(read);
    expect(read.clientSecretArn).to.deep.equal(created.clientSecretArn);
    expect(read.callbackUrl).to.equal(created.callbackUrl);
    expect(Number(read.lastUpdatedTime) - Number(read.createdTime)).to.equal(5000);
    expect(read.oauth2ProviderConfigOutput?.customOauth2ProviderConfig?.clientId).to.equal("other");
    expect(await local.secretOf(arnOf("crm"))).to.deep.equal({ clientSecret: "second" });
    expect((await local.providers())[0]).to.include({ version: 2, secretVersion: 2 });
  });

  it("counts no new secret when an update sends the same one", async () => {
    await client.send(new Create(customRequest("crm")));
    await client.send(new Update(customRequest("crm", { clientId: "other" })));
    expect((await local.providers())[0]).to.include({ version: 2, secretVersion: 1 });
  });

  it("loses what an update leaves out", async () => {
    const onBehalfOfTokenExchangeConfig = {
      grantType: "TOKEN_EXCHANGE",
      tokenExchangeGrantTypeConfig: { actorTokenContent: "M2M", actorTokenScopes: ["read"] },
    } as const;
    const method = { clientAuthenticationMethod: "CLIENT_SECRET_POST" } as const;
    const all = { onBehalfOfTokenExchangeConfig, ...method };
    const created = await client.send(new Create(customRequest("crm", all)));
    expect(created.oauth2ProviderConfigOutput?.customOauth2ProviderConfig).to.deep.include(all);
    const updated = await client.send(new Update(customRequest("crm")));
    expect(updated.oauth2ProviderConfigOutput?.customOauth2ProviderConfig).to.have.all.keys(
      "oauthDiscovery",
      "clientId",
    );
  });

  it("gets another callback URL when it is made again", async () => {
    const first = await client.send(new Create(customRequest("crm")));
    await client.send(new Delete({ name: "crm" }));
    const second = await client.send(new Create(customRequest("crm")));
    expect(second.callbackUrl).to.match(callbackUrl).and.not.equal(first.callbackUrl);
  });

  it("answers with the user's own secret when that is external, and moves from and to a managed one", async () => {
    const created = await client.send(new Create(customRequest("crm", externalSecret)));
    expect(created).to.deep.include({
      clientSecretArn: { secretArn: externalSecret.clientSecretConfig.secretId },
      clientSecretSource: "EXTERNAL",
      clientSecretJsonKey: "key",
    });
    expect(await local.secretOf(arnOf("crm"))).to.deep.equal({});
    const managed = await client.send(new Update(customRequest("crm")));
    expect(managed.clientSecretSource).to.equal("MANAGED");
    expect(managed.clientSecretJsonKey).to.equal(undefined);
    expect(managed.clientSecretArn?.secretArn).to.contain(secretPrefix);
    expect((await local.providers())[0]).to.include({ version: 2, secretVersion: 2 });
  });

  for (const [method, changes] of [
    ["PRIVATE_KEY_JWT", privateKeyJwt],
    ["AWS_IAM_ID_TOKEN_JWT", { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT", clientSecret: "", clientId: "" }],
  ] as const) {
    it(`has no secret with the method ${method}`, async () => {
      const created = await client.send(new Create(customRequest("crm", changes)));
      expect(created).to.not.have.any.keys("clientSecretArn", "clientSecretSource", "clientSecretJsonKey");
      const config = created.oauth2ProviderConfigOutput?.customOauth2ProviderConfig;
      expect(config?.clientAuthenticationMethod).to.equal(method);
      if (method === "PRIVATE_KEY_JWT") {
        expect(config?.privateKeyJwtConfig).to.deep.equal(privateKeyJwt.privateKeyJwtConfig);
      } else expect(config).to.not.have.any.keys("clientId");
      expect(await local.secretOf(arnOf("crm"))).to.deep.equal({});
      expect((await local.providers())[0]).to.not.have.any.keys("secretArn", "secretSource");
      const managed = await client.send(new Update(customRequest("crm")));
      expect(managed.clientSecretArn?.secretArn).to.contain(secretPrefix);
      expect((await local.providers())[0]).to.include({ secretSource: "MANAGED", secretVersion: 2 });
    });
  }

  it("answers the discovery as it was given, here with a private endpoint", async () => {
    const given = {
      oauthDiscovery: { authorizationServerMetadata: { ...endpoints, responseTypes: ["code"] } },
      privateEndpoint: { selfManagedLatticeResource: { resourceConfigurationIdentifier: "rcfg-0123456789abcdef0" } },
    };
    const created = await client.send(new Create(customRequest("crm", given)));
    expect(created.oauth2ProviderConfigOutput?.customOauth2ProviderConfig).to.deep.include(given);
  });

  it("comes from one of the vendors that the model knows", () => {
    expect(Object.keys(vendors)).to.have.members(model.shapes.CredentialProviderVendorType?.enum ?? []);
    const members = new Set(Object.values(vendors).map(({ member }) => member));
    expect([...members]).to.have.members(Object.keys(model.shapes.Oauth2ProviderConfigInput?.members ?? {}));
  });

  for (const [vendor, { member, endpoints: from }] of Object.entries(vendors).filter(
    ([name]) => name !== "CustomOauth2",
  )) {
    it(`of ${vendor} answers in ${member}, with ${from === "tenant" ? "its own" : "the vendor's"} endpoints`, async () => {
      const config = { clientId: "client", clientSecret: "s", ...(from === "tenant" && endpoints) };
      const created = await client.send(
        new Create({
          name: "crm",
          credentialProviderVendor: vendor as VendorName,
          oauth2ProviderConfigInput: { [member]: config } as unknown as ConfigInput,
        }),
      );
      const output = created.oauth2ProviderConfigOutput as unknown as Record<
        string,
        { clientId: string; oauthDiscovery: object }
      >;
      expect(Object.keys(output)).to.deep.equal([member]);
      expect(fieldProblems("Oauth2ProviderConfigOutput", output)).to.deep.equal([]);
      expect(output[member]).to.have.all.keys("clientId", "oauthDiscovery");
      const { authorizationServerMetadata } = output[member]?.oauthDiscovery as Record<string, Record<string, string>>;
      if (from === "tenant") expect(authorizationServerMetadata).to.deep.equal(endpoints);
      else {
        expect(authorizationServerMetadata).to.have.all.keys(Object.keys(endpoints));
        for (const url of Object.values(authorizationServerMetadata ?? {})) expect(url).to.match(/^https:\/\/[^{}]+$/);
      }
      expect((await client.send(new Get({ name: "crm" }))).credentialProviderVendor).to.equal(vendor);
    });
  }

  for (const [tenantId, folder] of [
    ["0123-abc", "0123-abc"],
    [undefined, "common"],
  ]) {
    it(`of Microsoft ${tenantId ? "with" : "without"} a tenant has the endpoints of ${folder}`, async () => {
      const microsoftOauth2ProviderConfig = { clientId: "c", clientSecret: "s", tenantId };
      const oauth2ProviderConfigInput = { microsoftOauth2ProviderConfig };
      const request = { name: "crm", credentialProviderVendor: "MicrosoftOauth2", oauth2ProviderConfigInput } as const;
      const output = (await client.send(new Create(request))).oauth2ProviderConfigOutput;
      expect(output?.microsoftOauth2ProviderConfig?.oauthDiscovery?.authorizationServerMetadata?.issuer).to.equal(
        `https://login.microsoftonline.com/${folder}/v2.0`,
      );
    });
  }

  it("may share its name with an API key provider, and has a quota of its own", async () => {
    await local.set({ quota: 1 });
    await client.send(new CreateApiKey({ name: "crm", apiKey: "k" }));
    await client.send(new Create(customRequest("crm")));
    const error = await rejection(client.send(new Create(customRequest("second"))));
    expect(error).to.include({
      name: "ServiceQuotaExceededException",
      message: "The quota of 1 OAuth2 credential providers is reached.",
    });
    expect(error.$metadata?.httpStatusCode).to.equal(402);
  });

  it("is refused with a ValidationException when its name is taken, and the first one stays as it was", async () => {
    await client.send(new Create(customRequest("crm")));
    const error = await rejection(client.send(new Create(customRequest("crm", { clientSecret: "second" }))));
    expect(error).to.include({
      name: "ValidationException",
      message: "Credential provider with name: crm already exists",
    });
    expect(await local.secretOf(arnOf("crm"))).to.deep.equal({ clientSecret: "first" });
  });

  it("is not updated to another vendor", async () => {
    await client.send(new Create(customRequest("crm")));
    const github = { githubOauth2ProviderConfig: { clientId: "c", clientSecret: "s" } };
    const request = {
      name: "crm",
      credentialProviderVendor: "GithubOauth2",
      oauth2ProviderConfigInput: github,
    } as const;
    const error = await rejection(client.send(new Update(request)));
    expect(error.name).to.equal("ValidationException");
    expect(error.fieldList?.map(({ name }) => name)).to.deep.equal(["credentialProviderVendor"]);
    expect((await local.providers())[0]).to.include({ vendor: "CustomOauth2", version: 1 });
  });

  for (const [what, command] of [
    ["read", new Get({ name: "none" })],
    ["updated", new Update(customRequest("none"))],
    ["deleted", new Delete({ name: "none" })],
  ] as const) {
    it(`cannot be ${what} when it does not exist`, async () => {
      const error = await rejection(client.send(command as Get));
      expect(error.name).to.equal("ResourceNotFoundException");
      expect(error.$metadata?.httpStatusCode).to.equal(404);
    });
  }

  it("is deleted with status 204, and its name is free at once", async () => {
    await client.send(new Create(customRequest("crm")));
    expect((await client.send(new Delete({ name: "crm" }))).$metadata.httpStatusCode).to.equal(204);
    expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ResourceNotFoundException");
    await client.send(new Create(customRequest("crm")));
  });

  describe("in a list", () => {
    const names = Array.from({ length: 25 }, (_unused, index) => `p${String(index).padStart(2, "0")}`);

    beforeEach(async () => {
      for (const name of [...names].reverse()) await client.send(new Create(customRequest(name)));
    });

    for (const pageSize of [undefined, 1, 20]) {
      it(`appears exactly once with pages of ${pageSize ?? "the default size"}`, async () => {
        const seen: (string | undefined)[] = [];
        for await (const page of paginateListOauth2CredentialProviders({ client, pageSize }, {})) {
          seen.push(...(page.credentialProviders ?? []).map(({ name }) => name));
        }
        expect(seen).to.deep.equal(names);
      });
    }

    it("has name, vendor, ARN and times, but neither status nor secret ARN", async () => {
      const [first] = (await client.send(new List({ maxResults: 1 }))).credentialProviders ?? [];
      expect(first).to.deep.equal({
        name: "p00",
        credentialProviderVendor: "CustomOauth2",
        credentialProviderArn: arnOf("p00"),
        createdTime: new Date(clock.now()),
        lastUpdatedTime: new Date(clock.now()),
      });
    });
  });
});

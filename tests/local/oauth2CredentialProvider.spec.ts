import {
  type BedrockAgentCoreControlClient,
  CreateOauth2CredentialProviderCommand as Create,
  type CredentialProviderVendorType as VendorName,
  DeleteOauth2CredentialProviderCommand as Delete,
  GetOauth2CredentialProviderCommand as Get,
  type Oauth2ProviderConfigInput as ConfigInput,
  UpdateOauth2CredentialProviderCommand as Update,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { fieldProblems, model } from "../../provider/local/model/model";
import { vendors } from "../../provider/local/vault/vendors";
import { controlClient, customRequest, endpoints, privateKeyJwt, rejection } from "./clients";

const arnOf = (name: string) =>
  `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/${name}`;
const secretPrefix = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/oauth2/";
const callbackUrl =
  /^https:\/\/bedrock-agentcore\.us-east-1\.amazonaws\.com\/identities\/oauth2\/callback\/[0-9a-f-]{36}$/;

describe("an OAuth2 credential provider of the local control plane", () => {
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;

  beforeEach(async () => {
    local = await startLocalControlPlane();
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("is created with status 201 and all that the answer has, which is neither vendor nor times", async () => {
    const { $metadata, ...created } = await client.send(new Create(customRequest("crm")));
    expect($metadata.httpStatusCode).to.equal(201);
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

  it("keeps its callback URL over an update", async () => {
    const created = await client.send(new Create(customRequest("crm")));
    const updated = await client.send(new Update(customRequest("crm", { clientId: "other" })));
    expect(updated.callbackUrl).to.equal(created.callbackUrl);
    expect(updated.oauth2ProviderConfigOutput?.customOauth2ProviderConfig?.clientId).to.equal("other");
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
});

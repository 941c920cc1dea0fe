import { expect } from "chai";
import { type LocalControlPlane, notEmulatedList, startLocalControlPlane } from "../../provider/local";
import { fieldProblems, model } from "../../provider/local/model/model";
import { controlPlaneOperations } from "../../provider/local/operations";
import { authorization, raw } from "./clients";

const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/a";
const custom = {
  clientId: "c",
  clientSecret: "s",
  oauthDiscovery: { discoveryUrl: "https://idp.example.com/.well-known/openid-configuration" },
};
const oauth2 = {
  name: "a",
  credentialProviderVendor: "CustomOauth2",
  oauth2ProviderConfigInput: { customOauth2ProviderConfig: custom },
};
const tagsPath = `/tags/${encodeURIComponent(arn)}`;

describe("answers of the local control plane", () => {
  let local: LocalControlPlane;
  before(async () => (local = await startLocalControlPlane()));
  after(() => local.close());

  const requests: Record<string, { path?: string; body?: object }> = {
    CreateApiKeyCredentialProvider: { body: { name: "a", apiKey: "k" } },
    GetApiKeyCredentialProvider: { body: { name: "a" } },
    UpdateApiKeyCredentialProvider: { body: { name: "a", apiKey: "k" } },
    ListApiKeyCredentialProviders: { body: {} },
    CreateOauth2CredentialProvider: { body: oauth2 },
    GetOauth2CredentialProvider: { body: { name: "a" } },
    UpdateOauth2CredentialProvider: { body: oauth2 },
    ListOauth2CredentialProviders: { body: {} },
    DeleteOauth2CredentialProvider: { body: { name: "a" } },
    TagResource: { path: tagsPath, body: { tags: { a: "b" } } },
    ListTagsForResource: { path: tagsPath },
    UntagResource: { path: `${tagsPath}?tagKeys=a` },
    GetTokenVault: { body: {} },
    SetTokenVaultCMK: { body: { kmsConfiguration: { keyType: "ServiceManagedKey" } } },
    DeleteApiKeyCredentialProvider: { body: { name: "a" } },
  };

  it("are tested for every operation that is emulated", () => {
    expect(Object.keys(requests)).to.have.members(Object.keys(controlPlaneOperations));
  });

  for (const [name, { path, body }] of Object.entries(requests)) {
    it(`have the status and the members that the model gives ${name}`, async () => {
      const { http, output } = model.operations[name]!;
      const answer = await raw(local, http.method, path ?? http.requestUri, body && JSON.stringify(body));
      expect(answer.status).to.equal(http.responseCode);
      expect(answer.headers["x-amzn-requestid"]).to.match(/^[0-9a-f-]{36}$/);
      if (http.responseCode === 204) return expect(answer.text).to.equal("");
      const members = JSON.parse(answer.text) as object;
      // The model's own patterns for provider ARNs name a service, acps, that no ARN in use has.
      const problems = fieldProblems(output.shape, members).filter(({ message }) => !message.includes(":acps:"));
      expect(problems).to.deep.equal([]);
      const known = Object.keys(model.shapes[output.shape]?.members ?? {});
      expect(known).to.include.members(Object.keys(members));
    });
  }

  const absent: { name: string; method?: string; path: string }[] = [
    { name: "a list of gateways", method: "GET", path: "/gateways/" },
    { name: "the data plane", path: "/identities/api-key" },
    { name: "the right path with another method", method: "GET", path: "/identities/get-token-vault" },
    { name: "a tag path that cannot be decoded", method: "GET", path: "/tags/%zz" },
    { name: "a path of the prototype", path: "/constructor" },
  ];
  for (const { name, method = "POST", path } of absent) {
    const operation = `${method} ${path}`;
    it(`are loud for ${name}, which is not emulated`, async () => {
      await local.clearCalls();
      const answer = await raw(local, method, path, "{}");
      expect(answer.status).to.equal(501);
      expect(answer.headers["x-amzn-errortype"]).to.equal("NotEmulatedException");
      expect(answer.text).to.contain(`does not emulate ${operation}`);
      expect((await local.calls())[0]).to.include({ operation, status: 501, errorType: "NotEmulatedException" });
    });
  }

  for (const action of ["GetSessionToken", "constructor", ""]) {
    it(`are loud for the STS action "${action}", in the language of STS`, async () => {
      const headers = { authorization: authorization("us-east-1/sts") };
      const answer = await raw(local, "POST", "/", `Action=${action}&Version=2011-06-15`, headers);
      expect(answer.status).to.equal(501);
      expect(answer.text).to.contain("<Code>NotEmulatedException</Code>");
    });
  }

  it("come with a list of what is not emulated", () => {
    expect(notEmulatedList.join("\n")).to.contain("OAuth2").and.to.contain("gateways").and.to.contain("signatures");
  });
});

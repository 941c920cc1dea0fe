import { expect } from "chai";
import { startLocalControlPlane, type LocalControlPlane } from "../../provider/local/index";
import { contextFor } from "./contextFor";
import { oauth2Clients, operations, withoutTime } from "./stack";

const { create, operation, read, search, searchArn, secret, update } = oauth2Clients;

const client = { clientId: "client", ...secret("key-one") };
const metadata = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};
const otherUrl = "https://other.example.com/.well-known/openid-configuration";

describe("what somebody else changed about an OAuth client", () => {
  let local: LocalControlPlane;
  beforeEach(async () => {
    local = await startLocalControlPlane();
  });
  afterEach(() => local.close());

  for (const { name, args, change, shows } of [
    { name: "its id", args: search, change: { clientId: "theirs" }, shows: { clientId: "theirs" } },
    {
      name: "its discovery URL",
      args: search,
      change: { oauthDiscovery: { discoveryUrl: otherUrl } },
      shows: { oauthDiscovery: { discoveryUrl: otherUrl } },
    },
    {
      name: "one endpoint",
      args: { ...search, oauthDiscovery: { authorizationServerMetadata: metadata } },
      change: {
        oauthDiscovery: { authorizationServerMetadata: { ...metadata, tokenEndpoint: "https://evil.example.com" } },
      },
      shows: {
        oauthDiscovery: { authorizationServerMetadata: { ...metadata, tokenEndpoint: "https://evil.example.com" } },
      },
    },
    {
      name: "the form of its discovery",
      args: search,
      change: { oauthDiscovery: { authorizationServerMetadata: metadata } },
      shows: { oauthDiscovery: { authorizationServerMetadata: metadata } },
    },
    {
      name: "the id of a vendor's client",
      args: { ...search, vendor: "GithubOauth2", oauthDiscovery: undefined },
      change: { clientId: "theirs" },
      shows: { clientId: "theirs" },
    },
  ])
    it(`is seen by a refresh and put right by one call: ${name}`, async () => {
      const context = contextFor(local);
      const existing = await create(context, args);
      await local.drift({ action: "changeConfig", arn: searchArn, config: change });
      const refreshed = (await read(context, existing))!;
      expect(refreshed.outputs).to.deep.include(shows);
      expect(refreshed.inputs).to.deep.include(shows);

      await local.clearCalls();
      const repaired = await update(context, refreshed, args);
      expect(await operations(local)).to.deep.equal([operation.update]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-one"));
      expect(withoutTime(repaired.outputs)).to.deep.equal(withoutTime(existing.outputs));
      expect((await read(context, repaired))?.outputs).to.deep.equal(repaired.outputs);
    });

  it("is nothing where the service only says more than the program wrote", async () => {
    const context = contextFor(local);
    for (const [name, args] of Object.entries({
      custom: { ...search, oauthDiscovery: { authorizationServerMetadata: metadata } },
      vendor: { vendor: "GithubOauth2" },
      tenant: { vendor: "Auth0Oauth2", domain: "acme.us.auth0.com" },
    })) {
      const existing = await create(context, {
        ...client,
        name,
        accountId: search.accountId,
        mark: search.mark,
        ...args,
      });
      const refreshed = await read(context, existing);
      expect(refreshed?.outputs, name).to.deep.equal(existing.outputs);
    }
  });

  it("is what the program did not say, when the service adds to it: no change", async () => {
    const context = contextFor(local);
    const existing = await create(context, { ...search, oauthDiscovery: { authorizationServerMetadata: metadata } });
    const more = { authorizationServerMetadata: { ...metadata, responseTypes: ["code"] } };
    await local.drift({ action: "changeConfig", arn: searchArn, config: { oauthDiscovery: more } });
    expect((await read(context, existing))?.outputs).to.deep.equal(existing.outputs);
  });
});

import { expect } from "chai";
import type { Properties } from "../../../provider/handlers/process/handler";
import type { LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { managedVpcResource, ofAllKinds, onBehalfOfTokenExchangeConfig, privateKey } from "../authorizationServer";
import { oauth2Clients, operations, withoutTime, startForEachTest } from "../stack";

const { create, handler, inputsOf, operation, read, search, searchArn, secret, update } = oauth2Clients;

const client = { clientId: "client", ...secret("key-one") };
const metadata = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};
const otherUrl = "https://other.example.com/.well-known/openid-configuration";

const full: Properties = { ...search, ...ofAllKinds };
const signing: Properties = { ...full, clientSecret: undefined, ...privateKey };
const otherKey = {
  ...privateKey.privateKeyJwtConfig,
  privateKeySource: {
    kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:666666666666:key/11111111-2222-3333-4444-555555555555" },
  },
};

/** One field of each kind changed, taken away, added. */
const aboutAuthorizationServers = [
  { name: "the key that signs", args: signing, change: { privateKeyJwtConfig: otherKey } },
  {
    name: "a claim",
    args: signing,
    change: { privateKeyJwtConfig: { ...privateKey.privateKeyJwtConfig, additionalPayloadClaims: { aud: "theirs" } } },
  },
  {
    name: "how the secret is shown",
    args: { ...full, clientAuthenticationMethod: "CLIENT_SECRET_POST" },
    change: { clientAuthenticationMethod: "CLIENT_SECRET_BASIC" },
  },
  {
    name: "the grant on behalf of users",
    args: full,
    change: { onBehalfOfTokenExchangeConfig: { grantType: "JWT_AUTHORIZATION_GRANT" } },
  },
  {
    name: "the actor's scopes",
    args: full,
    change: {
      onBehalfOfTokenExchangeConfig: {
        ...onBehalfOfTokenExchangeConfig,
        tokenExchangeGrantTypeConfig: { actorTokenContent: "M2M", actorTokenScopes: ["read"] },
      },
    },
  },
  {
    name: "the VPC",
    args: full,
    change: { privateEndpoint: { managedVpcResource: { ...managedVpcResource, vpcIdentifier: "vpc-66666666" } } },
  },
  {
    name: "a domain of its own",
    args: full,
    change: { privateEndpointOverrides: [{ ...ofAllKinds.privateEndpointOverrides[0], domain: "theirs" }] },
  },
  {
    name: "that nothing is private any more",
    args: full,
    change: { privateEndpoint: null, privateEndpointOverrides: null },
    shows: { privateEndpoint: undefined, privateEndpointOverrides: undefined },
  },
  {
    name: "that nothing is done on behalf of users any more",
    args: full,
    change: { onBehalfOfTokenExchangeConfig: null },
    shows: { onBehalfOfTokenExchangeConfig: undefined },
  },
  {
    name: "a detour that the program does not know",
    args: search,
    change: { privateEndpoint: { managedVpcResource } },
  },
  {
    name: "another method than the default",
    args: search,
    change: { clientAuthenticationMethod: "CLIENT_SECRET_POST" },
  },
].map((one) => ({ shows: one.change, ...one }));

describe("a change of another tool to an OAuth client", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));

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
    ...aboutAuthorizationServers,
  ])
    it(`is detected by a refresh and repaired by one call: ${name}`, async () => {
      const context = contextFor(local);
      const existing = await create(context, args);
      await local.drift({ action: "changeConfig", arn: searchArn, config: change });
      const refreshed = (await read(context, existing))!;
      expect(refreshed.outputs).to.deep.include(shows);
      expect(refreshed.inputs).to.deep.include(shows);

      await local.clearCalls();
      const repaired = await update(context, refreshed, args);
      expect(await operations(local)).to.deep.equal([operation.update]);
      expect(await local.secretOf(searchArn)).to.deep.equal(args.clientSecret === undefined ? {} : secret("key-one"));
      expect(withoutTime(repaired.outputs)).to.deep.equal(withoutTime(existing.outputs));
      expect((await read(context, repaired))?.outputs).to.deep.equal(repaired.outputs);
    });

  it("of the authentication is repaired without a replacement, and shows no claims", async () => {
    const context = contextFor(local);
    const existing = await create(context, search);
    await local.drift({ action: "changeConfig", arn: searchArn, config: privateKey, secondsLater: 60 });
    const refreshed = (await read(context, existing))!;
    expect(refreshed.outputs).to.include({ clientAuthenticationMethod: "PRIVATE_KEY_JWT" });
    expect(JSON.stringify(refreshed)).to.not.match(/Claims/);
    const news = await inputsOf(context, refreshed.inputs, search);
    expect(handler.diff(context, existing.id, refreshed.outputs, news).replaces).to.deep.equal([]);
    await local.clearCalls();
    const repaired = await update(context, refreshed, search);
    expect(await operations(local)).to.deep.equal([operation.update]);
    expect(withoutTime(repaired.outputs)).to.deep.equal(withoutTime(existing.outputs));
  });

  it("is not reported if the service only returns more than the program wrote", async () => {
    const context = contextFor(local);
    for (const [name, args] of Object.entries({
      custom: { ...search, oauthDiscovery: { authorizationServerMetadata: metadata } },
      vendor: { vendor: "GithubOauth2" },
      tenant: { vendor: "Auth0Oauth2", domain: "acme.us.auth0.com" },
      full,
      signing,
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

  it("is not reported if the service adds members to the program's", async () => {
    const context = contextFor(local);
    const existing = await create(context, { ...search, oauthDiscovery: { authorizationServerMetadata: metadata } });
    const more = { authorizationServerMetadata: { ...metadata, responseTypes: ["code"] } };
    await local.drift({ action: "changeConfig", arn: searchArn, config: { oauthDiscovery: more } });
    expect((await read(context, existing))?.outputs).to.deep.equal(existing.outputs);
  });

  const { subnetIds, securityGroupIds, tags, ...vpc } = managedVpcResource;
  const endpoint = (resource: object) => ({ privateEndpoint: { managedVpcResource: resource } });
  const olderForm = { ...metadata, tokenEndpointAuthMethods: ["client_secret_post"] };
  for (const { name, args, answered } of [
    {
      name: "the default method, said by the service",
      args: search,
      answered: { clientAuthenticationMethod: "CLIENT_SECRET_BASIC" },
    },
    {
      name: "the default method, not said by the service",
      args: { ...search, clientAuthenticationMethod: "CLIENT_SECRET_BASIC" },
      answered: { clientAuthenticationMethod: null },
    },
    {
      name: "a method that follows from its older form",
      args: { ...search, oauthDiscovery: { authorizationServerMetadata: olderForm } },
      answered: { clientAuthenticationMethod: "CLIENT_SECRET_POST" },
    },
    {
      name: "no overrides, not said by the service",
      args: { ...search, privateEndpointOverrides: [] },
      answered: { privateEndpointOverrides: null },
    },
    {
      name: "subnets in another order",
      args: { ...search, ...endpoint(managedVpcResource) },
      answered: endpoint({ ...managedVpcResource, subnetIds: [...subnetIds].reverse() }),
    },
    {
      name: "groups and tags that the service adds",
      args: { ...search, ...endpoint({ ...vpc, subnetIds }) },
      answered: endpoint({ ...vpc, subnetIds, securityGroupIds, tags }),
    },
    {
      name: "empty groups and tags, not said by the service",
      args: { ...search, ...endpoint({ ...vpc, subnetIds, securityGroupIds: [], tags: {} }) },
      answered: endpoint({ ...vpc, subnetIds }),
    },
  ])
    it(`is no change: ${name}`, async () => {
      const context = contextFor(local);
      const existing = await create(context, args);
      await local.drift({ action: "changeConfig", arn: searchArn, config: answered });
      expect((await read(context, existing))?.outputs).to.deep.equal(existing.outputs);
    });
});

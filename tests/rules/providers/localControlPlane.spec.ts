import {
  BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand,
  DeleteApiKeyCredentialProviderCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import * as fc from "fast-check";
import { ownershipTagKeys } from "../../../provider/iam/policy/credentialProviders";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import type { Problem } from "../../../provider/rules/core/problem";
import { apiKeyCredentialProviderProblems } from "../../../provider/rules/providers/credentialProvider";
import { completeEndpoints } from "../../../provider/rules/providers/oauth2/endpoints";
import { type Oauth2Vendor, vendorNames, vendors } from "../../../provider/rules/providers/oauth2/vendors";
import { oauth2CredentialProviderProblems } from "../../../provider/rules/providers/oauth2CredentialProvider";
import { raw } from "../../local/clients";
import { authorizationServers } from "./oauth2/authorizationServers";

interface Args extends Record<string, unknown> {
  name: string;
  apiKey: string;
  tags: Record<string, string>;
}

const mark = {
  [`${ownershipTagKeys.prefix}owner`]: "o".repeat(32),
  [`${ownershipTagKeys.prefix}resource`]: "r".repeat(32),
};

const names = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9_-]{1,128}$/),
  fc.string({ maxLength: 10 }),
  fc.constantFrom("", "n".repeat(128), "n".repeat(129), "a.b", "ü", "a\n", "null"),
);
const apiKeys = fc.oneof(
  fc.string({ minLength: 1, maxLength: 50, unit: "binary" }),
  fc.constantFrom("", "k".repeat(65_536), "k".repeat(65_537), "\u0000", "ü".repeat(65_536)),
);
const tagTexts = (maxLength: number) =>
  fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9 ._:/=+@-]{1,20}$/),
    fc.string({ maxLength: 8 }),
    fc.constantFrom("", "t".repeat(maxLength), "t".repeat(maxLength + 1), "aws:x", "AWS:x", "a,b", "a\tb", "ü"),
  );
const someTags = fc.oneof(
  fc.dictionary(tagTexts(128), tagTexts(256), { maxKeys: 3, noNullPrototype: true }),
  fc.constantFrom(many(48), many(49)),
);
const clientIds = fc.oneof(
  { arbitrary: fc.string({ minLength: 1, maxLength: 20, unit: "binary" }), weight: 4 },
  { arbitrary: fc.constantFrom(undefined, "", " ", "c".repeat(256), "c".repeat(257)), weight: 1 },
);
const clientSecrets = fc.oneof(
  { arbitrary: fc.string({ minLength: 1, maxLength: 20, unit: "binary" }), weight: 4 },
  { arbitrary: fc.constantFrom(undefined, "", " ", "\u0000", "s".repeat(2048), "s".repeat(2049)), weight: 1 },
);
const urls = fc.oneof(
  { arbitrary: fc.webUrl({ validSchemes: ["https"], withQueryParameters: true }), weight: 6 },
  {
    arbitrary: fc.constantFrom(
      undefined,
      "",
      "id.example.com",
      "http://id.example.com",
      "https://me:pw@id.example.com",
    ),
    weight: 1,
  },
);
const discoveryUrls = fc
  .tuple(
    fc.webUrl({ validSchemes: ["https"] }),
    fc.constantFrom(
      "openid-configuration",
      "oauth-authorization-server",
      "oauth-authorization-server/a/b",
      "jwks.json",
    ),
    fc.constantFrom("", "", "", "/", "?a=b", "#a", " "),
  )
  .map(([base, document, end]) => `${base.replace(/\/$/, "")}/.well-known/${document}${end}`);
const metadata = fc.record(
  {
    issuer: urls,
    authorizationEndpoint: urls,
    tokenEndpoint: urls,
    responseTypes: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
    tokenEndpointAuthMethods: fc.array(
      fc.constantFrom("client_secret_post", "client_secret_basic", "client_secret_basic", "private_key_jwt"),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ["issuer", "authorizationEndpoint", "tokenEndpoint"], noNullPrototype: true },
);
const discoveries = fc.oneof(
  { arbitrary: discoveryUrls.map((discoveryUrl) => ({ discoveryUrl })), weight: 5 },
  { arbitrary: metadata.map((authorizationServerMetadata) => ({ authorizationServerMetadata })), weight: 5 },
  {
    arbitrary: fc.record(
      { discoveryUrl: discoveryUrls, authorizationServerMetadata: metadata },
      { noNullPrototype: true },
    ),
    weight: 1,
  },
  { arbitrary: fc.constantFrom(undefined, {}), weight: 1 },
);
const ownEndpoints = { issuer: urls, authorizationEndpoint: urls, tokenEndpoint: urls };
const configurations = {
  fixed: fc.constant({}),
  included: fc.record(ownEndpoints, { requiredKeys: [], noNullPrototype: true }),
  directory: fc.record(
    { tenantId: fc.oneof(fc.string({ maxLength: 10 }), fc.constantFrom("", "t".repeat(2048), "t".repeat(2049))) },
    { requiredKeys: [], noNullPrototype: true },
  ),
  tenant: fc.record(
    {
      domain: fc.oneof(fc.domain(), fc.constantFrom("acme", "https://acme.example.com")),
      ...ownEndpoints,
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
  custom: authorizationServers(discoveries),
};

const region = "us-east-1";

interface ClientArgs extends Record<string, unknown> {
  vendor: Oauth2Vendor;
  name: string;
}

// Half of them any vendor, half of them those with something to get wrong, and most of these with the most.
const someClients: fc.Arbitrary<ClientArgs> = fc
  .oneof(
    fc.constantFrom(...vendorNames),
    fc.constantFrom<Oauth2Vendor>("CustomOauth2", "CustomOauth2", "CustomOauth2", "Auth0Oauth2", "MicrosoftOauth2"),
  )
  .chain((vendor) =>
    fc
      .tuple(clientIds, clientSecrets, configurations[vendors[vendor].takes] as fc.Arbitrary<object>)
      .map(([clientId, clientSecret, configuration]) => ({
        vendor,
        name: "crm",
        clientId,
        clientSecret,
        ...configuration,
      })),
  );

const someArgs: fc.Arbitrary<Args> = fc.record({ name: names, apiKey: apiKeys, tags: someTags });

describe("rules and the service's own", () => {
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;

  before(async () => {
    local = await startLocalControlPlane();
    const credentials = { accessKeyId: "AKIALOCAL123456789012", secretAccessKey: "local" };
    client = new BedrockAgentCoreControlClient({
      endpoint: local.url,
      region,
      credentials,
      maxAttempts: 1,
    });
  });
  after(async () => {
    client.destroy();
    await local.close();
  });

  /** The service's refusal, or nothing. */
  async function refusal({ name, apiKey, tags }: Args): Promise<string | undefined> {
    try {
      await client.send(new CreateApiKeyCredentialProviderCommand({ name, apiKey, tags: { ...tags, ...mark } }));
    } catch (error) {
      return (error as Error).message;
    }
    await client.send(new DeleteApiKeyCredentialProviderCommand({ name }));
    return undefined;
  }

  /** The same about an OAuth client. */
  async function refusalOfClient(args: ClientArgs): Promise<string | undefined> {
    const { vendor, name, domain: _domain, ...written } = args;
    const endpoints = vendors[vendor].takes === "tenant" ? completeEndpoints(vendor, args) : {};
    const config = { [vendors[vendor].member]: { ...written, ...endpoints } };
    const request = { name, credentialProviderVendor: vendor, oauth2ProviderConfigInput: config, tags: mark };
    // As it is: a client would leave out what it is too old to know.
    const { status, text } = await raw(
      local,
      "POST",
      "/identities/CreateOauth2CredentialProvider",
      JSON.stringify(request),
    );
    if (status !== 201) return text;
    await raw(local, "POST", "/identities/DeleteOauth2CredentialProvider", JSON.stringify({ name }));
    return undefined;
  }

  it("agree about OAuth clients", async () => {
    const seen = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(someClients, async (args) => {
        const problems = oauth2CredentialProviderProblems({ ...args, region });
        const refused = await refusalOfClient(args);
        seen[refused === undefined ? "accepted" : "refused"] += 1;
        if (refused !== undefined) expect(problems, refused).to.not.deep.equal([]);
        if (problems.length === 0) expect(refused).to.equal(undefined);
      }),
      { numRuns: 600 },
    );
    // Neither side has an easy life.
    expect(seen.accepted).to.be.above(60);
    expect(seen.refused).to.be.above(60);
  });

  it("refuse nothing more about OAuth clients than the service, but for what is listed here", async () => {
    const isStricter = ({ path, reason }: Problem, { domain, clientId, clientSecret, ...args }: ClientArgs) =>
      // A secret or an id of white space is a mistake.
      /consists of white space only|begins or ends with white space/.test(reason) ||
      // The service takes characters that no request to the other server can contain.
      /control character|ends with a newline/.test(reason) ||
      // The service takes any text for an address, and a discovery URL without HTTPS.
      (/is not a URL|must begin with https|user name or password/.test(reason) && !/discovery/.test(path)) ||
      (/discoveryUrl$/.test(path) && /must begin with https|user name or password/.test(reason)) ||
      // The domain is ours alone.
      (path === "domain" && domain !== undefined) ||
      // An empty text is none to the service, also where it wants none.
      (path === "clientId" && clientId === "") ||
      (path === "clientSecret" && clientSecret === "") ||
      // An incomplete key that signs nothing.
      (path.startsWith("privateKeyJwtConfig.") && args.clientAuthenticationMethod !== "PRIVATE_KEY_JWT") ||
      // An endpoint that is in no subnet.
      (/subnetIds$/.test(path) && /has 0 entries/.test(reason));
    await fc.assert(
      fc.asyncProperty(someClients, async (args) => {
        const problems = oauth2CredentialProviderProblems({ ...args, region }).filter(
          (problem) => !isStricter(problem, args),
        );
        if (problems.length > 0) expect(await refusalOfClient(args), JSON.stringify(problems)).to.not.equal(undefined);
      }),
      { numRuns: 400 },
    );
  });

  it("agree: what passes here is accepted there, and what is refused there does not pass here", async () => {
    await fc.assert(
      fc.asyncProperty(someArgs, async (args) => {
        const problems = apiKeyCredentialProviderProblems(args);
        const refused = await refusal(args);
        if (refused !== undefined) expect(problems, refused).to.not.deep.equal([]);
        if (problems.length === 0) expect(refused).to.equal(undefined);
      }),
      { numRuns: 120 },
    );
  });

  it("refuse nothing more than the service, but for what only this package can know", async () => {
    const isStricter = ({ path, reason }: Problem, { apiKey, tags }: Args) =>
      (path === "apiKey" && (apiKey.trim() !== apiKey || apiKey.trim() === "" || apiKey.length > 65_536)) ||
      Object.keys(tags).some((key) => key.startsWith(ownershipTagKeys.prefix)) ||
      /AWS reserves|control character/.test(reason);
    await fc.assert(
      fc.asyncProperty(someArgs, async (args) => {
        const problems = apiKeyCredentialProviderProblems(args).filter((problem) => !isStricter(problem, args));
        if (problems.length > 0) expect(await refusal(args)).to.not.equal(undefined);
      }),
      { numRuns: 60 },
    );
  });
});

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "value"]));
}

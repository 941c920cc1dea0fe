import { arns, type CallName, type Situation } from "../runtimeCalls";
import { otherAccount } from "../situations";
import { target, underVaultKey, type Cell } from "./cell";
import { key, secretPlaces } from "./secrets";

const vend: CallName[] = ["workloadToken", "oauthToken"];

const discovery = `oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" }`;

/** JavaScript of a credential whose provider the bundle makes. */
const made = (client: string, { provider }: Situation, grant = "") =>
  `{ type: "OAUTH", scopes: [], ${grant} oauth2: { vendor: "CustomOauth2", name: "${provider}", ${discovery}, ${client} } }`;
const given = (reference: string) => `{ type: "OAUTH", scopes: [], credentialProvider: ${reference} }`;
const withSecret = (secret: string) => `clientId: "client", clientSecret: ${secret}`;

/** Targets that take a token of the gateway's own. */
const targets = [
  ["openapi", "openApiSchema", "An OpenAPI schema"],
  ["mcp", "mcpServer", "An MCP server"],
  ["http", "passthrough", "An HTTP passthrough"],
  ["runtime", "agentcoreRuntime", "An AgentCore Runtime"],
  ["smithy", "smithyModel", "A Smithy model"],
] as const;

const signedBy = (keyArn: string, algorithm: string) => `
    clientId: "client", clientAuthenticationMethod: "PRIVATE_KEY_JWT",
    privateKeyJwtConfig: { privateKeySource: { kmsKeySource: { kmsKeyArn: "${keyArn}" } }, signingAlgorithm: "${algorithm}" }`;

const signature = (algorithm: string, inKms: string, elsewhere: boolean): Cell => ({
  name: `mcp-oauth-${algorithm.toLowerCase()}${elsewhere ? "-others-key" : ""}`,
  title: `An MCP server by a token of a client that signs with ${algorithm}${elsewhere ? " and a key of another account" : ""}`,
  target: target("mcpServer"),
  credential: (at) => made(signedBy(arns.signingKey(at), algorithm), at),
  calls: [...vend, "signature", "lookAtSigningKey"],
  differs: { signingAlgorithm: inKms, ...(elsewhere ? { signingKeyAccount: otherAccount } : {}) },
});

const actor = (content: string, more = "") => `${withSecret(key)}, onBehalfOfTokenExchangeConfig: {
      grantType: "TOKEN_EXCHANGE", tokenExchangeGrantTypeConfig: { actorTokenContent: "${content}"${more} } }`;

const consent = `grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done",`;
const consented = (name: string, title: string, ofTarget: Cell["target"], calls: CallName[], more = ""): Cell => ({
  name,
  title,
  target: ofTarget,
  credential: (at) => made(withSecret(key), at, consent + more),
  calls: [...vend, "clientSecret", ...calls],
});

const exchanged = (name: string, type: string, title: string): Cell => ({
  name,
  title,
  target: target(type),
  credential: (at) =>
    made(
      `${withSecret(key)}, onBehalfOfTokenExchangeConfig: { grantType: "JWT_AUTHORIZATION_GRANT" }`,
      at,
      `grantType: "TOKEN_EXCHANGE",`,
    ),
  calls: [...vend, "clientSecret", "workloadTokenForJwt"],
});

/** Tokens of the users of the gateway. */
const usersTokens: readonly Cell[] = [
  consented("openapi-consent", "An OpenAPI schema by users' tokens", target("openApiSchema"), ["workloadTokenForJwt"]),
  consented(
    "mcp-consent-static-tools",
    "An MCP server with a static schema of its tools by users' tokens",
    () => `{ type: "mcpServer", hasToolSchema: true }`,
    ["workloadTokenForJwt"],
  ),
  consented("mcp-consent", "An MCP server by users' tokens, with which its tools are listed", target("mcpServer"), [
    "workloadTokenForJwt",
    "workloadTokenForSetup",
  ]),
  exchanged("openapi-exchange", "openApiSchema", "An OpenAPI schema by tokens exchanged for users' tokens"),
  exchanged("mcp-exchange", "mcpServer", "An MCP server by tokens exchanged for users' tokens"),
];

export const oauthCells: readonly Cell[] = [
  ...targets.map(([name, type, title]) => ({
    name: `${name}-oauth`,
    title: `${title} by a token of the gateway's own`,
    target: target(type),
    credential: (at: Situation) => made(withSecret(key), at),
    calls: [...vend, "clientSecret" as const],
  })),
  ...secretPlaces.map((place) => ({
    name: `mcp-oauth-${place.name}`,
    title: `An MCP server by a token of a client ${place.title}`,
    target: target("mcpServer"),
    credential: (at: Situation) =>
      place.value === undefined
        ? given(place.given!(arns.oauthProvider(at), arns.clientSecret(at)))
        : made(withSecret(place.value(at)), at),
    calls: [...vend, ...(place.calls ?? ["clientSecret" as const])],
    differs: place.differs,
  })),
  signature("RS256", "RSASSA_PKCS1_V1_5_SHA_256", false),
  signature("PS256", "RSASSA_PSS_SHA_256", false),
  signature("ES256", "ECDSA_SHA_256", false),
  signature("ES256", "ECDSA_SHA_256", true),
  {
    name: "mcp-oauth-aws-token",
    title: "An MCP server by a token of a client that AWS vouches for",
    target: target("mcpServer"),
    credential: (at) => made(`clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT"`, at),
    calls: [...vend, "webIdentityToken"],
  },
  {
    name: "mcp-oauth-actor",
    title: "An MCP server by a token of a client that acts with a token of its own",
    target: target("mcpServer"),
    credential: (at) => made(actor("M2M", `, actorTokenScopes: ["act"]`), at),
    calls: [...vend, "clientSecret"],
  },
  {
    name: "mcp-oauth-aws-actor",
    title: "An MCP server by a token of a client whose actor AWS vouches for",
    target: target("mcpServer"),
    credential: (at) => made(actor("AWS_IAM_ID_TOKEN_JWT"), at),
    calls: [...vend, "clientSecret", "webIdentityToken"],
  },
  {
    name: "mcp-oauth-vault-key",
    title: "An MCP server by a token of the gateway's own, from a vault with a customer managed key",
    target: target("mcpServer"),
    credential: (at) => made(withSecret(key), at),
    calls: [...vend, "clientSecret", "readVault", "writeVault", "dataKeyOfVault"],
    role: underVaultKey,
  },
  ...usersTokens,
];

import type {
  JwtAuthorizationGrantArgs,
  NewOAuthProviderArgs,
  OutboundAuthArgs,
  SecretArgs,
  TokenArgs,
  TokenExchangeArgs,
} from "../../../provider";
import { secretKey } from "../../engine/programs";
import { arns, type CallName, type Setup } from "../runtimeCalls";
import { otherAccount } from "../setups";
import { target, withVaultKey, type Combination, existingProviders, externalSecrets } from "./combination";

const getToken: CallName[] = ["workloadToken", "oauthToken"];
const managed: CallName[] = [...getToken, "clientSecret"];

const discovery = { oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" } };

type Client = NewOAuthProviderArgs["oauth2"];

const newProvider =
  (client: (setup: Setup) => Client, grant: TokenArgs = { scopes: [] }) =>
  (setup: Setup): OutboundAuthArgs["credential"] => ({ type: "OAUTH", oauth2: client(setup), ...grant });

const custom = ({ provider }: Setup) => ({ vendor: "CustomOauth2", name: provider, ...discovery }) as const;
const withSecret =
  (secret: (setup: Setup) => SecretArgs = secretKey) =>
  (setup: Setup) => ({
    ...custom(setup),
    clientId: "client",
    clientSecret: secret(setup),
  });

const targets = [
  ["openapi", "openApiSchema", "An OpenAPI schema"],
  ["mcp-server", "mcpServer", "An MCP server"],
  ["http", "passthrough", "An HTTP passthrough"],
  ["runtime", "agentcoreRuntime", "An AgentCore Runtime"],
  ["smithy", "smithyModel", "A Smithy model"],
] as const;

const mcpServer = target("mcpServer");

const signature = (
  algorithm: "RS256" | "PS256" | "ES256",
  algorithmOfKms: string,
  isInOtherAccount = false,
): Combination => ({
  name: `mcp-server.oauth.signed-${algorithm.toLowerCase()}${isInOtherAccount ? "-key-of-other-account" : ""}`,
  description: `An MCP server with OAuth, whose client signs with ${algorithm}${isInOtherAccount ? " and a key of another account" : ""}`,
  target: mcpServer,
  credential: newProvider((setup) => ({
    ...custom(setup),
    clientId: "client",
    clientAuthenticationMethod: "PRIVATE_KEY_JWT",
    privateKeyJwtConfig: {
      privateKeySource: { kmsKeySource: { kmsKeyArn: arns.signingKey(setup) } },
      signingAlgorithm: algorithm,
    },
  })),
  calls: [...getToken, "signature", "describeSigningKey"],
  differs: { signingAlgorithm: algorithmOfKms, ...(isInOtherAccount ? { signingKeyAccount: otherAccount } : {}) },
});

const tokenExchange = (config: TokenExchangeArgs | JwtAuthorizationGrantArgs) => (setup: Setup) => ({
  ...withSecret()(setup),
  onBehalfOfTokenExchangeConfig: config,
});
const withActor = (actor: TokenExchangeArgs["tokenExchangeGrantTypeConfig"]) =>
  newProvider(tokenExchange({ grantType: "TOKEN_EXCHANGE", tokenExchangeGrantTypeConfig: actor }));

const userConsent: TokenArgs = {
  scopes: [],
  grantType: "AUTHORIZATION_CODE",
  defaultReturnUrl: "https://app.example.com/done",
};
const consent = newProvider(withSecret(), userConsent);
const exchange = newProvider(tokenExchange({ grantType: "JWT_AUTHORIZATION_GRANT" }), {
  scopes: [],
  grantType: "TOKEN_EXCHANGE",
});

/** Tokens for the users of the gateway. */
const tokensOfUsers: readonly Combination[] = [
  {
    name: "openapi.oauth-user-consent",
    description: "An OpenAPI schema with tokens of users who consented",
    target: target("openApiSchema"),
    credential: consent,
    calls: [...managed, "workloadTokenForJwt"],
  },
  {
    name: "mcp-server.oauth-user-consent.static-tools",
    description: "An MCP server with a static tool schema, with tokens of users who consented",
    target: () => ({ type: "mcpServer", hasToolSchema: true }),
    credential: consent,
    calls: [...managed, "workloadTokenForJwt"],
  },
  {
    name: "mcp-server.oauth-user-consent",
    description: "An MCP server with tokens of users who consented, which also list its tools",
    target: mcpServer,
    credential: consent,
    calls: [...managed, "workloadTokenForJwt", "workloadTokenForSetup"],
  },
  {
    name: "openapi.oauth-token-exchange",
    description: "An OpenAPI schema with tokens exchanged for the users' tokens",
    target: target("openApiSchema"),
    credential: exchange,
    calls: [...managed, "workloadTokenForJwt"],
  },
  {
    name: "mcp-server.oauth-token-exchange",
    description: "An MCP server with tokens exchanged for the users' tokens",
    target: mcpServer,
    credential: exchange,
    calls: [...managed, "workloadTokenForJwt"],
  },
];

export const oauthCombinations: readonly Combination[] = [
  ...targets.map(([name, type, title]) => ({
    name: `${name}.oauth`,
    description: `${title} with a token of the gateway's client`,
    target: target(type),
    credential: newProvider(withSecret()),
    calls: managed,
  })),
  ...externalSecrets.map(({ name, description, secret, calls, differs }) => ({
    name: `mcp-server.oauth.${name}`,
    description: `An MCP server with OAuth, from a provider ${description}`,
    target: mcpServer,
    credential: newProvider(withSecret(secret)),
    calls: [...getToken, ...calls],
    differs,
  })),
  ...existingProviders.map(({ name, description, differs, isInOtherVault }): Combination => ({
    name: `mcp-server.oauth.${name}`,
    description: `An MCP server with OAuth, from an existing provider ${description}`,
    target: mcpServer,
    credential: (setup) => ({
      type: "OAUTH",
      scopes: [],
      credentialProvider: { arn: arns.oauthProvider(setup), secretArn: arns.clientSecret(setup) },
    }),
    calls: [...managed, ...(isInOtherVault ? (["oauthTokenFromDefaultVault"] as const) : [])],
    differs,
  })),
  signature("RS256", "RSASSA_PKCS1_V1_5_SHA_256"),
  signature("PS256", "RSASSA_PSS_SHA_256"),
  signature("ES256", "ECDSA_SHA_256"),
  signature("ES256", "ECDSA_SHA_256", true),
  {
    name: "mcp-server.oauth.aws-identity-token",
    description: "An MCP server with OAuth, whose client authenticates with an identity token of AWS",
    target: mcpServer,
    credential: newProvider((setup) => ({ ...custom(setup), clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" })),
    calls: [...getToken, "webIdentityToken"],
  },
  {
    name: "mcp-server.oauth.actor-token",
    description: "An MCP server with OAuth, whose client adds its own token as the actor token",
    target: mcpServer,
    credential: withActor({ actorTokenContent: "M2M", actorTokenScopes: ["act"] }),
    calls: managed,
  },
  {
    name: "mcp-server.oauth.aws-actor-token",
    description: "An MCP server with OAuth, whose client adds an identity token of AWS as the actor token",
    target: mcpServer,
    credential: withActor({ actorTokenContent: "AWS_IAM_ID_TOKEN_JWT" }),
    calls: [...managed, "webIdentityToken"],
  },
  {
    name: "mcp-server.oauth.vault-key",
    description: "An MCP server with OAuth, from a vault with a customer managed key",
    target: mcpServer,
    credential: newProvider(withSecret()),
    calls: [...managed, "readVault", "writeVault", "createVaultDataKey"],
    role: withVaultKey,
  },
  ...tokensOfUsers,
];

/**
 * The programs of the golden states. A program never changes once a version with its state is released: what is new gets
 * another program. Therefore nothing here comes from the programs of other tests.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";

/** The secret of the stack that the test changes. */
export const changedKey = "key";

/** Value of the environment variable `GOLDEN_SECRET`, which some credential providers take their secret from. */
export const environment = { GOLDEN_SECRET: "CANARY-environment" };

/** Credential providers that exist before the stack does, as another tool created them. */
export const byHand = {
  adoptedKey: "adopted-key",
  foundKey: "found-key",
  foundClient: "found-client",
};

const arnOf = (kind: "apikey" | "oauth2", name: string) =>
  `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/${kind}credentialprovider/${name}`;
const ownSecret = (name: string) => ({
  secretId: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`,
  jsonKey: "value",
});
const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012";
const discovery = {
  oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
};
const openApiConfiguration = {
  mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } },
};
const serverConfiguration = { mcp: { mcpServer: { endpoint: "https://crm.example.com/mcp" } } };

function gatewayAndRole(name: string) {
  const role = new agentcore.GatewayRole(name, { gatewayName: name });
  const gateway = new aws.bedrock.AgentcoreGateway(name, {
    name,
    roleArn: role.arn,
    authorizerType: "AWS_IAM",
    protocolType: "MCP",
  });
  const target = (targetName: string, bundle: agentcore.OutboundAuth, targetConfiguration: TargetConfiguration) =>
    new aws.bedrock.AgentcoreGatewayTarget(targetName, {
      name: targetName,
      gatewayIdentifier: gateway.gatewayId,
      credentialProviderConfiguration: bundle.credentialProviderConfiguration,
      targetConfiguration,
    });
  return { role, gateway, target };
}

type TargetConfiguration = aws.bedrock.AgentcoreGatewayTargetArgs["targetConfiguration"];

/** One `OutboundAuth` for each source of an API key, and the ways to use a provider that exists. */
function keys(): void {
  const { role, target } = gatewayAndRole("tools");
  const placement = {
    type: "API_KEY",
    credentialLocation: "HEADER",
    credentialParameterName: "X-Api-Key",
  } as const;
  const bundle = (name: string, credential: agentcore.CredentialArgs) =>
    target(
      name,
      new agentcore.OutboundAuth(name, { gateway: role, target: { type: "openApiSchema" }, credential }),
      openApiConfiguration,
    );
  bundle("inline", {
    ...placement,
    apiKey: new pulumi.Config().requireSecret(changedKey),
    tags: { team: pulumi.secret("CANARY-tag") },
  });
  bundle("environment", { ...placement, apiKey: agentcore.fromEnv("GOLDEN_SECRET") });
  bundle("own-secret", { ...placement, apiKey: agentcore.fromSecretsManager({ ...ownSecret("search"), kmsKeyArn }) });
  bundle("found", {
    ...placement,
    credentialProvider: agentcore.ApiKeyCredentialProvider.get("found", arnOf("apikey", byHand.foundKey)),
  });
  bundle("adopted", {
    ...placement,
    credentialProvider: new agentcore.ApiKeyCredentialProvider("adopted", {
      adopt: arnOf("apikey", byHand.adoptedKey),
      apiKey: pulumi.secret("CANARY-adopted"),
    }),
  });
  new agentcore.ApiKeyCredentialProvider(
    "alone",
    {
      name: "alone",
      apiKey: pulumi.secret("CANARY-alone"),
      accountId: "123456789012",
      connection: { region: "us-east-1" },
      tags: { team: "search" },
    },
    { customTimeouts: { create: "5m", delete: "5m" }, ignoreChanges: ["apiKey"] },
  );
  agentcore.TokenVault.get("vault", "default", { accountId: "123456789012" });
}

/** A group with an OAuth client of each kind, and a `GatewayTarget` for a Lambda function. */
function clients(): void {
  const { role, gateway, target } = gatewayAndRole("agents");
  const mcpServer = (
    oauth2: agentcore.NewOAuthProviderArgs["oauth2"],
    more: Partial<agentcore.TokenArgs> = {},
  ): agentcore.TargetOutboundAuthArgs => ({
    target: { type: "mcpServer" },
    credential: { type: "OAUTH", scopes: ["read"], oauth2, ...more },
  });
  const server = { vendor: "CustomOauth2", ...discovery } as const;
  const { targets } = new agentcore.GatewayOutboundAuth("agents", {
    gateway: role,
    targetsPerPolicy: 4,
    targets: {
      custom: mcpServer(
        {
          ...server,
          clientId: "custom",
          clientSecret: new pulumi.Config().requireSecret(changedKey),
          onBehalfOfTokenExchangeConfig: {
            grantType: "TOKEN_EXCHANGE",
            tokenExchangeGrantTypeConfig: { actorTokenContent: "M2M", actorTokenScopes: ["read"] },
          },
          privateEndpoint: {
            selfManagedLatticeResource: { resourceConfigurationIdentifier: "rcfg-0123456789abcdefg" },
          },
        },
        { customParameters: { audience: "crm" } },
      ),
      metadata: mcpServer({
        vendor: "CustomOauth2",
        clientId: "metadata",
        clientSecret: pulumi.secret("CANARY-metadata"),
        clientAuthenticationMethod: "CLIENT_SECRET_POST",
        oauthDiscovery: {
          authorizationServerMetadata: {
            issuer: "https://id.example.com",
            authorizationEndpoint: "https://id.example.com/authorize",
            tokenEndpoint: "https://id.example.com/token",
          },
        },
      }),
      signing: mcpServer({
        ...server,
        clientId: "signing",
        clientAuthenticationMethod: "PRIVATE_KEY_JWT",
        privateKeyJwtConfig: {
          privateKeySource: { kmsKeySource: { kmsKeyArn } },
          signingAlgorithm: "ES256",
          additionalPayloadClaims: { tenant: "CANARY-claim" },
        },
      }),
      workload: mcpServer({ ...server, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" }),
      spotify: mcpServer({
        vendor: "SpotifyOauth2",
        clientId: "spotify",
        clientSecret: agentcore.fromEnv("GOLDEN_SECRET"),
      }),
      atlassian: mcpServer({
        vendor: "AtlassianOauth2",
        clientId: "atlassian",
        clientSecret: agentcore.fromSecretsManager(ownSecret("atlassian")),
      }),
      microsoft: mcpServer({
        vendor: "MicrosoftOauth2",
        clientId: "microsoft",
        clientSecret: pulumi.secret("CANARY-microsoft"),
        tenantId: "01234567-89ab-cdef-0123-456789abcdef",
      }),
      auth0: mcpServer({
        vendor: "Auth0Oauth2",
        domain: "acme.us.auth0.com",
        clientId: "auth0",
        clientSecret: pulumi.secret("CANARY-auth0"),
      }),
      found: {
        target: { type: "mcpServer" },
        credential: {
          type: "OAUTH",
          scopes: ["read"],
          credentialProvider: agentcore.Oauth2CredentialProvider.get("found", arnOf("oauth2", byHand.foundClient)),
        },
      },
    },
  });
  for (const [name, bundle] of Object.entries(targets)) target(name, bundle, serverConfiguration);

  const functionRole = new aws.iam.Role("tickets", {
    name: "tickets",
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const tickets = new aws.lambda.Function("tickets", {
    name: "tickets",
    role: functionRole.arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => ({});"),
    }),
  });
  new agentcore.GatewayTarget("tickets", {
    gateway: role,
    gatewayIdentifier: gateway,
    permission: true,
    credential: { type: "GATEWAY_IAM_ROLE" },
    targetConfiguration: {
      mcp: {
        lambda: {
          lambdaArn: tickets.arn,
          toolSchema: {
            inlinePayloads: [{ name: "open", description: "Opens a ticket", inputSchema: { type: "object" } }],
          },
        },
      },
    },
  });
}

/** The programs by the name of their golden state. */
export const programs: Readonly<Record<string, () => void>> = { keys, clients };

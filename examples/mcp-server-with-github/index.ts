import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
import * as iam from "pulumi-agentcore-outbound-auth/iam";

const config = new pulumi.Config();

// The tools that the gateway offers. Without this schema AgentCore lists them when it creates the target, and a user must
// consent at that moment.
const tools = [
  {
    name: "search_repositories",
    description: "Finds repositories by name, description, topics or other metadata.",
    inputSchema: {
      type: "object",
      properties: { query: { type: "string", description: "What to look for, as in GitHub's search" } },
      required: ["query"],
    },
  },
  {
    name: "get_file_contents",
    description: "Reads a file or folder of a repository.",
    inputSchema: {
      type: "object",
      properties: {
        owner: { type: "string", description: "Who the repository belongs to" },
        repo: { type: "string", description: "Name of the repository" },
        path: { type: "string", description: "Path of the file or folder" },
      },
      required: ["owner", "repo"],
    },
  },
];

// The role repeats authorizerType, so that a preview reports credentials that do not fit.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers send a token of your identity provider, which identifies the user.
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "CUSTOM_JWT",
  authorizerConfiguration: {
    customJwtAuthorizer: {
      discoveryUrl: config.require("userDiscoveryUrl"),
      allowedClients: [config.require("userClientId")],
    },
  },
  protocolType: "MCP",
  // The first version of MCP in which a gateway can ask users for consent.
  protocolConfiguration: { mcp: { supportedVersions: ["2025-11-25"] } },
});

const code = new agentcore.OutboundAuth("code", {
  gateway: role,
  // No user consents when AgentCore creates the target, so the role needs no permission for that.
  target: { type: "mcpServer", hasToolSchema: true },
  credential: {
    type: "OAUTH",
    // GitHub's OAuth issues tokens only on behalf of users.
    grantType: "AUTHORIZATION_CODE",
    scopes: ["public_repo", "read:org"],
    defaultReturnUrl: config.require("returnUrl"),
    oauth2: {
      vendor: "GithubOauth2",
      clientId: config.require("clientId"),
      clientSecret: config.requireSecret("clientSecret"),
    },
  },
});

new aws.bedrock.AgentcoreGatewayTarget("code", {
  name: "code",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependencies on client and permissions: no dependsOn is needed.
  credentialProviderConfiguration: code.credentialProviderConfiguration,
  targetConfiguration: {
    mcp: {
      mcpServer: {
        endpoint: "https://api.githubcopilot.com/mcp/",
        mcpToolSchema: { inlinePayload: { payload: JSON.stringify({ tools }) } },
      },
    },
  },
});

// Register this at GitHub, as the "Authorization callback URL" of the OAuth app:
// GitHub sends users back to it, and AgentCore sends them on to `returnUrl`.
export const callbackUrl = code.callbackUrl;

// For the role of the application behind `returnUrl`. It confirms to AgentCore which user has consented.
export const applicationPolicy = code.credentialProviderArn.apply((arn) => {
  const provider = iam.parseCredentialProviderArn(arn);
  return provider && iam.policyDocument(iam.callbackStatements({ ...provider, gatewayName: "tools" }, [provider]));
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

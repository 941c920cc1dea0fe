import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
import * as iam from "pulumi-agentcore-outbound-auth/iam";

const config = new pulumi.Config();

// Which of the server's tools the gateway offers. Without this AgentCore would list them when the target is made, and that
// needs the consent of somebody who is there at that moment.
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

// The gateway's way to let callers in stands here too, so that a preview can say what does not go with it.
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// Callers bring a token of your identity provider: it says for which user a request is.
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
  // The version of MCP from which on a gateway can ask users for their consent.
  protocolConfiguration: { mcp: { supportedVersions: ["2025-11-25"] } },
});

const code = new agentcore.OutboundAuth("code", {
  gateway: role,
  // Nobody has to consent when the target is made, and so the role may do nothing for that.
  target: { type: "mcpServer", hasToolSchema: true },
  credential: {
    type: "OAUTH",
    // GitHub's OAuth gives tokens on behalf of users only.
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
  // Waits for the client and for the role's permissions: no dependsOn is needed.
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

// For the role of the application behind `returnUrl`: it tells AgentCore that the user who consented is the one who asked.
export const applicationPolicy = code.credentialProviderArn.apply((arn) => {
  const provider = iam.parseCredentialProviderArn(arn);
  return provider && iam.policyDocument(iam.callbackStatements({ ...provider, gatewayName: "tools" }, [provider]));
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

// The deployer may assume this role in the other account.
const theirs = new aws.Provider("theirs", {
  region: aws.config.region,
  assumeRoles: [{ roleArn: config.require("theirRoleArn") }],
});
const inTheirs = { provider: theirs };

const stock = `
exports.handler = async ({ article }) => ({ article, pieces: article.length });
`;

const functionRole = new aws.iam.Role(
  "stock",
  {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  },
  inTheirs,
);

// In the gateway's Region: AgentCore calls no function of another Region.
const stockFunction = new aws.lambda.Function(
  "stock",
  {
    role: functionRole.arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(stock) }),
  },
  inTheirs,
);

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

const auth = new agentcore.OutboundAuth("stock", {
  gateway: role,
  target: {
    type: "lambda",
    function: stockFunction,
    // Both accounts must allow the call: the role's policy here, and the function's policy there.
    permission: inTheirs,
  },
  credential: { type: "GATEWAY_IAM_ROLE" },
});

new aws.bedrock.AgentcoreGatewayTarget("stock", {
  name: "stock",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependency on both permissions: AgentCore calls the function when it creates the target.
  credentialProviderConfiguration: auth.credentialProviderConfiguration,
  targetConfiguration: {
    mcp: {
      lambda: {
        lambdaArn: auth.functionArn,
        toolSchema: {
          inlinePayloads: [
            {
              name: "piecesInStock",
              description: "Says how many pieces of an article are in stock.",
              inputSchema: {
                type: "object",
                properties: [{ name: "article", type: "string", required: true, description: "Number of the article" }],
              },
            },
          ],
        },
      },
    },
  },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

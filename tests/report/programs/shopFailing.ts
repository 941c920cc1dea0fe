import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

// Messages of other code can contain secrets.
const token = process.env.CATALOGUE_TOKEN;
void pulumi.log.error(`The catalogue refuses the token ${token}.`, gateway);
void Promise.reject(new Error(`GET https://catalogue.example.com/?token=${token} returns status 401`));

new agentcore.OutboundAuth("search", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: {
    type: "API_KEY",
    apiKey: config.requireSecret("searchKey"),
    credentialLocation: "HEADER",
    credentialParameterName: "X Api Key",
  },
});

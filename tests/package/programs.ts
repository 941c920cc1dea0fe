/** The README's first program, as the tests' consumers write it. */

/** A credential that is right. */
export const rightCredential = `{
    type: "API_KEY",
    apiKey: config.requireSecret("key"),
    credentialLocation: "HEADER",
    credentialParameterName: "X-Subscription-Token",
  }`;

/** A gateway with one target that signs in with an API key: the same text in TypeScript and JavaScript. */
export function gatewayWithTarget(credential = rightCredential): string {
  return `
const config = new pulumi.Config();
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});
const search = new agentcore.OutboundAuth("search", {
  gateway: role,
  target: { type: "openApiSchema" },
  credential: ${credential},
});
new aws.bedrock.AgentcoreGatewayTarget("search", {
  name: "search",
  gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: search.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } },
});
`;
}

export const imports = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
`;

/** The same without the many types of all that AWS has: for a compiler a third of the work. */
export const narrowImports = `
import * as bedrock from "@pulumi/aws/bedrock";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
const aws = { bedrock };
`;

/** The package by name: Node.js finds the names of a CommonJS module by reading its text. */
export const namedImports = `
import { ApiKeyCredentialProvider, GatewayRole, iam, OutboundAuth } from "pulumi-agentcore-outbound-auth";
`;

export const requires = `
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
`;

/** Credentials that a compiler must refuse. */
export const wrongCredentials = [
  {
    what: "neither a key nor a provider",
    credential: `{ type: "API_KEY", credentialLocation: "HEADER", credentialParameterName: "X-Key" }`,
  },
  {
    what: "both a key and a provider",
    credential: `{
    type: "API_KEY",
    apiKey: config.requireSecret("key"),
    credentialProvider: { arn: config.require("providerArn") },
    credentialLocation: "HEADER",
    credentialParameterName: "X-Key",
  }`,
  },
  {
    what: "a location that the service does not have",
    credential: `{ type: "API_KEY", apiKey: "k", credentialLocation: "COOKIE", credentialParameterName: "X-Key" }`,
  },
  {
    what: "a type that the service does not have",
    credential: `{ type: "APIKEY", apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key" }`,
  },
  {
    what: "a misspelt property",
    credential: `{ type: "API_KEY", apiKey: "k", credentialLocation: "HEADER", credentialParameter: "X-Key" }`,
  },
];

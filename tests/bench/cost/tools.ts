// What the programs of this folder have in common: gateways, and tools that need an API key each.
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

export const apiKey = config.requireSecret("key");

const [count, perGateway] = [config.requireNumber("tools"), config.requireNumber("toolsPerGateway")];

/** Names of the tools, by name of their gateway. */
export const gateways: Record<string, string[]> = {};
for (let tool = 0; tool < count; tool++)
  (gateways[`tools-${Math.floor(tool / perGateway)}`] ??= []).push(`search-${tool}`);

/** Arguments of a gateway, and of a target, that do not depend on the credential. */
export const gatewayArgs = { authorizerType: "AWS_IAM", protocolType: "MCP" };
export const targetConfiguration = {
  mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } },
};
export const header = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" } as const;

import * as aws from "@pulumi/aws";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const operation = {
  "x-amazon-apigateway-auth": { type: "AWS_IAM" },
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { "application/json": '{ "statusCode": 200 }' },
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": '{ "state": "open" }' } } },
  },
  responses: { "200": { description: "A ticket" } },
};

// In place of your API. Callers sign their requests, and IAM decides which operations they may call.
const tickets = new aws.apigateway.RestApi("tickets", {
  body: JSON.stringify({
    openapi: "3.0.1",
    info: { title: "Tickets", version: "1.0.0" },
    paths: {
      "/tickets/{id}": {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        get: { operationId: "getTicket", ...operation },
        delete: { operationId: "deleteTicket", ...operation },
      },
    },
  }),
});

const deployment = new aws.apigateway.Deployment("tickets", {
  restApi: tickets.id,
  triggers: { body: tickets.body.apply((body) => body ?? "") },
});

const stage = new aws.apigateway.Stage("tickets", {
  restApi: tickets.id,
  deployment: deployment.id,
  stageName: "prod",
});

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

// The target and its outbound auth together. The role may call only the operations in the filters: it cannot delete a
// ticket.
new agentcore.GatewayTarget("tickets", {
  name: "tickets",
  gateway: role,
  gatewayIdentifier: gateway,
  targetConfiguration: {
    mcp: {
      apiGateway: {
        restApiId: tickets.id,
        stage: stage.stageName,
        apiGatewayToolConfiguration: {
          toolFilters: [{ filterPath: "/tickets/{id}", methods: ["GET"] }],
          toolOverrides: [
            { path: "/tickets/{id}", method: "GET", name: "getTicket", description: "Reads a ticket by its number." },
          ],
        },
      },
    },
  },
  credential: { type: "GATEWAY_IAM_ROLE" },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;

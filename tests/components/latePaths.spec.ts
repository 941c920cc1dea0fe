import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GatewayRole, GatewayTarget, OutboundAuth, type GatewayTargetArgs } from "../../provider";
import { located, runProgram } from "./runProgram";
import { byRole } from "./samples";

type Configuration = Pick<GatewayTargetArgs, "targetConfiguration" | "calls" | "permission">;

const late = (text: string) => pulumi.output(text);
const lambda = (lambdaArn: pulumi.Output<string>) => ({ mcp: { lambda: { lambdaArn, toolSchema: {} } } });
const elsewhere = late("arn:aws:lambda:us-east-1:210987654321:function:tickets");

/** A wrong value that is known late, and the path of its problem. */
const cases: Readonly<Record<string, Configuration>> = {
  "targetConfiguration.mcp.lambda.lambdaArn": { targetConfiguration: lambda(late("arn:aws:s3:::tickets")) },
  permission: { targetConfiguration: lambda(elsewhere) },
  "targetConfiguration.mcp.apiGateway.stage": {
    targetConfiguration: {
      mcp: {
        apiGateway: {
          restApiId: "abcde12345",
          stage: late("a stage"),
          apiGatewayToolConfiguration: { toolFilters: [{ filterPath: "/pets", methods: ["GET"] }] },
        },
      },
    },
  },
  "targetConfiguration.mcp.openApiSchema.s3.uri": {
    targetConfiguration: { mcp: { openApiSchema: { s3: { uri: late("tickets.json") } } } },
    calls: { runtime: "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/tickets-0123456789" },
  },
  "calls.runtime": {
    targetConfiguration: { mcp: { mcpServer: { endpoint: "https://tickets.example.com/mcp" } } },
    calls: { runtime: late("tickets") },
  },
};

const run = (program: (gateway: GatewayRole) => void) =>
  runProgram(() => program(new GatewayRole("tools", { gatewayName: "tools" })), { lookUp: located("us-east-1") });

describe("A wrong value that becomes known later", () => {
  for (const [path, configuration] of Object.entries(cases)) {
    it(`is reported as ${path} of a GatewayTarget, as the program wrote it`, async () => {
      const { errors } = await run((gateway) => {
        new GatewayTarget("tickets", { gateway, gatewayIdentifier: "tools", credential: byRole, ...configuration });
      });
      expect(errors.join("\n")).to.include(`GatewayTarget "tickets" has 1 problem:\n  ${path}: `);
    });
  }

  it("is reported below the target of an OutboundAuth", async () => {
    const { errors } = await run((gateway) => {
      const target = { targetConfiguration: lambda(late("arn:aws:s3:::tickets")) };
      new OutboundAuth("tickets", { gateway, target, credential: byRole });
    });
    expect(errors.join("\n")).to.include("\n  target.targetConfiguration.mcp.lambda.lambdaArn: ");
  });
});

import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..", "..", "..");

/** A program in which whatever can be left out is `nothing`; prints what it registers. */
const program = (nothing: "null" | "undefined") => `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const nothing = ${nothing};
const registered = {};
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    registered[type + " " + name] = inputs;
    return { id: name + "-id", state: inputs };
  },
  call: () => ({}),
});
const gateway = new agentcore.GatewayRole("tools", {
  gatewayName: "tools", tokenVaultKeyArn: nothing, authorizerType: nothing, protocolType: nothing, policyPropagation: nothing,
});
const credential = { type: "GATEWAY_IAM_ROLE", invokeOwnGateway: nothing };
const tickets = { target: { type: "lambda", function: "tickets", qualifier: nothing, permission: nothing, schema: nothing }, credential };
const byUrl = {
  target: { type: "mcpServer", calls: { functionUrl: "tickets", qualifier: nothing }, hasToolSchema: nothing },
  credential: { ...credential, service: nothing, region: nothing },
};
const key = { type: "API_KEY", apiKey: "secret-value", credentialLocation: "HEADER", credentialParameterName: "X-Key" };
new agentcore.OutboundAuth("tickets", { gateway, ...tickets });
new agentcore.OutboundAuth("by-url", { gateway, ...byUrl });
new agentcore.GatewayOutboundAuth("many", {
  gateway, longestName: nothing, attachablePolicies: nothing, policyPath: nothing,
  targets: { tickets: { ...tickets, movedFrom: nothing }, byUrl },
});
new agentcore.GatewayTarget("docs", {
  gateway, gatewayIdentifier: "tools-0123456789", credential: key, calls: nothing, permission: nothing,
  targetConfiguration: { mcp: { lambda: nothing, openApiSchema: { inlinePayload: { payload: "{}" } } } },
});
process.on("exit", () => process.stdout.write(JSON.stringify(registered)));
`;

describe("A JavaScript program that writes null for nothing", () => {
  let folder: string;
  before(() => {
    // In the repository, so that the program finds what it imports.
    folder = mkdtempSync(join(repository, "dist", "mocks-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function run(nothing: "null" | "undefined"): Record<string, unknown> {
    const file = join(folder, `${nothing}.js`);
    writeFileSync(file, program(nothing));
    const printed = execFileSync(process.execPath, [file], { cwd: repository, encoding: "utf8" });
    // To the engine, null is nothing.
    return JSON.parse(printed, (_, value: unknown) => value ?? undefined) as Record<string, unknown>;
  }

  it("makes what the same program makes that leaves it out", () => {
    const registered = run("null");
    expect(Object.keys(registered)).to.include("aws:iam/policy:Policy many-all");
    expect(registered).to.deep.equal(run("undefined"));
  });
});

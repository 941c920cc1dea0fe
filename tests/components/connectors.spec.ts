import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GatewayRole, OutboundAuth, type CredentialArgs, type TargetArgs } from "../../provider";
import type { Statement } from "../../provider/iam/policy/document";
import { located, runProgram } from "./runProgram";
import { byRole } from "./samples";

const here = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const memoryArn = `${here}:memory/notes-a1B2c3D4e5`;

/** Returns the statements and the API's configuration of a bundle. */
async function run(target: () => TargetArgs, credential: CredentialArgs = byRole) {
  const { values, errors, warnings } = await runProgram(
    () => {
      const gateway = new GatewayRole("tools", { gatewayName: "tools", authorizerType: "AWS_IAM" });
      const bundle = new OutboundAuth("connector", { gateway, target: target(), credential });
      return { statements: bundle.statements, configurations: bundle.credentialProviderConfigurations };
    },
    {
      lookUp: located("us-east-1"),
      stateOf: ({ type, inputs }: pulumi.runtime.MockResourceArgs) => {
        const arn = type === "aws:bedrock/agentcoreMemory:AgentcoreMemory" ? { arn: memoryArn } : {};
        return { ...(inputs as object), ...arn };
      },
    },
  );
  return { statements: values.statements as Statement[], configurations: values.configurations, errors, warnings };
}

const bare = (credentialProviderType: string) => [{ credentialProviderType }];

describe("A target of the web-search connector", () => {
  for (const [name, target] of [
    ["its id", { type: "connector", connectorId: "web-search" }],
    ["its configuration", { targetConfiguration: { mcp: { connector: { source: { connectorId: "web-search" } } } } }],
  ] as const)
    it(`lets the role search the web, if the program writes ${name}`, async () => {
      const { statements, configurations, errors, warnings } = await run(() => target);
      expect([errors, warnings]).to.deep.equal([[], []]);
      expect(statements).to.deep.equal([
        {
          Sid: "InvokeWebSearch",
          Effect: "Allow",
          Action: ["bedrock-agentcore:InvokeWebSearch"],
          Resource: ["arn:aws:bedrock-agentcore:us-east-1:aws:tool/web-search.v1"],
        },
      ]);
      expect(configurations).to.deep.equal(bare("GATEWAY_IAM_ROLE"));
    });
});

describe("A target of the Memory connector", () => {
  for (const [name, memory] of [
    ["resource", () => new aws.bedrock.AgentcoreMemory("notes", { name: "notes", eventExpiryDuration: 30 })],
    ["ARN", () => memoryArn],
    ["id", () => "notes-a1B2c3D4e5"],
  ] as const)
    it(`lets the role use the memory, which the program names by its ${name}`, async () => {
      const { statements, errors, warnings } = await run(() => ({ type: "httpConnector", memory: memory() }));
      expect([errors, warnings]).to.deep.equal([[], []]);
      expect(statements.map(({ Sid, Action, Resource }) => [Sid, Action.length, Resource])).to.deep.equal([
        ["MemoryConnector", 12, [memoryArn]],
      ]);
    });

  it("has a configuration without a service in the API's shape, with the role and with the caller's credentials", async () => {
    const byItsRole = await run(() => ({ type: "httpConnector", memory: memoryArn }));
    expect(byItsRole.configurations).to.deep.equal(bare("GATEWAY_IAM_ROLE"));
    const byCaller = await run(() => ({ type: "httpConnector" }), { type: "CALLER_IAM_CREDENTIALS" });
    expect(byCaller.configurations).to.deep.equal(bare("CALLER_IAM_CREDENTIALS"));
    expect(byCaller.statements).to.deep.equal([]);
  });

  for (const [name, arn] of [
    ["Region", memoryArn.replace("us-east-1", "eu-west-1")],
    ["account", memoryArn.replace("123456789012", "210987654321")],
  ] as const)
    it(`is refused if the memory is in another ${name}: the target names it by its id`, async () => {
      const { errors } = await run(() => ({ type: "httpConnector", memory: arn }));
      expect(errors).to.have.lengthOf(1);
      expect(errors[0]).to.match(
        /target\.memory: the memory is in account \d+, Region .*Write a memory in the gateway's/,
      );
    });
});

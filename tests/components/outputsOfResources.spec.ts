import * as aws from "@pulumi/aws";
import { expect } from "chai";
import {
  GatewayRole,
  GatewayTarget,
  OutboundAuth,
  type CredentialArgs,
  type GatewayArgs,
  type TargetArgs,
} from "../../provider";
import { located, runProgram } from "./runProgram";
import { apiKey, byRole, openApi } from "./samples";

/** Previews a program. Names and Regions are known, as with the aws provider; ARNs and ids are not. */
const preview = (program: Parameters<typeof runProgram>[0]) =>
  runProgram(program, {
    isPreview: true,
    lookUp: located("us-east-1"),
    stateOf: ({ inputs }) => ({ region: "us-east-1", ...(inputs as object) }),
  });

const bundle = (gateway: GatewayArgs, target: TargetArgs, credential: CredentialArgs) =>
  new OutboundAuth("bundle", { gateway, target, credential });

describe("An output of a resource in place of the resource", () => {
  for (const output of ["arn", "name", "id"] as const)
    it(`gives policies whose role is known at the first preview: ${output} of a role`, async () => {
      const { registered, errors } = await preview(() => {
        const role = new aws.iam.Role("tools", { name: "tools-role", assumeRolePolicy: "{}" });
        bundle({ name: "tools", role: role[output] }, openApi, apiKey);
      });
      expect(errors).to.deep.equal([]);
      const policies = registered.filter(({ type }) => type.endsWith(":RolePolicy"));
      expect(policies.map(({ inputs }) => (inputs as { role?: string }).role)).to.deep.equal([
        "tools-role",
        "tools-role",
        "tools-role",
      ]);
    });

  it("gives a statement that is known at the first preview: id of the bucket of a schema", async () => {
    const { values, errors } = await preview(() => {
      const bucket = new aws.s3.Bucket("schemas", { bucket: "schemas-of-tools" });
      const schema = { bucket: bucket.id, key: "search.json" };
      const { statements } = bundle(
        new GatewayRole("tools", { gatewayName: "tools" }),
        { ...openApi, schema },
        { type: "NONE" },
      );
      return { statements };
    });
    expect(errors).to.deep.equal([]);
    expect(JSON.stringify(values.statements)).to.contain("arn:aws:s3:::schemas-of-tools/search.json");
  });

  it("has the Region of the resource: id of an API", async () => {
    const { values, errors } = await runProgram(
      () => {
        const api = new aws.apigateway.RestApi("api", { region: "eu-west-1" });
        const target = { type: "mcpServer", calls: { api: { restApi: api.id, stage: "prod" } } } as const;
        const { statements } = bundle(new GatewayRole("tools", { gatewayName: "tools" }), target, byRole);
        return { statements };
      },
      { lookUp: located("us-east-1") },
    );
    expect(errors).to.deep.equal([]);
    expect(JSON.stringify(values.statements)).to.contain("arn:aws:execute-api:eu-west-1:");
  });

  it("has its settings checked: gatewayId of a gateway", async () => {
    const { errors } = await preview(() => {
      const gateway = new GatewayRole("tools", { gatewayName: "tools" });
      const { gatewayId } = new aws.bedrock.AgentcoreGateway("tools", {
        name: "tools-gw",
        roleArn: gateway.arn,
        authorizerType: "AWS_IAM",
      });
      const targetConfiguration = { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } };
      new GatewayTarget("docs", {
        gateway,
        gatewayIdentifier: gatewayId,
        targetConfiguration,
        credential: { type: "NONE" },
      });
    });
    expect(errors.join()).to.contain('gatewayIdentifier: the gateway is called "tools-gw"');
  });
});

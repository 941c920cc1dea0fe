import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { apiKey, byRole, callersCredentials, mcpServer, noCredential } from "./programs";
import { ok, type Project, type World } from "./project";
import { begin, refusal } from "./fixtures";

type Args = agentcore.TargetOutboundAuthArgs;

const here = "us-east-1:123456789012";
const runtime = `arn:aws:bedrock-agentcore:${here}:runtime/assistant-a1B2c3D4e5`;

describe("A bundle that does not fit its gateway", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(() => {}));
  });
  after(() => world.close());

  const previewOf = (bundles: () => Record<string, Args>, gatewayArgs: Partial<agentcore.GatewayRoleArgs> = {}) => {
    project.setProgram(() => {
      const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", ...gatewayArgs });
      for (const [name, args] of Object.entries(bundles()))
        new agentcore.OutboundAuth(name, { gateway: role, ...args });
    });
    return project.preview();
  };
  const wildcards = [{ Action: "*", Resource: "*" }];

  for (const { name, bundle, gatewayArgs, says } of [
    {
      name: "a value that is known later",
      bundle: () => ({
        target: { ...mcpServer, calls: { runtime: pulumi.output(`${runtime}*`) } },
        credential: byRole,
      }),
      says: /target\.calls\.runtime: an ARN in a policy must name one thing/,
    },
    {
      name: "statements that are known later",
      bundle: () => ({
        target: { type: "smithyModel", calls: { statements: pulumi.output(wildcards) } },
        credential: byRole,
      }),
      says: /target\.calls\.statements\[0\]\.Action: contains a wildcard/,
    },
    {
      name: "a gateway's authorizer",
      bundle: () => ({ target: { type: "passthrough" }, credential: callersCredentials }),
      gatewayArgs: { authorizerType: "CUSTOM_JWT" },
      says: /credential\.type: a gateway with authorizerType "CUSTOM_JWT" does not support "CALLER_IAM_CREDENTIALS"/,
    },
    {
      name: "a gateway's protocol that is known later",
      bundle: () => ({ target: { type: "passthrough" }, credential: apiKey() }),
      gatewayArgs: { protocolType: pulumi.output("MCP") },
      says: /target\.type: the service says "HTTP target configuration is not supported/,
    },
  ] satisfies { name: string; bundle: () => Args; gatewayArgs?: Partial<agentcore.GatewayRoleArgs>; says: RegExp }[])
    it(`is refused at preview: ${name}`, async () => {
      expect(await refusal(previewOf(() => ({ bundle: bundle() }), gatewayArgs))).to.match(says);
    });

  it("gets a warning where documents disagree, and where a statement is wide", async () => {
    const wide = [{ Action: "dynamodb:ListTables", Resource: "*" }];
    const preview = await previewOf(() => ({
      bundle: { target: { type: "smithyModel", calls: { statements: wide } }, credential: byRole },
      open: { target: { type: "passthrough" }, credential: noCredential },
      far: {
        target: { ...mcpServer, calls: { runtime: runtime.replace("123456789012", "999999999999") } },
        credential: byRole,
      },
      exchange: {
        target: mcpServer,
        credential: {
          type: "OAUTH",
          scopes: [],
          grantType: "TOKEN_EXCHANGE",
          credentialProvider: {
            arn: `arn:aws:bedrock-agentcore:${here}:token-vault/default/oauth2credentialprovider/crm`,
          },
        },
      },
    }));
    const { stdout: text } = ok(preview);
    expect(text).to.match(/warning: .*statements\[0\]\.Resource: matches more than one resource/);
    expect(text).to.match(/warning: .*in account 999999999999, but the gateway is in 123456789012/);
    expect(text).to.match(/warning: .*requires a provider with onBehalfOfTokenExchangeConfig/);
    expect(text).to.match(/warning: .*"NONE" for a target of type "passthrough" may not work/);
  });
});

import * as aws from "@pulumi/aws";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { callersCredentials, mcpServer, openApi, apiKey, customClient } from "./programs";
import { ok, type Project, type World } from "./project";
import { begin, refusal } from "./fixtures";

type GatewayArgs = Partial<aws.bedrock.AgentcoreGatewayArgs>;

type BundleArgs = agentcore.TargetOutboundAuthArgs;

const consent = (): BundleArgs => ({
  target: mcpServer,
  credential: {
    type: "OAUTH",
    oauth2: customClient(),
    scopes: [],
    grantType: "AUTHORIZATION_CODE",
    defaultReturnUrl: "https://app.example.com/return",
  },
});
const signed = (): BundleArgs => ({ target: { type: "passthrough" }, credential: callersCredentials });
const search = (): BundleArgs => ({ target: openApi, credential: apiKey() });

describe("A gateway that the program declares next to its bundles", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(() => {}));
  });
  after(() => world.close());

  interface Declared {
    readonly gateway?: GatewayArgs;
    readonly roleArgs?: Partial<agentcore.GatewayRoleArgs>;
    readonly bundle?: () => BundleArgs;
    readonly isGatewayLast?: boolean;
    readonly isRoleFromElsewhere?: boolean;
  }

  function previewOf(declared: Declared) {
    const { gateway = {}, roleArgs = {}, bundle = search, isGatewayLast, isRoleFromElsewhere } = declared;
    project.setProgram(() => {
      const role = isRoleFromElsewhere
        ? new aws.iam.Role("tools", { assumeRolePolicy: "{}" })
        : new agentcore.GatewayRole("tools", { gatewayName: "tools", ...roleArgs });
      const args = { roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP", name: "tools", ...gateway };
      const declareGateway = () => new aws.bedrock.AgentcoreGateway("agents", args);
      if (!isGatewayLast) declareGateway();
      const ofBundle = role instanceof agentcore.GatewayRole ? role : { name: "tools", role };
      new agentcore.OutboundAuth("bundle", { gateway: ofBundle, ...bundle() });
      if (isGatewayLast) declareGateway();
    });
    return project.preview();
  }

  const label = 'AgentcoreGateway "agents" has 1 problem: ';
  const needsJwt =
    /OutboundAuth "bundle" has 1 problem:\s+credential\.grantType: a gateway with authorizerType "AWS_IAM"/;
  for (const [title, declared, says] of [
    [
      "has another name than the one that its role is for",
      { gateway: { name: "tools-gw" } },
      'name: the gateway is named "tools-gw". Only a gateway named "tools" can assume its role. Write name: "tools".',
    ],
    [
      "has another name, with a role from elsewhere",
      { gateway: { name: "tools-gw" }, isRoleFromElsewhere: true, isGatewayLast: true },
      'name: the gateway is named "tools-gw"',
    ],
    [
      "has no name",
      { gateway: { name: undefined } },
      /name: missing, so the aws provider names the gateway "agents-[0-9a-f]+"\. Only a gateway named "tools" can/,
    ],
    [
      "has another authorizer than the program states for the role",
      { roleArgs: { authorizerType: "CUSTOM_JWT" } },
      'authorizerType: is "AWS_IAM" here, but "CUSTOM_JWT" where the program names the role',
    ],
    ["does not support the credential of a bundle", { bundle: consent }, needsJwt],
    ["does not support it, and is declared after the bundle", { bundle: consent, isGatewayLast: true }, needsJwt],
    [
      "does not support the kind of target",
      { bundle: signed },
      /OutboundAuth "bundle" has 1 problem:\s+target\.type: the service says "HTTP target configuration is not supported/,
    ],
  ] satisfies [string, Declared, string | RegExp][])
    it(`is refused at preview if it ${title}`, async () => {
      const text = await refusal(previewOf(declared));
      if (typeof says === "string") expect(text).to.contain(label + says);
      else expect(text).to.match(says);
    });

  for (const isGatewayLast of [false, true])
    it(`gives no warning about an authorizer that its arguments name, declared last: ${isGatewayLast}`, async () => {
      const jwt = {
        authorizerType: "CUSTOM_JWT",
        authorizerConfiguration: { customJwtAuthorizer: { discoveryUrl: "u" } },
      };
      expect(ok(await previewOf({ gateway: jwt, bundle: consent, isGatewayLast })).stdout).to.not.match(/warning/);
    });

  it("is refused for its name below a component, in a program that the CLI starts", async () => {
    project.setProgram(`
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const parent = new pulumi.ComponentResource("test:index:Infrastructure", "infrastructure");
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" }, { parent });
const args = { name: "tools-gw", roleArn: role.arn, authorizerType: "AWS_IAM" };
new aws.bedrock.AgentcoreGateway("agents", args, { parent });
`);
    expect(await refusal(project.preview())).to.contain(`${label}name: the gateway is named "tools-gw"`);
  });

  it("that belongs to another role gives a warning about an unknown authorizer", async () => {
    const elsewhere = { roleArn: "arn:aws:iam::123456789012:role/other", name: "other" };
    const { stdout } = ok(await previewOf({ gateway: elsewhere, bundle: consent }));
    expect(stdout).to.match(/warning: .*AWS documents "AUTHORIZATION_CODE" only for gateways with/);
  });
});

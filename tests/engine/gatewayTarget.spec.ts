import * as aws from "@pulumi/aws";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { decideInvocation } from "../../provider/sandbox";
import { ok, resourcesOf, type Project, type World } from "./project";
import {
  apiKey,
  byRole,
  liveAlias,
  openApiConfiguration,
  secretKey,
  serverConfiguration,
  ticketsFunction,
  toolSchema,
} from "./programs";
import { begin, dependenciesOf, planned, refusal } from "./fixtures";

const targetType = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

type TargetArgs = Omit<agentcore.GatewayTargetArgs, "gateway" | "gatewayIdentifier">;

/** Returns a function that declares targets of a gateway. */
function gatewayNamed(name: string) {
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  const gateway = new aws.bedrock.AgentcoreGateway("tools", {
    name,
    roleArn: role.arn,
    authorizerType: "AWS_IAM",
    protocolType: "MCP",
  });
  const target = (targetName: string, args: TargetArgs) =>
    new agentcore.GatewayTarget(targetName, { gateway: role, gatewayIdentifier: gateway, ...args });
  return { role, target };
}

const program =
  ({ docs = serverConfiguration }: { docs?: TargetArgs["targetConfiguration"] } = {}) =>
  () => {
    const { role, target } = gatewayNamed("tools");
    target("search", { targetConfiguration: openApiConfiguration, description: "Searches", credential: apiKey() });
    target("tickets", {
      targetConfiguration: { mcp: { lambda: { lambdaArn: liveAlias(ticketsFunction()), toolSchema } } },
      permission: true,
      credential: byRole,
    });
    target("docs", { name: "docs", targetConfiguration: docs, credential: { type: "NONE" } });
    target("signed", {
      targetConfiguration: serverConfiguration,
      calls: { gateway: "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/search-0123456789" },
      credential: byRole,
    });
    target("described", {
      targetConfiguration: { mcp: { openApiSchema: { s3: { uri: "s3://schemas/described.json" } } } },
      credential: { type: "NONE" },
    });
    return { roleName: role.roleName };
  };

describe("A target and its outbound auth in one", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(program()));
  });
  after(() => world.close());

  it("previews each target with its credential, function and permission from one declaration", async () => {
    const { plan, stdout, stderr } = await project.previewJson();
    expect(plan, stdout + stderr).to.not.equal(undefined);
    const targets = (plan?.steps ?? []).filter(({ urn }) => urn.includes(targetType));
    expect(targets).to.have.length(5);
    const configurationOf = (name: string) =>
      targets.find(({ urn }) => urn.endsWith(`::${name}`))?.newState?.inputs as {
        targetConfiguration: { mcp: { lambda: { lambdaArn: string } } };
        credentialProviderConfiguration?: unknown;
      };
    expect(configurationOf("tickets").targetConfiguration.mcp.lambda.lambdaArn).to.match(
      /^arn:aws:lambda:us-east-1:123456789012:function:tickets-[0-9a-f]{7}:live$/,
    );
    expect(configurationOf("signed").credentialProviderConfiguration).to.deep.equal({
      gatewayIamRole: { service: "bedrock-agentcore" },
    });
    expect(configurationOf("docs")).to.not.have.property("credentialProviderConfiguration");
  });

  it("creates each target after everything that it needs, and plans nothing afterwards", async () => {
    ok(await project.up());
    const state = await project.exportState();
    const targets = resourcesOf(state, targetType);
    const needs = (name: string) => dependenciesOf(targets.find(({ urn }) => urn.endsWith(`::${name}`))!);
    const gateway = "AgentcoreGateway::tools";
    const [provider, permissions] = ["ApiKeyCredentialProvider::search", "PolicyPropagation::search"];
    expect(needs("search")).to.deep.equal([gateway, provider, permissions]);
    expect(needs("tickets")).to.include.members(["Permission::tools-invoke-live", "PolicyPropagation::tickets"]);
    expect(needs("described")).to.deep.equal([gateway, "PolicyPropagation::described"]);
    const { roleName } = await project.stackOutputs<{ roleName: string }>();
    const { lambdaArn } = (
      targets.find(({ urn }) => urn.endsWith("::tickets"))?.inputs as {
        targetConfiguration: { mcp: { lambda: { lambdaArn: string } } };
      }
    ).targetConfiguration.mcp.lambda;
    expect(decideInvocation(world.cloud, { account: "123456789012", roleName, functionArn: lambdaArn })).to.equal(
      "allowed",
    );
    expect(await planned(project)).to.deep.equal({});
  });

  it("keeps type tokens, names and parents, which every state contains", async () => {
    const urns = resourcesOf(await project.exportState()).map(({ urn }) => urn);
    const component = "urn:pulumi:dev::engine-test::agentcore:index:GatewayTarget";
    expect(urns).to.include.members([
      `${component}::search`,
      `${component}$agentcore:index:OutboundAuth::search`,
      `${component}$agentcore:index:OutboundAuth$aws:iam/rolePolicy:RolePolicy::search`,
      `${component}$agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider::search`,
      `urn:pulumi:dev::engine-test::aws:lambda/permission:Permission::tools-invoke-live`,
      `${component}$${targetType}::search`,
    ]);
  });

  it("can become another kind under the same name", async () => {
    project.setProgram(program({ docs: openApiConfiguration }));
    ok(await project.up());
    expect(await planned(project)).to.deep.equal({});
  });

  it("leaves nothing after a destroy", async () => {
    ok(await project.destroy());
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });

  for (const { name, wrong, message } of [
    {
      name: "for a gateway that knows no users",
      wrong: () =>
        gatewayNamed("tools").target("crm", {
          targetConfiguration: openApiConfiguration,
          credential: {
            type: "OAUTH",
            scopes: [],
            grantType: "AUTHORIZATION_CODE",
            defaultReturnUrl: "https://app.example.com",
            oauth2: { vendor: "GithubOauth2", clientId: "c", clientSecret: secretKey() },
          },
        }),
      message:
        /GatewayTarget "crm" has 1 problem:\s+credential\.grantType: a gateway with authorizerType "AWS_IAM" does not support "AUTHORIZATION_CODE"/,
    },
    {
      name: "on an MCP gateway that passes requests through",
      wrong: () =>
        gatewayNamed("tools").target("any", {
          targetConfiguration: {
            http: { passthrough: { endpoint: "https://any.example.com", protocolType: "CUSTOM" } },
          },
          credential: { type: "CALLER_IAM_CREDENTIALS", service: "execute-api" },
        }),
      message: /targetConfiguration\.http\.passthrough: the service says/,
    },
    {
      name: "with the role of another gateway",
      wrong: () =>
        gatewayNamed("search").target("docs", {
          targetConfiguration: serverConfiguration,
          credential: { type: "NONE" },
        }),
      message:
        /AgentcoreGateway "\w+" has 1 problem: name: the gateway is named "search"\. Only a gateway named "tools" can assume its role/,
    },
  ])
    it(`is refused at preview ${name}`, async () => {
      project.setProgram(() => void wrong());
      expect(await refusal(project.preview())).to.match(message);
    });
});

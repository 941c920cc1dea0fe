import { expect } from "chai";
import { decideInvocation } from "../../provider/sandbox/lambda/functionAccess";
import { ok, resourcesOf, type Project, type World } from "./project";
import { imports, lambdaFunction, placement } from "./programs";
import { begin, planned, refusal } from "./fixtures";

const targetType = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

const gateway = (authorizer = `authorizerType: "AWS_IAM"`, name = "tools") => `${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", { name: "${name}", roleArn: role.arn, ${authorizer}, protocolType: "MCP" });
const target = (name, args) => new agentcore.GatewayTarget(name, { gateway: role, gatewayIdentifier: gateway, ...args });
`;

const schema = `{ inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } }`;
const tools = `{ inlinePayloads: [{ name: "open", description: "Opens a ticket", inputSchema: { type: "object" } }] }`;

const program = `${gateway()}
${lambdaFunction()}
const live = new aws.lambda.Alias("live", { name: "live", functionName: tickets.name, functionVersion: tickets.version });
target("search", {
  targetConfiguration: { mcp: { openApiSchema: ${schema} } }, description: "Searches",
  credential: { type: "API_KEY", apiKey: config.requireSecret("key"), ${placement} },
});
target("tickets", {
  targetConfiguration: { mcp: { lambda: { lambdaArn: live, toolSchema: ${tools} } } }, permission: true,
  credential: { type: "GATEWAY_IAM_ROLE" },
});
target("docs", {
  name: "docs", targetConfiguration: { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } },
  credential: { type: "NONE" },
});
target("signed", {
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://search.example.com/mcp" } } },
  calls: { gateway: "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/search-0123456789" },
  credential: { type: "GATEWAY_IAM_ROLE" },
});
target("described", {
  targetConfiguration: { mcp: { openApiSchema: { s3: { uri: "s3://schemas/described.json" } } } }, credential: { type: "NONE" },
});
exports.roleName = role.roleName;
`;

describe("A target and its outbound auth in one", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(program));
  });
  after(() => world.close());

  it("previews targets whose credentials, functions and permissions follow from one statement each", async () => {
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

  it("come up, each after everything that it needs, and plan nothing afterwards", async () => {
    ok(await project.up());
    const state = await project.exportState();
    const targets = resourcesOf(state, targetType);
    const needs = (name: string) =>
      (targets.find(({ urn }) => urn.endsWith(`::${name}`))?.dependencies ?? []).map((urn) =>
        urn.split("::").slice(2).join(" "),
      );
    expect(needs("search").filter((one) => /RolePolicy|ApiKeyCredentialProvider/.test(one))).to.have.length(4);
    expect(needs("tickets").filter((one) => /RolePolicy|Permission/.test(one))).to.have.length(2);
    expect(needs("described").filter((one) => /RolePolicy/.test(one))).to.have.length(1);
    const { roleName } = (await project.stackOutputs()) as { roleName: string };
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

  it("keeps type tokens, names and parents, which stand in every state", async () => {
    const urns = resourcesOf(await project.exportState()).map(({ urn }) => urn);
    const component = "urn:pulumi:dev::engine-test::agentcore:index:GatewayTarget";
    expect(urns).to.include.members([
      `${component}::search`,
      `${component}$agentcore:index:OutboundAuth::search`,
      `${component}$agentcore:index:OutboundAuth$aws:iam/rolePolicy:RolePolicy::search`,
      `${component}$agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider::search`,
      `${component}$agentcore:index:OutboundAuth$aws:lambda/permission:Permission::tickets`,
      `${component}$${targetType}::search`,
    ]);
  });

  it("becomes another kind under the same name, of which a gateway has one", async () => {
    const [asServer, asApi] = [`mcpServer: { endpoint: "https://docs.example.com/mcp" }`, `openApiSchema: ${schema}`];
    project.setProgram(program.replace(asServer, asApi));
    ok(await project.up());
    expect(await planned(project)).to.deep.equal({});
  });

  it("goes away whole", async () => {
    ok(await project.destroy());
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });

  for (const { name, text, says } of [
    {
      name: "for a gateway that knows no users",
      text: `${gateway()}
target("crm", {
  targetConfiguration: { mcp: { openApiSchema: ${schema} } },
  credential: {
    type: "OAUTH", scopes: [], grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com",
    oauth2: { vendor: "GithubOauth2", clientId: "c", clientSecret: config.requireSecret("key") },
  },
});`,
      says: /GatewayTarget "crm" has 1 problem:\s+credential\.grantType: a gateway with authorizerType "AWS_IAM" does not support "AUTHORIZATION_CODE"/,
    },
    {
      name: "on an MCP gateway that passes requests through",
      text: `${gateway()}
target("any", {
  targetConfiguration: { http: { passthrough: { endpoint: "https://any.example.com", protocolType: "CUSTOM" } } },
  credential: { type: "CALLER_IAM_CREDENTIALS", service: "execute-api" },
});`,
      says: /targetConfiguration\.http\.passthrough: the service says/,
    },
    {
      name: "with the role of another gateway",
      text: `${gateway(undefined, "search")}
target("docs", {
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } }, credential: { type: "NONE" },
});`,
      says: /gatewayIdentifier: the gateway is called "search", but the role in `gateway` is for a gateway called "tools"/,
    },
  ])
    it(`is refused at preview ${name}`, async () => {
      project.setProgram(text);
      expect(await refusal(project.preview())).to.match(says);
    });
});

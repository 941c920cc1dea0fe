import { expect } from "chai";
import { ok, resourcesOf, type Project, type World } from "../engine/project";
import { imports, placement } from "../engine/programs";
import { allowedTo, begin, planned, refusal } from "../engine/fixtures";

const [own, other] = ["123456789012", "210987654321"];
const regions = ["us-east-1", "eu-west-1"];

/** A gateway with a bundle by itself and a group in each place; `places` is JavaScript of [name, aws provider, options]. */
function everywhere(places: string, credential = ""): string {
  return `${imports}
const at = (region, more) => new aws.Provider(Object.values({ region, ...more }).join("-"), { region, ...more });
const apiKey = config.requireSecret("key");
const key = { type: "API_KEY", apiKey, ${placement}, ${credential} };
exports.roles = ${places}.map(([name, provider, options = { provider }]) => {
  const role = new agentcore.GatewayRole("role-" + name, { gatewayName: "tools" }, options);
  const gateway = new aws.bedrock.AgentcoreGateway("gateway-" + name, {
    name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
  }, { provider });
  const openApi = { type: "openApiSchema" };
  const bundles = {
    ["search-" + name]: new agentcore.OutboundAuth("search-" + name, { gateway: role, target: openApi, credential: key }, options),
    ...new agentcore.GatewayOutboundAuth("many-" + name, {
      gateway: role, targets: { ["news-" + name]: { target: openApi, credential: key } },
    }, options).targets,
  };
  for (const [target, bundle] of Object.entries(bundles))
    new aws.bedrock.AgentcoreGatewayTarget(target, {
      name: target, gatewayIdentifier: gateway.gatewayId,
      credentialProviderConfiguration: bundle.credentialProviderConfiguration,
      targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } },
    }, { provider });
  return role.roleName;
});
`;
}

describe("Gateways of one program in several Regions", () => {
  let world: World;
  let project: Project;
  before(async () => {
    // One by the provider itself, one by the list that components hand down.
    const places = `[["us", at("us-east-1")], ["eu", at("eu-west-1")]].map(([name, provider], index) =>
      [name, provider, index === 0 ? { provider } : { providers: [provider] }])`;
    ({ world, project } = await begin(everywhere(places)));
  });
  after(() => world.close());

  it("preview and come up with each thing in its Region, under names that do not meet", async () => {
    const { plan } = await project.previewJson();
    const shown = plan?.steps.flatMap(({ newState }) => newState?.inputs?.credentialProviderArn ?? []);
    ok(await project.up());
    const providers = await world.controlPlane.providers();
    expect(providers.map(({ name, region }) => `${name.replace(/-[0-9a-f]{7}$/, "")} ${region}`)).to.have.members([
      "search-us us-east-1",
      "search-eu eu-west-1",
      "many-us-news-us us-east-1",
      "many-eu-news-eu eu-west-1",
    ]);
    expect(shown).to.have.members(providers.map(({ arn }) => arn));
    const names = resourcesOf(await project.exportState(), "aws:iam/policy:Policy").map(({ inputs }) => inputs?.name);
    expect(new Set(names).size).to.equal(2);
    expect(await planned(project)).to.deep.equal({});
  });

  it("are let in with what is theirs alone", async () => {
    const { roles } = await project.stackOutputs<{ roles: string[] }>();
    for (const { arn, region } of await world.controlPlane.providers()) {
      const decisions = roles.map((role) => allowedTo(world, role)("bedrock-agentcore:GetResourceApiKey", arn));
      expect(decisions, arn).to.deep.equal(regions.map((each) => (each === region ? "allowed" : "implicitDeny")));
    }
  });

  it("go away whole", async () => {
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

describe("A gateway that is elsewhere than its role", () => {
  /** JavaScript of the options of role, gateway and target. */
  const program = (role: string, gateway: string, target: string) => `${imports}
const eu = { provider: new aws.Provider("eu", { region: "eu-west-1" }) };
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" }, ${role});
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
}, ${gateway});
new agentcore.GatewayTarget("search", {
  gateway: role, gatewayIdentifier: gateway,
  credential: { type: "API_KEY", apiKey: config.requireSecret("key"), ${placement} },
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } },
}, ${target});
`;
  const [ours, theirs] = regions.map((region) => `account ${own}, Region ${region}`);

  it("is refused at preview, and comes up once all have one aws provider", async () => {
    const { world, project } = await begin(program("{}", "eu", "eu"));
    try {
      expect(await refusal(project.preview()))
        .to.contain(`gateway: the GatewayRole is in ${ours}, but the resource that needs it is in ${theirs};`)
        .and.to.contain(
          `gatewayIdentifier: the gateway is in ${theirs}, but the role in \`gateway\` is for a gateway in ${ours}.`,
        );
      project.setProgram(program("{}", "eu", "{}"));
      expect(await refusal(project.preview())).to.contain(`gatewayIdentifier: the gateway is in ${theirs}`);
      project.setProgram(program("eu", "eu", "eu"));
      ok(await project.up());
      expect((await world.controlPlane.providers()).map(({ region }) => region)).to.deep.equal(["eu-west-1"]);
    } finally {
      await world.close();
    }
  });
});

describe("Gateways of one program in several accounts", () => {
  const theirs = `at("us-east-1", { accessKey: "AKIALOCAL${other}", secretKey: "x" })`;
  const places = `[["ours", at("us-east-1")], ["theirs", ${theirs}]]`;
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(everywhere(places)));
  });
  after(() => world.close());

  it("refuse credentials of the other account, each provider for itself", async () => {
    expect(await refusal(project.up())).to.contain(
      `the credentials belong to account ${own}, but this provider belongs to account ${other}. Nothing was done.`,
    );
    for (const { account } of await world.controlPlane.providers()) expect(account).to.equal(own);
  });

  it("come up with credentials of their own, and converge", async () => {
    const connection = `connection: name === "theirs" ? { assumeRole: { roleArn: "arn:aws:iam::${other}:role/deploy" } } : undefined`;
    const program = everywhere(places).replaceAll("credential: key", `credential: { ...key, ${connection} }`);
    project.setProgram(program);
    ok(await project.up());
    const providers = await world.controlPlane.providers();
    expect(providers.map(({ name, account }) => [name.includes("theirs"), account])).to.have.deep.members([
      [false, own],
      [false, own],
      [true, other],
      [true, other],
    ]);
    expect(await planned(project)).to.deep.equal({});
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

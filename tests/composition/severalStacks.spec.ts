import { expect } from "chai";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ok, resourcesOf, startWorld, type Project, type StackState, type World } from "../engine/project";
import { imports, placement } from "../engine/programs";
import { planned, printed } from "../engine/fixtures";

/** Brings up stacks of inline programs in one process, all at the same time, and prints their states. */
const automation = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
${imports.replace("const config = new pulumi.Config();", "")}
const program = (stack) => async () => {
  const openApi = { type: "openApiSchema" };
  const key = { type: "API_KEY", apiKey: "CANARY-of-" + stack, ${placement} };
  // Of one name in every stack, and another role each time.
  const foreign = { name: "shared", role: new aws.iam.Role("of-others", {
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [
      { Effect: "Allow", Principal: { Service: "bedrock-agentcore.amazonaws.com" }, Action: "sts:AssumeRole" },
    ] }),
  }) };
  // Lets the programs run by turns.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  const search = new agentcore.OutboundAuth("search", { gateway: role, target: openApi, credential: key });
  await new Promise((resolve) => setTimeout(resolve, 50));
  new agentcore.OutboundAuth("theirs", { gateway: foreign, target: openApi, credential: key });
  new agentcore.GatewayOutboundAuth("many", { gateway: role, targets: { news: { target: openApi, credential: key } } });
  return { roleArn: role.arn, gatewayName: role.gatewayName, providerArn: search.credentialProvider.credentialProviderArn };
};
(async () => {
  const stacks = JSON.parse(process.argv[2]);
  const states = await Promise.all(stacks.map(async ({ stackName, projectName, workDir }) => {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName, program: program(projectName + "-" + stackName) }, { workDir },
    );
    await stack.up();
    return { state: await stack.exportStack(), changed: (await stack.preview()).changeSummary };
  }));
  process.stdout.write(JSON.stringify(states));
})().catch((error) => { console.error(error); process.exitCode = 1; });
`;

describe("Several stacks", () => {
  let world: World;
  let projects: Project[];
  before(async () => {
    world = await startWorld();
    projects = ["alpha", "beta"].map((name) => world.project(automation, { name }));
  });
  after(() => world.close());

  it("of several programs and of one come up in one process, at once, and nothing of one reaches another", async () => {
    const stacks = [
      { projectName: "alpha", stackName: "dev" },
      { projectName: "alpha", stackName: "prod" },
      { projectName: "beta", stackName: "dev" },
    ].map((stack) => ({ ...stack, workDir: projects.find(({ name }) => name === stack.projectName)?.folder }));
    const { stdout } = await promisify(execFile)(process.execPath, ["index.js", JSON.stringify(stacks)], {
      cwd: projects[0]?.folder,
      env: { ...world.environment, PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true" },
      maxBuffer: 64 * 1024 * 1024,
    });
    const results = JSON.parse(stdout) as { state: StackState; changed: Record<string, number> }[];
    const providers = await world.controlPlane.providers();
    expect(providers).to.have.lengthOf(9);
    const owners = results.map(({ state }, index) => {
      const resources = resourcesOf(state);
      const own = resources.flatMap(({ outputs }) => outputs?.credentialProviderArn ?? []);
      expect(own).to.have.lengthOf(3);
      const text = JSON.stringify(resources);
      for (const { arn } of providers) expect(text.includes(`"${arn}"`), arn).to.equal(own.includes(arn));
      expect(resources.filter(({ type }) => /GatewayRole$/.test(type))).to.have.lengthOf(1);
      expect(results[index]?.changed).to.have.all.keys("same");
      return resources.find(({ type }) => type.endsWith(":StackOwner"))?.id;
    });
    expect(new Set(owners).size).to.equal(3);
  });

  it("have what they need of another stack known at preview: provider, role and gateway", async () => {
    const user = world.project(
      `${imports}
const alpha = new pulumi.StackReference("organization/alpha/dev");
const openApi = { type: "openApiSchema" };
const given = { type: "API_KEY", credentialProvider: { arn: alpha.requireOutput("providerArn") }, ${placement} };
new agentcore.OutboundAuth("search", {
  gateway: { name: "tools", role: alpha.requireOutput("roleArn") }, target: openApi, credential: given,
});
const role = new agentcore.GatewayRole("own", { gatewayName: alpha.requireOutput("gatewayName") });
new agentcore.GatewayOutboundAuth("many", { gateway: role, targets: { search: { target: openApi, credential: given } } });
`,
      { name: "user" },
    );
    ok(await user.init());
    const preview = ok(await user.preview({ diff: true }));
    expect(printed(preview)).to.match(/apikeycredentialprovider\/search-[0-9a-f]{7}/);
    expect(printed(preview)).to.not.match(/policy *: \[unknown\]|undefined/);
    ok(await user.up());
    expect(await planned(user)).to.deep.equal({});
  });
});

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ok, resourcesOf, startWorld, type Project, type StackState, type World } from "../engine/project";
import * as agentcore from "../../provider";
import { header, openApi } from "../engine/programs";
import { planned, printed } from "../engine/fixtures";

describe("Several stacks", () => {
  let world: World;
  let projects: Project[];
  before(async () => {
    world = await startWorld();
    projects = ["alpha", "beta"].map((name) => world.project(() => undefined, { name }));
  });
  after(() => world.close());

  it("come up in one process at the same time, and share nothing", async () => {
    const stacks = [
      { projectName: "alpha", stackName: "dev" },
      { projectName: "alpha", stackName: "prod" },
      { projectName: "beta", stackName: "dev" },
    ].map((stack) => ({ ...stack, workDir: projects.find(({ name }) => name === stack.projectName)?.folder }));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [require.resolve("./automation"), JSON.stringify(stacks)],
      {
        cwd: projects[0]?.folder,
        env: { ...world.environment, PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true" },
        maxBuffer: 64 * 1024 * 1024,
      },
    );
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

  it("know provider, role and gateway of another stack at preview", async () => {
    const user = world.project(
      () => {
        const alpha = new pulumi.StackReference("organization/alpha/dev");
        const output = (name: string) => alpha.requireOutput(name) as pulumi.Output<string>;
        const credential = { type: "API_KEY", credentialProvider: { arn: output("providerArn") }, ...header } as const;
        const search = { target: openApi, credential };
        new agentcore.OutboundAuth("search", { gateway: { name: "tools", role: output("roleArn") }, ...search });
        const role = new agentcore.GatewayRole("own", { gatewayName: output("gatewayName") });
        new agentcore.GatewayOutboundAuth("many", { gateway: role, targets: { search } });
      },
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

/** Runs an example with the commands of its README. */
import { expect } from "chai";
import { ok, resourcesOf, startWorld, type Project, type World } from "../engine/project";
import { controlClient } from "../local/clients";
import { createProvidersOf, permissionsIn, policiesIn } from "./byHand";
import { copyOfExample, readmeOf } from "./exampleFolders";
import type { Example, Examples } from "./exampleTable";

const policyType = "aws:iam/rolePolicy:RolePolicy";
const targetType = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

/** Skips type checks, which take longer than everything else. */
const unchecked = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

interface Options {
  /** True if Pulumi checks the types as well. */
  typeChecks?: boolean;
  /** True if the README lists the manual steps as commands. */
  byHand?: boolean;
}

export function describeExamples(examples: Examples, options: Options = {}): void {
  for (const [name, example] of Object.entries(examples)) describe(name, () => describeExample(name, example, options));
}

function describeExample(name: string, example: Example, { typeChecks = false, byHand = false }: Options): void {
  let world: World;
  let project: Project;
  before(async () => {
    world = await startWorld({ controlPlane: { quota: example.quota } });
    project = copyOfExample(world, name);
    ok(await project.init());
    const settings = [...assignments("--plaintext", example.settings), ...assignments("--secret", example.secrets)];
    if (settings.length > 0) ok(await project.pulumi(["config", "set-all", ...settings]));
  });
  after(() => world.close());

  it("previews every policy in full whose ARNs follow from the program", async () => {
    const preview = ok(await project.preview({ diff: true, env: typeChecks ? {} : unchecked }));
    expect(preview.stdout).to.match(/\+ \d+ to create/);
    expect(preview.stdout.match(/policy +: \(json\) \{/g) ?? []).to.have.lengthOf(example.policies);
    expect(preview.stdout.match(/policy +: (?!\(json\))/g) ?? []).to.have.lengthOf(example.laterPolicies ?? 0);
    expect(preview.stdout + preview.stderr).to.not.contain("CANARY");
    expect(preview.stdout).to.not.contain("undefined");
  });

  it("deploys, and has no changes afterwards", async () => {
    const up = ok(await project.up({ env: unchecked }));
    expect(up.stdout + up.stderr).to.not.contain("CANARY");
    ok(await project.preview({ args: ["--expect-no-changes"], env: unchecked }));
    const deployed = resourcesOf(await project.exportState(), targetType).map(({ urn, inputs }) => [
      urn.split("::").at(-1),
      Object.keys(inputs?.credentialProviderConfiguration as object).filter((key) => !key.startsWith("__")),
    ]);
    expect(Object.fromEntries(deployed)).to.deep.equal(
      Object.fromEntries(Object.entries(example.targets).map(([target, member]) => [target, [member]])),
    );
  });

  if (byHand) {
    it("lists manual steps with the same permissions, and with commands that AgentCore accepts", async () => {
      const { roleName } = await project.stackOutputs();
      const granted = resourcesOf(await project.exportState(), policyType)
        .filter(({ inputs }) => inputs?.role === roleName)
        // Without the random end of names.
        .map(({ inputs }) => (inputs?.policy as string).replace(/-[0-9a-f]{7}(?=["-])/g, ""));
      expect(granted).to.have.lengthOf.at.least(1);
      expect(permissionsIn(policiesIn(readmeOf(name)))).to.deep.equal(permissionsIn(granted));
      const before = await world.controlPlane.providers();
      await createProvidersOf(readmeOf(name), controlClient(world.controlPlane, { account: "999999999999" }));
      expect(await world.controlPlane.providers()).to.have.lengthOf(2 * before.length);
    });
  }

  it("destroys everything", async () => {
    ok(await project.destroy());
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
    const left = (await world.controlPlane.providers()).filter(({ account }) => account === "123456789012");
    expect(left).to.deep.equal([]);
  });
}

const assignments = (option: string, values: Record<string, string> = {}): string[] =>
  Object.entries(values).flatMap(([key, value]) => [option, `${key}=${value}`]);

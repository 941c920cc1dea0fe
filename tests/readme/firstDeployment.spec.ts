import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { deployerNeeds } from "../../provider/doctor/diagnosis/deployerNeeds";
import { stackFacts } from "../../provider/doctor/diagnosis/stackFacts";
import { readPreview } from "../../provider/report/preview/readPreview";
import { Store } from "../../provider/sandbox/core/store";
import { evaluate, type PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import type { Context } from "../../provider/sandbox/policies/patterns";
import { decideRequest } from "../../provider/sandbox/services/decide";
import { deployerPolicy } from "../docs/deployerPolicy";
import { providerType } from "../engine/fixtures";
import { ok, type Project, resourcesOf, startWorld, type World } from "../engine/project";
import { repository } from "../examples/exampleFolders";

const page = readFileSync(join(repository, "docs", "first-deployment.md"), "utf8");
const program = /```ts\n(.*?)```/s.exec(page)?.[1] ?? "";

describe("The program of docs/first-deployment.md", () => {
  let world: World;
  let project: Project;
  before(async () => {
    world = await startWorld();
    const { outputText } = transpileModule(program, {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
    });
    project = world.project(outputText, { name: "first-target" });
    ok(await project.init("agentcore-sandbox"));
    ok(await project.setConfig("nasaKey", "CANARY-nasa", { secret: true }));
  });
  after(() => world.close());

  it("previews the resources and names that the page tells readers to look for", async () => {
    const { stdout } = ok(await project.preview({ diff: true }));
    expect(stdout)
      .to.match(/\+ 12 to create/)
      .and.not.contain("CANARY");
    for (const name of ["tools-api-key-vault", "tools-workload-token", "assumeRolePolicy", "apiKey *: \\[secret\\]"])
      expect(stdout).to.match(new RegExp(name));
    const [, keys, name] = /^keys=(\S+)$[^]*? \$keys\/(\S+)/m.exec(page) ?? [];
    expect(stdout).to.contain(`"${keys}/${name}"`);
  });

  it("needs no permission that the page's policy does not grant", async () => {
    const preview = readPreview(ok(await project.previewJson({ args: ["--show-sames"] })).stdout);
    const region = "us-east-1";
    const caller = { accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/deployer" };
    const account = { region, caller, providers: {}, named: [], failedCalls: [] };
    const needs = deployerNeeds(preview, stackFacts(preview), account);
    expect(needs?.notes).to.deep.equal([]);
    const granted = [JSON.parse(deployerPolicy) as PolicyDocument];
    for (const { Action, Resource, Condition } of needs?.statements ?? []) {
      const context = Object.assign({}, ...Object.values(Condition ?? {})) as Context;
      for (const action of Action)
        for (const resource of Resource)
          expect(evaluate(granted, { action, resource, context }), `${action} on ${resource}`).to.equal("allowed");
    }
  });

  it("deploys, takes a new key with one change, and leaves nothing", async () => {
    ok(await project.up());
    expect(await project.stackOutputs()).to.have.property("gatewayUrl");
    const [nasa] = resourcesOf(await project.exportState(), providerType);
    const request = { action: "secretsmanager:GetSecretValue", resource: String(nasa?.outputs?.apiKeySecretArn) };
    const decision = decideRequest(new Store(world.cloud), "agentcore-tools", request);
    expect(decision).to.include({ decision: "allowed" });
    ok(await project.setConfig("nasaKey", "CANARY-wrong", { secret: true }));
    const rotation = ok(await project.up({ args: ["--diff"] }));
    expect(rotation.stdout)
      .to.contain("~ apiKey: [secret] => [secret]")
      .and.match(/~ 1 updated\s+11 unchanged/);
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });

  it("has the tool that the page calls", () => {
    const [target] = /AgentcoreGatewayTarget\("(\w+)"/.exec(program)?.slice(1) ?? [];
    const [operation] = /operationId: "(\w+)"/.exec(program)?.slice(1) ?? [];
    const tools = new Set([...page.matchAll(/"name":"(\w+)"/g)].map(([, name]) => name));
    expect([...tools]).to.deep.equal([`${target}___${operation}`]);
  });
});

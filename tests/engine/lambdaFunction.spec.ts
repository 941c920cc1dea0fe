import { expect } from "chai";
import { UNKNOWN } from "../../provider/sandbox/resource/propertyValues";
import { readJournal } from "../../provider/sandbox";
import { ok, resourcesOf, startWorld, type Project, type World } from "./project";
import { planned } from "./fixtures";

/** A function whose code stands in the program, permitted to one role. */
const program = (code: string) => `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const trusted = (service) => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});
const caller = new aws.iam.Role("caller", { assumeRolePolicy: trusted("bedrock-agentcore.amazonaws.com") });
const search = new aws.lambda.Function("search", {
  role: new aws.iam.Role("search", { assumeRolePolicy: trusted("lambda.amazonaws.com") }).arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(${JSON.stringify(code)}) }),
  publish: true,
});
const live = new aws.lambda.Alias("live", { name: "live", functionName: search.name, functionVersion: search.version });
const permission = new aws.lambda.Permission("caller", {
  action: "lambda:InvokeFunction", function: search, qualifier: live.name, principal: caller.arn,
});
exports.functionName = search.name;
exports.version = search.version;
exports.statementId = permission.statementId;
`;

describe("A Lambda function in the stand-in aws plugin, on the real engine", () => {
  let world: World;
  let project: Project;
  before(async () => {
    world = await startWorld();
    project = world.project(program("exports.handler = async () => 1;"));
    ok(await project.init());
  });
  after(() => world.close());

  const journal = () => readJournal(world.cloud).map(({ operation }) => operation);

  it("is previewed with its made-up names, and with nothing that only the service knows", async () => {
    const { plan } = await project.previewJson();
    expect(plan?.changeSummary).to.deep.equal({ create: 6 });
    const inputsOf = (type: string) =>
      plan!.steps.find(({ urn }) => urn.includes(`::aws:lambda/${type}::`))!.newState!.inputs!;
    expect(inputsOf("function:Function"))
      .to.include({ role: UNKNOWN })
      .and.have.property("name")
      .that.matches(/^search-/);
    expect(inputsOf("alias:Alias")).to.include({ functionVersion: UNKNOWN, name: "live" });
    expect(inputsOf("permission:Permission")).to.include({ principal: UNKNOWN, function: UNKNOWN, qualifier: "live" });
  });

  it("is deployed with made-up names, and has nothing to change afterwards", async () => {
    ok(await project.up());
    const outputs = await project.stackOutputs();
    expect(outputs.functionName).to.match(/^search-[0-9a-f]{7}$/);
    expect(outputs.statementId).to.match(/^caller-[0-9a-f]{7}$/);
    expect(outputs.version).to.equal("1");
    expect(await planned(project)).to.deep.equal({});
    ok(await project.refresh());
    expect(await planned(project)).to.deep.equal({});
  });

  it("moves its alias to the version that new code makes", async () => {
    const before = journal().length;
    project.setProgram(program("exports.handler = async () => 2;"));
    expect(await planned(project)).to.deep.equal({ update: 2 });
    ok(await project.up());
    expect(journal().slice(before)).to.deep.equal(["UpdateFunctionCode", "PublishVersion", "UpdateAlias"]);
    expect((await project.stackOutputs()).version).to.equal("2");
  });

  it("is destroyed after what hangs on it", async () => {
    const before = journal().length;
    ok(await project.destroy());
    const removals = journal().slice(before);
    expect(removals.slice(0, 3)).to.deep.equal(["RemovePermission", "DeleteAlias", "DeleteFunction"]);
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

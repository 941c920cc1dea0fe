import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { UNKNOWN } from "../../provider/sandbox/resource/propertyValues";
import { readJournal } from "../../provider/sandbox";
import { ok, resourcesOf, startWorld, type Project, type World } from "./project";
import { liveAlias, ticketsFunction, trustPolicy } from "./programs";
import { planned } from "./fixtures";

/** A function with this code, which one role may invoke. */
const program = (code: string) => () => {
  const assumeRolePolicy = trustPolicy("bedrock-agentcore.amazonaws.com");
  const caller = new aws.iam.Role("caller", { assumeRolePolicy });
  const tickets = ticketsFunction({}, undefined, code);
  const live = liveAlias(tickets);
  const permission = new aws.lambda.Permission("caller", {
    action: "lambda:InvokeFunction",
    function: tickets,
    qualifier: live.name,
    principal: caller.arn,
  });
  return { functionName: tickets.name, version: tickets.version, statementId: permission.statementId };
};

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

  it("is previewed with generated names, and with unknown values where only the service knows them", async () => {
    const { plan } = await project.previewJson();
    expect(plan?.changeSummary).to.deep.equal({ create: 6 });
    const inputsOf = (type: string) =>
      plan!.steps.find(({ urn }) => urn.includes(`::aws:lambda/${type}::`))!.newState!.inputs!;
    expect(inputsOf("function:Function"))
      .to.include({ role: UNKNOWN })
      .and.have.property("name")
      .that.matches(/^tickets-/);
    expect(inputsOf("alias:Alias")).to.include({ functionVersion: UNKNOWN, name: "live" });
    expect(inputsOf("permission:Permission")).to.include({ principal: UNKNOWN, function: UNKNOWN, qualifier: "live" });
  });

  it("is deployed with generated names, and has nothing to change afterwards", async () => {
    ok(await project.up());
    const outputs = await project.stackOutputs();
    expect(outputs.functionName).to.match(/^tickets-[0-9a-f]{7}$/);
    expect(outputs.statementId).to.match(/^caller-[0-9a-f]{7}$/);
    expect(outputs.version).to.equal("1");
    expect(await planned(project)).to.deep.equal({});
    ok(await project.refresh());
    expect(await planned(project)).to.deep.equal({});
  });

  it("moves its alias to the version of the new code", async () => {
    const before = journal().length;
    project.setProgram(program("exports.handler = async () => 2;"));
    expect(await planned(project)).to.deep.equal({ update: 2 });
    ok(await project.up());
    expect(journal().slice(before)).to.deep.equal(["UpdateFunctionCode", "PublishVersion", "UpdateAlias"]);
    expect((await project.stackOutputs()).version).to.equal("2");
  });

  it("is destroyed after the resources that depend on it", async () => {
    const before = journal().length;
    ok(await project.destroy());
    const removals = journal().slice(before);
    expect(removals.slice(0, 3)).to.deep.equal(["RemovePermission", "DeleteAlias", "DeleteFunction"]);
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

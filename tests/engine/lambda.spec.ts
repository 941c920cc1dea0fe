import { expect } from "chai";
import { decideInvocation } from "../../provider/sandbox/lambda/functionAccess";
import { readJournal } from "../../provider/sandbox/store";
import { ok, resourcesOf, type Project, type World } from "./project";
import { imports, lambdaTarget } from "./programs";
import { begin, planned, refusal } from "./fixtures";

const permissionType = "aws:lambda/permission:Permission";

describe("A Lambda function by the gateway's role", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(lambdaTarget()));
  });
  after(() => world.close());

  const outputs = () => namesIn(project);
  const journal = () => readJournal(world.cloud);

  it("previews the one statement in full, on a function that does not exist yet", async () => {
    const { stdout } = ok(await project.preview({ diff: true }));
    expect(stdout).to.match(
      /Action +: \[\s+\[0\]: "lambda:InvokeFunction"[^]*arn:aws:lambda:us-east-1:123456789012:function:tickets-[0-9a-f]{7}"/,
    );
    expect(stdout)
      .to.match(/aws:ResourceAccount[^]{0,9}"123456789012"/)
      .and.not.match(/policy *: \[unknown\]|undefined/);
  });

  it("comes up: the target's trial call is let in, and only that function's", async () => {
    ok(await project.up());
    const { roleName, functionArn } = await outputs();
    const may = mayInvokeAs(world, roleName);
    expect(may(functionArn)).to.equal("allowed");
    for (const other of [`${functionArn}:live`, `${functionArn}2`, functionArn.replace("us-east-1", "us-east-2")])
      expect(may(other), other).to.equal("implicitDeny");
    expect(resourcesOf(await project.exportState(), permissionType)).to.deep.equal([]);
    expect(await planned(project)).to.deep.equal({});
    expect(await world.controlPlane.calls()).to.deep.equal([]);
  });

  it("moves to an alias: the new grant first, then the target, the old grant last", async () => {
    project.setProgram(lambdaTarget({ target: "function: live" }));
    const [before, already] = [await outputs(), journal().length];
    ok(await project.up());
    const { functionArn, roleName } = await outputs();
    expect(functionArn).to.equal(`${before.functionArn}:live`);
    expect(
      journal()
        .slice(already)
        .map(({ operation }) => operation),
    ).to.deep.equal(["PutRolePolicy", "UpdateGatewayTarget", "DeleteRolePolicy"]);
    const may = mayInvokeAs(world, roleName);
    expect([may(functionArn), may(before.functionArn)]).to.deep.equal(["allowed", "implicitDeny"]);
  });

  it("adds the statement to the function's own policy where it is asked for", async () => {
    project.setProgram(lambdaTarget({ target: `function: tickets, qualifier: live.name, permission: true` }));
    ok(await project.up());
    const [permission] = resourcesOf(await project.exportState(), permissionType);
    expect(permission?.inputs).to.include({ action: "lambda:InvokeFunction", qualifier: "live" });
    expect(permission?.outputs?.statementId).to.match(/^agentcore-oba-[0-9a-f]{16}-\w+$/);
    expect(await planned(project)).to.deep.equal({});
  });

  it("adds one for each bundle that asks for it, and makes each again when it is told to", async () => {
    const second = `new agentcore.OutboundAuth("again", {
  gateway: role, credential: { type: "GATEWAY_IAM_ROLE" },
  target: { type: "lambda", function: tickets, qualifier: live.name, permission: true },
});`;
    project.setProgram(lambdaTarget({ target: `function: tickets, qualifier: live.name, permission: true` }) + second);
    ok(await project.up());
    const permissions = resourcesOf(await project.exportState(), permissionType);
    expect(new Set(permissions.map(({ outputs }) => outputs?.statementId)).size).to.equal(2);
    ok(await project.up({ args: permissions.flatMap(({ urn }) => ["--replace", urn]) }));
    expect(await planned(project)).to.deep.equal({});
  });

  it("goes away whole", async () => {
    ok(await project.destroy());
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

describe("A Lambda function of another account", () => {
  let world: World;
  let project: Project;
  const other = "999999999999";
  const theirs = `const theirs = new aws.Provider("theirs", { region: "us-east-1", accessKey: "AKIALOCAL${other}", secretKey: "x" });`;
  const program = (target: string) => lambdaTarget({ before: theirs, target, functionOptions: "{ provider: theirs }" });
  before(async () => {
    ({ world, project } = await begin(program("function: tickets")));
  });
  after(() => world.close());

  it("is refused at preview as long as its own policy does not admit the role, with what to write", async () => {
    expect(await refusal(project.preview())).to.match(
      /target\.permission: missing: the function is in account 999999999999.*permission: \{ provider \}/,
    );
  });

  it("is found in the Region that the resource itself names", async () => {
    const before = `const far = new aws.Provider("far", { region: "eu-west-1" });`;
    const functionOptions = "{ provider: far }";
    const inOurs = lambdaTarget({ before, functionOptions })
      .replace("runtime:", `region: "us-east-1", runtime:`)
      .replace(`new aws.lambda.Alias("live", {`, `new aws.lambda.Alias("live", { region: "us-east-1",`);
    project.setProgram(inOurs);
    expect(ok(await project.preview({ diff: true })).stdout).to.contain(
      ":lambda:us-east-1:123456789012:function:tickets-",
    );
    project.setProgram(lambdaTarget({ before, functionOptions }));
    expect(await refusal(project.preview())).to.match(
      /target\.function: the function is in Region eu-west-1, but the gateway is in us-east-1/,
    );
  });

  it("comes up with the permission that is written by its own account", async () => {
    project.setProgram(program("function: tickets, permission: { provider: theirs }"));
    ok(await project.up());
    const { roleName, functionArn } = await namesIn(project);
    expect(functionArn).to.contain(`:${other}:function:tickets-`);
    expect(mayInvokeAs(world, roleName)(functionArn)).to.equal("allowed");
    expect(await planned(project)).to.deep.equal({});
  });

  it("is refused where true would write it in the gateway's own account", async () => {
    for (const target of [
      "function: tickets.arn, permission: true",
      `function: "arn:aws:lambda:us-east-1:${other}:function:tickets", permission: true`,
    ]) {
      project.setProgram(program(target));
      expect(await refusal(project.preview()), target).to.match(
        /target\.permission: this aws provider works in account 123456789012, but the function is in account 999999999999/,
      );
    }
  });

  for (const { name, role } of [
    { name: "that is written", role: `"somebody-elses"` },
    { name: "that is known later", role: `pulumi.output("somebody-elses")` },
  ])
    it(`is refused for a gateway's role by a name ${name}, from which no ARN follows`, async () => {
      project.setProgram(`${imports}
new agentcore.OutboundAuth("tickets", {
  gateway: { name: "tools", role: ${role} }, credential: { type: "GATEWAY_IAM_ROLE" },
  target: { type: "lambda", function: "tickets", permission: true },
});`);
      expect(await refusal(project.preview())).to.match(/gateway\.role: the function's policy needs the role's ARN/);
    });

  it("is refused where the provider is one of the gateway's account", async () => {
    project.setProgram(
      lambdaTarget({
        before: `${theirs}\nconst ours = new aws.Provider("ours", { region: "us-east-1" });`,
        target: "function: tickets, permission: { provider: ours }",
        functionOptions: "{ provider: theirs }",
      }),
    );
    expect(await refusal(project.preview())).to.match(
      /target\.permission\.provider: this aws provider works in account 123456789012/,
    );
  });
});

/** Whether the role of that name may invoke the function of an ARN, in the pretend cloud. */
function mayInvokeAs(world: World, roleName: string) {
  return (functionArn: string) => decideInvocation(world.cloud, { account: "123456789012", roleName, functionArn });
}

/** The role, and what the target names. Not as an output of the stack: engines take long to report one that fails. */
async function namesIn(project: Project): Promise<{ roleName: string; functionArn: string }> {
  const { roleName } = (await project.stackOutputs()) as { roleName: string };
  const [target] = resourcesOf(
    await project.exportState(),
    "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  );
  const { targetConfiguration } = target?.inputs as { targetConfiguration: { mcp: { lambda: { lambdaArn: string } } } };
  return { roleName, functionArn: targetConfiguration.mcp.lambda.lambdaArn };
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { decideInvocation, readJournal } from "../../provider/sandbox";
import { ok, resourcesOf, type Project, type World, startWorld } from "./project";
import { byRole, lambdaTarget, liveAlias, ticketsFunction, trustPolicy } from "./programs";
import { begin, planned, refusal } from "./fixtures";
import { UNKNOWN } from "../../provider/sandbox/core/propertyValues";

const permissionType = "aws:lambda/permission:Permission";

const outputsOf = ({ roleName }: ReturnType<typeof lambdaTarget>) => ({ roleName });

describe("A Lambda function by the gateway's role", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(() => outputsOf(lambdaTarget())));
  });
  after(() => world.close());

  const outputs = () => namesIn(project);
  const journal = () => readJournal(world.cloud);

  it("previews the whole statement for a function that does not exist yet", async () => {
    const { stdout } = ok(await project.preview({ diff: true }));
    expect(stdout).to.match(
      /Action +: \[\s+\[0\]: "lambda:InvokeFunction"[^]*arn:aws:lambda:us-east-1:123456789012:function:tickets-[0-9a-f]{7}"/,
    );
    expect(stdout)
      .to.match(/aws:ResourceAccount[^]{0,9}"123456789012"/)
      .and.not.match(/policy *: \[unknown\]|undefined/);
  });

  it("creates a target that may invoke this function only", async () => {
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

  it("moves to an alias: adds the new grant, updates the target, and removes the old grant last", async () => {
    project.setProgram(() => outputsOf(lambdaTarget({ target: (_, live) => ({ function: live }) })));
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

  const permitted = (tickets: aws.lambda.Function, live: aws.lambda.Alias) => ({
    function: tickets,
    qualifier: live.name,
    permission: true,
  });

  it("adds the statement to the function's own policy if the program asks for it", async () => {
    project.setProgram(() => outputsOf(lambdaTarget({ target: permitted })));
    ok(await project.up());
    const [permission] = resourcesOf(await project.exportState(), permissionType);
    expect(permission?.inputs).to.include({ action: "lambda:InvokeFunction", qualifier: "live" });
    expect(permission?.outputs?.statementId).to.match(/^agentcore-oba-[0-9a-f]{16}-\w+$/);
    expect(await planned(project)).to.deep.equal({});
  });

  it("adds one for all bundles of the role that ask for it, and replaces it on request", async () => {
    project.setProgram(() => {
      const first = lambdaTarget({ target: permitted });
      const target = { type: "lambda" as const, ...permitted(first.tickets, first.live) };
      new agentcore.OutboundAuth("again", { gateway: first.role, target, credential: byRole });
      return outputsOf(first);
    });
    ok(await project.up());
    const permissions = resourcesOf(await project.exportState(), permissionType);
    expect(permissions).to.have.lengthOf(1);
    ok(await project.up({ args: permissions.flatMap(({ urn }) => ["--replace", urn]) }));
    expect(await planned(project)).to.deep.equal({});
  });

  it("leaves nothing after a destroy", async () => {
    ok(await project.destroy());
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

describe("A Lambda function of another account", () => {
  let world: World;
  let project: Project;
  const other = "999999999999";
  const theirs = () =>
    new aws.Provider("theirs", { region: "us-east-1", accessKey: `AKIALOCAL${other}`, secretKey: "x" });

  type Target = (fn: aws.lambda.Function, theirs: aws.Provider) => Omit<agentcore.LambdaTargetArgs, "type">;
  const program =
    (target: Target = (fn) => ({ function: fn })) =>
    () => {
      const provider = theirs();
      return outputsOf(lambdaTarget({ target: (fn) => target(fn, provider), functionOpts: { provider } }));
    };
  before(async () => {
    ({ world, project } = await begin(program()));
  });
  after(() => world.close());

  it("is refused at preview while its own policy does not allow the role, with what to write", async () => {
    expect(await refusal(project.preview())).to.match(
      /target\.permission: missing: the function is in account 999999999999.*permission: \{ provider \}/,
    );
  });

  it("is in the Region that the resource itself names", async () => {
    const far = (region?: string) => () => {
      const functionOpts = { provider: new aws.Provider("far", { region: "eu-west-1" }) };
      lambdaTarget({ functionOpts, region });
    };
    project.setProgram(far("us-east-1"));
    expect(ok(await project.preview({ diff: true })).stdout).to.contain(
      ":lambda:us-east-1:123456789012:function:tickets-",
    );
    project.setProgram(far());
    expect(await refusal(project.preview())).to.match(
      /target\.function: the function is in Region eu-west-1, but the gateway is in us-east-1/,
    );
  });

  it("works with a permission that its own account adds", async () => {
    project.setProgram(program((fn, provider) => ({ function: fn, permission: { provider } })));
    ok(await project.up());
    const { roleName, functionArn } = await namesIn(project);
    expect(functionArn).to.contain(`:${other}:function:tickets-`);
    expect(mayInvokeAs(world, roleName)(functionArn)).to.equal("allowed");
    expect(await planned(project)).to.deep.equal({});
    // The function's resource, also by its ARN, knows the provider that can write the permission.
    project.setProgram(program((fn) => ({ function: fn.arn, permission: true })));
    expect(await planned(project)).to.deep.equal({});
  });

  it("is refused if permission: true would add the permission in the gateway's account", async () => {
    const byArn = `arn:aws:lambda:us-east-1:${other}:function:tickets`;
    for (const target of [
      (fn: aws.lambda.Function) => ({ function: pulumi.interpolate`${fn.arn}`, permission: true }),
      () => ({ function: byArn, permission: true }),
    ]) {
      project.setProgram(program(target));
      expect(await refusal(project.preview())).to.match(
        /target\.permission: this aws provider works in account 123456789012, but the function is in account 999999999999/,
      );
    }
  });

  for (const { name, role } of [
    { name: "a plain value", role: () => "somebody-elses" },
    { name: "an Output", role: () => pulumi.output("somebody-elses") },
  ])
    it(`is refused for a gateway's role by a name that is ${name}, from which no ARN follows`, async () => {
      project.setProgram(() => {
        const target = { type: "lambda", function: "tickets", permission: true } as const;
        const gateway = { name: "tools", role: role() };
        new agentcore.OutboundAuth("tickets", { gateway, target, credential: byRole });
      });
      expect(await refusal(project.preview())).to.match(/gateway\.role: the function's policy needs the role's ARN/);
    });

  it("is refused if the provider works in the gateway's account", async () => {
    project.setProgram(
      program((fn) => ({
        function: fn,
        permission: { provider: new aws.Provider("ours", { region: "us-east-1" }) },
      })),
    );
    expect(await refusal(project.preview())).to.match(
      /target\.permission\.provider: this aws provider works in account 123456789012/,
    );
  });
});

function mayInvokeAs(world: World, roleName: string) {
  return (functionArn: string) => decideInvocation(world.cloud, { account: "123456789012", roleName, functionArn });
}

/** The role's name, and the ARN of the function in the target. */
async function namesIn(project: Project): Promise<{ roleName: string; functionArn: string }> {
  const { roleName } = await project.stackOutputs<{ roleName: string }>();
  const [target] = resourcesOf(
    await project.exportState(),
    "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  );
  const { targetConfiguration } = target?.inputs as { targetConfiguration: { mcp: { lambda: { lambdaArn: string } } } };
  return { roleName, functionArn: targetConfiguration.mcp.lambda.lambdaArn };
}

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

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { decideInvocation, readJournal } from "../../provider/sandbox";
import { begin, planned, refusal } from "./fixtures";
import { byRole, gatewayTarget, liveAlias, targetNames, ticketsFunction, toolSchema, toolsGateway } from "./programs";
import { ok, type Project, resourcesOf, type World } from "./project";

const permissionType = "aws:lambda/permission:Permission";

type Called = (tickets: aws.lambda.Function, live: aws.lambda.Alias) => Omit<agentcore.LambdaTargetArgs, "type">;

const permitted: Called = (tickets) => ({ function: tickets, permission: true });

/** Targets of one function, in one group. */
const grouped =
  (names: readonly string[], called: Called = permitted) =>
  () => {
    const { role, gateway } = toolsGateway();
    const tickets = ticketsFunction();
    const live = liveAlias(tickets);
    const targets = Object.fromEntries(
      names.map((name) => [
        name,
        { target: { type: "lambda" as const, ...called(tickets, live) }, credential: byRole },
      ]),
    );
    const group = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets });
    for (const [name, bundle] of Object.entries(group.targets)) lambdaGatewayTarget(name, gateway, bundle);
    return { roleName: role.roleName, functionArn: tickets.arn };
  };

/** A target of its own for each way to write the function. */
const singles = (calls: Readonly<Record<string, Called>>) => () => {
  const { role, gateway } = toolsGateway();
  const tickets = ticketsFunction();
  const live = liveAlias(tickets);
  for (const [name, called] of Object.entries(calls)) {
    const target = { type: "lambda" as const, ...called(tickets, live) };
    const bundle = new agentcore.OutboundAuth(name, { gateway: role, target, credential: byRole });
    lambdaGatewayTarget(name, gateway, bundle);
  }
  return { roleName: role.roleName, functionArn: tickets.arn };
};

function lambdaGatewayTarget(name: string, gateway: aws.bedrock.AgentcoreGateway, bundle: agentcore.OutboundAuth) {
  gatewayTarget(name, gateway, bundle, { mcp: { lambda: { lambdaArn: bundle.functionArn, toolSchema } } });
}

describe("The permission in a function's own policy", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(grouped(targetNames(100))));
  });
  after(() => world.close());

  /** Changes of permissions and targets that one `up` makes, in order. */
  async function journalOf(program: () => Record<string, pulumi.Output<string>>): Promise<string[]> {
    project.setProgram(program);
    const before = readJournal(world.cloud).length;
    ok(await project.up());
    return readJournal(world.cloud)
      .slice(before)
      .map(({ operation }) => operation)
      .filter((operation) => /Permission$|GatewayTarget$/.test(operation));
  }

  async function mayInvoke(): Promise<string> {
    const { roleName, functionArn } = await project.stackOutputs<{ roleName: string; functionArn: string }>();
    return decideInvocation(world.cloud, { account: "123456789012", roleName, functionArn });
  }

  const permissionUrns = async () =>
    resourcesOf(await project.exportState(), permissionType).map(({ urn }) => urn.split("::").at(-1));

  it("is one for 100 targets of a group, and exists before all of them", async () => {
    const journal = await journalOf(grouped(targetNames(100)));
    expect(journal).to.deep.equal(["AddPermission", ...targetNames(100).map(() => "CreateGatewayTarget")]);
    expect(await mayInvoke()).to.equal("allowed");
    expect(await planned(project)).to.deep.equal({});
  });

  it("stays the same while targets come and go, in any order", async () => {
    const few = targetNames(3);
    expect(new Set(await journalOf(grouped(few.slice(1))))).to.deep.equal(new Set(["DeleteGatewayTarget"]));
    expect(await journalOf(grouped(few))).to.deep.equal(["CreateGatewayTarget"]);
    expect(await journalOf(grouped(few.slice(0, 1)))).to.deep.equal(["DeleteGatewayTarget", "DeleteGatewayTarget"]);
    expect(await permissionUrns()).to.deep.equal(["tools-invoke-tickets"]);
  });

  it("stays the same if its last target leaves the group for a bundle of its own", async () => {
    const journal = await journalOf(singles({ "target-0": permitted }));
    expect(journal.filter((operation) => operation.endsWith("Permission"))).to.deep.equal([]);
    expect(await mayInvoke()).to.equal("allowed");
  });

  it("is one for all single bundles that name the function by its resource, ARN or name", async () => {
    const journal = await journalOf(
      singles({
        "target-0": permitted,
        arn: ({ arn }) => ({ function: arn, permission: true }),
        name: ({ name }) => ({ function: name, permission: true }),
        none: (tickets) => ({ function: tickets }),
      }),
    );
    expect(new Set(journal)).to.deep.equal(new Set(["CreateGatewayTarget"]));
    expect(await permissionUrns()).to.deep.equal(["tools-invoke-tickets"]);
  });

  it("is another one for an alias, which has its own policy", async () => {
    const alias: Called = (tickets, live) => ({ function: tickets, qualifier: live.name, permission: true });
    const journal = await journalOf(singles({ "target-0": permitted, first: alias, again: alias }));
    expect(journal.filter((operation) => operation.endsWith("Permission"))).to.deep.equal(["AddPermission"]);
    expect(await permissionUrns()).to.have.members(["tools-invoke-tickets", "tools-invoke-tickets-live"]);
    expect(await planned(project)).to.deep.equal({});
  });

  it("is removed after the last target that needs it", async () => {
    const journal = await journalOf(singles({ none: (tickets) => ({ function: tickets }) }));
    expect(journal.slice(-2)).to.deep.equal(["RemovePermission", "RemovePermission"]);
    expect(await permissionUrns()).to.deep.equal([]);
  });

  it("is one for all targets that take the function from the same Output", async () => {
    const journal = await journalOf(() => {
      const known = pulumi.output("live");
      const byOutput: Called = (_tickets, live) => ({ function: live, qualifier: known, permission: true });
      return singles({ first: byOutput, again: byOutput })();
    });
    expect(journal.filter((operation) => operation.endsWith("Permission"))).to.deep.equal(["AddPermission"]);
    expect(await permissionUrns()).to.deep.equal(["first"]);
  });

  it("is refused at preview if one for each target does not fit, with what to write", async () => {
    project.setProgram(
      grouped(targetNames(100), ({ arn }) => ({ function: pulumi.interpolate`${arn}`, permission: true })),
    );
    expect(await refusal(project.preview())).to.match(
      /the policy of arn:aws:lambda:us-east-1:123456789012:function:tickets-\w+ would have at least [\d,]+ bytes with \d+ permissions of this program, and Lambda allows 20,480.*write the function's resource, or its ARN as a plain text/s,
    );
  });
});

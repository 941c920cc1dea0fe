import { expect } from "chai";
import type { GatewaySettings } from "../../../provider/rules/components/gatewayCompatibility";
import { gatewayOutboundAuthProblems } from "../../../provider/rules/components/gatewayOutboundAuth";
import { outboundAuthProblems } from "../../../provider/rules/components/outboundAuth";
import { unknownValue } from "../../../provider/rules/core/values";
import { readTarget } from "../../../provider/rules/targets/target";
import { pathsOf, reasonsOf } from "../cases";

const search = { target: { type: "openApiSchema" }, credential: { type: "NONE" } };
const passthrough = { target: { type: "passthrough" }, credential: { type: "JWT_PASSTHROUGH" } };
const theirs = "arn:aws:lambda:us-east-1:210987654321:function:tickets";
const tickets = (permission: unknown) => ({
  target: { type: "lambda", function: theirs, permission },
  credential: { type: "GATEWAY_IAM_ROLE" },
});
const group = (targets: unknown, more: object = {}) => ({ gateway: unknownValue, targets, ...more });

/** Returns the problems of a group, with those of its targets and of its gateway. */
function problemsOfGroup(args: { gateway: unknown; targets: unknown }, settings: GatewaySettings = {}) {
  const problemsOf = ({ target, ...others }: Record<string, unknown>) =>
    outboundAuthProblems({ ...others, target: readTarget(target), gateway: args.gateway }, settings);
  const ofTarget = (key: string) => {
    const { movedFrom: _movedFrom, ...target } = (args.targets as Record<string, Record<string, unknown>>)[key] ?? {};
    return problemsOf(target);
  };
  return gatewayOutboundAuthProblems(args, ofTarget, problemsOf(search));
}

describe("rules of a group of targets", () => {
  for (const [name, args] of [
    ["no target at all", group({})],
    ["a function whose own policy gets a statement", group({ tickets: tickets(true) })],
    ["a function of another account, by its aws provider", group({ tickets: tickets({ provider: unknownValue }) })],
    [
      "the same for a role by its ARN",
      group({ tickets: tickets(true) }, { gateway: { name: "tools", role: "arn:aws:iam::123456789012:role/tools" } }),
    ],
  ] as const)
    it(`accept ${name}`, () => expect(problemsOfGroup(args)).to.deep.equal([]));

  it("tell once what is wrong with the gateway for several targets, as the group's", () => {
    const args = group(
      { one: tickets(true), two: tickets({ provider: unknownValue }), search },
      { gateway: { name: "tools", role: "tools", authorizerType: "JWT" } },
    );
    const problems = problemsOfGroup(args, { authorizerType: "JWT" });
    expect(pathsOf(problems)).to.deep.equal(["gateway.authorizerType", "gateway.role"]);
    expect(reasonsOf(problems)).to.match(/Write the role's ARN, or the aws\.iam\.Role\./);
  });

  it("tell of every target what does not go with what is known of the gateway", () => {
    const problems = problemsOfGroup(group({ one: passthrough, search, two: passthrough }), {
      authorizerType: "AWS_IAM",
    });
    expect(pathsOf(problems)).to.deep.equal(["targets.one.credential.type", "targets.two.credential.type"]);
  });

  for (const policyPath of ["agents", "/agents", "", "/a b/", "//", 7])
    it(`refuse ${JSON.stringify(policyPath)} for the path of policies`, () =>
      expect(pathsOf(problemsOfGroup(group({}, { policyPath })))).to.deep.equal(["policyPath"]));

  for (const policyPath of ["/", "/agents/", "/agents/of.team-1/", null, unknownValue])
    it(`accept ${String(policyPath)} for it`, () =>
      expect(problemsOfGroup(group({}, { policyPath }))).to.deep.equal([]));

  it("report two targets that were the same OutboundAuth", () => {
    const moved = { ...search, movedFrom: "search" };
    const problems = problemsOfGroup(group({ a: moved, "my target": moved, c: search }));
    expect(pathsOf(problems)).to.deep.equal([`targets["my target"].movedFrom`]);
    expect(reasonsOf(problems)).to.match(/^targets\.a is moved from the same OutboundAuth/);
  });

  it("write the paths of the group, also inside sentences", () => {
    const both = { ...tickets(true), target: { ...tickets(true).target, function: `${theirs}:live`, qualifier: "v2" } };
    const problems = problemsOfGroup(group({ "my target": both }));
    expect(pathsOf(problems)).to.deep.equal([`targets["my target"].target.qualifier`]);
    expect(reasonsOf(problems)).to.match(/at the end of the ARN in targets\["my target"\]\.target\.function\. Remove/);
  });

  it("tell what is wrong with each target at its place", () => {
    const problems = problemsOfGroup(
      group({ a: null, "my target": { ...search, gateway: unknownValue }, c: { ...search, movedFrom: 3 } }),
    );
    expect(pathsOf(problems)).to.deep.equal(["targets.a", `targets["my target"].gateway`, "targets.c.movedFrom"]);
  });
});

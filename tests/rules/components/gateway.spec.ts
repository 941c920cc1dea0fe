import { expect } from "chai";
import {
  bundleScopeProblems,
  executionRoleProblems,
  foreignRoleProblems,
  gatewayNameProblems,
  gatewayRoleProblems,
  gatewayScopeProblems,
  otherGatewayProblems,
  propagationLeft,
} from "../../../provider/rules/components/gateway";
import { unknownValue } from "../../../provider/rules/core/values";
import { itAccepts, itRejects, itRejectsValues, pathsOf, reasonsOf } from "../cases";

const scope = (region = "us-east-1", accountId = "123456789012") => ({ partition: "aws", region, accountId });

describe("A role, its bundles and its gateway", () => {
  it("may be in one account and Region", () => {
    expect(bundleScopeProblems(scope(), scope())).to.deep.equal([]);
    expect(gatewayScopeProblems(scope(), scope())).to.deep.equal([]);
  });

  for (const [name, other, where] of [
    ["Region", scope("eu-west-1"), "account 123456789012, Region eu-west-1"],
    ["account", scope("us-east-1", "210987654321"), "account 210987654321, Region us-east-1"],
  ] as const)
    it(`must not be in another ${name}, and the message names both`, () => {
      for (const [problems, path] of [
        [bundleScopeProblems(scope(), other), "gateway"],
        [gatewayScopeProblems(scope(), other), "gatewayIdentifier"],
      ] as const) {
        expect(pathsOf(problems)).to.deep.equal([path]);
        expect(reasonsOf(problems)).to.contain("account 123456789012, Region us-east-1").and.to.contain(where);
        expect(reasonsOf(problems)).to.match(/aws provider.*: \{ provider \}\.$/);
      }
    });

  it("have one name, in any letter case", () => {
    expect(otherGatewayProblems("Tools", "tools")).to.deep.equal([]);
    expect(reasonsOf(otherGatewayProblems("tools", "search"))).to.match(
      /the gateway is called "search", but the role in `gateway` is for a gateway called "tools"/,
    );
  });

  it("have a name without underscores, and the message says so", () => {
    expect(gatewayNameProblems("gatewayName", "my-tools")).to.deep.equal([]);
    expect(reasonsOf(gatewayNameProblems("gatewayName", "my_tools"))).to.contain('contains "_"');
  });
});

describe("The wait after a change of policies", () => {
  const now = Date.parse("2026-01-01T00:01:00Z");
  for (const { name, changedAt, wait, left } of [
    { name: "is fifteen seconds", changedAt: "2026-01-01T00:01:00Z", left: 15_000 },
    {
      name: "is what the program or the stack configuration says",
      changedAt: "2026-01-01T00:01:00Z",
      wait: "1m30s",
      left: 90_000,
    },
    { name: "is the rest of one that was interrupted", changedAt: "2026-01-01T00:00:50Z", wait: "30s", left: 20_000 },
    { name: "is over after its time", changedAt: "2026-01-01T00:00:20Z", wait: "30s", left: 0 },
    {
      name: "is not longer if the change is in the future",
      changedAt: "2027-01-01T00:00:00Z",
      wait: "30s",
      left: 30_000,
    },
    { name: "is none if it is switched off", changedAt: "2026-01-01T00:01:00Z", wait: "0s", left: 0 },
    { name: "is none if no policy changed", changedAt: undefined, wait: "30s", left: 0 },
  ])
    it(name, () => expect(propagationLeft(changedAt, wait, now)).to.equal(left));
});

describe("The role of a gateway that this package does not create", () => {
  const problemsOf = (role: unknown) => executionRoleProblems("gateway.role", role);

  itAccepts(problemsOf, [
    ["a name", "tools-role"],
    ["a name with every allowed character", "a_B9+=,.@-"],
    ["an ARN", "arn:aws:iam::123456789012:role/tools"],
    ["an ARN with a path, in another partition", "arn:aws-us-gov:iam::123456789012:role/agents/prod/tools"],
    ["an Output", unknownValue],
  ]);

  for (const [name, role, reason] of [
    ["an account", "arn:aws:iam::123456789012:root", /not the ARN of a role\. Write "arn:aws:iam::ACCOUNT:role\/NAME"/],
    ["a user", "arn:aws:iam::123456789012:user/x", /only a role/],
    ["a group", "arn:aws:iam::123456789012:group/x", /only a role/],
    ["a session", "arn:aws:sts::123456789012:assumed-role/tools/session", /only a role/],
    ["an instance profile", "arn:aws:iam::123456789012:instance-profile/tools", /only a role/],
    ["an ARN without a name", "arn:aws:iam::123456789012:role/agents/", /only a role/],
    ["an ARN without an account", "arn:aws:iam:::role/tools", /only a role/],
    ["an ARN with a Region", "arn:aws:iam:us-east-1:123456789012:role/tools", /only a role/],
    ["every role", "arn:aws:iam::123456789012:role/*", /must name one thing/],
    ["everyone", "*", /not allowed/],
    ["an account id, as policies accept it", "AWS:123456789012", /not allowed/],
    ["a path and a name", "agents/tools", /without a path, or write the role's ARN/],
    ["a name of 65 characters", "a".repeat(65), /65 characters/],
    ["a trailing newline", "arn:aws:iam::123456789012:role/tools\n", /only a role/],
  ] as const)
    it(`is not ${name}`, () => {
      expect(pathsOf(problemsOf(role))).to.deep.equal(["gateway.role"]);
      expect(reasonsOf(problemsOf(role))).to.match(reason);
    });

  it("is in the gateway's account and partition", () => {
    const problems = (role: string) => foreignRoleProblems("gateway.role", role, scope());
    expect(problems("tools")).to.deep.equal([]);
    expect(problems("arn:aws:iam::123456789012:role/tools")).to.deep.equal([]);
    for (const role of ["arn:aws:iam::210987654321:role/tools", "arn:aws-cn:iam::123456789012:role/tools"])
      expect(reasonsOf(problems(role))).to.match(
        /the role is in account \d+ \(aws[-cn]*\), but the gateway is in account 123456789012 \(aws\)\. Write a role/,
      );
  });
});

describe("The arguments of a GatewayRole", () => {
  itAccepts(gatewayRoleProblems, [
    ["a gateway's name", { gatewayName: "tools" }],
    ["48 letters with a hyphen after each", { gatewayName: "a-".repeat(48) }],
    ["a name that is an Output", { gatewayName: unknownValue }],
    [
      "the token vault's key and the gateway's settings",
      {
        gatewayName: "a",
        tokenVaultKeyArn: "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
        authorizerType: "CUSTOM_JWT",
        protocolType: "MCP",
      },
    ],
    [
      "every member",
      { gatewayName: "Tools-1", name: "r", path: "/a/", permissionsBoundary: "b", description: "d", tags: {} },
    ],
  ]);

  itRejectsValues(gatewayRoleProblems, "", {
    gatewayName: [
      ["null for the gateway", null, /missing/],
      ["an empty name", "", /0 characters/],
      ["a hyphen at the start", "-a", /single hyphens/],
      ["49 letters", "a".repeat(49), /48 at most/],
      ["a gateway's id pattern", "tools-??????????", /letters and digits/],
    ],
  });

  itRejectsValues((changes) => gatewayRoleProblems({ gatewayName: "a", ...changes }), "", {
    permissionBoundary: [["a misspelt member", "b", /permissionsBoundary/]],
    tokenVaultKeyArn: [["a wildcard for the token vault's key", "*", /must name one thing/]],
    authorizerType: [
      ["an authorizer that does not exist", "JWT", /one of "CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"/],
    ],
    inlinePolicies: [["a policy", [], /no such property/]],
  });

  itRejects(gatewayRoleProblems, "", [["no gateway", {}, "gatewayName", /missing/]]);
});

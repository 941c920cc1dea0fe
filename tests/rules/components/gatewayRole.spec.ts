import { expect } from "chai";
import { gatewayRoleProblems } from "../../../provider/rules/components/gateway";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

describe("The arguments of a GatewayRole", () => {
  for (const [name, args] of [
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
  ] as const)
    it(`accepts ${name}`, () => expect(gatewayRoleProblems(args)).to.deep.equal([]));

  for (const [name, args, path, says] of [
    ["no gateway", {}, "gatewayName", /missing/],
    ["null for the gateway", { gatewayName: null }, "gatewayName", /missing/],
    ["an empty name", { gatewayName: "" }, "gatewayName", /0 characters/],
    ["a hyphen at the start", { gatewayName: "-a" }, "gatewayName", /single hyphens/],
    ["49 letters", { gatewayName: "a".repeat(49) }, "gatewayName", /48 at most/],
    ["a gateway's id pattern", { gatewayName: "tools-??????????" }, "gatewayName", /letters and digits/],
    ["a misspelt member", { gatewayName: "a", permissionBoundary: "b" }, "permissionBoundary", /permissionsBoundary/],
    [
      "a wildcard for the token vault's key",
      { gatewayName: "a", tokenVaultKeyArn: "*" },
      "tokenVaultKeyArn",
      /must name one thing/,
    ],
    [
      "an authorizer that does not exist",
      { gatewayName: "a", authorizerType: "JWT" },
      "authorizerType",
      /one of "CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"/,
    ],
    ["a policy", { gatewayName: "a", inlinePolicies: [] }, "inlinePolicies", /no such property/],
  ] as const)
    it(`refuses ${name}`, () => {
      expect(pathsOf(gatewayRoleProblems(args))).to.deep.equal([path]);
      expect(reasonsOf(gatewayRoleProblems(args))).to.match(says);
    });
});

import { gatewayRoleProblems } from "../../../provider/rules/components/gateway";
import { unknownValue } from "../../../provider/rules/core/values";
import { itAccepts, itRejects, itRejectsValues } from "../cases";

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

  itRejectsValues(gatewayRoleProblems, {
    gatewayName: [
      ["null for the gateway", null, /missing/],
      ["an empty name", "", /0 characters/],
      ["a hyphen at the start", "-a", /single hyphens/],
      ["49 letters", "a".repeat(49), /48 at most/],
      ["a gateway's id pattern", "tools-??????????", /letters and digits/],
    ],
  });

  itRejectsValues((changes) => gatewayRoleProblems({ gatewayName: "a", ...changes }), {
    permissionBoundary: [["a misspelt member", "b", /permissionsBoundary/]],
    tokenVaultKeyArn: [["a wildcard for the token vault's key", "*", /must name one thing/]],
    authorizerType: [
      ["an authorizer that does not exist", "JWT", /one of "CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"/],
    ],
    inlinePolicies: [["a policy", [], /no such property/]],
  });

  itRejects(gatewayRoleProblems, [["no gateway", {}, "gatewayName", /missing/]]);
});

import { expect } from "chai";
import { gatewayRoleProblems } from "../../../provider/rules/components/gatewayRole";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

describe("rules of a gateway's role", () => {
  for (const { name, args } of [
    { name: "a gateway's name", args: { gatewayName: "tools" } },
    { name: "48 letters with a hyphen after each", args: { gatewayName: "a-".repeat(48) } },
    { name: "a name that is only known later", args: { gatewayName: unknownValue } },
    {
      name: "the token vault's key, and what the gateway is",
      args: {
        gatewayName: "a",
        tokenVaultKeyArn: "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
        authorizerType: "CUSTOM_JWT",
        protocolType: "MCP",
      },
    },
    {
      name: "every member",
      args: { gatewayName: "Tools-1", name: "r", path: "/a/", permissionsBoundary: "b", description: "d", tags: {} },
    },
  ])
    it(`accept ${name}`, () => expect(gatewayRoleProblems(args)).to.deep.equal([]));

  for (const { name, args, path, says } of [
    { name: "no gateway", args: {}, path: "gatewayName", says: /missing/ },
    { name: "null for the gateway", args: { gatewayName: null }, path: "gatewayName", says: /missing/ },
    { name: "an empty name", args: { gatewayName: "" }, path: "gatewayName", says: /0 characters/ },
    { name: "a hyphen at its beginning", args: { gatewayName: "-a" }, path: "gatewayName", says: /single hyphens/ },
    { name: "49 letters", args: { gatewayName: "a".repeat(49) }, path: "gatewayName", says: /48 at most/ },
    {
      name: "a gateway's id pattern",
      args: { gatewayName: "tools-??????????" },
      path: "gatewayName",
      says: /letters and digits/,
    },
    {
      name: "a misspelt member",
      args: { gatewayName: "a", permissionBoundary: "b" },
      path: "permissionBoundary",
      says: /permissionsBoundary/,
    },
    {
      name: "a star for the token vault's key",
      args: { gatewayName: "a", tokenVaultKeyArn: "*" },
      path: "tokenVaultKeyArn",
      says: /must name one thing/,
    },
    {
      name: "an authorizer that no gateway has",
      args: { gatewayName: "a", authorizerType: "JWT" },
      path: "authorizerType",
      says: /one of "CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"/,
    },
    {
      name: "a policy, which bundles write",
      args: { gatewayName: "a", inlinePolicies: [] },
      path: "inlinePolicies",
      says: /no such property/,
    },
  ])
    it(`refuse ${name}`, () => {
      expect(pathsOf(gatewayRoleProblems(args))).to.deep.equal([path]);
      expect(reasonsOf(gatewayRoleProblems(args))).to.match(says);
    });
});

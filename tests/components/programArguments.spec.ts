import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";

type Declare = (args: unknown) => unknown;

const declaring = {
  ApiKeyCredentialProvider: (args) => new agentcore.ApiKeyCredentialProvider("x", args as never),
  Oauth2CredentialProvider: (args) => new agentcore.Oauth2CredentialProvider("x", args as never),
  GatewayRole: (args) => new agentcore.GatewayRole("x", args as never),
  GatewayTarget: (args) => new agentcore.GatewayTarget("x", args as never),
  GatewayOutboundAuth: (args) => new agentcore.GatewayOutboundAuth("x", args as never),
  OutboundAuth: (args) => new agentcore.OutboundAuth("x", args as never),
} satisfies Record<string, Declare>;

const apiKey = { type: "API_KEY", credentialLocation: "HEADER", credentialParameterName: "X-Key" };
const target = { type: "openApiSchema" };
const gateway = { name: "tools", role: "tools" };
const later = { Output: pulumi.output("CANARY"), promise: Promise.resolve("CANARY") };

describe("Arguments of a bundle that must not be Outputs", () => {
  for (const [kind, value] of Object.entries(later)) {
    it(`include the gateway: ${kind}`, () =>
      expect(() => declaring.OutboundAuth({ gateway: value, target, credential: { ...apiKey, apiKey: "x" } })).to.throw(
        /^OutboundAuth "x" has 1 problem:\n {2}gateway: must not be an Output or a promise\. Write .*$/,
      ));

    it(`include an existing credential provider, also in a group: ${kind}`, () => {
      const credential = { ...apiKey, credentialProvider: value };
      const says = (path: string) => `${path}credential.credentialProvider: must not be an Output or a promise. Write`;
      expect(() => declaring.OutboundAuth({ gateway, target, credential })).to.throw(says("  "));
      expect(() => declaring.GatewayOutboundAuth({ gateway, targets: { a: { target, credential } } })).to.throw(
        says("  targets.a."),
      );
    });
  }

  it("do not include a GatewayRole as the role", () => {
    const role = Object.create(agentcore.GatewayRole.prototype) as agentcore.GatewayRole;
    expect(() =>
      declaring.OutboundAuth({ gateway: { name: "tools", role }, target, credential: { ...apiKey, apiKey: "x" } }),
    ).to.throw("  gateway.role: this is a GatewayRole, which already names its gateway. Write gateway: role.");
  });
});

describe("Arguments that a JavaScript program can write and that no check would read", () => {
  for (const [type, declare] of Object.entries(declaring) as [string, Declare][]) {
    for (const nothing of [undefined, null])
      it(`are refused by ${type}: ${String(nothing)}`, () =>
        expect(() => declare(nothing)).to.throw(`${type} "x" has 1 problem:\n  args: missing. Write an object`));

    it(`are refused by ${type}: a Map or a Set, with its path`, () =>
      expect(() => declare({ tags: new Map([["team", "CANARY"]]), list: [{ ofIt: new Set(["CANARY"]) }] })).to.throw(
        new RegExp(
          `^${type} "x" has 2 problems:\n  tags: .*Object\\.fromEntries.*\n  list\\[0\\]\\.ofIt: .*Array\\.from.*$`,
        ),
      ));
  }
});

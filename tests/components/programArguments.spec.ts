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

describe("What has to be there itself in the arguments of a bundle", () => {
  for (const [what, value] of Object.entries(later)) {
    it(`is the gateway: its ${what} is refused`, () =>
      expect(() => declaring.OutboundAuth({ gateway: value, target, credential: { ...apiKey, apiKey: "x" } })).to.throw(
        /^OutboundAuth "x" has 1 problem:\n {2}gateway: must not be an Output or a promise\. Write .*$/,
      ));

    it(`is a given credential provider: its ${what} is refused, in a group too`, () => {
      const credential = { ...apiKey, credentialProvider: value };
      const says = (path: string) => `${path}credential.credentialProvider: must not be an Output or a promise. Write`;
      expect(() => declaring.OutboundAuth({ gateway, target, credential })).to.throw(says("  "));
      expect(() => declaring.GatewayOutboundAuth({ gateway, targets: { a: { target, credential } } })).to.throw(
        says("  targets.a."),
      );
    });
  }

  it("is not a GatewayRole in the place of a role", () => {
    const role = Object.create(agentcore.GatewayRole.prototype) as agentcore.GatewayRole;
    expect(() =>
      declaring.OutboundAuth({ gateway: { name: "tools", role }, target, credential: { ...apiKey, apiKey: "x" } }),
    ).to.throw("  gateway.role: this is a GatewayRole, which already names its gateway. Write gateway: role.");
  });
});

describe("arguments that a JavaScript program can write and nobody would read", () => {
  for (const [type, declare] of Object.entries(declaring) as [string, Declare][]) {
    for (const nothing of [undefined, null])
      it(`are refused by ${type}: ${String(nothing)}`, () =>
        expect(() => declare(nothing)).to.throw(`${type} "x" has 1 problem:\n  args: missing. Write an object`));

    it(`are refused by ${type}: a Map or a Set, each at its place`, () =>
      expect(() => declare({ tags: new Map([["team", "CANARY"]]), list: [{ ofIt: new Set(["CANARY"]) }] })).to.throw(
        new RegExp(
          `^${type} "x" has 2 problems:\n  tags: .*Object\\.fromEntries.*\n  list\\[0\\]\\.ofIt: .*Array\\.from.*$`,
        ),
      ));
  }
});

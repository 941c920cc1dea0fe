import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { apiKey, openApi } from "./samples";

const types = [
  "ApiKeyCredentialProvider",
  "Oauth2CredentialProvider",
  "GatewayRole",
  "GatewayTarget",
  "GatewayOutboundAuth",
  "OutboundAuth",
] as const;

const declare = (type: (typeof types)[number], args: unknown) => () => {
  Reflect.construct(agentcore[type], ["x", args]);
};

const bundle = { target: openApi, credential: apiKey };
const gateway = { name: "tools", role: "tools" };
const later = { Output: pulumi.output("CANARY"), promise: Promise.resolve("CANARY") };

describe("Arguments of a bundle that must not be Outputs", () => {
  for (const [kind, value] of Object.entries(later)) {
    it(`include the gateway: ${kind}`, () =>
      expect(declare("OutboundAuth", { ...bundle, gateway: value })).to.throw(
        /^OutboundAuth "x" has 1 problem:\n {2}gateway: must not be an Output or a promise\. Write .*$/,
      ));

    it(`include an existing credential provider, also in a group: ${kind}`, () => {
      const target = { ...bundle, credential: { ...apiKey, apiKey: undefined, credentialProvider: value } };
      const says = (path: string) => `${path}credential.credentialProvider: must not be an Output or a promise. Write`;
      expect(declare("OutboundAuth", { gateway, ...target })).to.throw(says("  "));
      expect(declare("GatewayOutboundAuth", { gateway, targets: { a: target } })).to.throw(says("  targets.a."));
    });
  }

  it("do not include a GatewayRole as the role", () => {
    const role = Object.create(agentcore.GatewayRole.prototype) as agentcore.GatewayRole;
    expect(declare("OutboundAuth", { ...bundle, gateway: { name: "tools", role } })).to.throw(
      "  gateway.role: this is a GatewayRole, which already names its gateway. Write gateway: role.",
    );
  });
});

describe("Arguments that a JavaScript program can write and that no check would read", () => {
  for (const type of types) {
    for (const nothing of [undefined, null])
      it(`are refused by ${type}: ${String(nothing)}`, () =>
        expect(declare(type, nothing)).to.throw(`${type} "x" has 1 problem:\n  args: missing. Write an object`));

    it(`are refused by ${type}: a Map or a Set, with its path`, () =>
      expect(declare(type, { tags: new Map([["team", "CANARY"]]), list: [{ ofIt: new Set(["CANARY"]) }] })).to.throw(
        new RegExp(
          `^${type} "x" has 2 problems:\n  tags: .*Object\\.fromEntries.*\n  list\\[0\\]\\.ofIt: .*Array\\.from.*$`,
        ),
      ));
  }
});

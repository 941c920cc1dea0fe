import { expect } from "chai";
import * as agentcore from "../../provider/index";

type Declare = (args: unknown) => unknown;

const declaring = {
  ApiKeyCredentialProvider: (args) => new agentcore.ApiKeyCredentialProvider("x", args as never),
  Oauth2CredentialProvider: (args) => new agentcore.Oauth2CredentialProvider("x", args as never),
  GatewayRole: (args) => new agentcore.GatewayRole("x", args as never),
  GatewayTarget: (args) => new agentcore.GatewayTarget("x", args as never),
  GatewayOutboundAuth: (args) => new agentcore.GatewayOutboundAuth("x", args as never),
  OutboundAuth: (args) => new agentcore.OutboundAuth("x", args as never),
} satisfies Record<string, Declare>;

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

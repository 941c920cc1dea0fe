import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { runProgram } from "./runProgram";
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
    const members = { roleName: { value: "tools", enumerable: true } };
    const role = Object.create(agentcore.GatewayRole.prototype, members) as agentcore.GatewayRole;
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

    it(`are refused by ${type}: objects that Pulumi cannot send, with their paths`, () => {
      const self: Record<string, unknown> = {};
      self.self = self;
      const args = { tags: Object.create(null) as object, list: [new Date(), /CANARY/], self, call: () => "CANARY" };
      expect(declare(type, args)).to.throw(
        new RegExp(
          `^${type} "x" has 5 problems:\n  tags: .*Write a copy: { \\.\\.\\.object }\\.\n  list\\[0\\]: .*of a class.*\n  list\\[1\\]: .*\n  self\\.self: contains itself.*\n  call: must be a value, not a function.*$`,
        ),
      );
      expect(declare(type, Object.create(null))).to.throw("  args: must be an object literal; this object has no");
    });
  }
});

describe("Arguments that a JavaScript program can write in another form", () => {
  class Tags {
    team = "a";
  }
  const frozen = Object.freeze({ apiKey: "secret-value", tags: Object.freeze({ team: "a" }) });
  for (const [form, args] of Object.entries({
    "frozen objects": frozen,
    "an object of a class": { ...frozen, tags: new Tags() as unknown as Record<string, string> },
    "a Proxy": new Proxy({ ...frozen, tags: new Proxy({ team: "a" }, {}) }, {}),
    "members that are undefined": {
      ...frozen,
      name: undefined,
      tags: { team: "a", cost: undefined as unknown as string },
    },
  }))
    it(`have the same result: ${form}`, async () => {
      const { registered, errors } = await runProgram(() => {
        new agentcore.ApiKeyCredentialProvider("search", args);
      });
      expect(errors).to.deep.equal([]);
      const search = registered.find(({ name }) => name === "search");
      expect((search?.inputs as { tags: unknown }).tags).to.deep.equal({ team: "a" });
    });
});

describe("A problem of a value that is known later", () => {
  it("is the message alone, without the properties that the SDK serialized", async () => {
    const secretId = pulumi.output(Promise.resolve("search-key"));
    const { errors } = await runProgram(() => {
      const credential = { ...apiKey, apiKey: agentcore.fromSecretsManager({ secretId, jsonKey: "key" }) };
      new agentcore.OutboundAuth("search", { gateway, target: openApi, credential });
    });
    expect(errors).to.deep.equal([
      'OutboundAuth "search" has 1 problem:\n  credential.apiKey.secretId: permissions need the full ARN of the secret, not its name. Write the ARN.\nThis is a unit test: values of resources are those that newResource of the mocks returns (docs/how-to/test-your-stack.md).',
    ]);
  });
});

describe("The stack traces of a program", () => {
  for (const [event, name] of [
    ["is created", "search"],
    ["is refused by the SDK", ""],
  ] as const)
    it(`are as long as before after a credential provider ${event}`, async () => {
      const { stackTraceLimit } = Error;
      const limits: number[] = [];
      await runProgram(() => {
        const discovery = {
          oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
        };
        const client = { vendor: "CustomOauth2", clientId: "client", clientSecret: "secret", ...discovery } as const;
        for (const create of [
          () => new agentcore.ApiKeyCredentialProvider(name, { apiKey: "secret" }),
          () => new agentcore.Oauth2CredentialProvider(name, client),
        ]) {
          if (name === "") expect(create).to.throw("Missing resource name argument");
          else create();
          limits.push(Error.stackTraceLimit);
        }
      });
      expect(limits).to.deep.equal([stackTraceLimit, stackTraceLimit]);
    });
});

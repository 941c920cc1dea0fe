import { expect } from "chai";
import { createPicture } from "../../../provider/report/changes/picture";
import type { Picture, PictureEdge, PictureNode } from "../../../provider/report/model";
import { preview, same, urnOf, type StepArgs } from "../previews";

const account = "us-east-1:123456789012";
const vault = `arn:aws:bedrock-agentcore:${account}:token-vault/default`;
const keyArn = (name: string) => `${vault}/apikeycredentialprovider/${name}`;
const clientArn = (name: string) => `${vault}/oauth2credentialprovider/${name}`;

const gateway: StepArgs = {
  type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  name: "tools",
  id: "tools-1234567890",
  ...same({ name: "tools" }),
};
const newGateway: StepArgs = { ...gateway, before: undefined };

type Sides = Pick<StepArgs, "op" | "before" | "after" | "changed" | "parent" | "propertyDependencies">;

const apiKey = (name: string, sides: Sides): StepArgs => ({
  type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider",
  name,
  ...sides,
});

const oauthClient = (name: string, sides: Sides): StepArgs => ({
  type: "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider",
  name,
  ...sides,
});

const key = (name: string, others: object = { apiKey: "[secret]" }) => ({
  name,
  credentialProviderArn: keyArn(name),
  ...others,
});
const fromEnv = (env: string) => ({ apiKeyFrom: { env }, apiKeyFingerprint: "[secret]" });

const target = (name: string, sides: Sides, on: StepArgs = gateway): StepArgs => ({
  type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  name,
  ...sides,
  propertyDependencies: { gatewayIdentifier: [on], ...sides.propertyDependencies },
});

const configuration = (name: string, arn: string) => ({
  name,
  credentialProviderConfiguration: { apiKey: { providerArn: arn } },
});
const calling = (name: string, lambdaArn: string) => ({
  name,
  credentialProviderConfiguration: { gatewayIamRole: {} },
  targetConfiguration: { mcp: { lambda: { lambdaArn } } },
});

const symbols: Record<PictureNode["change"], string> = {
  new: "+",
  changed: "~",
  replaced: "±",
  deleted: "-",
  unchanged: "",
};
const arrows: Record<PictureEdge["change"], string> = { new: "=>", deleted: "-x", unchanged: "->" };

/** Returns arrows as lines with `+`, `~`, `±` and `-` at what changes, and nodes without an arrow. */
function linesOf({ nodes, edges }: Picture): string[] {
  const texts = new Map(nodes.map(({ id, label, change }) => [id, `${symbols[change]}${label}`]));
  const connected = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return [
    ...edges.map(({ from, to, change }) => `${texts.get(from)} ${arrows[change]} ${texts.get(to)}`),
    ...nodes.filter(({ id }) => !connected.has(id)).map(({ id }) => `${texts.get(id)}`),
  ];
}

interface Case {
  readonly name: string;
  readonly steps: readonly StepArgs[];
  readonly lines: readonly string[];
}

const search = apiKey("search", same(key("search-1")));
const old = apiKey("old", same(key("old-1")));
const orders: StepArgs = {
  type: "aws:lambda/function:Function",
  name: "orders",
  after: { name: "orders-b19b4a6", __defaults: ["name"] },
};
const group: StepArgs = { type: "agentcore:index:GatewayOutboundAuth", name: "shops", ...same({}) };
const bundle: StepArgs = { type: "agentcore:index:OutboundAuth", name: "shops-one", parent: group, ...same({}) };

const cases: readonly Case[] = [
  {
    name: "a new target with a key from the environment",
    steps: [
      newGateway,
      apiKey("search", { after: key("search-1", fromEnv("SEARCH_KEY")) }),
      target("search", { after: configuration("search", keyArn("search-1")) }, newGateway),
    ],
    lines: ["+gateway tools => +search", "+search => +API key search-1", "+API key search-1 => +env SEARCH_KEY"],
  },
  {
    name: "a key that rotates under a target that stays",
    steps: [
      gateway,
      apiKey("search", {
        before: key("search-1"),
        after: key("search-1", { apiKey: "[secret]" }),
        op: "update",
        changed: ["apiKey"],
      }),
      target("search", { ...same(configuration("search", keyArn("search-1"))) }),
    ],
    lines: [
      "gateway tools -> search",
      "search -> ~API key search-1",
      "~API key search-1 -> ~secret in the token vault",
    ],
  },
  {
    name: "an OAuth client of another vendor, which is replaced",
    steps: [
      gateway,
      oauthClient("crm", {
        op: "replace",
        before: {
          name: "crm-1",
          vendor: "SalesforceOauth2",
          credentialProviderArn: clientArn("crm-1"),
          clientSecret: "[secret]",
        },
        after: {
          name: "crm-2",
          vendor: "SpotifyOauth2",
          credentialProviderArn: clientArn("crm-2"),
          clientSecret: "[secret]",
        },
      }),
      target("crm", {
        before: { name: "crm", credentialProviderConfiguration: { oauth: { providerArn: clientArn("crm-1") } } },
        after: { name: "crm", credentialProviderConfiguration: { oauth: { providerArn: clientArn("crm-2") } } },
      }),
    ],
    lines: [
      "gateway tools -> ~crm",
      "~crm -> ±SpotifyOauth2 client crm-2",
      "±SpotifyOauth2 client crm-2 -> ±secret in the token vault",
    ],
  },
  {
    name: "a deleted target with its provider",
    steps: [
      gateway,
      apiKey("news", { before: key("news-1") }),
      target("news", { before: configuration("news", keyArn("news-1")) }),
    ],
    lines: ["gateway tools -x -news", "-news -x -API key news-1", "-API key news-1 -x -secret in the token vault"],
  },
  {
    name: "a target that moves to another provider",
    steps: [
      gateway,
      search,
      old,
      target("search", {
        before: configuration("search", keyArn("old-1")),
        after: configuration("search", keyArn("search-1")),
      }),
    ],
    lines: [
      "gateway tools -> ~search",
      "~search -x API key old-1",
      "API key old-1 -> secret in the token vault",
      "~search => API key search-1",
      "API key search-1 -> secret in the token vault",
    ],
  },
  {
    name: "a provider whose ARN is not known yet",
    steps: [
      gateway,
      search,
      target("search", {
        after: { name: "search", credentialProviderConfiguration: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
        propertyDependencies: { credentialProviderConfiguration: [search] },
      }),
    ],
    lines: ["gateway tools => +search", "+search => API key search-1", "API key search-1 -> secret in the token vault"],
  },
  {
    name: "a key that comes from Secrets Manager instead of the program",
    steps: [
      gateway,
      apiKey("search", {
        before: key("search-1"),
        after: key("search-1", {
          apiKeyFrom: { secretId: `arn:aws:secretsmanager:${account}:secret:shop/keys-a1B2c3`, jsonKey: "search" },
        }),
      }),
      target("search", { ...same(configuration("search", keyArn("search-1"))) }),
    ],
    lines: [
      "gateway tools -> search",
      "search -> ~API key search-1",
      "~API key search-1 -x -secret in the token vault",
      "~API key search-1 => +Secrets Manager shop/keys-a1B2c3 search",
    ],
  },
  {
    name: "two providers with the same variable",
    steps: [
      apiKey("one", { ...same(key("one-1", fromEnv("SHARED_KEY"))) }),
      apiKey("two", { after: key("two-1", fromEnv("SHARED_KEY")) }),
    ],
    lines: ["API key one-1 -> env SHARED_KEY", "+API key two-1 => env SHARED_KEY"],
  },
  {
    name: "a provider of another stack",
    steps: [gateway, target("search", { after: configuration("search", keyArn("shared")) })],
    lines: ["gateway tools => +search", "+search => existing provider shared"],
  },
  {
    name: "a gateway of another stack",
    steps: [
      {
        ...target("search", { after: { ...configuration("search", keyArn("shared")), gatewayIdentifier: "other-1" } }),
        propertyDependencies: {},
      },
    ],
    lines: ["gateway other-1 => +search", "+search => existing provider shared"],
  },
  {
    name: "a function that is new",
    steps: [
      gateway,
      orders,
      target("orders", {
        after: calling("orders", `arn:aws:lambda:${account}:function:orders-b19b4a6`),
        propertyDependencies: { targetConfiguration: [orders] },
      }),
    ],
    lines: ["gateway tools => +orders", "+orders => +Lambda function orders-[new]"],
  },
  {
    name: "a function whose ARN is not known yet",
    steps: [
      gateway,
      { ...orders, after: {} },
      target("orders", {
        after: calling("orders", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
        propertyDependencies: { targetConfiguration: [orders] },
      }),
    ],
    lines: ["gateway tools => +orders", "+orders => +Lambda function orders"],
  },
  {
    name: "a function of another stack",
    steps: [
      gateway,
      target("orders", { ...same(calling("orders", `arn:aws:lambda:${account}:function:orders:live`)) }),
    ],
    lines: ["gateway tools -> orders", "orders -> Lambda function orders"],
  },
  {
    name: "a bundle without a target, and a provider that nothing uses",
    steps: [
      bundle,
      apiKey("one", { ...same(key("one-1")), parent: bundle }),
      apiKey("two", { ...same({ name: "two-1" }) }),
    ],
    lines: ["shops-one -> API key one-1", "API key one-1 -> secret in the token vault", "API key two-1"],
  },
];

describe("the picture of a preview", () => {
  for (const { name, steps, lines } of cases)
    it(`shows ${name}`, () => {
      expect(linesOf(createPicture(preview(steps)))).to.deep.equal(lines);
    });

  it("names the GatewayOutboundAuth of a target", () => {
    const provider = apiKey("one", { ...same(key("one-1")), parent: bundle });
    const steps = [gateway, group, bundle, provider, target("one", { ...same(configuration("one", keyArn("one-1"))) })];
    const { nodes } = createPicture(preview(steps));
    expect(nodes.find(({ kind }) => kind === "target")).to.include({ label: "one", group: "shops" });
  });

  it("shows changed targets first, then by name", () => {
    const steps = ["c", "b", "a"].map((name) => target(name, { ...same({ name }) }));
    const added = ["e", "d"].map((name) => target(name, { after: { name } }));
    const gone = target("f", { before: { name: "f" } });
    const { nodes } = createPicture(preview([gateway, ...steps, gone, ...added]));
    expect(nodes.map(({ label }) => label).join(" ")).to.equal("gateway tools d e f a b c");
  });

  it("does not depend on the order of the steps", () => {
    const steps = [gateway, search, old, target("search", { ...same(configuration("search", keyArn("search-1"))) })];
    const picture = createPicture(preview(steps));
    expect(createPicture(preview([...steps].reverse()))).to.deep.equal(picture);
  });

  it("contains no values of other properties", () => {
    const others = {
      apiKey: "CANARY-key",
      tags: { note: "CANARY-tag" },
      description: "CANARY-text",
      tokenEndpoint: "https://CANARY",
    };
    const steps = [
      { ...gateway, ...same({ ...others, name: "tools" }) },
      apiKey("search", { after: key("search-1", others) }),
      target("search", { after: { ...others, ...configuration("search", keyArn("search-1")) } }),
    ];
    expect(JSON.stringify(createPicture(preview(steps)))).to.not.contain("CANARY");
  });

  it("is empty if the preview failed", () => {
    const failed = preview([gateway, search], {
      diagnostics: [{ severity: "error", message: "no", urn: urnOf(search) }],
    });
    expect(createPicture(failed)).to.deep.equal({ nodes: [], edges: [] });
  });
});

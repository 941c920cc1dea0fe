import { expect } from "chai";
import type { ResourceChange } from "../../../provider/report/preview/preview";
import { readPreview } from "../../../provider/report/preview/readPreview";
import { preview, previewText, urnOf, type StepArgs } from "../previews";

const bundle: StepArgs = { type: "agentcore:index:OutboundAuth", name: "search", before: {}, after: {} };
const policy: StepArgs = {
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "search",
  parent: bundle,
  before: { policy: "old", role: "tools" },
  after: { policy: "new", role: "tools" },
};
const { before: _before, ...newPolicy } = policy;
const { after: _after, ...oldPolicy } = policy;
const unchanged: StepArgs = { ...policy, after: policy.before };
const refresh: StepArgs = { ...unchanged, op: "refresh", newState: { id: "search-id" } };

const codesOf = ({ missing }: ReturnType<typeof preview>) => missing.map(({ code }) => code);

/** Returns the resource of the last step. */
function resourceOf(...steps: readonly StepArgs[]): ResourceChange {
  const last = steps.at(-1);
  const found = preview(steps).resources.filter(({ urn }) => last !== undefined && urn === urnOf(last));
  expect(found).to.have.lengthOf(1);
  return found[0] as ResourceChange;
}

describe("A resource of a preview", () => {
  for (const [title, steps, operation, before, after] of [
    ["create", [newPolicy], "create", undefined, "new"],
    ["update", [policy], "update", "old", "new"],
    ["delete", [oldPolicy], "delete", "old", undefined],
    ["same", [unchanged], "same", "old", "old"],
    ["import", [{ ...newPolicy, op: "import" }], "import", undefined, "new"],
    ["replace", [{ ...policy, op: "replace" }], "replace", "old", "new"],
    ["read, which changes nothing", [{ ...newPolicy, op: "read" }], "read", "new", "new"],
    ["discard", [{ ...oldPolicy, op: "discard" }], "delete", "old", undefined],
    [
      "replace in three steps",
      [
        { ...policy, op: "create-replacement" },
        { ...policy, op: "replace" },
        { ...oldPolicy, op: "delete-replaced" },
      ],
      "replace",
      "old",
      "new",
    ],
    [
      "replace, with the deletion first",
      [
        { ...oldPolicy, op: "delete-replaced" },
        { ...policy, op: "replace" },
        { ...policy, op: "create-replacement" },
      ],
      "replace",
      "old",
      "new",
    ],
    [
      "replace of a resource that is deleted before its replacement exists",
      [{ ...policy, op: "replace", oldState: { pendingReplacement: true } }],
      "replace",
      "old",
      "new",
    ],
    [
      "replace of a resource that is already deleted",
      [
        { ...oldPolicy, op: "remove-pending-replace", oldState: { pendingReplacement: true } },
        { ...policy, op: "create-replacement", oldState: { pendingReplacement: true } },
      ],
      "create",
      undefined,
      "new",
    ],
    [
      "same, with an old copy that is to be deleted",
      [unchanged, { ...oldPolicy, op: "delete-replaced", before: { policy: "older" }, oldState: { delete: true } }],
      "same",
      "old",
      "old",
    ],
    ["refresh alone", [refresh], "same", "old", "old"],
    ["refresh and update", [refresh, policy], "update", "old", "new"],
    ["an unknown operation", [{ ...policy, op: "rename" }], "update", "old", "new"],
    ["an unknown operation without a state before", [{ ...newPolicy, op: "rename" }], "create", undefined, "new"],
    ["an unknown operation without a state after", [{ ...oldPolicy, op: "rename" }], "delete", "old", undefined],
  ] as [string, StepArgs[], string, string | undefined, string | undefined][])
    it(`has its states before and after the change: ${title}`, () => {
      const found = resourceOf(...steps);
      expect(found.operation).to.equal(operation);
      expect(found.before?.properties.policy).to.equal(before);
      expect(found.after?.properties.policy).to.equal(after);
      expect(found.before !== undefined).to.equal(before !== undefined);
      expect(found.after !== undefined).to.equal(after !== undefined);
    });

  it("has type, logical name and parent", () => {
    const found = resourceOf({ ...policy, name: "a::b$c" });
    expect(found).to.include({ type: "aws:iam/rolePolicy:RolePolicy", name: "a::b$c", parent: urnOf(bundle) });
  });

  it("has the outputs that a change keeps, and not those of properties that go", () => {
    const args = { before: { policy: "old", path: "/" }, after: { policy: "new" } };
    const oldState = { outputs: { policy: "read", path: "/", arn: "arn:1" } };
    expect(resourceOf({ ...policy, ...args, oldState })).to.deep.include({
      before: { ...stateOf({ policy: "read", path: "/", arn: "arn:1" }), id: "search-id" },
      after: { ...stateOf({ policy: "new", arn: "arn:1" }), id: "search-id" },
    });
    const same = resourceOf({ ...policy, ...args, oldState, op: "same" });
    expect(same.after?.properties).to.deep.equal({ policy: "new", path: "/", arn: "arn:1" });
    const replaced = resourceOf({ ...policy, ...args, oldState, op: "replace", newState: { outputs: { arn: "x" } } });
    expect(replaced.after).to.deep.equal({ ...stateOf({ policy: "new" }), id: undefined });
  });

  it("has no members that only Pulumi reads, and no ciphertext", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
    const found = resourceOf({
      ...newPolicy,
      after: { __defaults: [], __provider: "code", policy: [secret, 1, null] },
    });
    expect(found.after?.properties).to.deep.equal({ policy: ["[secret]", 1, null] });
  });

  it("has its dependencies, by the URNs of today", () => {
    const moved = { ...unchanged, name: "renamed", oldState: { urn: urnOf(policy) } };
    const target = { type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget", name: "search" };
    const needs = { dependencies: [policy], propertyDependencies: { name: [policy] }, parent: policy };
    const found = resourceOf(moved, { ...target, ...needs, before: { name: "a" } });
    expect(found.parent).to.equal(urnOf(moved));
    expect(found.before?.dependencies).to.deep.equal([urnOf(moved)]);
    expect(found.before?.propertyDependencies).to.deep.equal({ name: [urnOf(moved)] });
  });

  for (const [title, step, expected] of [
    ["Pulumi's reasons", { changed: ["tags", "policy", "tags"] }, ["policy", "tags"]],
    ["its inputs, without a reason", {}, ["policy"]],
    ["its inputs, without the reason of --replace", { op: "replace", changed: ["id"] }, ["policy"]],
    ["nothing, without a change", { op: "same", changed: ["policy"] }, []],
    ["nothing, for Pulumi's own members", { changed: ["__provider"] }, []],
  ] as [string, Partial<StepArgs>, string[]][])
    it(`names the properties that change, from ${title}`, () => {
      expect(resourceOf({ ...policy, ...step }).changedProperties).to.deep.equal(expected);
    });

  it("names the properties that change, from the paths of their members", () => {
    const step = { op: "update", urn: urnOf(policy), oldState: {}, newState: {} };
    const detailedDiff = { "tags.a": {}, 'policy["x.y"][0]': {}, '["a.b"].c': {}, 'tags["]"]': {} };
    const text = JSON.stringify({ steps: [{ ...step, detailedDiff }], changeSummary: { update: 1 } });
    const stack = JSON.stringify({ op: "same", urn: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod" });
    const [found] = readPreview(text.replace('"steps":[', `"steps":[${stack},`)).resources;
    expect(found?.changedProperties).to.deep.equal(["a.b", "policy", "tags"]);
  });

  it("has its place and its dependencies in the order of URNs: Pulumi's order changes", () => {
    const dependencies = ["urn:pulumi:prod::shop::b", "urn:pulumi:prod::shop::B", "urn:pulumi:prod::shop::a"];
    const found = resourceOf({ ...policy, dependencies, propertyDependencies: { role: dependencies } });
    const sorted = ["urn:pulumi:prod::shop::B", "urn:pulumi:prod::shop::a", "urn:pulumi:prod::shop::b"];
    for (const state of [found.before, found.after])
      expect(state).to.deep.include({ dependencies: sorted, propertyDependencies: { role: sorted } });
    const other: StepArgs = { ...bundle, name: "crm" };
    expect(preview([policy, bundle, other]).resources).to.deep.equal(preview([other, bundle, policy]).resources);
  });

  it("stays in AWS if Pulumi retains it", () => {
    const retained = { oldState: { retainOnDelete: true } };
    expect(resourceOf({ ...oldPolicy, ...retained }).retained).to.equal(true);
    expect(resourceOf({ ...policy, ...retained, op: "replace" }).retained).to.equal(true);
    expect(resourceOf({ ...oldPolicy, op: "discard" }).retained).to.equal(true);
    expect(resourceOf({ ...oldPolicy, newState: { retainOnDelete: true } }).retained).to.equal(false);
  });
});

describe("A preview that shows a part", () => {
  it("says that unchanged resources are missing", () => {
    expect(codesOf(preview([unchanged]))).to.deep.equal([]);
    expect(codesOf(preview([policy], { changeSummary: { same: 2, update: 1 } }))).to.deep.equal(["unchangedResources"]);
  });

  it("says which operations it does not know, and reads their resources", () => {
    const { missing, resources } = preview([
      { ...policy, op: "rename" },
      { ...policy, name: "b", op: "toString" },
    ]);
    expect(missing).to.deep.equal([
      {
        code: "unknownOperation",
        text: [
          "The preview has operations that this version does not know: ",
          { code: "rename" },
          ", ",
          { code: "toString" },
          ". Install a newer version.",
        ],
      },
    ]);
    expect(resources).to.have.lengthOf(3);
  });

  describe("because of --target", () => {
    const leftOut = { op: "same", before: {}, oldState: { id: undefined, inputs: undefined, created: undefined } };
    const newBundle = { ...bundle, name: "new", oldState: { created: undefined } };
    const child = { ...policy, ...leftOut, name: "new", parent: newBundle };

    it("has no resources that do not exist", () => {
      const found = preview([bundle, newBundle, child, { ...child, name: "other" }, unchanged]);
      expect(found.resources.map(({ name }) => name)).to.deep.equal(["search", "search", "shop-prod"]);
      expect(codesOf(found)).to.deep.equal(["targeted"]);
    });

    it("has components that exist without a child", () => {
      expect(preview([{ ...newBundle, oldState: {} }, child]).resources.map(({ name }) => name)).to.include("new");
    });

    it("has a new component with a child that is created", () => {
      const { resources } = preview([
        { ...bundle, name: "new", op: "create" },
        child,
        { ...newPolicy, parent: newBundle },
      ]);
      expect(resources.map(({ name }) => name)).to.deep.equal(["search", "new", "shop-prod"]);
    });

    it("says so also if everything exists", () => {
      const kept = { ...unchanged, newState: { outputs: { policy: "old" } } };
      expect(codesOf(preview([kept]))).to.deep.equal(["targeted"]);
      // Pulumi may have copied both from the state already.
      expect(codesOf(preview([{ ...kept, newState: { id: "search-id", outputs: {} } }]))).to.deep.equal([]);
    });
  });

  describe("with --refresh", () => {
    const stack: StepArgs = { type: "pulumi:pulumi:Stack", name: "shop-prod", before: {}, after: {} };
    /** Steps of the refresh come before that of the stack. */
    const readAfter = (refreshed: StepArgs[], steps: StepArgs[]) => {
      const document = JSON.parse(previewText([...refreshed, stack, ...steps])) as { steps: object[] };
      return readPreview(JSON.stringify({ ...document, steps: document.steps.slice(1) })).resources.find(
        ({ urn }) => urn === urnOf(policy),
      );
    };
    const drifted = {
      ...policy,
      after: { policy: "drifted" },
      newState: { id: "search-id", outputs: { policy: "drifted" } },
    };

    it("compares with what another tool changed", () => {
      const found = readAfter([drifted], [policy]);
      expect(found?.operation).to.equal("update");
      expect(found?.before?.properties.policy).to.equal("drifted");
      expect(found?.after?.properties.policy).to.equal("new");
    });

    it("creates again what another tool deleted", () => {
      const found = readAfter([oldPolicy], [newPolicy]);
      expect(found).to.include({ operation: "create", before: undefined });
    });

    it("does not take a change of another tool for one of the program", () => {
      const found = readAfter([drifted], []);
      expect(found?.operation).to.equal("same");
      expect(found?.before?.properties).to.deep.equal({ policy: "drifted" });
    });

    it("leaves out what another tool deleted and the program does not declare", () => {
      expect(readAfter([oldPolicy], [])).to.equal(undefined);
    });
  });
});

describe("An automatic name", () => {
  const declared = (name: string, more: Partial<StepArgs> & { after?: Record<string, unknown> } = {}): StepArgs => ({
    type: "aws:lambda/function:Function",
    name: "orders",
    ...more,
    after: { __defaults: ["name"], name, ...more.after },
  });
  const orders = declared("orders-b19b4a6");

  /** Returns a text of another resource after the change. */
  const shown = (text: string, ...steps: StepArgs[]) =>
    resourceOf(...steps, { ...newPolicy, name: "z", after: { policy: { deep: [text] } } }).after?.properties.policy;
  const reads = (text: string, expected: string, ...steps: StepArgs[]) =>
    expect(shown(text, ...steps)).to.deep.equal({ deep: [expected] });

  it("of a new resource reads [new] in every text", () => {
    expect(resourceOf(orders).after?.properties.name).to.equal("orders-[new]");
    const arn = "arn:aws:lambda:us-east-1:123456789012:function:orders-b19b4a6";
    reads(`["${arn}","${arn}:*"]`, `["${arn}","${arn}:*"]`.replaceAll("b19b4a6", "[new]"), orders);
    reads("agentcore-orders-b19b4a6-", "agentcore-orders-[new]-", orders);
    reads("orders-b19b4a6.example.com", "orders-[new].example.com", orders);
  });

  for (const text of ["orders-b19b4a6x", "xorders-b19b4a6", "orders-b19b4a60", "other-b19b4a6", "b19b4a6"])
    it(`is not replaced in ${text}`, () => {
      reads(text, text, orders);
    });

  it("of a replaced resource is new after the change only", () => {
    const before = { name: "orders-1111111", __defaults: ["name"] };
    const found = resourceOf({ ...declared("orders-2222222"), before, op: "replace" });
    expect(found.before?.properties.name).to.equal("orders-1111111");
    expect(found.after?.properties.name).to.equal("orders-[new]");
  });

  for (const [title, step] of [
    ["of an unchanged resource", { ...orders, before: orders.after }],
    ["that a replacement keeps", { ...orders, before: orders.after, op: "replace" }],
    ["that the program chose", declared("orders-b19b4a6", { after: { __defaults: [] } })],
    ["without random digits", declared("orders")],
  ] as [string, StepArgs][])
    it(`stays if it is one ${title}`, () => {
      reads("orders-b19b4a6", "orders-b19b4a6", step);
      expect(resourceOf(step).after?.properties.name).to.match(/^orders(-b19b4a6)?$/);
    });

  it("has a number if another resource of the type has the same beginning", () => {
    const second = declared("orders-c7777777", { parent: bundle });
    const role = declared("orders-d959d46", { type: "aws:iam/role:Role" });
    const all = "orders-b19b4a6 orders-c7777777 orders-d959d46";
    for (const steps of [
      [orders, bundle, second, role],
      [role, bundle, second, orders],
    ])
      reads(all, "orders-[new 2] orders-[new] orders-[new]", ...steps);
  });

  it("can have an ending, other properties and another number of digits", () => {
    reads("orders-b19b4a6.fifo", "orders-[new].fifo", declared("orders-b19b4a6.fifo"));
    const bucket = { after: { __defaults: ["bucket"], bucket: "orders-0123456789ab" } };
    reads("orders-0123456789ab", "orders-[new]", declared("x", { ...bucket, name: "Orders" }));
  });
});

describe("The line of a resource", () => {
  const lineOf = (...steps: StepArgs[]) => resourceOf(...steps).source;
  const at = (path: string, line = 49, column = 16) => ({ path, line, column });
  const inPackage = "node_modules/pulumi-agentcore-outbound-auth/dist/provider/index.js#3912,12";

  for (const [position, expected] of [
    ["index.ts#49,16", at("index.ts")],
    ["index.ts#49", at("index.ts", 49, 1)],
    ["src/my%20file%23.ts#49,16", at("src/my file#.ts")],
    ["100%.ts#49,16", at("100%.ts")],
    ["src\\a\\..\\index.ts#49,16", at("src/index.ts")],
    ["./src//index.ts#49,16", at("src/index.ts")],
    ["../shared/index.ts#49,16", at("../shared/index.ts")],
    ["a/../../shared/index.ts#49,16", at("../shared/index.ts")],
    [inPackage, undefined],
    ["../../node_modules/.pnpm/a@1/node_modules/a/index.js#1,1", undefined],
    ["C:/shop/index.ts#49,16", undefined],
    ["/etc/passwd#1,1", undefined],
    ["index.ts", undefined],
    ["index.ts#x,1", undefined],
    ["#1,1", undefined],
  ] as [string, object | undefined][])
    it(`of project:///${position} is ${JSON.stringify(expected)}`, () => {
      expect(lineOf({ ...newPolicy, line: position })).to.deep.equal(expected);
    });

  it("is that of the component around it, if a package declares the resource", () => {
    const declared = { ...bundle, line: "index.ts#49,16" };
    expect(lineOf(declared, { ...policy, line: inPackage })).to.deep.equal(at("index.ts"));
    expect(lineOf(declared, { ...policy, line: "../linked/index.js#3,1" })).to.deep.equal(at("index.ts"));
  });

  it("is that of the call, if no component has a line in the project", () => {
    const stackTrace = [
      { sourcePosition: `project:///${inPackage}` },
      {},
      { sourcePosition: "project:///index.ts#49,16" },
    ];
    expect(lineOf(bundle, { ...policy, line: inPackage, state: { stackTrace } })).to.deep.equal(at("index.ts"));
  });

  it("is that of the outermost component, if nothing is in the project", () => {
    const declared = { ...bundle, line: "../shared/program.ts#49,16" };
    expect(lineOf(declared, { ...policy, line: "../linked/index.js#3,1" })).to.deep.equal(at("../shared/program.ts"));
  });

  it("does not exist for a resource that the program declares no more", () => {
    expect(lineOf({ ...oldPolicy, line: "index.ts#49,16" })).to.equal(undefined);
  });

  it("does not exist if parents form a circle", () => {
    expect(lineOf({ ...newPolicy, state: { parent: urnOf(policy) } })).to.equal(undefined);
  });
});

const stateOf = (properties: object) => ({ properties, dependencies: [], propertyDependencies: {} });

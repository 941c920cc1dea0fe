import { expect } from "chai";
import type { ResourceState, StackState } from "../engine/project";
import { floorGraph, floorProviderText, floorState, shapeOf } from "./floorGraph";

const root = "urn:pulumi:dev::bench::pulumi:pulumi:Stack::bench-dev";
const component = "urn:pulumi:dev::bench::agentcore:index:OutboundAuth::search";
const owner = "urn:pulumi:dev::bench::pulumi-nodejs:dynamic/agentcore:StackOwner::owner";
const provider = "urn:pulumi:dev::bench::agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:X::search";

/** A resource of a state, with what the declared type leaves out. */
const resource = (urn: string, more: object): ResourceState => ({ urn, type: "", ...more });

const state: StackState = {
  version: 3,
  deployment: {
    resources: [
      resource(root, { type: "pulumi:pulumi:Stack" }),
      resource(component, { type: "agentcore:index:OutboundAuth", parent: root, outputs: { arn: "a" } }),
      resource("urn:default", { type: "pulumi:providers:aws", custom: true }),
      resource(owner, { type: "owner", custom: true, parent: root, inputs: {} }),
      resource(provider, {
        type: "x",
        custom: true,
        parent: component,
        inputs: {
          __provider: "ours",
          __defaults: ["name"],
          name: "made up",
          apiKey: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"key"' },
          mark: { owner: "o" },
          accountId: "123456789012",
        },
        outputs: { __provider: "ours", version: 1, stateVersion: 1 },
        propertyDependencies: { mark: [owner], apiKey: [] },
      }),
    ],
  },
};

describe("The floor's graph", () => {
  const graph = floorGraph(state);

  it("holds what a program registers, in the state's order", () =>
    expect(graph.map(({ urn }) => urn)).to.deep.equal([component, owner, provider]));

  it("keeps names and parents, below the stack without one", () =>
    expect(graph.map(({ name, parent }) => [name, parent])).to.deep.equal([
      ["search", undefined],
      ["owner", undefined],
      ["search", component],
    ]));

  it("keeps a component's outputs, and of a resource what the program must say", () => {
    expect(graph[0]?.outputs).to.deep.equal({ arn: "a" });
    expect(graph[2]?.outputs).to.deep.equal({});
    expect(graph[2]?.inputs).to.have.all.keys("__provider", "apiKey", "mark", "accountId");
  });

  it("makes readable what a program may want to read, not the package's own notes", () =>
    expect(graph.map(({ readable }) => readable)).to.deep.equal([[], [], ["version"]]));

  it("waits for what the value comes from, and keeps secrets secret", () => {
    const { apiKey, mark, accountId } = graph[2]?.inputs ?? {};
    expect(apiKey).to.deep.equal({ value: "key", isSecret: true, dependsOn: [], afterInvokes: false });
    expect(mark).to.deep.equal({ value: { owner: "o" }, isSecret: false, dependsOn: [owner], afterInvokes: false });
    expect(accountId).to.include({ afterInvokes: true });
  });
});

describe("The floor's state", () => {
  const [, , , , swapped] = floorState(state).deployment.resources ?? [];

  it("differs in the handlers only, in inputs and outputs", () => {
    expect(swapped?.inputs?.__provider).to.equal(floorProviderText);
    expect(swapped?.outputs).to.deep.equal({ __provider: floorProviderText, version: 1, stateVersion: 1 });
    expect(shapeOf(floorState(state))).to.deep.equal(shapeOf(state));
  });

  it("has another shape with a dependency less", () => {
    const resources = (state.deployment.resources ?? []).map((one) => ({ ...one, propertyDependencies: {} }));
    expect(shapeOf({ ...state, deployment: { resources } })).to.not.deep.equal(shapeOf(state));
  });
});

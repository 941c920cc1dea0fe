import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { UNKNOWN, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, ROLE, RUNTIME, RUNTIME_ENDPOINT, policyOf } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the pretend AgentCore Runtime", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let names = 0;
  const trust = (service: string) =>
    policyOf({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
  const inputsOf = (agentRuntimeName: string): Properties => ({
    agentRuntimeName,
    agentRuntimeArtifact: {
      containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/agent:1` },
    },
    networkConfiguration: { networkMode: "PUBLIC" },
    roleArn: `arn:aws:iam::${ACCOUNT}:role/agent`,
  });
  const newRuntime = (changes: Properties = {}) =>
    plugin.create(RUNTIME, "r", { ...inputsOf(`agent_${++names}`), ...changes });
  const newEndpoint = (agentRuntimeId: string, changes: Properties = {}) =>
    plugin.create(RUNTIME_ENDPOINT, "e", { agentRuntimeId, name: "live", ...changes });

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-runtime-"));
    plugin = await startPlugin(store);
    const assumeRolePolicy = trust("bedrock-agentcore.amazonaws.com");
    await plugin.create(ROLE, "agent", { name: "agent", assumeRolePolicy });
    await plugin.create(ROLE, "other", { name: "other", assumeRolePolicy: trust("lambda.amazonaws.com") });
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  it("gives a runtime an id of its name and ten characters, and its first version", async () => {
    const { id, outputs } = await newRuntime({ agentRuntimeName: "shop_agent" });
    expect(id).to.match(/^shop_agent-[0-9A-Za-z]{10}$/);
    const place = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}`;
    expect(outputs).to.deep.include({
      agentRuntimeArn: `${place}:runtime/${id}`,
      agentRuntimeId: id,
      agentRuntimeVersion: "1",
      workloadIdentityDetails: [
        { workloadIdentityArn: `${place}:workload-identity-directory/default/workload-identity/${id}` },
      ],
    });
    expect((await plugin.read(RUNTIME, id, {}, outputs)).outputs).to.deep.equal(outputs);
  });

  it("does not know a runtime's ARN at preview", async () => {
    const { outputs } = await plugin.create(RUNTIME, "r", inputsOf("agent"), { preview: true });
    expect(outputs).to.include({ agentRuntimeArn: UNKNOWN, agentRuntimeId: UNKNOWN, agentRuntimeVersion: UNKNOWN });
  });

  it("makes a version at every update of a runtime", async () => {
    const { id, outputs } = await newRuntime();
    const news = { ...inputsOf(outputs.agentRuntimeName as string), description: "sells" };
    expect(await plugin.update(RUNTIME, id, outputs, news)).to.include({
      agentRuntimeVersion: "2",
      description: "sells",
    });
    expect((await plugin.update(RUNTIME, id, outputs, news, { preview: true })).agentRuntimeVersion).to.equal(UNKNOWN);
  });

  describe("refuses a runtime at preview", () => {
    const rows: { name: string; changes: Properties; property: string }[] = [
      { name: "with a dash in its name", changes: { agentRuntimeName: "shop-agent" }, property: "agentRuntimeName" },
      { name: "of nothing", changes: { agentRuntimeArtifact: {} }, property: "agentRuntimeArtifact" },
      {
        name: "in no kind of network",
        changes: { networkConfiguration: { networkMode: "NONE" } },
        property: "networkConfiguration",
      },
      {
        name: "with a protocol that there is not",
        changes: { protocolConfiguration: { serverProtocol: "SOAP" } },
        property: "protocolConfiguration",
      },
      { name: "without a role", changes: { roleArn: null }, property: "roleArn" },
      {
        name: "with what is not emulated",
        changes: { lifecycleConfigurations: [] },
        property: "lifecycleConfigurations",
      },
    ];
    for (const { name, changes, property } of rows)
      it(name, async () => {
        const { failures } = await plugin.check(RUNTIME, "r", { ...inputsOf("agent"), ...changes });
        expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
      });
  });

  it("refuses a role that does not exist or does not trust the service", async () => {
    for (const role of ["nobody", "other"])
      expect(await messageOf(newRuntime({ roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}` }))).to.include(
        "Role validation failed",
      );
    const foreign = "arn:aws:iam::111122223333:role/agent";
    expect(await messageOf(newRuntime({ roleArn: foreign }))).to.include("Cross-account pass role");
  });

  it("refuses a name that is taken, and replaces a runtime that gets another", async () => {
    const { outputs } = await newRuntime();
    expect(await messageOf(newRuntime({ agentRuntimeName: outputs.agentRuntimeName }))).to.include("ConflictException");
    const { replaces } = await plugin.diff(RUNTIME, "r", inputsOf("one"), inputsOf("two"));
    expect(replaces).to.deep.equal(["agentRuntimeName"]);
  });

  it("deletes a runtime with its endpoints, twice without complaint", async () => {
    const { id, outputs } = await newRuntime();
    const endpoint = await newEndpoint(id);
    await plugin.delete(RUNTIME, id, outputs);
    await plugin.delete(RUNTIME, id, outputs);
    expect((await plugin.read(RUNTIME_ENDPOINT, endpoint.id, {}, endpoint.outputs)).id).to.equal("");
    expect(readJournal(store).at(-1)!.operation).to.equal("DeleteAgentRuntime");
  });

  describe("an endpoint", () => {
    it("is named by its runtime and its name, and is of the newest version", async () => {
      const { id: runtime, outputs: runtimeOutputs } = await newRuntime();
      const { id, outputs } = await newEndpoint(runtime);
      expect(id).to.equal(`${runtime},live`);
      expect(outputs).to.include({
        agentRuntimeArn: runtimeOutputs.agentRuntimeArn,
        agentRuntimeEndpointArn: `${runtimeOutputs.agentRuntimeArn as string}/runtime-endpoint/live`,
        agentRuntimeVersion: "1",
      });
      expect((await plugin.read(RUNTIME_ENDPOINT, id, {}, outputs)).outputs).to.deep.equal(outputs);
      await plugin.delete(RUNTIME_ENDPOINT, id, outputs);
      expect((await plugin.read(RUNTIME_ENDPOINT, id, {}, outputs)).id).to.equal("");
    });

    it("moves to another version in place", async () => {
      const runtime = await newRuntime();
      const { id, outputs } = await newEndpoint(runtime.id);
      await plugin.update(RUNTIME, runtime.id, runtime.outputs, inputsOf(runtime.outputs.agentRuntimeName as string));
      const news = { agentRuntimeId: runtime.id, name: "live", agentRuntimeVersion: "2" };
      expect((await plugin.update(RUNTIME_ENDPOINT, id, outputs, news)).agentRuntimeVersion).to.equal("2");
    });

    it("is refused on a runtime or a version that does not exist, and under the name that every runtime has", async () => {
      const { id } = await newRuntime();
      expect(await messageOf(newEndpoint("agent-0123456789"))).to.include("Agent agent-0123456789 was not found");
      expect(await messageOf(newEndpoint(id, { agentRuntimeVersion: "2" }))).to.include("has no such version");
      expect(await messageOf(newEndpoint(id, { name: "DEFAULT" }))).to.include("ConflictException");
    });

    it("needs a name, because a made-up one is not allowed", async () => {
      const { failures } = await plugin.check(RUNTIME_ENDPOINT, "e", { agentRuntimeId: "agent-0123456789" });
      expect(failures.map(({ property }) => property)).to.deep.equal(["name"]);
    });
  });
});

import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { UNKNOWN, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, DEPLOYMENT, REST_API, REST_API_POLICY, STAGE, policyOf } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the pretend API Gateway", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  const body = JSON.stringify({ openapi: "3.0.1", paths: { "/pets/{id}": { get: {}, parameters: [] } } });
  const newApi = (changes: Properties = {}) => plugin.create(REST_API, "a", { name: "pets", body, ...changes });
  const deploy = (restApi: string) => plugin.create(DEPLOYMENT, "d", { restApi, triggers: { body } });
  const newStage = (restApi: string, deployment: string, changes: Properties = {}) =>
    plugin.create(STAGE, "s", { restApi, deployment, stageName: "prod", ...changes });
  const operations = (): string[] => readJournal(store).map(({ operation }) => operation);

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-api-"));
    plugin = await startPlugin(store);
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  describe("an API", () => {
    it("has an id of ten letters and digits, one ARN for its owner and one for its callers", async () => {
      const { id, outputs } = await newApi();
      expect(id).to.match(/^[0-9a-z]{10}$/);
      expect(outputs).to.include({
        arn: `arn:aws:apigateway:eu-west-1::/restapis/${id}`,
        executionArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:${id}`,
        name: "pets",
        body,
      });
      expect((await plugin.read(REST_API, id, {}, outputs)).outputs).to.deep.equal(outputs);
    });

    it("knows neither at preview", async () => {
      const { outputs } = await plugin.create(REST_API, "a", { name: "pets", body }, { preview: true });
      expect(outputs).to.include({ arn: UNKNOWN, executionArn: UNKNOWN });
    });

    it("is refused with a description that is none, and not emulated with one in YAML", async () => {
      for (const wrong of [{}, { openapi: "3.1.0", paths: {} }, { swagger: "2.0" }])
        expect(await messageOf(newApi({ body: JSON.stringify(wrong) }))).to.include("Invalid OpenAPI input.");
      expect(await messageOf(newApi({ body: "openapi: 3.0.1" }))).to.include("does not emulate");
    });

    it("is refused at preview with an endpoint or a way of change that there is not", async () => {
      const inputs = { name: "pets", endpointConfiguration: { types: "LOCAL" }, putRestApiMode: "append" };
      const { failures } = await plugin.check(REST_API, "a", inputs);
      expect(failures.map(({ property }) => property)).to.deep.equal(["endpointConfiguration", "putRestApiMode"]);
    });

    it("is updated in place", async () => {
      const { id, outputs } = await newApi();
      const later = await plugin.update(REST_API, id, outputs, { name: "cats", body });
      expect(later).to.include({ name: "cats", arn: outputs.arn });
    });

    it("goes with its stages and deployments, twice without complaint", async () => {
      const { id, outputs } = await newApi();
      const deployment = await deploy(id);
      const stage = await newStage(id, deployment.id);
      await plugin.delete(REST_API, id, outputs);
      await plugin.delete(REST_API, id, outputs);
      expect((await plugin.read(STAGE, stage.id, {}, stage.outputs)).id).to.equal("");
      expect((await plugin.read(DEPLOYMENT, deployment.id, {}, deployment.outputs)).id).to.equal("");
      expect(operations().at(-1)).to.equal("DeleteRestApi");
    });
  });

  describe("an API's policy", () => {
    const gateway = {
      Effect: "Allow",
      Principal: { Service: "bedrock-agentcore.amazonaws.com" },
      Action: "execute-api:Invoke",
      Resource: "execute-api:/prod/GET/*",
    };
    const put = (restApiId: string, statement: object) =>
      plugin.create(REST_API_POLICY, "p", { restApiId, policy: policyOf(statement) });

    it("shows on the API, which leaves it alone, and goes when it is deleted", async () => {
      const api = await newApi();
      const { id, outputs } = await put(api.id, gateway);
      await plugin.update(REST_API, api.id, api.outputs, { name: "pets", body, description: "pets" });
      expect((await plugin.read(REST_API, api.id)).outputs.policy).to.equal(policyOf(gateway));
      expect((await plugin.read(REST_API_POLICY, id, {}, outputs)).outputs).to.deep.equal(outputs);
      await plugin.delete(REST_API_POLICY, id, outputs);
      expect((await plugin.read(REST_API_POLICY, id, {}, outputs)).id).to.equal("");
      expect((await plugin.read(REST_API, api.id)).outputs.policy).to.equal("");
    });

    it("is refused with a role that does not exist, without a resource, and on an API that does not exist", async () => {
      const { id } = await newApi();
      const nobody = { ...gateway, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } };
      expect(await messageOf(put(id, nobody))).to.include("ensure that Principals are valid");
      expect(await messageOf(put(id, { ...gateway, Resource: undefined }))).to.include(
        "Missing required field Resource",
      );
      expect(await messageOf(put("a1b2c3d4e5", gateway))).to.include("Invalid API identifier specified");
    });
  });

  describe("a deployment", () => {
    it("is made of an API with methods, and anew when a trigger changes", async () => {
      const { id } = await newApi();
      const deployment = await deploy(id);
      expect(deployment.id).to.match(/^[0-9a-z]{6}$/);
      const read = await plugin.read(DEPLOYMENT, deployment.id, {}, deployment.outputs);
      expect(read.outputs).to.deep.equal(deployment.outputs);
      const olds = { restApi: id, triggers: { body: "1" } };
      const { replaces } = await plugin.diff(DEPLOYMENT, "d", olds, { ...olds, triggers: { body: "2" } });
      expect(replaces).to.deep.equal(["triggers"]);
    });

    it("is refused of an API without methods", async () => {
      for (const empty of [null, JSON.stringify({ openapi: "3.0.1", paths: { "/pets": { parameters: [] } } })])
        expect(await messageOf(deploy((await newApi({ body: empty })).id))).to.include("doesn't contain any methods");
    });

    it("is not deleted while a stage shows it", async () => {
      const { id } = await newApi();
      const [first, second] = [await deploy(id), await deploy(id)];
      const stage = await newStage(id, first.id);
      expect(await messageOf(plugin.delete(DEPLOYMENT, first.id, first.outputs))).to.include("Active stages pointing");
      const news = { restApi: id, stageName: "prod", deployment: second.id };
      await plugin.update(STAGE, stage.id, stage.outputs, news);
      expect(await messageOf(plugin.delete(DEPLOYMENT, first.id, first.outputs))).to.equal("no error");
    });
  });

  describe("a stage", () => {
    it("has an address, and an ARN for its callers", async () => {
      const { id: api } = await newApi();
      const { id, outputs } = await newStage(api, (await deploy(api)).id);
      expect(id).to.equal(`ags-${api}-prod`);
      expect(outputs).to.include({
        executionArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:${api}/prod`,
        invokeUrl: `https://${api}.execute-api.eu-west-1.amazonaws.com/prod`,
      });
      expect((await plugin.read(STAGE, id, {}, outputs)).outputs).to.deep.equal(outputs);
      expect((await plugin.read(STAGE, `${api}/prod`)).id).to.equal(id);
    });

    it("is refused twice, and with a deployment of another API", async () => {
      const [{ id: api }, { id: other }] = [await newApi(), await newApi()];
      const deployment = await deploy(api);
      await newStage(api, deployment.id);
      expect(await messageOf(newStage(api, deployment.id))).to.include("Stage already exists");
      expect(await messageOf(newStage(other, deployment.id))).to.include("Deployment id does not exist");
    });

    it("is refused at preview with a name of other characters", async () => {
      const { failures } = await plugin.check(STAGE, "s", { restApi: "a", deployment: "d", stageName: "v1.0" });
      expect(failures.map(({ property }) => property)).to.deep.equal(["stageName"]);
    });
  });
});

import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import type { Properties } from "../../provider/sandbox/values/propertyValues";
import { ALIAS, FUNCTION, FUNCTION_URL, createFunction, functionArnOf } from "./samples";

describe("the pretend Lambda's function URLs", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let functions = 0;
  const newFunction = async (): Promise<string> => {
    const name = `f${++functions}`;
    await createFunction(plugin, name, { publish: true });
    await plugin.create(ALIAS, "live", { name: "live", functionName: name, functionVersion: "1" });
    return name;
  };
  const newUrl = (functionName: string, changes: Properties = {}) =>
    plugin.create(FUNCTION_URL, "u", { functionName, authorizationType: "AWS_IAM", ...changes });

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-urls-"));
    plugin = await startPlugin(store);
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  it("have an address of their own, and the function's ARN", async () => {
    const name = await newFunction();
    const { id, outputs } = await newUrl(name);
    expect(id).to.equal(name);
    expect(outputs.functionUrl).to.match(/^https:\/\/[0-9a-z]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/);
    expect(outputs).to.include({ functionArn: functionArnOf(name), functionName: name, invokeMode: "BUFFERED" });
    expect((await plugin.read(FUNCTION_URL, id, {}, outputs)).outputs).to.deep.equal(outputs);
  });

  it("are on an alias where they name one, with its ARN", async () => {
    const name = await newFunction();
    const { id, outputs } = await newUrl(name, { qualifier: "live" });
    expect(id).to.equal(`${name}/live`);
    expect(outputs).to.include({ functionArn: `${functionArnOf(name)}:live`, qualifier: "live" });
    expect(await messageOf(newUrl(name))).to.equal("no error");
  });

  it("are refused twice on one function, on a version and on what does not exist", async () => {
    const name = await newFunction();
    await newUrl(functionArnOf(name));
    expect(await messageOf(newUrl(name))).to.include("FunctionUrlConfig exists for this Lambda function");
    expect(await messageOf(newUrl(name, { qualifier: "1" }))).to.include("at 'qualifier' failed to satisfy constraint");
    expect(await messageOf(newUrl(name, { qualifier: "old" }))).to.include("Cannot find alias arn");
    expect(await messageOf(newUrl("nothing"))).to.include("Function not found");
  });

  it("are not emulated without authorization, and say so at preview", async () => {
    const { failures } = await plugin.check(FUNCTION_URL, "u", { functionName: "f", authorizationType: "NONE" });
    expect(failures.map(({ reason }) => reason)).to.deep.equal(["the stand-in aws plugin does not emulate NONE"]);
  });

  it("are updated in place, and replaced for another function", async () => {
    const name = await newFunction();
    const { id, outputs } = await newUrl(name);
    const olds = { functionName: name, authorizationType: "AWS_IAM" };
    const news = { ...olds, invokeMode: "RESPONSE_STREAM" };
    expect((await plugin.diff(FUNCTION_URL, "u", olds, news)).replaces).to.deep.equal([]);
    expect(await plugin.update(FUNCTION_URL, id, outputs, news)).to.include({
      invokeMode: "RESPONSE_STREAM",
      functionUrl: outputs.functionUrl,
    });
    const other = { ...olds, functionName: "other" };
    expect((await plugin.diff(FUNCTION_URL, "u", olds, other)).replaces).to.deep.equal(["functionName"]);
  });

  it("go with the alias or the function that they are on", async () => {
    const name = await newFunction();
    const [own, live] = [await newUrl(name), await newUrl(name, { qualifier: "live" })];
    await plugin.delete(ALIAS, `${functionArnOf(name)}:live`);
    expect((await plugin.read(FUNCTION_URL, live.id, {}, live.outputs)).id).to.equal("");
    await plugin.delete(FUNCTION, name);
    expect((await plugin.read(FUNCTION_URL, own.id, {}, own.outputs)).id).to.equal("");
  });
});

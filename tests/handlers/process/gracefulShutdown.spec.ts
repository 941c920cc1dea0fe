import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { Context } from "../../../provider/handlers/process/context";
import { GracefulShutdown } from "../../../provider/handlers/process/gracefulShutdown";
import { PartialFailure } from "../../../provider/handlers/process/handler";
import type { LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { account, apiKeys, failureOf, oauth2Clients, operations, startForEachTest } from "../stack";

/** A process that records the signals that it receives. */
class PretendedProcess extends EventEmitter {
  readonly pid = 4711;
  readonly killedBy: (string | number | undefined)[] = [];
  kill(pid: number, signal?: string | number): true {
    expect(pid).to.equal(this.pid);
    this.killedBy.push(signal);
    return true;
  }
}

describe("the end of the provider process", () => {
  const begin = () => {
    const pretended = new PretendedProcess();
    return { pretended, ending: new GracefulShutdown(pretended as unknown as NodeJS.Process) };
  };

  it("has no listener before there is work", () => {
    const { pretended } = begin();
    expect(pretended.eventNames()).to.deep.equal([]);
  });

  for (const signal of ["SIGINT", "SIGTERM"])
    it(`comes immediately after ${signal} without work in progress`, async () => {
      const { pretended, ending } = begin();
      await ending.track(() => Promise.resolve());
      pretended.emit(signal, signal);
      expect(ending.signal.aborted).to.equal(true);
      expect(pretended.killedBy).to.deep.equal([signal]);
    });

  it("waits for work in progress, also if it fails", async () => {
    const { pretended, ending } = begin();
    let fail = () => {};
    const work = ending.track(() => new Promise<void>((_resolve, reject) => (fail = () => reject(new Error("no")))));
    pretended.emit("SIGINT", "SIGINT");
    await setTimeout(100);
    expect(pretended.killedBy).to.deep.equal([]);
    fail();
    await failureOf(work);
    await setTimeout(200);
    expect(pretended.killedBy).to.deep.equal(["SIGINT"]);
  });

  it("does not wait longer than the limit", async () => {
    const { pretended, ending } = begin();
    void ending.track(() => new Promise(() => {}));
    pretended.emit("SIGTERM", "SIGTERM");
    await setTimeout(2_500);
    expect(pretended.killedBy).to.deep.equal(["SIGTERM"]);
  });

  it("listens to one signal only: a second one ends the process as it would without", () => {
    const { pretended, ending } = begin();
    void ending.track(() => new Promise(() => {}));
    pretended.emit("SIGINT", "SIGINT");
    expect(pretended.eventNames()).to.deep.equal([]);
  });

  it("is left to another listener of the signal", async () => {
    const { pretended, ending } = begin();
    pretended.on("SIGINT", () => {});
    await ending.track(() => Promise.resolve());
    pretended.emit("SIGINT", "SIGINT");
    await setTimeout(10);
    expect(pretended.killedBy).to.deep.equal([]);
  });
});

describe("a run that is cancelled", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));

  it("ends a wait immediately, however long it would be", async () => {
    const cancelling = new AbortController();
    const context = new Context(
      () => undefined,
      { environment: {}, cancelled: cancelling.signal },
      () => {},
    );
    const waiting = failureOf(context.sleep(3_600_000));
    cancelling.abort();
    const { message } = await waiting;
    expect(message).to.match(/^cancelled, because .*the next run finds what was done and continues\.$/);
    expect((await failureOf(context.sleep(0))).message).to.equal(message);
  });

  it("keeps what is being made in the state, and the next run finishes it", async () => {
    await local.set({ slowStates: { creating: { calls: 3 } } });
    const cancelling = new AbortController();
    const context = contextFor(local, {
      cancelled: cancelling.signal,
      onWait: () => Promise.resolve(cancelling.abort()),
    });
    const failure = await failureOf(oauth2Clients.create(context));
    expect(failure).to.be.instanceOf(PartialFailure);
    expect(failure.message).to.match(/^cancelled/);
    const { id, outputs } = failure as PartialFailure;
    expect(outputs).to.include({ status: "CREATING" });
    const finished = await oauth2Clients.update(contextFor(local), { id, outputs }, oauth2Clients.search);
    expect(finished.outputs).to.include({ status: "READY" });
    expect((await operations(local)).filter((operation) => operation.startsWith("Create"))).to.have.lengthOf(1);
  });

  it("begins no creation, and leaves nothing behind", async () => {
    const context = contextFor(local, { cancelled: AbortSignal.abort() });
    const { message } = await failureOf(apiKeys.create(context, { ...apiKeys.search, accountId: undefined }));
    expect(message).to.match(/^CreateApiKeyCredentialProvider of .*: cancelled/);
    expect(await operations(local)).to.deep.equal([]);
  });

  it("in the process that the engine interrupts: an answer first, then the end by the same signal", async () => {
    await local.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "throttle", times: 1_000 });
    const child = spawn(process.execPath, ["-e", creation(local.url)], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, "exit");
    // The SDK's own attempts are over: what waits now is ours.
    while ((await operations(local)).length < 4) await setTimeout(20);
    const interrupted = Date.now();
    child.kill("SIGINT");
    expect(await ended).to.deep.equal([null, "SIGINT"]);
    expect(Date.now() - interrupted).to.be.below(2_000);
    expect(said).to.match(/^CreateApiKeyCredentialProvider of .*: cancelled/);
  });
});

/** A program that creates a provider as Pulumi's provider process does, and says how that failed. */
function creation(url: string): string {
  const config = {
    "aws:region": "us-east-1",
    "aws:accessKey": `AKIALOCAL${account}`,
    "aws:secretKey": "local",
    "aws:endpoints": JSON.stringify([{ bedrockagentcore: url, sts: url }]),
  };
  const inputs = { ...apiKeys.search, name: "search-1a2b3c4", region: "us-east-1", accountId: undefined, tagsAll: {} };
  return `
const { ApiKeyCredentialProvider } = require(${JSON.stringify(join(__dirname, "..", "..", "..", "provider", "provider.js"))}).providers;
const config = ${JSON.stringify(config)};
setInterval(() => {}, 1_000); // As the engine's connection does, this keeps the process alive.
ApiKeyCredentialProvider.configure({ config: { get: (key) => config[key] } });
ApiKeyCredentialProvider.create(${JSON.stringify(inputs)}).catch(({ message }) => console.log(message));
`;
}

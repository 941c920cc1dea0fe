import { isDeepStrictEqual } from "node:util";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault as InjectedFault } from "../../provider/local";
import {
  changedForeignProviders,
  leaks,
  violationsAfterDestroy,
  violationsAfterUp,
  visibleTextOf,
  type Violation,
} from "./assertions";
import { messageGist } from "./descriptions";
import type { ProviderProcess } from "./engine";
import { lostResponse } from "./faults";
import type { Case } from "./operation";
import { valueOf, type Program } from "./program";
import { World, type Command } from "./world";

/** The result of a case. */
export interface Outcome {
  readonly testCase: Case;
  /** Error of the run with the fault. Empty if it succeeded; "killed" or "gone" if a process was killed. */
  readonly message: string;
  /** Calls of the next run. A cross marks those that the service rejected. */
  readonly next: readonly string[];
  readonly violations: readonly Violation[];
}

/** Runs one case from beginning to end, in a separate world. */
export async function runCase(testCase: Case, timeLimitMs = 60_000): Promise<Outcome> {
  const { operation, fault, kind } = testCase;
  const world = await World.start(kind, fault.network !== undefined);
  const recorder = new Recorder(world, timeLimitMs);
  try {
    if (operation.before) await world.run("up", operation.before);
    if (fault.settings) await world.local.set(fault.settings);
    await operation.prepare?.(world);
    await world.local.clearCalls();

    const message = await runWithFault(testCase, world, recorder);
    if (fault.endsInError && message === "") recorder.addViolation("the run does not end in an error");
    if (messageGist(message) === undefined) recorder.addViolation(`the message does not say what to do: ${message}`);
    await recorder.recordState();

    await world.local.clearFaults();
    world.network?.restore();
    await world.local.set({ slowStates: kind.slowStates, slowDelete: {} });
    await operation.beforeNextRun?.(world);
    await world.local.clearCalls();
    const steps = operation.next ?? [operation];
    for (const { command, program } of steps) {
      // The user does not repeat a replacement that succeeded.
      const again = command === "up --replace" && message === "" ? "up" : command;
      const error = await recorder.command(again, program);
      if (error === "" && operation.nextRunFails) recorder.addViolation("the next run does not fail");
      if (error !== "" && !operation.nextRunFails) recorder.addViolation(`the next run: ${error}`);
    }
    const next = (await world.local.calls()).map(
      ({ operation: called, status }) => world.callNamed(called) + (status >= 400 ? "✗" : ""),
    );
    const { command, program } = steps.at(-1)!;
    if (command !== "destroy" && !operation.nextRunFails) await expectConvergence(world, recorder, program);
    recorder.add(await violationsAfterDestroy(world));
    recorder.add(await changedForeignProviders(world));
    return { testCase, message, next, violations: recorder.violations };
  } finally {
    // Ends the requests of abandoned processes.
    world.onCall = () => {};
    await world.local.addFault({ operation: "*", kind: "accessDenied", times: 1_000 });
    world.clock.resume();
    await Promise.all(recorder.abandoned);
    await world.network?.close();
    await world.local.close();
  }
}

/** Checks that state and service agree, that another run changes nothing, and that destroy leaves nothing. */
async function expectConvergence(world: World, recorder: Recorder, program: Program): Promise<void> {
  const expectNoError = (message: string) => message === "" || recorder.addViolation(message);
  recorder.add(await violationsAfterUp(world, program));
  await world.local.clearCalls();
  const { resource } = world.engine;
  const process = world.newProcess(program);
  expectNoError(await recorder.command("up", program, process));
  const calls = await world.local.calls();
  if (calls.length > 0)
    recorder.addViolation(`another run calls ${calls.map(({ operation }) => operation).join(", ")}`);
  expectNoError(await recorder.command("refresh", program, process));
  if (!isDeepStrictEqual(world.engine.resource?.outputs, resource?.outputs))
    recorder.addViolation("a refresh changes the state");
  expectNoError(await recorder.command("destroy", program));
}

/** Runs the command with the fault. Returns the message of the outcome. */
async function runWithFault({ operation, point, fault }: Case, world: World, recorder: Recorder): Promise<string> {
  const target = world.operation(point.call);
  const secret = valueOf(operation.program.secret);
  // Takes effect before the next request arrives.
  const inject = (faults: readonly InjectedFault[] = []) => faults.forEach((one) => void world.local.addFault(one));
  const begin = () => {
    inject(fault.inject?.(target, secret));
    if (world.network) fault.network?.begin?.(world.network);
  };
  let [awaited, injectNext, injected] = [
    point.after,
    fault.injectNext,
    fault.inject === undefined && !fault.network?.afterRequest,
  ];
  let afterRequest = fault.network?.afterRequest;
  world.onCall = ({ operation: called, fault: received }) => {
    if (awaited !== undefined && called === world.operation(awaited)) {
      awaited = undefined;
      begin();
    } else if (called === target && world.network && afterRequest) {
      injected = true;
      afterRequest(world.network);
      afterRequest = undefined;
    } else if (called === target && received !== undefined) {
      injected = true;
      inject(injectNext?.(target));
      injectNext = undefined;
    }
  };
  if (point.afterLostCall) inject(lostResponse.inject?.(world.operation(point.afterLostCall), secret));
  if (point.after === undefined) begin();

  const process = world.newProcess(operation.program, fault.process);
  const work = world.run(operation.command, operation.program, process);
  if (fault.kills === undefined) {
    const message = await recorder.waitFor(work, process);
    // Without the fault, the case would show nothing.
    if (!injected) recorder.addViolation(`no ${point.call} had the fault`);
    return message;
  }

  const ended = work.then(
    () => true,
    () => true,
  );
  if (await Promise.race([world.clock.reached.then(() => false), ended]))
    recorder.addViolation(`no ${point.call} was sent before the run ended`);
  // The next run finds the state of this moment.
  world.engine = world.engine.saved();
  recorder.abandon(work, process);
  if (fault.kills === "process") return "killed";
  world.clock.resume();
  await ended;
  return "gone";
}

/** Records violations, and every text that a person may see. */
class Recorder {
  /** Commands that still run although their process was killed or was too slow. */
  readonly abandoned: Promise<unknown>[] = [];
  private readonly found: Violation[] = [];
  private readonly texts: string[] = [];

  constructor(
    private readonly world: World,
    /** Limit for one command. */
    private readonly timeLimitMs: number,
  ) {}

  get violations(): Violation[] {
    return [...this.found, ...leaks(this.texts)];
  }

  addViolation(text: string, kind: Violation["kind"] = "other"): void {
    this.found.push({ kind, text });
  }

  add(violations: readonly Violation[]): void {
    this.found.push(...violations);
  }

  /** Runs a command, by default in a new process. Returns its error, or an empty text. */
  async command(name: Command, program: Program, process = this.world.newProcess(program)): Promise<string> {
    const message = await this.waitFor(this.world.run(name, program, process), process);
    await this.recordState();
    return message;
  }

  /** Waits for a command, up to the limit. Returns its error, or an empty text. */
  async waitFor(work: Promise<void>, process: ProviderProcess): Promise<string> {
    const late = wait(this.timeLimitMs, "late", { ref: false });
    const ended = await Promise.race([work.then(() => "", errorText), late]);
    if (ended === "late") this.abandon(work, process);
    if (ended === "late" || process.isEndless) this.addViolation("a run does not end");
    this.texts.push(ended, ...process.remarks);
    return ended;
  }

  /** Stops waiting for a command. */
  abandon(work: Promise<void>, process: ProviderProcess): void {
    process.abandon();
    this.abandoned.push(work.catch(() => undefined));
    this.texts.push(...process.remarks);
  }

  /** Records the state, the log, and the answers of the service. */
  async recordState(): Promise<void> {
    const { engine, local } = this.world;
    const resources = [...(engine.resource ? [engine.resource] : []), ...engine.replaced];
    // The service may put a secret into a failure reason. The provider must remove it.
    const providers = (await local.providers()).map(({ failureReason: _reason, ...shown }) => shown);
    const shown = resources.map((resource) => visibleTextOf(this.world, resource));
    this.texts.push(...shown, JSON.stringify([await local.calls(), providers]));
  }
}

/** Returns all texts of an error that reach the user. */
function errorText(error: unknown): string {
  const { message, stack, reasons = [] } = error as Error & { reasons?: string[] };
  return [message, ...reasons.filter((reason) => reason !== message), ...(stack ? [stack] : [])].join("\n");
}

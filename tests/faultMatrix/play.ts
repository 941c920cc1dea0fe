import { isDeepStrictEqual } from "node:util";
import type { Case } from "./cases";
import { incidentRun } from "./incidentRun";
import { wrongWhereDestroyed, wrongWhereUp, wrongWithStrangers, type Violation } from "./judgement";
import type { Program } from "./program";
import { Witness } from "./witness";
import { gistOf } from "./words";
import { World } from "./world";

/** What became of a case. */
export interface Outcome {
  readonly played: Case;
  /** What the user got to read in the run in which something went wrong. */
  readonly message: string;
  /** The calls of the next run, with a mark where they were refused. */
  readonly next: readonly string[];
  readonly violations: readonly Violation[];
}

/** Plays one case from beginning to end, in a world of its own. */
export async function play(played: Case, patienceMs = 60_000): Promise<Outcome> {
  const { operation, incident, kind } = played;
  const world = await World.start(kind);
  const witness = new Witness(world, patienceMs);
  try {
    if (operation.before) await world.run("up", operation.before);
    if (incident.settings) await world.local.set(incident.settings);
    await operation.prepare?.(world);
    await world.local.clearCalls();

    const message = await incidentRun(played, world, witness);
    if (incident.endsInError && message === "") witness.objectTo("the run does not end in an error");
    if (gistOf(message) === undefined) witness.objectTo(`it is not said what to do: ${message}`);
    await witness.lookAround();

    await world.local.clearFaults();
    await world.local.set({ slowStates: kind.slowStates, slowDelete: {} });
    await operation.meanwhile?.(world);
    await world.local.clearCalls();
    const steps = operation.next ?? [operation];
    for (const { command, program } of steps) {
      // A replacement that was done is not asked for again.
      const again = command === "up --replace" && message === "" ? "up" : command;
      const refused = await witness.command(again, program);
      if (refused === "" && operation.refused) witness.objectTo("the next run is not refused");
      if (refused !== "" && !operation.refused) witness.objectTo(`the next run: ${refused}`);
    }
    const next = (await world.local.calls()).map(
      ({ operation: called, status }) => world.callNamed(called) + (status >= 400 ? "✗" : ""),
    );
    const { command, program } = steps.at(-1)!;
    if (command !== "destroy" && !operation.refused) await endWell(world, witness, program);
    witness.add(await wrongWhereDestroyed(world));
    witness.add(await wrongWithStrangers(world));
    return { played, message, next, violations: witness.violations };
  } finally {
    // Whatever is still under way gets an answer that ends it.
    world.onCall = () => {};
    await world.local.addFault({ operation: "*", kind: "accessDenied", times: 1_000 });
    world.clock.goOn();
    await Promise.all(witness.abandoned);
    await world.local.close();
  }
}

/** The program is up, as state and service agree; nothing is left to do; and everything goes when it is destroyed. */
async function endWell(world: World, witness: Witness, program: Program): Promise<void> {
  const expectNoError = (message: string) => message === "" || witness.objectTo(message);
  witness.add(await wrongWhereUp(world, program));
  await world.local.clearCalls();
  const { resource } = world.engine;
  const process = world.newProcess(program);
  expectNoError(await witness.command("up", program, process));
  const calls = await world.local.calls();
  if (calls.length > 0) witness.objectTo(`one more run calls ${calls.map(({ operation }) => operation).join(", ")}`);
  expectNoError(await witness.command("refresh", program, process));
  if (!isDeepStrictEqual(world.engine.resource?.outputs, resource?.outputs))
    witness.objectTo("a refresh finds something else than the state has");
  expectNoError(await witness.command("destroy", program));
}

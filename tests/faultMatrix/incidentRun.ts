import type { Fault } from "../../provider/local";
import type { Case } from "./cases";
import { lost } from "./incidents";
import { valueOf } from "./program";
import type { Witness } from "./witness";
import type { World } from "./world";

/** The run in which something goes wrong. Returns what the user reads: of a run that is killed, in a word which. */
export async function incidentRun({ operation, hit, incident }: Case, world: World, witness: Witness): Promise<string> {
  const target = world.operation(hit.call);
  const secret = valueOf(operation.program.secret);
  // Nothing here waits: a fault is there before the next request arrives.
  const inject = (faults: readonly Fault[] = []) => faults.forEach((fault) => void world.local.addFault(fault));
  const begin = () => inject(incident.faults?.(target, secret));
  let [awaited, afterwards, met] = [hit.since, incident.afterwards, incident.faults === undefined];
  world.onCall = ({ operation: called, fault }) => {
    if (awaited !== undefined && called === world.operation(awaited)) {
      awaited = undefined;
      begin();
    } else if (called === target && fault !== undefined) {
      met = true;
      inject(afterwards?.(target));
      afterwards = undefined;
    }
  };
  if (hit.afterLost) inject(lost.faults?.(world.operation(hit.afterLost), secret));
  if (hit.since === undefined) begin();

  const process = world.newProcess(operation.program, incident.process);
  const work = world.run(operation.command, operation.program, process);
  if (incident.kills === undefined) {
    const message = await witness.patiently(work, process);
    // A fault that hits nothing would let a case end well for nothing.
    if (!met) witness.objectTo(`there is no ${hit.call} that meets it`);
    return message;
  }

  const ended = work.then(
    () => true,
    () => true,
  );
  if (await Promise.race([world.clock.reached.then(() => false), ended]))
    witness.objectTo(`there is no ${hit.call} to kill anything in`);
  // The state of this moment is what the next run finds.
  world.engine = world.engine.saved();
  witness.leave(work, process);
  if (incident.kills === "process") return "killed";
  world.clock.goOn();
  await ended;
  return "gone";
}

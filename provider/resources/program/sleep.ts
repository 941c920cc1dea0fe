import { isStartedByCli } from "./providerProcess";

const timers = new Set<NodeJS.Timeout>();
let hasFailed = false;

/** A timer keeps its process alive, which is right until the program has failed. */
function letProgramEnd(): void {
  hasFailed = true;
  for (const timer of timers) timer.unref();
}

// Pulumi's SDK listens to the same events. An inline program shares its process with others, which these listeners would
// change, and ends after the wait.
if (isStartedByCli) for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, letProgramEnd);

/** Sleeps. A program that fails before or meanwhile ends without waiting for it. */
export function sleepUnlessFailed(milliseconds: number): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      resolve();
    }, milliseconds);
    timers.add(timer);
    if (hasFailed) timer.unref();
  });
}

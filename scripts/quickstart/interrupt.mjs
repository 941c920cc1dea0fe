// Ctrl-C and its relatives: first clean up, then leave with the exit code that shells expect.

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

export class Interrupted extends Error {}

export function onInterrupt() {
  let signal;
  let happened;
  const promise = new Promise((resolve) => (happened = resolve));
  // More signals change nothing: npm and a terminal send each one twice, and cleaning up takes seconds at most.
  const listener = (name) => {
    signal ??= name;
    happened();
  };
  for (const name of Object.keys(exitCodes)) process.on(name, listener);
  // `npm run quickstart | head`
  process.stdout.on("error", () => listener("SIGHUP"));

  return {
    /** Resolves when somebody wants an end. */
    promise,
    exitCode: () => exitCodes[signal],
    check: () => {
      if (signal) throw new Interrupted();
    },
    done: () => {
      for (const name of Object.keys(exitCodes)) process.off(name, listener);
    },
  };
}

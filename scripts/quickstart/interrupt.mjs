// Handles Ctrl-C and similar signals: cleans up, then exits with the code that shells expect.

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

export class Interrupted extends Error {}

export function onInterrupt() {
  let signal;
  let onSignal;
  const promise = new Promise((resolve) => (onSignal = resolve));
  // Later signals are ignored: npm and the terminal both send each signal, and the clean-up takes only seconds.
  const listener = (name) => {
    signal ??= name;
    onSignal();
  };
  for (const name of Object.keys(exitCodes)) process.on(name, listener);
  // `npm run quickstart | head`
  process.stdout.on("error", () => listener("SIGHUP"));

  return {
    /** Resolves at the first signal. */
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

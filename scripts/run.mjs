// Runs a program without a shell and collects its output.
import { spawn } from "node:child_process";

/** Signals that end a program: Ctrl-C, a supervisor, a closed terminal. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Resolves to `{ code, output }` and never rejects: a program that cannot be started has code 127.
 * The promise `lost` ends the program and all its child processes. The result then has its reason as output.
 */
export function run(command, args, { cwd, env = process.env, onOutput = () => {}, lost } = {}) {
  return new Promise((resolve) => {
    // A separate process group, because an installer may have a shell and a download as child processes.
    const group = lost !== undefined && process.platform !== "win32";
    const child = spawn(command, args, { cwd, env, detached: group, stdio: ["ignore", "pipe", "pipe"] });
    const end = (signal) => (group ? endGroup(child.pid, signal) : child.kill(signal));
    const chunks = [];
    const keep = (chunk) => {
      chunks.push(chunk);
      onOutput(String(chunk));
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);

    const onSignal = (signal) => {
      end(signal);
      process.exit(130);
    };
    if (group) for (const signal of signals) process.once(signal, onSignal);
    const settle = (code, text) => {
      if (group) for (const signal of signals) process.removeListener(signal, onSignal);
      resolve({ code, output: text ?? chunks.map(String).join("") });
    };

    child.on("error", (error) => settle(127, error.message));
    child.on("close", (code, signal) => settle(code ?? (signal === null ? 1 : 128)));
    lost?.then((reason) => {
      if (child.exitCode !== null) return;
      end("SIGKILL");
      settle(124, reason);
    });
  });
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The program has ended already.
  }
}

/** Lets the child handle the signals that would end this process, which then waits for the child. */
export function forwardSignals(child) {
  for (const signal of signals) process.on(signal, () => child.kill(signal));
}

/** Returns the last lines of a program's output, for an error message. */
export const tail = (output, lines = 15) => output.trimEnd().split("\n").slice(-lines).join("\n");

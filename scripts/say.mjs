// Prints the output of the set-up scripts: with colour on a terminal, plain lines in a pipe.
import { styleText } from "node:util";

/** Interval of the lines that show in a log that a long step is still running. */
const pipeInterval = 15_000;

export function createSay(stream = process.stdout) {
  const terminal = isTerminal(stream);
  const style = styleFor(stream);
  const line = (text) => void stream.write(`${text}\n`);

  /** Waits for the promise `work` and shows the elapsed time. `detail()` adds its progress. */
  async function during(label, work, detail = () => "") {
    const started = Date.now();
    const status = () => [`${label}: ${elapsed(Date.now() - started)}`, detail()].filter(Boolean).join(", ");
    const show = terminal ? () => stream.write(`\r\u001b[2K  ${status()}`) : () => line(`  ${status()}`);
    const timer = setInterval(show, terminal ? 1000 : pipeInterval);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      if (terminal) stream.write("\r\u001b[2K");
    }
  }

  return {
    step: (text) => line(style("bold", text)),
    note: (text) => line(`  ${text}`),
    done: (text) => line(`  ${style("green", "ok")} ${text}`),
    failed: (text) => line(style("red", text)),
    during,
  };
}

const isTerminal = (stream) => Boolean(stream.isTTY) && process.env.TERM !== "dumb";

export const takesColour = (stream) => isTerminal(stream) && !process.env.NO_COLOR;

/** Returns a function that formats a text, or returns it unchanged if the stream shows no colour. */
export function styleFor(stream) {
  const colour = takesColour(stream);
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}

/** Formats a duration: "7 s", "2 min 05 s". */
export function elapsed(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

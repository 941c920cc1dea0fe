import { styleText } from "node:util";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { callLine } from "../local/http/state";
import { notEmulatedList, startLocalControlPlane } from "../local/localControlPlane";
import type { LocalControlPlane } from "../local/localControlPlane";

interface CommandOptions {
  port: number;
  account: string;
  quota: number;
  rateLimit: boolean;
  json: boolean;
  quiet: boolean;
}

const notEmulated = notEmulatedList.map((line) => `  - ${line}`).join("\n");

/** Adds the command `local`, which runs a local control plane until it is interrupted. */
export function addLocalCommand(program: Command): void {
  program
    .command("local")
    .summary("run a control plane for credential providers on this machine")
    .description(
      "Runs a control plane for Amazon Bedrock AgentCore credential providers on 127.0.0.1 until it is interrupted. It " +
        "keeps everything in memory.",
    )
    .option("--port <number>", "port on 127.0.0.1; 0 means a free port", wholeNumber(0, 65_535), 0)
    .option("--account <id>", "account for access keys that do not end in an account", accountId, "123456789012")
    .option(
      "--quota <number>",
      "maximum number of providers per kind, account and Region",
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
      50,
    )
    .option("--rate-limit", "limit each operation to 20 requests a second, as the service does", false)
    .option("--json", "print one line of JSON at the start, with url, token, port and environment", false)
    .option("--quiet", "do not log requests on stderr", false)
    .addHelpText("after", `\nNot emulated (a request for it gets HTTP status 501):\n${notEmulated}`)
    .action(run);
}

async function run({ json, quiet, ...options }: CommandOptions): Promise<void> {
  const onCall = quiet ? undefined : (call: Parameters<typeof callLine>[0]) => console.error(callLine(call));
  let local: LocalControlPlane;
  try {
    local = await startLocalControlPlane({ ...options, onCall });
  } catch (error) {
    console.error(startError(error, options.port));
    process.exitCode = 1;
    return;
  }
  const { url, token, port, environment } = local;
  console.log(json ? JSON.stringify({ url, token, port, environment }) : introduction(local));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void local.close());
}

function startError(error: unknown, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return `error: port ${port} on 127.0.0.1 is in use. Choose another port with --port, or 0 for a free one.`;
  if (code === "EACCES") return `error: this user cannot use port ${port}. Choose a port above 1023 with --port.`;
  return `error: ${message}`;
}

function introduction({ url, token, environment }: LocalControlPlane): string {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${value}`);
  return [
    bold("Local control plane for Bedrock AgentCore credential providers"),
    "",
    `URL:   ${url}`,
    `Token: ${token}   (header x-local-token, for the routes under /_local/)`,
    "",
    "To send the requests of AWS SDKs and Pulumi to this server, run:",
    "",
    ...exports,
    "",
    "Ctrl-C stops the server and deletes everything in it.",
  ].join("\n");
}

// Only for a terminal. The first releases of Node.js 22 do not check the stream themselves.
const bold = (text: string) => (process.stdout.isTTY && !process.env.NO_COLOR ? styleText("bold", text) : text);

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

function accountId(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("It must have 12 digits.");
  return text;
}

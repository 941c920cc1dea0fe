import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { CommandError, fail } from "./files";

interface CommandOptions {
  configOf?: string;
}

interface CanOptions {
  context: Record<string, string[]>;
  json: boolean;
}

const example = `
Example:
  agentcore-outbound-auth sandbox -- pulumi preview --diff
  agentcore-outbound-auth sandbox -- pulumi up --yes
  agentcore-outbound-auth sandbox can tools lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:crm

The sandbox keeps its stack, configuration and resources in the folder .agentcore-sandbox of the project. Delete the folder
to start again. To change the sandbox's configuration, run: agentcore-outbound-auth sandbox -- pulumi config set NAME VALUE`;

/** Adds the command `sandbox`, which runs a Pulumi program without an AWS account. */
export function addSandboxCommand(program: Command): void {
  const sandbox = program
    .enablePositionalOptions()
    .command("sandbox")
    .summary("run a Pulumi program without an AWS account")
    .description(
      "Runs a command, such as `pulumi preview`, against a local control plane and a stand-in for the aws plugin. It uses " +
        "none of your AWS settings, and neither your Pulumi backend nor your stacks.",
    )
    .argument("[command...]", "command and its arguments")
    .option(
      "--config-of <stack>",
      "stack whose plain configuration the sandbox copies on first use; secrets get made-up values",
    )
    .passThroughOptions()
    .addHelpText("after", example)
    .action((command: string[], options: CommandOptions) =>
      command.length === 0 ? sandbox.outputHelp() : run(command, options).catch(fail),
    );
  sandbox
    .command("can")
    .summary("say if a role in the sandbox may do something")
    .description(
      "Evaluates the policies of a role that `sandbox -- pulumi up` created. The exit code is 0 if the request is allowed, " +
        "2 if it is denied, and 3 if that is unknown because the role has a policy that the sandbox does not know. The output " +
        "then lists the statements for the action.",
    )
    .argument("<role>", "name or ARN of the role")
    .argument("<action>", "such as lambda:InvokeFunction")
    .argument("<arn>", "ARN of the resource, or * for an action without resources")
    .option(
      "--context <key=value>",
      "condition key of the request; repeat the option for more keys and values",
      addContext,
      {},
    )
    .option("--json", "print the decision as JSON", false)
    .action((role: string, action: string, arn: string, options: CanOptions) =>
      can(role, action, arn, options).catch(fail),
    );
}

async function run(command: readonly string[], { configOf }: CommandOptions): Promise<void> {
  const { createStack, sandboxOf, startSandbox, SandboxError } = await import("../sandbox/project.js");
  const child: { current?: ChildProcess } = {};
  const stopForwarding = forwardSignals(child);
  try {
    const folder = sandboxOf(process.cwd());
    const sandbox = await startSandbox(folder, process.env);
    try {
      const runPulumi = async (args: readonly string[], cwd: string) => {
        const { code, output } = await start(
          ["pulumi", ...args],
          { cwd, env: sandbox.environment, isQuiet: true },
          child,
        );
        if (code !== 0)
          throw new CommandError(
            `cannot create the sandbox's stack with pulumi ${args.join(" ")}. Update the Pulumi CLI if it is old.\n${output}`,
          );
      };
      for (const line of await createStack(folder, configOf, runPulumi)) console.error(`sandbox: ${line}`);
      const { code } = await start(command, { cwd: process.cwd(), env: sandbox.environment }, child);
      process.exitCode = code;
    } finally {
      await sandbox.close();
    }
    if (sandbox.unchecked.size > 0)
      console.error(`sandbox: not checked, only stored: ${[...sandbox.unchecked].sort().join(", ")}`);
  } catch (error) {
    throw error instanceof SandboxError ? new CommandError(error.message) : error;
  } finally {
    stopForwarding();
  }
}

interface StartOptions {
  cwd: string;
  env: Record<string, string>;
  /** Collects the output instead of printing it. */
  isQuiet?: boolean;
}

/** Runs a command to its end. A command that a signal ends has the code that shells use. */
async function start(
  [name = "", ...args]: readonly string[],
  { cwd, env, isQuiet = false }: StartOptions,
  running: { current?: ChildProcess },
): Promise<{ code: number; output: string }> {
  const isWindows = process.platform === "win32";
  const child = spawn(isWindows ? quoted(name) : name, isWindows ? args.map(quoted) : args, {
    cwd,
    env,
    stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
    // Commands such as npm are scripts there.
    shell: isWindows,
  });
  running.current = child;
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { code: code ?? 128 + constants.signals[signal ?? "SIGTERM"], output };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new CommandError(`there is no command ${name} on PATH.${name === "pulumi" ? installPulumi : ""}`);
    throw error;
  }
}

const installPulumi = " Install the Pulumi CLI: https://www.pulumi.com/docs/install/";

/** Quotes an argument for cmd.exe. */
const quoted = (text: string): string => (/^[\w./:=@-]+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`);

/**
 * Keeps the sandbox running until an interrupted command has ended. A terminal sends Ctrl-C to the command too, so only
 * SIGTERM is forwarded.
 */
function forwardSignals(running: { current?: ChildProcess }): () => void {
  const onInterrupt = () => {};
  const onTerminate = () => running.current?.kill("SIGTERM");
  process.on("SIGINT", onInterrupt).on("SIGTERM", onTerminate);
  return () => process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate);
}

async function can(role: string, action: string, resource: string, { context, json }: CanOptions): Promise<void> {
  const { sandboxOf } = await import("../sandbox/project.js");
  const { decideRequest, statementLines } = await import("../sandbox/services/decide.js");
  const { Store } = await import("../sandbox/core/store.js");
  const decision = decideRequest(new Store(sandboxOf(process.cwd()).cloud), role, { action, resource, context });
  if ("problem" in decision) throw new CommandError(decision.problem);
  const { sentence, ...result } = decision;
  const reasons = decision.decision === "allowed" ? [] : statementLines(action, decision);
  console.log(json ? JSON.stringify(result) : [sentence, ...reasons].join("\n  "));
  if (decision.ignoredPolicies.length > 0)
    console.error(`note: the sandbox does not know what these policies allow: ${decision.ignoredPolicies.join(", ")}`);
  if (decision.decision !== "allowed") process.exitCode = decision.decision === "unknown" ? 3 : 2;
}

/** A key that is repeated has several values. */
function addContext(text: string, context: CanOptions["context"]): CanOptions["context"] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError("Write KEY=VALUE.");
  return { ...context, [key]: [...(context[key] ?? []), value] };
}

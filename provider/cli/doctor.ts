import type { Command } from "commander";
import type { DeployerNeeds, StackFacts } from "../doctor/diagnosis/facts";
import type { Preview } from "../report/preview/preview";
import { CommandError, fail, parseInput, print, readInputs } from "./files";
import type { Input } from "./files";

interface CommandOptions {
  profile?: string;
  region?: string;
  json?: boolean;
}

/** Adds the command `doctor`, which examines an account and Region before `pulumi up`. */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .summary("examine the account and Region before `pulumi up`")
    .description(
      "Examines the AWS account and Region with the deployer's credentials: identity, endpoint, token vault, credential " +
        "providers and quotas. With a preview, it also checks names and policy sizes, and prints the permissions that " +
        "`pulumi up` needs. It changes nothing and reads no secret.",
    )
    .argument("[FILE]", "output of `pulumi preview --json --show-sames`, or of `pulumi stack export`; - means stdin")
    .option("--profile <name>", "profile in the AWS configuration files")
    .option(
      "--region <name>",
      "Region to examine (default: aws:region of the preview, or the one that the AWS SDK finds)",
    )
    .option("--json", "print the diagnosis as JSON")
    .addHelpText("after", example)
    .action(run);
}

const example = `
Exit codes:
  0  no error was found; there can be warnings
  1  the command cannot run, for example without credentials
  2  an error was found

Example:
  pulumi preview --json --show-sames > preview.json
  npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth doctor preview.json

Of the stack configuration, the command reads aws:region of the preview only. For aws:profile, write --profile.`;

async function run(file: string | undefined, { profile, region, json }: CommandOptions): Promise<void> {
  try {
    const [input] = file === undefined ? [] : await readInputs([file]);
    const preview = input === undefined ? undefined : await readEither(input);
    // Loaded here, so that other commands and --help start fast.
    const { readAccount, CannotExamine } = await import("../doctor/readAccount.js");
    const { diagnose } = await import("../doctor/diagnosis/findings.js");
    let stack: StackFacts | undefined;
    let deployer: DeployerNeeds | undefined;
    if (preview !== undefined) stack = (await import("../doctor/diagnosis/stackFacts.js")).stackFacts(preview);
    const options = { profile, region: region ?? preview?.awsRegion, environment: process.env };
    const account = await readAccount(options, stack?.providers ?? []).catch((error: unknown) => {
      throw error instanceof CannotExamine ? new CommandError(error.message) : error;
    });
    if (preview !== undefined && stack !== undefined)
      deployer = (await import("../doctor/diagnosis/deployerNeeds.js")).deployerNeeds(preview, stack, account);
    const diagnosis = diagnose(account, stack, deployer, new Date());
    if (json) print(JSON.stringify(diagnosis, undefined, 2));
    else print((await import("../doctor/diagnosis/text.js")).renderText(diagnosis));
    if (diagnosis.findings.some(({ severity }) => severity === "error")) process.exitCode = 2;
  } catch (error) {
    fail(error);
  }
}

/** Reads a preview, or the state of a stack as a preview without changes. */
async function readEither(input: Input): Promise<Preview> {
  const { readPreview, readStack } = await import("../report/preview/readPreview.js");
  const isStack = /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"deployment"/.test(input.text.replace(/^\ufeff/, ""));
  return parseInput(input, isStack ? readStack : (text) => readPreview(text));
}

import type { Command } from "commander";
import { CommandError, fail, parseInput, print, readInputs, writeFile } from "./files";
import type { Input } from "./files";

/** Adds the command `graph`, which draws the deployed targets of a stack. */
export function addGraphCommand(program: Command): void {
  program
    .command("graph")
    .summary("draw the gateways, targets, credential providers and secrets of a stack")
    .description(
      "Reads the output of `pulumi stack export` and prints a picture in the Mermaid language, which GitHub and GitLab " +
        "draw: gateways, targets, credential providers, and where each secret comes from. It needs no AWS credentials " +
        "and sends nothing.",
    )
    .argument("[FILE]", "output of `pulumi stack export`; none, or -, means stdin")
    .option("--out <file>", "write the picture to this file instead of stdout")
    .addHelpText("after", example)
    .action(run);
}

const example = `
Example:
  pulumi stack export | npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth graph --out docs/outbound-auth.mmd

GitHub draws files whose names end in .mmd. In Markdown, write the picture between \`\`\`mermaid and \`\`\`.
The picture has no secrets. It has the names of environment variables and of secrets in Secrets Manager.`;

async function run(file: string | undefined, { out }: { out?: string }, command: Command): Promise<void> {
  try {
    if (file === undefined && process.stdin.isTTY)
      throw new CommandError(
        `there is no input. Run \`pulumi stack export > stack.json\` and name this file.\n` +
          `Usage: agentcore-outbound-auth graph ${command.usage()}`,
      );
    const [input] = await readInputs(file === undefined ? [] : [file]);
    if (input === undefined) return;
    const text = await draw(input);
    if (out === undefined) print(text);
    else writeFile(out, text);
  } catch (error) {
    fail(error);
  }
}

async function draw(input: Input): Promise<string> {
  // Loaded here, so that other commands and --help start fast.
  const [{ readStack }, { createPicture }, { renderMermaid }] = await Promise.all([
    import("../report/preview/readPreview.js"),
    import("../report/changes/picture.js"),
    import("../report/formats/mermaid.js"),
  ]);
  const picture = createPicture(await parseInput(input, readStack));
  if (picture.nodes.length === 0)
    throw new CommandError(`${input.name}: the stack has no gateway, no target and no credential provider to draw.`);
  const drawn = renderMermaid(picture);
  if (drawn === undefined) throw new CommandError(`${input.name}: the stack has too many gateways for one picture.`);
  return drawn;
}

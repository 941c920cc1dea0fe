// What can be said on the command line.
import { parseArgs } from "node:util";

const help = `Usage: npm run quickstart [-- --keep]

Previews, deploys, rotates and destroys the outbound auth of three AgentCore gateway targets on this machine:
the real Pulumi engine, a local control plane in place of AgentCore, a stand-in in place of the aws plugin.
No AWS account is needed, and none is touched; your Pulumi stacks and settings are not either.

Options:
  --keep  do not destroy at the end: leave everything up to explore, until Ctrl-C
  --help  show this text`;

/** `{ keep }`, or `{ answer: { text, code } }` where the command line asks for a text only. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { keep: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    return values.help ? { answer: { text: help, code: 0 } } : { keep: values.keep ?? false };
  } catch (error) {
    // Node.js adds advice on positional arguments, of which there are none here.
    const [problem] = error.message.split(". ");
    return { answer: { text: `error: ${problem}\n\n${help}`, code: 2 } };
  }
}

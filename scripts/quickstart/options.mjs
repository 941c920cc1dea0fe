// The command line of the quickstart.
import { parseArgs } from "node:util";

const help = `Usage: npm run quickstart [-- OPTIONS]

Previews, deploys, rotates and destroys the outbound auth of three targets on
this machine, with the real Pulumi engine. A local control plane takes the place
of AgentCore, and a stand-in takes the place of the aws plugin. No AWS account
is needed. Your AWS account, Pulumi stacks and settings are not touched.

Options:
  --full  show every policy, resource and permission in full
  --keep  keep the stack running at the end, until Ctrl-C
  --help  show this text`;

/** Returns `{ keep, full }`, or `{ answer: { text, code } }` if only a text is to be shown. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { keep: { type: "boolean" }, full: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) return { answer: { text: help, code: 0 } };
    return { keep: values.keep ?? false, full: values.full ?? false };
  } catch (error) {
    // Node.js adds advice on positional arguments, which this command does not take.
    const [problem] = error.message.split(". ");
    return { answer: { text: `error: ${problem}\n\n${help}`, code: 2 } };
  }
}

import { format, resolveConfig } from "prettier";
import { hitInWords } from "./cases";
import { engineTests } from "./engineTests";
import type { Incident } from "./incidents";
import { kinds, type Kind } from "./kinds";
import { operations } from "./operations";
import type { Outcome } from "./play";
import { gistOf, nextInWords } from "./words";

/** A line of the page: faults that come to the same, for the kinds for which they do. */
interface Line {
  readonly hit: string;
  readonly when: string;
  readonly message: string;
  readonly next: string;
  readonly faults: string[];
  readonly cells: readonly string[];
}

/** docs/fault-matrix.md, written from what became of the cases. `file` is where it will be. */
export async function matrixPage(outcomes: readonly Outcome[], file: string): Promise<string> {
  const text = `# What can go wrong, and what the next run does

For reviewers. Users find the remedy of each error in [errors.md](errors.md).

${outcomes.length} cases, each played by \`npm test\` with the handlers of the resources and the real AWS client, over HTTP, against the local control plane: a run in which something goes wrong, and then a plain run in a new process, with the state that the engine would hold. After that, each time, there is exactly one provider, or none where everything was destroyed; it vends the secret that the program says; the state says what the service says (ARNs, tags, status, configuration); another run makes no call; a refresh finds no difference; destroy leaves nothing. No secret stands in an error, a remark, a log, or any output but the secret one; one from the environment, of which each run finds its own value in the same variable, in no input or output at all.

| | |
|---|---|
| **call** | Which call of the API it goes wrong with. *While finishing*: with one of those that follow a creation whose answer was lost |
| **when** | *before*: nothing is done. *after*: it is done, and only the answer is lost or damaged. *once*: one request; otherwise every request until the process gives up |
| **what** | \`reset\`: the connection ends without an answer. \`hang\`: there is never one. \`error500\`, \`error503\`, \`throttle\`, \`accessDenied\`, \`conflict\`: that error. \`truncatedBody\`, \`brokenBody\`, \`emptyBody\`: a success that nobody can read. \`failState\`: the service accepts it, and cannot do it in the end |
| **the user reads** | The gist of the message. It always names the call and the provider |
| ✓ | It is so for this kind. **✓✓**: there is a test under the real engine as well. –: there is no such case, or another line or column stands for it |

${operations.map(({ title }) => section(title, outcomes)).join("\n")}
## What no run can know

- Of a run that was **killed** while it sent an update, the state knows nothing. If the program then goes back to what it said before, \`pulumi up\` alone has nothing to send, although the update may have arrived: run \`pulumi refresh\` before it, or \`pulumi up --refresh\`, which sees by the service's times that somebody changed the provider, and sends (above, *update, then refresh and back*). It cannot see what came within two seconds of the provider's creation, or within the same second as the update before. Where the program stays as it is, the next run sends it again (above).
- Of a creation that failed without leaving a trace in the state, **destroy** knows nothing. Run \`pulumi up\` first, which finds what was made.
- An OAuth client whose creation did not take its time is **deleted** with one call, and nobody waits for the end. If the service accepts the deletion and then cannot do it, the provider stays as \`DELETE_FAILED\`.
- With \`aws:skipRequestingAccountId\` nobody asks whose the credentials are. What is created in another account is removed again, and a provider there is not read as ours; but that there is none is believed, and an update or a deletion meets whatever has the name there.
- A service that does something and **says that it refused**, or says that it was done where it was not, is believed.

## Under the real engine

${engineTests.map(({ played, spec, title }) => `- ${played}: [${spec}](../tests/engine/${spec}), *${title} …*`).join("\n")}

Written by [tests/faultMatrix/page.ts](../tests/faultMatrix/page.ts) from what became of the [cases](../tests/faultMatrix/operations.ts), and compared by [tests/faultMatrix/page.spec.ts](../tests/faultMatrix/page.spec.ts). That each protection is needed, [tests/faultMatrix/protections.spec.ts](../tests/faultMatrix/protections.spec.ts) shows by switching it off.
`;
  return format(text, { ...(await resolveConfig(file)), parser: "markdown" });
}

function section(title: string, outcomes: readonly Outcome[]): string {
  const mine = outcomes.filter(({ played }) => played.operation.title === title);
  const lines = linesOf(mine);
  const header = ["call", "when", "what", "the user reads", "the next run", ...kinds.map((kind) => kind.title)];
  const rows = lines.map(({ hit, when, faults, message, next, cells }) => [
    hit,
    when,
    faults.join(", "),
    message,
    next,
    ...cells,
  ]);
  return `## ${sentence(title)}

${[header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

/** The lines of one operation, in the order of its cases. */
function linesOf(outcomes: readonly Outcome[]): Line[] {
  const lines = new Map<string, Line>();
  for (const rows of grouped(
    outcomes,
    ({ played: { hit, incident } }) => hitInWords(hit) + JSON.stringify(incident),
  ).values())
    for (const alike of grouped(rows, (outcome) => `${gistOf(outcome.message)} ${nextInWords(outcome)}`).values()) {
      const [first] = alike as [Outcome];
      const { hit, incident } = first.played;
      const line = {
        hit: hitInWords(hit),
        when: whenInWords(incident),
        message: gistOf(first.message) ?? "",
        next: nextInWords(first),
        cells: kinds.map((kind) => cell(kind, alike)),
      };
      const key = JSON.stringify([
        line.hit,
        line.when,
        line.message,
        line.next,
        line.cells.map((text) => text !== "–"),
      ]);
      const before = lines.get(key);
      const fault = faultInWords(incident);
      lines.set(key, {
        ...line,
        faults: [...(before?.faults ?? []), fault],
        cells: line.cells.map((text, index) => (before?.cells[index] === both ? both : text)),
      });
    }
  return [...lines.values()];
}

const both = "✓✓";

function cell(kind: Kind, outcomes: readonly Outcome[]): string {
  const found = outcomes.find(({ played }) => played.kind === kind);
  if (found === undefined) return "–";
  return engineTests.some(({ played }) => played === found.played.name) ? both : "✓";
}

function whenInWords({ moment, often }: Incident): string {
  return [moment ?? "", often === "once" && moment !== undefined ? "once" : ""]
    .filter((text) => text !== "")
    .join(", ");
}

function faultInWords({ fault, often, moment }: Incident): string {
  const text = fault.replace(/\b(reset|throttle|accessDenied)\b/g, "`$1`");
  if (moment === undefined && often !== undefined) return `${text} ${often === "once" ? "for a moment" : "for long"}`;
  return /^\w+$/.test(fault) && fault !== "nothing" ? `\`${fault}\`` : text;
}

function grouped(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) groups.set(keyOf(outcome), [...(groups.get(keyOf(outcome)) ?? []), outcome]);
  return groups;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import { format, resolveConfig } from "prettier";
import { messageGist, nextRunText } from "./descriptions";
import type { Fault } from "./faults";
import { pointText } from "./operation";
import { operations } from "./operations";
import { kinds, type Kind } from "./program";
import type { Outcome } from "./runCase";

/** A line of the page: faults with the same result. */
interface Line {
  readonly point: string;
  readonly when: string;
  readonly message: string;
  readonly next: string;
  readonly faults: string[];
  readonly cells: readonly string[];
}

/** Returns the text of docs/reviewers/fault-matrix.md. `file` is its path. */
export async function matrixPage(outcomes: readonly Outcome[], file: string): Promise<string> {
  const text = `# What can go wrong, and what the next run does

For reviewers. Users find the remedy of each error in [errors.md](../reference/errors.md).

${outcomes.length} cases. \`npm test\` runs each of them with the handlers of the resources and the real AWS client, over HTTP, against the local control plane. A case is a run with a fault, and then a normal run in a new process, with the state that the engine would have. Afterwards:

- There is exactly one provider, or none after a destroy. It has the secret of the program.
- The state agrees with the service: ARNs, tags, status and configuration.
- Another run makes no call, a refresh finds no difference, and destroy leaves nothing.
- No error, remark or log contains a secret, and no output except the secret one. A secret from the environment is in no input or output.

| | |
|---|---|
| **call** | The call of the API that has the fault. *While finishing*: a call that follows a creation whose answer was lost |
| **when** | *before*: the service has done nothing. *after*: it has done everything, and only the answer is lost or damaged. *once*: one request; otherwise every request until the process gives up |
| **what** | \`reset\`: the connection ends without an answer. \`hang\`: no answer comes. \`error500\`, \`error503\`, \`throttle\`, \`accessDenied\`, \`conflict\`: that error. \`truncatedBody\`, \`brokenBody\`, \`emptyBody\`: an unreadable success. \`failState\`: the service accepts the change and then fails. *The proxy …*, *TLS …*, *the certificate …*: the process reaches the service through a proxy and TLS, and these fail |
| **the user reads** | The gist of the message. The message also names the call and the provider |
| ✓ | A case for this kind. **✓✓**: also a test with the real engine. –: no case, or another line or column covers it |

${operations.map(({ title }) => section(title, outcomes)).join("\n")}
## What no run can know

- The state knows nothing of an update during which the run was **killed**. If the program then returns to its old values, \`pulumi up\` alone sends nothing, although the update may have arrived. Run \`pulumi refresh\` first, or \`pulumi up --refresh\`. It sees from the times at the service that the provider has changed, and the old values are sent again (above, *update, then refresh and back*). It does not see a change within two seconds of the provider's creation, or within the same second as the previous update. If the program stays the same, the next run sends the update again (above).
- **Destroy** knows nothing of a creation that failed without a trace in the state. Run \`pulumi up\` first: it finds the provider.
- An OAuth client that was created without delay is **deleted** with one call, and the provider does not wait for the end. If the service accepts the deletion and then fails, the client stays as \`DELETE_FAILED\`.
- With \`aws:skipRequestingAccountId\`, the account of the credentials is not checked before a call. A provider that was created in another account is deleted again, a provider there is not read as this stack's, and an update that changed one is an error. But a missing provider counts as deleted, and a deletion applies to the provider of that name there. Therefore calls to AWS itself are refused with this setting.
- The provider believes a service that **reports a rejection** after it has made the change, or a success without it.

## With the real engine

${engineTests.map(({ testCase, spec, title }) => `- ${testCase}: [${spec}](../../tests/engine/${spec}), *${title} …*`).join("\n")}

[tests/faultMatrix/page.ts](../../tests/faultMatrix/page.ts) writes this page from the results of the [cases](../../tests/faultMatrix/operations.ts). [tests/faultMatrix/protections.spec.ts](../../tests/faultMatrix/protections.spec.ts) disables each protection and shows that a case then fails.
`;
  return format(text, { ...(await resolveConfig(file)), parser: "markdown" });
}

function section(title: string, outcomes: readonly Outcome[]): string {
  const mine = outcomes.filter(({ testCase }) => testCase.operation.title === title);
  const lines = linesOf(mine);
  const header = ["call", "when", "what", "the user reads", "the next run", ...kinds.map((kind) => kind.title)];
  const rows = lines.map(({ point, when, faults, message, next, cells }) => [
    point,
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

/** Returns the lines of one operation, in the order of its cases. */
function linesOf(outcomes: readonly Outcome[]): Line[] {
  const lines = new Map<string, Line>();
  for (const rows of grouped(
    outcomes,
    ({ testCase: { point, fault } }) => pointText(point) + JSON.stringify(fault),
  ).values())
    for (const alike of grouped(
      rows,
      (outcome) => `${messageGist(outcome.message)} ${nextRunText(outcome)}`,
    ).values()) {
      const [first] = alike as [Outcome];
      const { point, fault } = first.testCase;
      const line = {
        point: pointText(point),
        when: whenText(fault),
        message: messageGist(first.message) ?? "",
        next: nextRunText(first),
        cells: kinds.map((kind) => cell(kind, alike)),
      };
      const key = JSON.stringify([
        line.point,
        line.when,
        line.message,
        line.next,
        line.cells.map((text) => text !== "–"),
      ]);
      const before = lines.get(key);
      lines.set(key, {
        ...line,
        faults: [...(before?.faults ?? []), faultText(fault)],
        cells: line.cells.map((text, index) => (before?.cells[index] === both ? both : text)),
      });
    }
  return [...lines.values()];
}

const both = "✓✓";

function cell(kind: Kind, outcomes: readonly Outcome[]): string {
  const found = outcomes.find(({ testCase }) => testCase.kind === kind);
  if (found === undefined) return "–";
  return engineTests.some(({ testCase }) => testCase === found.testCase.name) ? both : "✓";
}

function whenText({ moment, frequency }: Fault): string {
  return [moment ?? "", frequency === "once" && moment !== undefined ? "once" : ""]
    .filter((text) => text !== "")
    .join(", ");
}

function faultText({ title, frequency, moment }: Fault): string {
  const text = title.replace(/\b(reset|throttle|accessDenied)\b/g, "`$1`");
  if (moment === undefined && frequency !== undefined)
    return `${text} ${frequency === "once" ? "for a moment" : "for long"}`;
  return /^\w+$/.test(title) ? `\`${title}\`` : text;
}

function grouped(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) groups.set(keyOf(outcome), [...(groups.get(keyOf(outcome)) ?? []), outcome]);
  return groups;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A case that is also tested with the real engine. */
interface EngineTest {
  /** Name of the case. */
  readonly testCase: string;
  /** File in tests/engine. */
  readonly spec: string;
  /** Title of the test, or its beginning. */
  readonly title: string;
}

export const engineTests: readonly EngineTest[] = [
  {
    testCase: "create: Create, reset, after, once (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finishes its provider if the response to its creation is lost",
  },
  {
    testCase: "create: Create, reset, then nothing answers, after, always (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finishes it at the next up if that creation failed",
  },
  {
    testCase: "create: Create, provider process killed, after, once (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finds the provider if the provider process was killed before it responded",
  },
  {
    testCase: "create: Create, pulumi killed, its provider process goes on (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finds the provider if the CLI was killed",
  },
  {
    testCase: "create: Create, pulumi killed, its provider process goes on (OAuth client, with states)",
    spec: "oauth2.spec.ts",
    title: "is found by the next up if the CLI was killed during the creation",
  },
  {
    testCase: "create: Create, accessDenied, before, always (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is created at the next up after access was denied",
  },
  {
    testCase: "create: Create, failState, after, once (OAuth client, with states)",
    spec: "oauth2.spec.ts",
    title: "stays in the state with the service's reason if the creation failed",
  },
  {
    testCase: "create under a name that is another stack's: Create, no fault (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is not taken over from a stack of the same project and name in another backend",
  },
  {
    testCase: "create under a name that is another resource's: Create, no fault (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is not taken over from another resource of the stack with the same name",
  },
  {
    testCase: "update: Update, truncatedBody, after, always (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "sends a rotated key again if the response was lost",
  },
  {
    testCase: "update: Update, failState, after, once (OAuth client, with states)",
    spec: "oauth2.spec.ts",
    title: "keeps its old secret if an update failed, and gets the new one at the next up",
  },
  {
    testCase: "replace under the same name: Create, no fault (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "does not delete the live provider after",
  },
  {
    testCase: "destroy: Delete, reset, after, once (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "accepts a deletion whose response was lost",
  },
];

import type { MissingPart } from "../model";
import { readDiagnostics } from "./diagnostics";
import { readDocument, unusable, UnusableInput } from "./document";
import type { Preview } from "./preview";
import { readResources } from "./resources";
import { otherCommandOf, parseStep, unknownOperations } from "./steps";
import type { Step } from "./steps";
import { isRecord, memberAt, visibleText } from "./values";
import type { RawRecord } from "./values";

export { UnusableInput };

/** Meaning of the exit codes of `pulumi preview`. */
const exitCodes: Readonly<Record<number, string>> = {
  0: "success",
  1: "an error",
  2: "a wrong configuration",
  3: "a failed login",
  4: "a failed resource",
  5: "a policy pack",
  6: "a missing stack",
  7: "changes despite --expect-no-changes",
  8: "a cancellation",
  9: "a timeout",
  255: "an internal error",
};

const successes = [0, 7];
const policyPack = 5;

/**
 * Reads the output of `pulumi preview --json --show-sames`.
 *
 * @param exitCode exit code of that command, if it is known.
 * @throws UnusableInput if the text is something else.
 */
export function readPreview(text: string, exitCode?: number): Preview {
  const { document, skippedLines } = readDocument(text, "preview");
  const steps = readSteps(document);
  const { errors, warnings, endpointOverrides, hasError } = readDiagnostics(document["diagnostics"]);
  const otherCommand = otherCommandOf(steps);
  if (otherCommand !== undefined && !hasError)
    throw unusable("preview", `This is the preview of ${otherCommand}, not of an update.`);
  // Pulumi writes the summary last.
  const isFinished = isRecord(document["changeSummary"]);
  const failed = hasError || !isFinished || (exitCode !== undefined && !successes.includes(exitCode));
  const { resources, targeted } = readResources(steps);
  const missing = [
    ...failureParts(failed, hasError, exitCode),
    ...(hidesUnchanged(document, steps) ? [unchangedResources] : []),
    ...(targeted ? [targetedResources] : []),
    ...unknownOperationParts(unknownOperations(steps)),
  ];
  return {
    ...stackOf(steps),
    awsRegion: visibleText(memberAt(document["config"], "aws:region")),
    failed,
    resources,
    missing,
    errors: failed ? [...errors, ...warnings] : [],
    endpointOverrides,
    skippedLines,
  };
}

/**
 * Reads the output of `pulumi stack export`, as a preview in which nothing changes.
 *
 * @throws UnusableInput if the text is something else.
 */
export function readStack(text: string): Preview {
  const { document, skippedLines } = readDocument(text, "stack");
  const { version, deployment } = document;
  if (document["steps"] !== undefined || document["changeSummary"] !== undefined)
    throw unusable(
      "stack",
      "This is a preview, which agentcore-outbound-auth report draws. This command draws what is deployed.",
    );
  if (!isRecord(deployment)) throw unusable("stack", "This is not the state of a stack.");
  if (version !== 3 && version !== 4) throw new UnusableInput("This is a state of another version than 3 and 4.");
  const states = Array.isArray(deployment["resources"]) ? deployment["resources"].filter(isRecord) : [];
  const steps = states
    .filter((state) => state["delete"] !== true && state["pendingReplacement"] !== true)
    .flatMap((state) => parseStep({ op: "same", urn: state["urn"], oldState: state, newState: state }) ?? []);
  const { resources } = readResources(steps);
  return {
    ...stackOf(steps),
    failed: false,
    resources,
    missing: [],
    errors: [],
    endpointOverrides: [],
    skippedLines,
  };
}

function readSteps(document: RawRecord): Step[] {
  const { steps, diagnostics, changeSummary } = document;
  // Pulumi leaves out what is empty. A program that fails early has no steps, but at least an error.
  const isPreview = steps === undefined ? isRecord(changeSummary) || Array.isArray(diagnostics) : Array.isArray(steps);
  if (!isPreview) throw unusable("preview", "This is JSON, but not a preview of Pulumi.");
  return (Array.isArray(steps) ? steps : []).map((step) => {
    const parsed = parseStep(step);
    if (parsed === undefined)
      throw unusable("preview", "This is not a preview of Pulumi: a step has no operation or URN.");
    return parsed;
  });
}

function stackOf([step]: readonly Step[]): { project: string; stack: string } {
  const [, stack = "unknown", project = "unknown"] = /^urn:pulumi:(.+?)::(.+?)::/.exec(step?.urn ?? "") ?? [];
  return { project, stack };
}

function failureParts(failed: boolean, hasError: boolean, exitCode: number | undefined): MissingPart[] {
  const parts: MissingPart[] = [];
  const meaning = exitCode === undefined ? undefined : exitCodes[exitCode];
  const code = `${exitCode}${meaning === undefined ? "" : `, ${meaning}`}`;
  if (exitCode === policyPack)
    parts.push({
      code: "policyPack",
      text: [
        "A policy pack refused the change, so the preview is not complete. Pulumi's JSON does not name the policy. Run ",
        { code: "pulumi preview" },
        " without ",
        { code: "--json" },
        " to see it.",
      ],
    });
  else if (failed) parts.push({ code: "failed", text: ["The preview failed, so it does not say what would change."] });
  if (exitCode === undefined || exitCode === policyPack || successes.includes(exitCode) !== hasError) return parts;
  const text = hasError
    ? `The preview has an error, but its exit code is said to be ${code}. Give the exit code of the preview itself, not of a command after it.`
    : `The exit code of the preview is ${code}, but its output has no error. The reason is in what the command wrote to stderr.`;
  return [...parts, { code: "exitCode", text: [text] }];
}

/** Unchanged resources are counted also if they are not shown. */
function hidesUnchanged({ changeSummary }: RawRecord, steps: readonly Step[]): boolean {
  const count = isRecord(changeSummary) ? changeSummary["same"] : undefined;
  return typeof count === "number" && count > steps.filter(({ op }) => op === "same").length;
}

const unchangedResources: MissingPart = {
  code: "unchangedResources",
  text: [
    "The preview leaves out unchanged resources, so a permission that looks lost may still be granted by one of them. Run ",
    { code: "pulumi preview --json --show-sames" },
    ".",
  ],
};

const targetedResources: MissingPart = {
  code: "targeted",
  text: [
    "The preview was run with ",
    { code: "--target" },
    " or ",
    { code: "--exclude" },
    ", so it shows a part of the changes of the program. Run it without them to see all.",
  ],
};

function unknownOperationParts(operations: readonly string[]): MissingPart[] {
  if (operations.length === 0) return [];
  const names = operations.flatMap((code, index) => [index === 0 ? "" : ", ", { code }]).slice(1);
  const text = ["The preview has operations that this version does not know: ", ...names, ". Install a newer version."];
  return [{ code: "unknownOperation", text }];
}

import type { MissingPart } from "../model";
import { readDiagnostics } from "./diagnostics";
import { isRecord, readDocument, UnusableInput } from "./document";
import type { RawRecord } from "./document";
import type { Preview } from "./preview";
import { readResources } from "./resources";
import type { RawStep } from "./steps";

export { UnusableInput };

/** Exit codes of `pulumi preview` that are no failure: success, and `--expect-no-changes` that found changes. */
const successCodes = [0, 7];
const policyPackCode = 5;

/**
 * Reads the output of `pulumi preview --json --show-sames`.
 *
 * @param text bytes, or text that is decoded already.
 * @param exitCode exit code of that command, if it is known.
 * @throws UnusableInput if the text is something else.
 */
export function readPreview(text: string | Uint8Array, exitCode?: number): Preview {
  const { document, skippedLines } = readDocument(text);
  const steps = readSteps(document);
  const { errors, endpointOverrides, hasError } = readDiagnostics(document["diagnostics"]);
  const failedByCode = exitCode !== undefined && !successCodes.includes(exitCode);
  const failed = hasError || failedByCode;
  const { resources, targeted, unknownOperations } = readResources(steps);
  const [stack = "unknown", project = "unknown"] = (steps[0]?.urn ?? "").split("::", 2).map(withoutUrnPrefix);
  const missing: MissingPart[] = [];
  const summary = isRecord(document["changeSummary"]) ? document["changeSummary"] : {};
  const shown = steps.filter((step) => step.op === "same").length;
  if (typeof summary["same"] === "number" && summary["same"] > shown)
    missing.push({
      code: "unchangedResources",
      text: ["The preview does not show unchanged resources. Run pulumi preview --json --show-sames."],
    });
  if (targeted)
    missing.push({
      code: "targeted",
      text: ["The preview was run with --target, so it shows only a part of the change. Run it without --target."],
    });
  if (exitCode === policyPackCode)
    missing.push({
      code: "policyPack",
      text: [
        "A policy pack refused the preview. Pulumi's JSON does not say which policy; the preview without --json does.",
      ],
    });
  else if (failed)
    missing.push({ code: "failed", text: ["The preview failed, so it does not say what would change."] });
  if (unknownOperations.length > 0)
    missing.push({
      code: "unknownOperation",
      text: [`The preview has operations that this version does not know: ${unknownOperations.join(", ")}.`],
    });
  return { project, stack, failed, resources, missing, errors, endpointOverrides, skippedLines };
}

function withoutUrnPrefix(part: string): string {
  return part.replace(/^urn:pulumi:/, "");
}

function readSteps(document: RawRecord): RawStep[] {
  const steps = document["steps"];
  if (steps === undefined || steps === null) return [];
  if (!Array.isArray(steps)) throw new UnusableInput("no preview: `steps` is not a list.");
  return steps.map((step: unknown) => {
    if (!isRecord(step) || typeof step["op"] !== "string" || typeof step["urn"] !== "string")
      throw new UnusableInput("no preview: a step has no operation or no URN.");
    return { ...step, op: step["op"], urn: step["urn"] };
  });
}

/**
 * Reads the output of `pulumi stack export`: a preview in which nothing changes.
 *
 * @throws UnusableInput if the text is something else.
 */
export function readStack(text: string | Uint8Array): Preview {
  const { document, skippedLines } = readDocument(text, "stack");
  const deployment = isRecord(document["deployment"]) ? document["deployment"] : {};
  const states = Array.isArray(deployment["resources"]) ? deployment["resources"].filter(isRecord) : [];
  const steps = states
    .filter((state) => state["delete"] !== true && typeof state["urn"] === "string")
    .map((state) => ({ op: "same", urn: String(state["urn"]), oldState: state, newState: state }));
  const { resources } = readResources(steps);
  const [stack = "unknown", project = "unknown"] = (steps[0]?.urn ?? "").split("::", 2).map(withoutUrnPrefix);
  return { project, stack, failed: false, resources, missing: [], errors: [], endpointOverrides: [], skippedLines };
}

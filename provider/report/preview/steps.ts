import type { Operation } from "./preview";
import { nameOfUrn, typeOfUrn } from "./types";
import { isRecord, sortedBy } from "./values";
import type { RawRecord } from "./values";

/** A step of Pulumi's JSON. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: RawRecord;
  readonly newState?: RawRecord;
  /** Top-level properties that differ. */
  readonly differences: readonly string[];
}

/** The steps of one resource as one. */
export interface ResourceSteps {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly operation: Operation;
  readonly oldState?: RawRecord;
  readonly newState?: RawRecord;
  readonly differences: readonly string[];
  /** URN of the parent. */
  readonly parent?: string;
  /** True if the resource stays in AWS when it leaves the stack. */
  readonly retained: boolean;
}

const stackType = "pulumi:pulumi:Stack";

/** Operations of Pulumi. A replacement has a `replace`, and two more steps with `--show-replacement-steps`. */
const operations: Readonly<Record<string, Operation>> = {
  same: "same",
  create: "create",
  import: "import",
  update: "update",
  read: "read",
  delete: "delete",
  discard: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  "read-replacement": "replace",
  // The old copy of a resource whose replacement did not finish.
  "delete-replaced": "delete",
  "discard-replaced": "delete",
  "remove-pending-replace": "delete",
};

/** Returns a step, or nothing if this is no step of Pulumi's JSON. */
export function parseStep(step: unknown): Step | undefined {
  if (!isRecord(step)) return undefined;
  const { op, urn, oldState, newState, diffReasons, replaceReasons, detailedDiff } = step;
  if (typeof op !== "string" || typeof urn !== "string" || !urn.startsWith("urn:pulumi:")) return undefined;
  const paths = isRecord(detailedDiff) ? Object.keys(detailedDiff) : [];
  const differences = [...stringsOf(diffReasons), ...stringsOf(replaceReasons), ...paths.map(firstProperty)];
  return {
    op,
    urn,
    oldState: isRecord(oldState) ? oldState : undefined,
    newState: isRecord(newState) ? newState : undefined,
    differences,
  };
}

/** Returns the first property of a path: `tags` of `tags["team.name"]`, `a.b` of `["a.b"].c`. */
function firstProperty(path: string): string {
  const [, quoted, plain] = /^(?:\["((?:[^"\\]|\\.)*)"\]|([^.[]+))/.exec(path) ?? [];
  return quoted?.replace(/\\(.)/g, "$1") ?? plain ?? path;
}

/** Returns operations that this version does not know, sorted. */
export function unknownOperations(steps: readonly Step[]): string[] {
  return [...new Set(steps.map(({ op }) => op))]
    .filter((op) => op !== "refresh" && !Object.hasOwn(operations, op))
    .sort();
}

/** Returns the steps of each resource, sorted by URN: Pulumi's order is another one at each preview. */
export function stepsByResource(steps: readonly Step[]): ResourceSteps[] {
  const byUrn = new Map<string, { refreshes: Step[]; changes: Step[] }>();
  // With --refresh, the program begins after the refresh, and the stack is its first resource. A resource that another tool
  // changed has an `update` or a `delete` in the refresh.
  const firstChange = steps.findIndex(({ op, urn }) => op !== "refresh" && typeOfUrn(urn) === stackType);
  for (const [index, step] of steps.entries()) {
    const all = byUrn.get(step.urn) ?? { refreshes: [], changes: [] };
    (step.op === "refresh" || index < firstChange ? all.refreshes : all.changes).push(step);
    byUrn.set(step.urn, all);
  }
  return sortedBy(byUrn, ([urn]) => urn)
    .map(([urn, { refreshes, changes }]) => combine(urn, refreshes.at(-1), changes))
    .filter(({ oldState, newState }) => oldState !== undefined || newState !== undefined);
}

function combine(urn: string, refresh: Step | undefined, changes: readonly Step[]): ResourceSteps {
  const main =
    changes.find(({ op }) => op === "replace") ?? changes.find(({ op }) => operations[op] !== "delete") ?? changes[0];
  // The first step of a replacement that did not finish: the resource is already deleted. Without it, the state of a
  // resource that is deleted before its replacement has `pendingReplacement`, too.
  const isDeleted = changes.some(({ op }) => op === "remove-pending-replace");
  const isGone = isDeleted || (refresh !== undefined && refresh.newState === undefined);
  const oldState = isGone ? undefined : (refresh?.newState ?? main?.oldState);
  const newState = main === undefined ? refresh?.newState : main.newState;
  const operation = operationOf(main, oldState, newState);
  const state = newState ?? oldState ?? main?.oldState ?? {};
  return {
    urn,
    type: typeOfUrn(urn),
    name: nameOfUrn(urn),
    operation,
    oldState,
    newState,
    differences: changes.flatMap(({ differences }) => differences),
    parent: typeof state["parent"] === "string" && state["parent"] !== "" ? state["parent"] : undefined,
    retained: (oldState ?? newState)?.["retainOnDelete"] === true || main?.op === "discard",
  };
}

function operationOf(step: Step | undefined, before: RawRecord | undefined, after: RawRecord | undefined): Operation {
  // Without --show-sames, a resource that is refreshed and unchanged has no other step.
  if (step === undefined) return "same";
  const operation = Object.hasOwn(operations, step.op) ? operations[step.op] : undefined;
  if (operation === "replace" && before === undefined) return "create";
  return operation ?? (after === undefined ? "delete" : before === undefined ? "create" : "update");
}

/** Returns the command whose preview has these steps, if it is another one than `pulumi preview`. */
export function otherCommandOf(steps: readonly Step[]): string | undefined {
  if (steps.length === 0) return undefined;
  if (steps.every(({ op }) => op === "delete" || op === "discard")) return "pulumi destroy";
  // A program has at least the step of its stack.
  return steps.every(({ op, urn }) => op === "refresh" || typeOfUrn(urn) !== stackType) ? "pulumi refresh" : undefined;
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

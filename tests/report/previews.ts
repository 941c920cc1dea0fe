/** Builds previews as Pulumi prints them, from a few words for each resource. */
import type { Preview } from "../../provider/report/preview/preview";
import { readPreview } from "../../provider/report/preview/readPreview";

/** The two sides of a change. Equal sides are no change. */
export interface Sides<Value> {
  readonly before?: Value;
  readonly after?: Value;
}

export function same<Value>(value: Value): Sides<Value> {
  return { before: value, after: value };
}

/** One resource and what happens to it. */
export interface StepArgs {
  /**
   * Operation of Pulumi. A resource that stays the `same` needs one of `before` and `after`, a component none.
   * @default what follows from `before` and `after`
   */
  readonly op?: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** @default the stack */
  readonly parent?: StepArgs;
  /** Inputs before the change, which are outputs too. Absent for a new resource. */
  readonly before?: object;
  /** Inputs after the change. Absent for a resource that is deleted. */
  readonly after?: object;
  /** Id of a custom resource. New ones have none. */
  readonly id?: string;
  /** Resources, or their URNs. */
  readonly dependencies?: readonly (string | StepArgs)[];
  readonly propertyDependencies?: Readonly<Record<string, readonly (string | StepArgs)[]>>;
  /** Properties that Pulumi names as the reason. */
  readonly changed?: readonly string[];
  /** Line of the program: `index.ts#10,15`. */
  readonly line?: string;
  /** More members of both states, such as `retainOnDelete`. */
  readonly state?: object;
  /** More members of the state before the change. `undefined` removes a member. */
  readonly oldState?: object;
  /** More members of the state after the change. `undefined` removes a member. */
  readonly newState?: object;
}

export interface PreviewArgs {
  readonly project?: string;
  readonly stack?: string;
  /** Stack configuration. */
  readonly config?: Readonly<Record<string, string>>;
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string; readonly urn?: string }[];
  /** Pulumi writes it last: `null` if it was stopped. @default the number of steps by operation */
  readonly changeSummary?: Readonly<Record<string, number>> | null;
}

/** Returns the URN of a resource. */
export function urnOf(step: StepArgs, { project = "shop", stack = "prod" }: PreviewArgs = {}): string {
  const types: string[] = [];
  for (let next: StepArgs | undefined = step; next !== undefined; next = next.parent) types.unshift(next.type);
  return `urn:pulumi:${stack}::${project}::${types.join("$")}::${step.name}`;
}

/** Returns what `pulumi preview --json --show-sames` prints. The first step is that of the stack. */
export function previewText(steps: readonly StepArgs[], args: PreviewArgs = {}): string {
  const stack = stackStep(args);
  const printed = [stack, ...steps].map((step) => printedStep(step, args));
  const counts: Record<string, number> = {};
  for (const { op } of printed) counts[op] = (counts[op] ?? 0) + 1;
  const { config = {}, diagnostics, changeSummary = counts } = args;
  return indented({ config, steps: printed, diagnostics, duration: 1_000_000, changeSummary });
}

/** Returns what a report reads from `pulumi preview --json --show-sames`. */
export function preview(steps: readonly StepArgs[], args: PreviewArgs & { readonly exitCode?: number } = {}): Preview {
  return readPreview(previewText(steps, args), args.exitCode);
}

/** Returns what `pulumi stack export` prints: all resources, unchanged. */
export function stackText(steps: readonly StepArgs[], version = 3): string {
  const resources = [stackStep({}), ...steps].map((step) => printedStep(step, {}).oldState);
  return indented({ version, deployment: { manifest: {}, secrets_providers: {}, resources } });
}

function stackStep({ project = "shop", stack = "prod" }: PreviewArgs): StepArgs {
  return { type: "pulumi:pulumi:Stack", name: `${project}-${stack}`, before: {}, after: {} };
}

function indented(document: object): string {
  return `${JSON.stringify(document, null, 4)}\n`;
}

function printedStep(step: StepArgs, args: PreviewArgs) {
  const { op = operationOf(step), type, name, parent = stackStep(args) } = step;
  const isSame = op === "same";
  const { before = isSame ? (step.after ?? {}) : undefined, after = isSame ? (step.before ?? {}) : undefined } = step;
  const urn = urnOf(step, args);
  const isStack = type === "pulumi:pulumi:Stack";
  const custom = !/^(?:agentcore:index:|pulumi:pulumi:)/.test(type);
  const urns = (all: readonly (string | StepArgs)[]) =>
    all.map((one) => (typeof one === "string" ? one : urnOf(one, args)));
  const ofProperties = Object.fromEntries(
    Object.entries(step.propertyDependencies ?? {}).map(([key, all]) => [key, urns(all)]),
  );
  const state = {
    urn,
    custom,
    type,
    parent: isStack ? undefined : urnOf(parent, args),
    dependencies: step.dependencies === undefined ? undefined : urns(step.dependencies),
    propertyDependencies: custom ? ofProperties : undefined,
    sourcePosition: step.line === undefined ? undefined : `project:///${step.line}`,
    ...step.state,
  };
  const ofOld = custom ? { id: step.id ?? `${name}-id`, inputs: before, outputs: before } : {};
  const ofNew = custom ? { inputs: after } : {};
  const created = "2026-01-01T00:00:00Z";
  return {
    op,
    urn,
    oldState: before === undefined ? undefined : { ...state, created, ...ofOld, ...step.oldState },
    newState: after === undefined ? undefined : { ...state, ...ofNew, ...step.newState },
    diffReasons: step.changed,
    detailedDiff: null,
  };
}

function operationOf({ before, after }: StepArgs): string {
  if (before === undefined) return after === undefined ? "same" : "create";
  if (after === undefined) return "delete";
  return JSON.stringify(before) === JSON.stringify(after) ? "same" : "update";
}

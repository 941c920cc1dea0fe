import { readPreview } from "../../provider/report/preview/readPreview";
import type { Preview } from "../../provider/report/preview/preview";

/** A step of a preview, in short. `before` and `after` are properties; the operation follows from them, if it is absent. */
export interface StepArgs {
  readonly op?: string;
  readonly type: string;
  readonly name: string;
  /** Step of the parent. Without one, the root stack is the parent. */
  readonly parent?: StepArgs;
  readonly before?: object;
  readonly after?: object;
  /** Physical id. Custom resources with `before` get one. */
  readonly id?: string;
  /** URNs, or steps. */
  readonly dependencies?: readonly (string | StepArgs)[];
  readonly propertyDependencies?: Readonly<Record<string, readonly (string | StepArgs)[]>>;
  /** Properties that changed. */
  readonly changed?: readonly string[];
  /** `index.ts#10,15` */
  readonly line?: string;
  /** Members of both states, such as `retainOnDelete`. */
  readonly state?: object;
}

export interface PreviewArgs {
  readonly project?: string;
  readonly stack?: string;
  readonly diagnostics?: readonly { severity: string; message: string; urn?: string }[];
  readonly changeSummary?: Readonly<Record<string, number>>;
}

const stackType = "pulumi:pulumi:Stack";

/** Returns the URN of a step. */
export function urnOf(step: StepArgs, { project = "shop", stack = "prod" }: PreviewArgs = {}): string {
  const types: string[] = [];
  for (let next: StepArgs | undefined = step; next !== undefined; next = next.parent) types.unshift(next.type);
  return `urn:pulumi:${stack}::${project}::${types.join("$")}::${step.name}`;
}

/** Returns what `pulumi preview --json --show-sames` prints. The root stack need not be among the steps. */
export function previewText(steps: readonly StepArgs[], args: PreviewArgs = {}): string {
  const { project = "shop", stack = "prod", diagnostics } = args;
  const root: StepArgs = { op: "same", type: stackType, name: `${project}-${stack}` };
  const printed = [root, ...steps].map((step) => printStep(step, urnOf(root, args), args));
  const changeSummary: Record<string, number> = {};
  for (const { op } of printed) changeSummary[op] = (changeSummary[op] ?? 0) + 1;
  const document = {
    config: {},
    steps: printed,
    ...(diagnostics === undefined ? {} : { diagnostics }),
    duration: 1000000,
    changeSummary: args.changeSummary ?? changeSummary,
  };
  return `${JSON.stringify(document, null, 4)}\n`;
}

/** Returns the preview that a report reads. */
export function preview(steps: readonly StepArgs[], args: PreviewArgs & { readonly exitCode?: number } = {}): Preview {
  return readPreview(previewText(steps, args), args.exitCode);
}

function printStep(step: StepArgs, rootUrn: string, args: PreviewArgs) {
  const urn = urnOf(step, args);
  const custom = !/^(agentcore:index:|pulumi:pulumi:)/.test(step.type);
  const urns = (dependencies: readonly (string | StepArgs)[]) =>
    dependencies.map((dependency) => (typeof dependency === "string" ? dependency : urnOf(dependency, args)));
  const op = step.op ?? operationOf(step);
  const state = {
    urn,
    custom,
    type: step.type,
    ...(urn === rootUrn ? {} : { parent: step.parent === undefined ? rootUrn : urnOf(step.parent, args) }),
    ...(step.dependencies === undefined ? {} : { dependencies: urns(step.dependencies) }),
    ...(step.propertyDependencies === undefined
      ? {}
      : {
          propertyDependencies: Object.fromEntries(
            Object.entries(step.propertyDependencies).map(([key, value]) => [key, urns(value)]),
          ),
        }),
    ...(step.line === undefined ? {} : { sourcePosition: `project:///${step.line}` }),
    ...step.state,
  };
  const before = step.before ?? (op === "same" ? (step.after ?? {}) : undefined);
  const after = step.after ?? (op === "same" ? (step.before ?? {}) : undefined);
  return {
    op,
    urn,
    ...(op === "create" || before === undefined
      ? {}
      : {
          oldState: {
            ...state,
            ...(custom ? { id: step.id ?? `${step.name}-id`, inputs: before, outputs: before } : {}),
            created: "2026-01-01T00:00:00Z",
          },
        }),
    ...(op === "delete" || after === undefined ? {} : { newState: { ...state, ...(custom ? { inputs: after } : {}) } }),
    ...(step.changed === undefined ? {} : { diffReasons: step.changed }),
    detailedDiff: null,
  };
}

function operationOf({ before, after }: StepArgs): string {
  if (before === undefined) return after === undefined ? "same" : "create";
  if (after === undefined) return "delete";
  return JSON.stringify(before) === JSON.stringify(after) ? "same" : "update";
}

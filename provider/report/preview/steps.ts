import { isRecord } from "./document";
import type { RawRecord } from "./document";
import type { Operation } from "./preview";

export interface RawStep extends RawRecord {
  readonly op: string;
  readonly urn: string;
}

/** Operation of a resource by the operation of its step. `refresh` is read apart: it says what the state becomes. */
export const operations: Readonly<Record<string, Operation>> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  read: "read",
  "read-replacement": "read",
  discard: "delete",
  "discard-replaced": "replace",
  "remove-pending-replace": "replace",
  import: "import",
  "import-replacement": "replace",
};

export interface ReadResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly operation: Operation;
  readonly oldState?: RawRecord;
  readonly newState?: RawRecord;
  readonly changedProperties: readonly string[];
  readonly parent?: string;
  readonly retained: boolean;
  /** True if `--target` left it out and it does not exist. */
  readonly notYetCreated: boolean;
  readonly created: boolean;
}

export function readSteps(urn: string, steps: readonly RawStep[]): ReadResource {
  const refresh = steps.find(({ op }) => op === "refresh");
  const others = steps.filter(({ op }) => op !== "refresh");
  const main =
    others.find(({ op }) => op !== "delete-replaced" && op !== "discard-replaced" && op !== "remove-pending-replace") ??
    others[0];
  const refreshed = recordOf(refresh?.["newState"]);
  const oldState =
    refreshed ?? recordOf(main?.["oldState"]) ?? recordOf(others.find((s) => s["oldState"])?.["oldState"]);
  const newState = main === undefined ? refreshed : recordOf(main["newState"]);
  const operation =
    main === undefined
      ? "same"
      : Object.hasOwn(operations, main.op)
        ? (operations[main.op] ?? "update")
        : newState === undefined
          ? "delete"
          : oldState === undefined
            ? "create"
            : "update";
  const state = newState ?? oldState ?? {};
  const [, , qualifiedType = "", ...name] = urn.split("::");
  const custom = state["custom"] === true;
  const parent = state["parent"];
  return {
    urn,
    type: qualifiedType.split("$").at(-1) ?? "",
    name: name.join("::"),
    custom,
    operation,
    ...(oldState !== undefined && operation !== "create" ? { oldState } : {}),
    ...(newState !== undefined ? { newState } : {}),
    changedProperties: operation === "update" || operation === "replace" ? changedProperties(steps) : [],
    ...(typeof parent === "string" && parent !== "" ? { parent } : {}),
    retained: oldState?.["retainOnDelete"] === true || main?.op === "discard",
    notYetCreated: operation === "same" && custom && idOf(oldState) === undefined,
    created: oldState?.["created"] !== undefined,
  };
}

export function recordOf(value: unknown): RawRecord | undefined {
  return isRecord(value) ? value : undefined;
}

export function idOf(state: RawRecord | undefined): string | undefined {
  const id = state?.["id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}

function changedProperties(steps: readonly RawStep[]): string[] {
  const paths = steps.flatMap((step) => [
    ...stringsOf(step["diffReasons"]),
    ...stringsOf(step["replaceReasons"]),
    ...Object.keys(recordOf(step["detailedDiff"]) ?? {}),
  ]);
  return [...new Set(paths.map((path) => /^[^.[]+/.exec(path)?.[0] ?? path))].sort();
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

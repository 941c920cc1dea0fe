import type { MissingPart, PreviewError, SourceLine } from "../model";

/** A preview as the rest of the report reads it. */
export interface Preview {
  readonly project: string;
  readonly stack: string;
  /** `aws:region` of the stack configuration; absent if it is not there, or in the state of a stack. */
  readonly awsRegion?: string;
  readonly failed: boolean;
  /** Sorted by URN. */
  readonly resources: readonly ResourceChange[];
  readonly missing: readonly MissingPart[];
  /** Errors of a failed preview, and this package's own warnings in it. */
  readonly errors: readonly PreviewError[];
  /** Origins that replace AWS, as this package's own message names them: `http://127.0.0.1:4566`. */
  readonly endpointOverrides: readonly string[];
  /** Number of lines before and after the JSON, such as those of a plugin's installation. Empty lines do not count. */
  readonly skippedLines: number;
}

/** Operations of steps. Replacement steps of one resource become one `replace`. `read` changes nothing. */
export type Operation = "create" | "import" | "update" | "replace" | "delete" | "same" | "read";

/** Time of a state. */
export type Side = "before" | "after";

export const sides = ["before", "after"] as const;

/** One resource, before and after the change. A resource that does not exist in the state has no `before`. */
export interface ResourceChange {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly operation: Operation;
  readonly before?: ResourceState;
  readonly after?: ResourceState;
  /** Top-level properties that differ. */
  readonly changedProperties: readonly string[];
  /** URN of the parent. */
  readonly parent?: string;
  /** Line of the program that declares the resource, or the component around it. Absent for a deleted resource. */
  readonly source?: SourceLine;
  /** True if the resource stays in AWS when it leaves the stack. */
  readonly retained: boolean;
}

export interface ResourceState {
  readonly id?: string;
  /**
   * Values by property: outputs over inputs before the change, inputs over outputs after it. An automatic name that the
   * next preview would not repeat reads `NAME-[new]`, also inside other texts; the next one of its type and name reads
   * `NAME-[new 2]`.
   */
  readonly properties: Readonly<Record<string, unknown>>;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  /** URNs that a property depends on, sorted. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Text in place of a value that is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Text in place of a secret. */
export const secretValue = "[secret]";

/** Returns true if a value contains a secret, or a value that is not known yet. */
export function isHidden(value: unknown): boolean {
  if (typeof value === "string") return value.includes(unknownValue) || value.includes(secretValue);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(isHidden);
}

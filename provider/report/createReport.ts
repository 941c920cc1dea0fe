import type { Report, StackReport } from "./model";
import type { Preview } from "./preview/preview";

export interface ReportOptions {
  readonly title?: string;
  readonly tag?: string;
}

/** Returns the report of one or more previews, in their order. */
export function createReport(_previews: readonly Preview[], _options: ReportOptions = {}): Report {
  throw new Error("not written yet.");
}

export type { Report, StackReport };

export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that is no preview. The message says what it is, and which command to run. */
export class UnusableInput extends Error {}

export interface Document {
  readonly document: RawRecord;
  /** Lines before and after the JSON. */
  readonly skippedLines: number;
}

/** Finds the JSON document of a preview in the output of a command. */
export function readDocument(input: string | Uint8Array, kind: "preview" | "stack" = "preview"): Document {
  const text = typeof input === "string" ? input : new TextDecoder().decode(input);
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === "{");
  const first = start < 0 ? lines.findIndex((line) => line.startsWith("{")) : start;
  if (first < 0) throw new UnusableInput("no JSON.");
  let document: unknown;
  try {
    document = JSON.parse(lines.slice(first).join("\n"));
  } catch {
    throw new UnusableInput(`the preview was cut off after ${String(text.length)} characters.`);
  }
  if (!isRecord(document) || !((kind === "preview" ? "changeSummary" : "deployment") in document))
    throw new UnusableInput("not a preview.");
  return { document, skippedLines: first };
}

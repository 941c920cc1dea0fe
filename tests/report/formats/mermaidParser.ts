import { JSDOM } from "jsdom";
import type { Mermaid } from "mermaid";

/** Calls `work` with Mermaid. It needs a document, which other modules must not see: they would take Node.js for a browser. */
export async function withMermaid<T>(work: (mermaid: Mermaid) => Promise<T>): Promise<T> {
  const { window } = new JSDOM("");
  Object.assign(globalThis, { window, document: window.document });
  try {
    return await work((await import("mermaid")).default);
  } finally {
    Object.assign(globalThis, { window: undefined, document: undefined });
  }
}

/** Returns the sources of the pictures in a Markdown text. */
export const picturesIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, source]) => source!);

import { JSDOM } from "jsdom";
import type { Mermaid } from "mermaid";

/** Loads Mermaid. It cleans HTML in a document, which `unload` removes: other modules would take Node.js for a browser. */
export async function loadMermaid(): Promise<{ mermaid: Mermaid; unload: () => void }> {
  const { window } = new JSDOM("");
  Object.assign(globalThis, { window, document: window.document });
  const unload = () => void Object.assign(globalThis, { window: undefined, document: undefined });
  return { mermaid: (await import("mermaid")).default, unload };
}

/** Returns the sources of the pictures in a Markdown text. */
export const picturesIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, source]) => source!);

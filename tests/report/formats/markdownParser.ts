// Markdown as GitHub and GitLab read it.
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Returns the HTML of a Markdown text. Unlike the hosts, keeps all HTML of the text, so that tests see it. */
export const toHtml = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

/** Returns HTML without the content of code, which no host reads as Markdown or HTML. */
export const withoutCode = (html: string): string => html.replace(/<code([^>]*)>[^<]*<\/code>/g, "<code$1></code>");

/** Returns the names of all elements, sorted. */
export const elementsIn = (html: string): string[] =>
  [...new Set([...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name!.toLowerCase()))].sort();

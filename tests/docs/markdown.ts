// What GitHub makes of Markdown files.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { JSDOM } from "jsdom";
import { repository } from "../examples/exampleFolders";
import { manifest } from "../project/manifest";
import { toHtml } from "../report/formats/markdownParser";

/** A Markdown file. */
export interface Page {
  /** Path in its folder, with slashes. */
  readonly name: string;
  readonly text: string;
}

const isGenerated = (name: string) => /(^|\/)(node_modules|dist|report-demo|\.git)(\/|$)|\.api\.md$/.test(name);

/** Returns the Markdown files of this repository, except what tools write. */
export function markdownFiles(): Page[] {
  const entries = readdirSync(repository, { withFileTypes: true }).filter(({ name }) => !isGenerated(name));
  const names = entries.flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    const below = readdirSync(join(repository, entry.name), { encoding: "utf8", recursive: true });
    return below.map((name) => `${entry.name}/${name.replaceAll("\\", "/")}`);
  });
  const pages = names.filter((name) => name.endsWith(".md") && !isGenerated(name));
  return pages.map((name) => ({ name, text: readFileSync(join(repository, name), "utf8") }));
}

/** Returns the links of a page to files that are not in the package, where npm's users would not find them. */
export function linksOutOfPackage({ name, text }: Page): string[] {
  return targetsIn(text).links.filter((link) => {
    if (/^([a-z]+:|#)/i.test(link)) return false;
    const target = join(dirname(name), decodeURI(link).replace(/#.*/, "")).replaceAll("\\", "/");
    return !isPublished(target);
  });
}

/** Returns true for a file or folder that `files` of package.json lists. */
export function isPublished(name: string): boolean {
  const isIn = (file: string) => name === file || name.startsWith(`${file}/`);
  return (
    manifest.files.some(isIn) && !manifest.files.some((file) => isIn(file.replace(/^!/, "")) && file.startsWith("!"))
  );
}

/** Start of the address of a file in this repository. Files that the package does not contain are linked this way. */
const ownFiles = manifest.homepage.replace(/#readme$/, "/blob/main/");

/** Returns the links and images of a page that lead nowhere: to a missing file or heading, or to a wrong address. */
export function brokenLinks({ name, text }: Page): string[] {
  return targetsIn(text).links.filter((link) => {
    const isOwn = link.startsWith(ownFiles);
    if (/^[a-z]+:/i.test(link) && !isOwn) return !isHttps(link);
    const [path = "", anchor] = decodeURI(isOwn ? link.slice(ownFiles.length) : link).split("#");
    const target = path === "" ? join(repository, name) : join(repository, isOwn ? "" : dirname(name), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !(target.endsWith(".md") && anchorsIn(readFileSync(target, "utf8")).has(anchor));
  });
}

/** Returns true for an address with HTTPS. An address of another repository of this name would be a copy's. */
function isHttps(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, pathname } = new URL(link);
  const isOther = hostname === "github.com" && pathname.split("/")[2] === manifest.name;
  return protocol === "https:" && (!isOther || link.startsWith(manifest.homepage.replace("#readme", "")));
}

/** Links of a text, and its anchors: those of headings as GitHub creates them, and those that the text contains. */
interface Targets {
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

const known = new Map<string, Targets>();

function targetsIn(text: string): Targets {
  const before = known.get(text);
  if (before !== undefined) return before;
  const { document } = new JSDOM(toHtml(text)).window;
  const valuesOf = (...names: string[]) =>
    names.flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) as string),
    );
  const anchors = new Set(valuesOf("id", "name"));
  const uses = new Map<string, number>();
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const words = heading.textContent.trim().toLowerCase();
    const slug = words.replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
    const count = uses.get(slug) ?? 0;
    uses.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  const targets = { links: valuesOf("href", "src", "srcset"), anchors };
  known.set(text, targets);
  return targets;
}

export const anchorsIn = (text: string): ReadonlySet<string> => targetsIn(text).anchors;

// Writes the pages of docs/reference/api with TypeDoc, from the declarations that users get.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  Comment,
  CommentDisplayPart,
  DeclarationReflection,
  LogLevel,
  ProjectReflection,
  Reflection,
  TypeDocOptions,
} from "typedoc" with { "resolution-mode": "import" };
import type { PluginOptions } from "typedoc-plugin-markdown" with { "resolution-mode": "import" };
import { repository } from "../examples/exampleFolders";
import { manifest } from "../project/manifest";
import { anchorsIn } from "./markdown";

/** A page describes an entry of the package, or some modules of it. */
interface Page {
  readonly title: string;
  readonly about: string;
  readonly entry: string;
  /** Modules that the entry exports from. @default - all */
  readonly modules?: RegExp;
}

/** In the order of the index. */
const pages: Readonly<Record<string, Page>> = {
  "outbound-auth": {
    title: "OutboundAuth and credentials",
    about: "Outbound auth of one target, of many targets, or of a target that it also creates.",
    entry: ".",
    modules: /^\.\/components\/(outboundAuth|gatewayOutboundAuth|gatewayTarget|args\/outboundAuth|grants\/.*)$/,
  },
  targets: {
    title: "Targets",
    about:
      "The kinds of `target`, from [`TargetArgs`](targets.md#targetargs) on. [Targets and credentials](../targets.md) says which go together.",
    entry: ".",
    modules: /^\.\/components\/args\/target$/,
  },
  "gateway-role": {
    title: "The gateway's role",
    about: "The gateway's execution role, or a role from elsewhere.",
    entry: ".",
    modules: /^\.\/components\/gateway\//,
  },
  "credential-providers": {
    title: "Credential providers and secrets",
    about: "API keys in the token vault, sources of secrets, and the vault itself.",
    entry: ".",
    modules: /^\.\/resources\/(apiKeyCredentialProvider|credentialProvider|secretSource|tokenVault)$/,
  },
  "oauth-clients": {
    title: "OAuth clients",
    about: "OAuth clients in the token vault. [Vendors](../vendors.md) says what each vendor needs.",
    entry: ".",
    modules: /oauth2/,
  },
  "iam-deployers": {
    title: "iam: deployers, callers and applications",
    about: "Statements for everyone but the gateway. [Permissions](../permissions.md) shows them.",
    entry: "./iam",
    modules: /^\.\/iam\/(caller|consent|deployer\/.*)$/,
  },
  "iam-gateway": {
    title: "iam: the gateway's role",
    about: "Statements of the gateway's role, as the components write them.",
    entry: "./iam",
    modules: /^\.\/iam\/gateway\//,
  },
  "iam-resources": {
    title: "iam: policies of resources",
    about: "Statements for the policies of functions, APIs, secrets and keys.",
    entry: "./iam",
    modules: /^\.\/iam\/resource\//,
  },
  "iam-policies": {
    title: "iam: ARNs and policy documents",
    about: "ARNs of credential providers, and documents of statements.",
    entry: "./iam",
    modules: /^\.\/iam\/policy\//,
  },
  testing: {
    title: "testing: tests of your programs",
    about: "Unit tests with strict mocks, and tests with the Pulumi engine. Both need no AWS account.",
    entry: "./testing",
  },
  local: {
    title: "local: the local control plane",
    about: "An [emulator](../local-control-plane.md) of AgentCore's credential providers, for tests.",
    entry: "./local",
  },
};

/** Types that no entry exports: a page has what they consist of instead of their names. */
const inlined = [
  ...["FixedVendor", "IncludedVendor", "TenantVendor", "DomainVendor", "DomainAndIssuerVendor"],
  ...["WithPrivateEndpoint", "Kind", "Change"],
];

/** Types that are calculated from a table: a page has the result. */
const calculated = ["Oauth2Vendor", "FaultKind"];

const options: Partial<TypeDocOptions> & Partial<PluginOptions> = {
  logLevel: "Warn",
  ...{ name: manifest.name, readme: "none", disableSources: true, excludeExternals: true, router: "module" },
  ...{ groupOrder: ["Classes", "Functions", "Variables", "Types"], sort: ["required-first"] },
  ...{ hideBreadcrumbs: true, hidePageHeader: true, expandObjects: true, useHTMLAnchors: true },
  ...{ parametersFormat: "table", interfacePropertiesFormat: "table", classPropertiesFormat: "table" },
  ...{ typeAliasPropertiesFormat: "table", typeDeclarationFormat: "table" },
  tableColumnSettings: { hideInherited: true, hideOverrides: true, hideModifiers: true, hideDefaults: true },
};

/** Returns the text of each page, by the name of its file, and TypeDoc's warnings. */
export async function apiReference(): Promise<{ files: Record<string, string>; warnings: string[] }> {
  const { Application, Converter, Logger, LogLevel: levels } = await import("typedoc");
  const { load } = await import("typedoc-plugin-markdown");
  // In dist/, so that the declarations' imports are found.
  const folder = mkdtempSync(join(repository, "dist", "api-"));
  try {
    for (const [name, page] of Object.entries(pages)) writeFileSync(join(folder, `${name}.ts`), entryPointOf(page));
    const tsconfig = join(folder, "tsconfig.json");
    const compilerOptions = { module: "nodenext", strict: true, skipLibCheck: true, types: ["node"] };
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const out = join(folder, "out");
    const entryPoints = Object.keys(pages).map((name) => join(folder, `${name}.ts`));
    const outputs = [{ name: "markdown", path: out }];
    const settings = { ...options, plugin: [load], tsconfig, entryPoints, outputs };
    const app = await Application.bootstrapWithPlugins(settings, []);
    const warnings: string[] = [];
    app.logger = new (class extends Logger {
      override log(message: string, level: LogLevel) {
        if (level >= levels.Warn) warnings.push(message);
      }
    })();
    app.converter.on(Converter.EVENT_BEGIN, (context) => {
      for (const name of inlined) context.inlineType.add(name);
    });
    app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
      if (calculated.includes(reflection.name)) reflection.comment?.modifierTags.add("@useDeclaredType");
    });
    app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => simplify(project), 1000);
    app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => group(project), -1000);
    const project = await app.convert();
    if (project === undefined) return { files: {}, warnings };
    app.validate(project);
    await app.generateOutputs(project);
    const texts = Object.keys(pages).map((name) => [name, readFileSync(join(out, `${name}.md`), "utf8")] as const);
    const linked = new Set(texts.flatMap(([, text]) => [...text.matchAll(/\(\S*#([\w-]+)\)/g)].map(([, id]) => id)));
    const files = texts.map(([name, text]) => {
      return [`${name}.md`, tidy(pages[name] as Page, withoutAnchors(text, linked))] as const;
    });
    return { files: Object.fromEntries([["README.md", indexOf(project)], ...files]), warnings };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the modules that an entry exports from, and that are not on exactly one page. */
export function misplacedModules(): string[] {
  const all = Object.values(pages);
  const entries = [...new Set(all.map(({ entry }) => entry))];
  return entries.flatMap((entry) => {
    const pagesOf = (module: string) =>
      all.filter((page) => page.entry === entry && page.modules?.test(module) !== false);
    return exportsIn(entry)
      .map(({ module }) => module)
      .filter((module) => pagesOf(module).length !== 1);
  });
}

/** Returns an entry point with the exports of a page. */
function entryPointOf({ entry, modules = /./ }: Page): string {
  return exportsIn(entry)
    .filter(({ module }) => modules.test(module))
    .map(({ module, statement }) => statement.replace(module, join("..", "..", typesOf(entry), "..", `${module}.js`)))
    .join("\n");
}

function exportsIn(entry: string): { statement: string; module: string }[] {
  const text = readFileSync(join(repository, typesOf(entry)), "utf8");
  return [...text.matchAll(/^export [^;]* from "(\.[^"]+)";/gm)].map(([statement, module = ""]) => ({
    statement,
    module,
  }));
}

const typesOf = (entry: string): string => (manifest.exports[entry] as { types: string }).types;

/** Completes links between pages, and writes defaults as words. */
function simplify(project: ProjectReflection): void {
  const exported = new Map(declarationsIn(project).map((child) => [child.name, child]));
  for (const reflection of Object.values(project.reflections)) {
    const { comment } = reflection;
    for (const part of comment?.summary ?? []) {
      if (part.kind !== "inline-tag") continue;
      const [type = "", member] = part.text.trim().split(".");
      const target = exported.get(type);
      part.target ??= member === undefined ? target : target?.getChildByName([member]);
    }
    if (comment && reflection.isDeclaration()) writeDefault(comment);
    if (reflection.isDeclaration() && reflection.name === "isInstance") project.removeReflection(reflection);
  }
}

const declarationsIn = (project: ProjectReflection) =>
  (project.children ?? []).flatMap(({ children = [] }) => children);

/** Adds the default to the description. TypeDoc takes it for code, and ours are often words. */
function writeDefault(comment: Comment): void {
  const tag = comment.getTag("@default");
  if (tag === undefined) return;
  comment.removeTags("@default");
  const text = tag.content
    .map((part) => part.text)
    .join("")
    .replace(/^```\w*\n(.*)\n```$/s, "$1")
    .trim();
  const words = /^- (.*)/s.exec(text)?.[1];
  const [, value, more = ""] = /^("[^"]*"|[\w.]+)(.*)/s.exec(text) ?? [];
  const shown = words ?? (value === undefined ? text : `\`${value}\`${more}`);
  comment.summary.push({ kind: "text", text: ` Default: ${shown}.` });
}

/** Puts interfaces and type aliases together, and leaves out what many types would repeat. */
function group(project: ProjectReflection): void {
  for (const page of project.children ?? []) {
    const isOfTypes = ({ title }: { title: string }) => /^(Interfaces|Type Aliases)$/.test(title);
    const [types, ...more] = page.groups?.filter(isOfTypes) ?? [];
    if (types === undefined) continue;
    const all = new Set([types, ...more].flatMap(({ children }) => children));
    types.title = "Types";
    types.children = (page.children ?? []).filter((child) => all.has(child));
    page.groups = page.groups?.filter((section) => section === types || !isOfTypes(section));
  }
  const exported = declarationsIn(project);
  for (const type of exported) {
    linkToBases(type, exported);
    delete type.typeHierarchy;
    for (const section of type.groups ?? [])
      if (section.title === "Constructors" || type.groups?.length === 1) section.title = "none";
  }
  for (const reflection of Object.values(project.reflections)) {
    if (!reflection.isDeclaration() && !reflection.isSignature()) continue;
    delete reflection.overwrites;
    delete reflection.inheritedFrom;
  }
}

/** Names bases with many properties instead of repeating these. */
function linkToBases(type: DeclarationReflection, exported: readonly DeclarationReflection[]): void {
  const isOf = (base: Reflection) => (child: Reflection) =>
    child.isDeclaration() && child.inheritedFrom?.name.startsWith(`${base.name}.`) === true;
  const bases = exported.filter((base) => (type.children ?? []).filter(isOf(base)).length >= 5);
  if (bases.length === 0) return;
  for (const section of type.groups ?? [])
    section.children = section.children.filter((child) => !bases.some((base) => isOf(base)(child)));
  const links = bases.flatMap((base): CommentDisplayPart[] => [
    { kind: "text", text: " and " },
    { kind: "inline-tag", tag: "@link", text: base.name, target: base },
  ]);
  type.comment?.summary.push({ kind: "text", text: " Other properties: see " }, ...links.slice(1), {
    kind: "text",
    text: ".",
  });
}

/** Text that the pages do not need, and its replacement. */
const replacements: readonly (readonly [RegExp, string])[] = [
  // The signature has the type of the result. Often there is nothing else to say about it.
  [/^(#+ Returns\n\n).+\n\n/gm, "$1"],
  [/^#+ Returns\n\n(?=#|\*\*\*)/gm, ""],
  [/^#+ Type Parameters\n\n(.+\n)+\n/gm, ""],
  [/^#+ (Type Literal|Get Signature)\n\n/gm, ""],
  // TypeDoc writes what an optional Input consists of.
  [
    /`(\w+)` \\\| `Promise`\\<`\1` \\\| `undefined`\\> \\\| `OutputInstance`\\<`\1` \\\| `undefined`\\>/g,
    "`Input`\\<`$1`\\>",
  ],
];

/** Removes what repeats other lines, and writes unions and tables as lists. */
function tidy({ title, about }: Page, text: string): string {
  const withUnions = text
    .replace(/^# .*\n/, `# ${title}\n\n${about}\n`)
    .split(/^(?=### )/m)
    .map(unionAsList)
    .join("");
  return replacements
    .reduce((shorter, [pattern, replacement]) => shorter.replace(pattern, replacement), withUnions)
    .replace(/^\| (?:Property|Parameter|Name) \|.*\n\| -.*\n((?:\|.*\n?)+)/gm, (_table, rows: string) =>
      rows.replace(/^\| (.*) \|$/gm, (_row, cells: string) => listItem(cells.split(/ (?<!\\)\| /))),
    );
}

/** Removes the anchors that nothing links to, and those that headings have already. */
function withoutAnchors(text: string, linked: ReadonlySet<string | undefined>): string {
  const anchor = /<a id="([\w-]+)"><\/a>\s*/g;
  const headings = anchorsIn(text.replace(anchor, ""));
  return text.replace(anchor, (all, id: string) => (linked.has(id) && !headings.has(id) ? all : ""));
}

/** Writes the members of a union as a list, instead of the type and a section for each. */
function unionAsList(section: string): string {
  const [before = "", members] = section.split(/^#+ Union Members\n\n/m);
  if (members === undefined) return section;
  const items = members.split("\n\n***\n").map((member) => {
    const [type = "", ...description] = member
      .replace(/^#+ .*/m, "")
      .trim()
      .split("\n\n");
    return type === "" ? "\n***\n" : `- ${codeOf(type)}: ${description.join(" ").replaceAll("\n", " ")}`;
  });
  return `${before.replace(/^> .*\n\n/m, "")}${items.join("\n")}\n`;
}

/** Returns a type as one piece of code, unless it has links. */
function codeOf(type: string): string {
  const plain = type.replaceAll("\\|", "|");
  return plain.includes("](") ? plain : `\`${plain.replace(/[`\\]/g, "").replace(/; }/g, " }")}\``;
}

/** Returns a row of a table as an item of a list, which also fits on a narrow screen. */
function listItem([name = "", type = "", description = "-"]: readonly string[]): string {
  const bold = name.replace(/`[^`]+`/, "**$&**");
  const shown = codeOf(type);
  return description === "-" ? `- ${bold}: ${shown}` : `- ${bold} (${shown}): ${description.replaceAll("\\|", "|")}`;
}

/** Returns the index: what each import has, and on which page it is. */
function indexOf(project: ProjectReflection): string {
  const entries = [...new Set(Object.values(pages).map(({ entry }) => entry))];
  const sections = entries.map((entry) => {
    const items = Object.entries(pages)
      .filter(([, page]) => page.entry === entry)
      .map(([name, { title, about }]) => {
        const groups = project.children?.find((child) => child.name === name)?.groups ?? [];
        const shown = groups.filter((section) => groups.length === 1 || section.title !== "Types");
        const names = shown
          .flatMap(({ children }) => children)
          .map((child) => `[\`${child.name}\`](${name}.md#${child.name.toLowerCase()})`);
        return `### [${title}](${name}.md)\n\n${about}\n\n${names.join(" · ")}`;
      });
    return `## \`${entry.replace(/^\./, manifest.name)}\`\n\n${items.join("\n\n")}`;
  });
  return `# API reference\n\nGenerated from the comments in the code, which editors show too.\n\n${sections.join("\n\n")}\n`;
}

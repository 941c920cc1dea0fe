import type { Picture, PictureEdge, PictureNode } from "../model";
import { label } from "./escape";

export interface MermaidOptions {
  readonly host?: "github" | "gitlab";
  /** Number of pictures on the page. */
  readonly pictures?: number;
}

/** Most characters of a picture on GitHub, and of all pictures of a page on GitLab: with more, readers must click. */
const maxCharacters = { github: 50_000, gitlab: 2_000 } as const;

type Change = PictureNode["change"];

/** Mermaid refuses a picture with more arrows. */
const maxEdges = 500;
/** A picture with more targets than this is hard to read. */
const maxTargets = 40;
/** With more targets than this, those that do not change hide the others. */
const maxTargetsWithChanges = 15;

const shapes = {
  gateway: ["([", "])"],
  target: ["[", "]"],
  provider: ["(", ")"],
  secret: ["[(", ")]"],
  function: ["[[", "]]"],
} as const satisfies Record<PictureNode["kind"], readonly [string, string]>;

const symbols: Record<Change, string> = { new: "➕ ", changed: "↻ ", replaced: "↻ ", deleted: "➖ ", unchanged: "" };

const arrows: Record<PictureEdge["change"], string> = { new: "==>", deleted: "-.->", unchanged: "-->" };

/** Each class sets all three colors, because pages and Mermaid's themes are light or dark. */
const classes: Record<Change, { readonly name: string; readonly style: string }> = {
  new: { name: "new", style: "fill:#dafbe1,stroke:#2da44e,color:#116329" },
  changed: { name: "changed", style: "fill:#fff8c5,stroke:#bf8700,color:#633c01" },
  replaced: { name: "changed", style: "fill:#fff8c5,stroke:#bf8700,color:#633c01" },
  deleted: { name: "deleted", style: "fill:#ffebe9,stroke:#cf222e,color:#82071e" },
  unchanged: { name: "default", style: "fill:#eaeef2,stroke:#8c959f,color:#24292f" },
};

/**
 * Returns the picture as a Mermaid flowchart in the syntax of old versions, because GitHub and GitLab are slow to
 * update theirs. A picture that is too large shows groups of targets. If that is too large as well, returns undefined.
 */
export function renderMermaid(
  picture: Picture,
  { host = "github", pictures = 1 }: MermaidOptions = {},
): string | undefined {
  if (picture.nodes.length === 0) return undefined;
  const limit = host === "github" ? maxCharacters.github : Math.floor(maxCharacters.gitlab / pictures);
  const hasChanges = [...picture.nodes, ...picture.edges].some(({ change }) => change !== "unchanged");
  const candidates = [
    { most: hasChanges ? maxTargetsWithChanges : maxTargets, draw: () => picture },
    { most: maxTargets, draw: () => groupTargets(picture, (node) => !isUnchanged(picture, node)) },
    { most: Infinity, draw: () => groupTargets(picture, () => false) },
  ];
  for (const { most, draw } of candidates) {
    const drawn = draw();
    const targets = drawn.nodes.filter(({ kind }) => kind === "target").length;
    if (drawn.edges.length > maxEdges || targets > most) continue;
    const text = flowchart(drawn);
    if (text.length <= limit) return text;
  }
  return undefined;
}

function flowchart({ nodes, edges }: Picture): string {
  const lines: string[] = [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const declared = new Set<string>();

  /** Declares a node where it first appears. */
  function reference(id: string): string {
    const node = byId.get(id);
    if (node === undefined || declared.has(id)) return id;
    declared.add(id);
    const [open, close] = shapes[node.kind];
    const suffix = node.change === "unchanged" ? "" : `:::${classes[node.change].name}`;
    return `${id}${open}"${symbols[node.change]}${label(node.label)}"${close}${suffix}`;
  }

  /** Follows the first arrow on the same line, and gives each other arrow a separate line. */
  function follow(id: string, line: string): void {
    const outgoing = edges.filter(({ from }) => from === id);
    if (outgoing.length === 0) lines.push(line);
    for (const [index, { to, change }] of outgoing.entries()) {
      const longer = `${index === 0 ? line : id} ${arrows[change]} `;
      if (declared.has(to)) lines.push(longer + to);
      else follow(to, longer + reference(to));
    }
  }

  const hasIncoming = new Set(edges.map(({ to }) => to));
  for (const { id } of nodes) if (!hasIncoming.has(id)) follow(id, reference(id));
  const used = new Map(nodes.map(({ change }) => [classes[change].name, classes[change].style]));
  for (const [name, style] of used) lines.push(`classDef ${name} ${style}`);
  return ["flowchart LR", ...lines.map((line) => `  ${line}`), ""].join("\n");
}

/** Returns true if nothing changes in the node and in the nodes behind it. */
function isUnchanged({ nodes, edges }: Picture, start: PictureNode): boolean {
  const unchanged = new Set(nodes.filter(({ change }) => change === "unchanged").map(({ id }) => id));
  const check = (id: string): boolean =>
    unchanged.has(id) && edges.every(({ from, to, change }) => from !== id || (change === "unchanged" && check(to)));
  return check(start.id);
}

const plurals: Record<PictureNode["kind"], string> = {
  gateway: "gateways",
  target: "targets",
  provider: "credential providers",
  secret: "secrets",
  function: "functions",
};

/** Replaces targets by groups, and also the nodes that only these targets lead to. */
function groupTargets({ nodes, edges }: Picture, staysSingle: (target: PictureNode) => boolean): Picture {
  const keys = new Map<string, string>();
  const groups = new Map<string, PictureNode[]>();
  for (const kind of ["target", "provider", "secret", "function"] as const)
    for (const node of nodes) {
      if (node.kind !== kind) continue;
      const sources = edges.filter(({ to }) => to === node.id).map(({ from }) => from);
      const isStart = kind === "target" || sources.length === 0;
      if (isStart ? staysSingle(node) : !sources.every((source) => keys.has(source))) continue;
      const origins = [...new Set(sources.map((source) => keys.get(source) ?? source))].sort();
      const key = JSON.stringify([kind, node.change, node.group, origins]);
      keys.set(node.id, key);
      groups.set(key, [...(groups.get(key) ?? []), node]);
    }

  const idOf = (id: string) => groups.get(keys.get(id) ?? "")?.[0]?.id ?? id;
  const grouped = new Map<string, PictureEdge>();
  for (const { from, to, change } of edges) {
    const edge = { from: idOf(from), to: idOf(to), change };
    const key = `${edge.from} ${edge.to}`;
    const other = grouped.get(key);
    grouped.set(key, other === undefined || other.change === change ? edge : { ...edge, change: "unchanged" });
  }
  return {
    nodes: nodes
      .filter(({ id }) => idOf(id) === id)
      .map((node) => groupNode(node, groups.get(keys.get(node.id) ?? ""))),
    edges: [...grouped.values()],
  };
}

function groupNode(node: PictureNode, members: readonly PictureNode[] = [node]): PictureNode {
  if (members.length === 1) return node;
  const suffix = node.group === undefined ? "" : ` of ${node.group}`;
  return { ...node, label: `${members.length} ${plurals[node.kind]}${suffix}` };
}

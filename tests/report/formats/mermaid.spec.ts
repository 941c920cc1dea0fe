import { expect } from "chai";
import fc from "fast-check";
import type { Mermaid } from "mermaid";
import { line } from "../../../provider/report/formats/escape";
import { renderMermaid } from "../../../provider/report/formats/mermaid";
import type { Picture, PictureEdge, PictureNode } from "../../../provider/report/model";
import { loadMermaid } from "./mermaidParser";
import { hostileText } from "./hostile";

/** Parts of Mermaid's flowchart that a label could reach if it broke out. */
interface Flowchart {
  getVertices(): Map<string, { id: string; text: string; labelType: string; classes: string[]; link?: string }>;
  getEdges(): { start: string; end: string; text: string }[];
  getClasses(): Map<string, { styles: string[] }>;
  getSubGraphs(): unknown[];
  getDirection(): string;
  getTooltip(id: string): string | undefined;
}

const changes = ["new", "changed", "replaced", "deleted", "unchanged"] as const;

function nodesOf(kind: PictureNode["kind"], labels: readonly string[], change: PictureNode["change"] = "unchanged") {
  return labels.map((label, index): PictureNode => ({ id: `${kind[0]}${change[0]}${index}`, kind, label, change }));
}

const gateway: PictureNode = { id: "g", kind: "gateway", label: "gateway tools", change: "unchanged" };

/** Returns targets with one provider and one secret each, behind one gateway. */
function chains(count: number, change: "new" | "unchanged", group?: string): Picture {
  const names = Array.from({ length: count }, (_, index) => `service-${index}`);
  const targets = nodesOf("target", names, change).map((node) => ({
    ...node,
    ...(group === undefined ? {} : { group }),
  }));
  const providers = nodesOf(
    "provider",
    names.map((name) => `API key ${name}`),
    change,
  );
  const secrets = nodesOf(
    "secret",
    names.map(() => "secret in the token vault"),
    change,
  );
  const edges = targets.flatMap(({ id }, index): PictureEdge[] => [
    { from: "g", to: id, change },
    { from: id, to: providers[index]?.id ?? "", change },
    { from: providers[index]?.id ?? "", to: secrets[index]?.id ?? "", change },
  ]);
  return { nodes: [...targets, ...providers, ...secrets], edges };
}

const withGateway = (...parts: readonly Picture[]): Picture => ({
  nodes: [gateway, ...parts.flatMap(({ nodes }) => nodes)],
  edges: parts.flatMap(({ edges }) => edges),
});

/** Texts with a meaning in Mermaid. */
const mermaidTexts = [
  '"]',
  '"); click t0 href "https://example.com"',
  '"`md`"',
  "%%{init: {'theme': 'forest'}}%%",
  "%% comment",
  "#quot;",
  "#35;",
  "<br/>",
  "end",
  "subgraph x",
  "direction TB",
  "direction  LR",
  "click a call b()",
  "class a b",
  "classDef default fill:#000;",
  "style a fill:#000;",
  "linkStyle 0 stroke:#000",
  "accTitle: x",
  "---\ntitle: x\n---",
  "a --> b",
  "]]:::deleted",
  "a@{ shape: odd }",
  "fa:fa-bug",
  "$$x^2$$",
  "1. list",
  "日本語 é 🚀➕",
  "",
];

const label = fc.oneof(
  hostileText,
  fc
    .array(fc.oneof(fc.constantFrom(...mermaidTexts), fc.string({ unit: "binary" })), { maxLength: 4 })
    .map((texts) => texts.join("")),
);

describe("the picture in Mermaid", () => {
  let mermaid: Mermaid;
  let unload: () => void;
  before(async () => ({ mermaid, unload } = await loadMermaid()));
  after(() => unload());

  async function parse(text: string): Promise<Flowchart> {
    await mermaid.parse(text);
    // The type of Mermaid has no members of one kind of diagram.
    return (await mermaid.mermaidAPI.getDiagramFromText(text)).db as unknown as Flowchart;
  }

  /** Returns the text of a label. Mermaid keeps numbers of characters in this form until it draws. */
  const decoded = (text: string) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

  it("is one line for each way, with a symbol, an arrow and a class for each change", () => {
    const picture: Picture = {
      nodes: [
        gateway,
        { id: "t1", kind: "target", label: "orders", change: "new" },
        { id: "f1", kind: "function", label: "Lambda function orders", change: "unchanged" },
        { id: "t2", kind: "target", label: "search", change: "changed" },
        { id: "p2", kind: "provider", label: "API key search", change: "replaced" },
        { id: "s2", kind: "secret", label: "env SEARCH_KEY", change: "unchanged" },
        { id: "p3", kind: "provider", label: "API key old", change: "deleted" },
      ],
      edges: [
        { from: "g", to: "t1", change: "new" },
        { from: "t1", to: "f1", change: "new" },
        { from: "g", to: "t2", change: "unchanged" },
        { from: "t2", to: "p2", change: "unchanged" },
        { from: "p2", to: "s2", change: "unchanged" },
        { from: "t2", to: "p3", change: "deleted" },
        { from: "p3", to: "s2", change: "deleted" },
      ],
    };
    expect(renderMermaid(picture)?.split("\n")).to.deep.equal([
      "flowchart LR",
      '  g(["gateway tools"]) ==> t1["➕ orders"]:::new ==> f1[["Lambda function orders"]]',
      '  g --> t2["↻ search"]:::changed --> p2("↻ API key search"):::changed --> s2[("env SEARCH_KEY")]',
      '  t2 -.-> p3("➖ API key old"):::deleted -.-> s2',
      "  classDef default fill:#eaeef2,stroke:#8c959f,color:#24292f",
      "  classDef new fill:#dafbe1,stroke:#2da44e,color:#116329",
      "  classDef changed fill:#fff8c5,stroke:#bf8700,color:#633c01",
      "  classDef deleted fill:#ffebe9,stroke:#cf222e,color:#82071e",
      "",
    ]);
  });

  it("has colors that can be read on a light and on a dark page", async () => {
    const nodes = changes.map((change): PictureNode => ({ id: change, kind: "target", label: change, change }));
    const styles = [...(await parse(renderMermaid({ nodes, edges: [] }) ?? "")).getClasses().values()];
    expect(styles).to.have.lengthOf(4);
    for (const { styles: texts } of styles) {
      const colors: Record<string, string> = Object.fromEntries(
        texts.map((text) => text.split(":") as [string, string]),
      );
      expect(Object.keys(colors)).to.have.members(["fill", "stroke", "color"]);
      expect(contrast(colors.color, colors.fill), "text").to.be.at.least(4.5);
      for (const page of ["#ffffff", "#0d1117"]) expect(contrast(colors.stroke, page), page).to.be.at.least(2.9);
    }
  });

  it("stays one node with the label, whatever the label is", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(label, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...changes),
        async (labels, change) => {
          const nodes = (["target", "provider", "secret", "function", "gateway"] as const).flatMap((kind) =>
            nodesOf(kind, labels, change),
          );
          const edges = nodes
            .slice(1)
            .map(({ id }): PictureEdge => ({ from: nodes[0]?.id ?? "", to: id, change: "unchanged" }));
          const text = renderMermaid({ nodes, edges }) ?? "";
          const chart = await parse(text);
          expect([...chart.getVertices().keys()]).to.have.members(nodes.map(({ id }) => id));
          for (const node of nodes) {
            const vertex = chart.getVertices().get(node.id);
            expect([vertex?.labelType, vertex?.link]).to.deep.equal(["string", undefined]);
            expect(vertex?.classes).to.deep.equal(
              change === "unchanged" ? [] : [change === "replaced" ? "changed" : change],
            );
            expect(decoded(vertex?.text ?? "").replace(/^(➕|➖|↻) /, "")).to.equal(shortened(node.label));
            expect(chart.getTooltip(node.id)).to.equal(undefined);
          }
          expect(chart.getEdges().map(({ start, end, text }) => ({ from: start, to: end, text }))).to.have.deep.members(
            edges.map(({ from, to }) => ({ from, to, text: "" })),
          );
          expect(chart.getSubGraphs()).to.deep.equal([]);
          expect(chart.getDirection()).to.equal("LR");
          expect(text).to.not.match(/[<`&]|%%/);
        },
      ),
      { numRuns: 60 },
    );
  });

  const group = "shops";
  for (const { name, picture, host, pictures, targets } of [
    { name: "40 targets alone", picture: chains(40, "unchanged"), targets: 40 },
    { name: "41 targets as one", picture: chains(41, "unchanged"), targets: ["41 targets"] },
    { name: "a group by its name", picture: chains(100, "unchanged", group), targets: ["100 targets of shops"] },
    {
      name: "what changes alone, next to a group",
      picture: withIds(chains(100, "unchanged", group), chains(1, "new", group)),
      targets: ["100 targets of shops", "➕ service-0"],
    },
    {
      name: "groups of what changes, if that is too much",
      picture: withIds(chains(100, "unchanged", group), chains(60, "new")),
      targets: ["100 targets of shops", "➕ 60 targets"],
    },
    {
      name: "14 targets alone next to a new one",
      picture: withGateway(chains(14, "unchanged"), chains(1, "new")),
      targets: 15,
    },
    {
      name: "15 targets as one next to a new one",
      picture: withGateway(chains(15, "unchanged"), chains(1, "new")),
      targets: ["15 targets", "➕ service-0"],
    },
    { name: "20 targets alone on GitHub", picture: chains(20, "unchanged"), targets: 20 },
    {
      name: "20 targets as one on GitLab",
      picture: chains(20, "unchanged"),
      host: "gitlab" as const,
      targets: ["20 targets"],
    },
    {
      name: "12 targets as one on GitLab, if it is one of two pictures",
      picture: chains(12, "unchanged"),
      host: "gitlab" as const,
      pictures: 2,
      targets: ["12 targets"],
    },
  ])
    it(`shows ${name}`, async () => {
      const text = renderMermaid(withGateway(picture), { host, pictures }) ?? "";
      if (host === "gitlab") expect(text.length).to.be.at.most(2_000 / (pictures ?? 1));
      const vertices = [...(await parse(text)).getVertices().values()];
      const labels = vertices.filter(({ id }) => id.startsWith("t")).map(({ text }) => text);
      if (typeof targets === "number") expect(labels).to.have.lengthOf(targets);
      else expect(labels).to.have.members(targets);
      if (typeof targets !== "number") expect(vertices).to.have.lengthOf(1 + 3 * targets.length);
    });

  it("shows a target alone if only its key rotates", async () => {
    const { nodes, edges } = withGateway(chains(50, "unchanged"));
    const rotated = nodes.map((node) =>
      node.label === "API key service-7" ? { ...node, change: "changed" as const } : node,
    );
    const vertices = [...(await parse(renderMermaid({ nodes: rotated, edges }) ?? "")).getVertices().values()];
    expect(vertices.map(({ text }) => text)).to.have.members([
      "gateway tools",
      "49 targets",
      "49 credential providers",
      "49 secrets",
      "service-7",
      "↻ API key service-7",
      "secret in the token vault",
    ]);
  });

  it("is left out if there is nothing to draw, or too much for any picture", () => {
    expect(renderMermaid({ nodes: [], edges: [] })).to.equal(undefined);
    const gateways = nodesOf(
      "gateway",
      Array.from({ length: 501 }, (_, index) => `gateway ${index}`),
    );
    const target: PictureNode = { id: "t", kind: "target", label: "x", change: "unchanged" };
    const edges = gateways.map(({ id }): PictureEdge => ({ from: id, to: "t", change: "unchanged" }));
    expect(renderMermaid({ nodes: [...gateways, target], edges })).to.equal(undefined);
    expect(renderMermaid({ nodes: [...gateways, target], edges: edges.slice(1) })).to.be.a("string");
  });
});

function withIds(first: Picture, second: Picture): Picture {
  return { nodes: [...first.nodes, ...second.nodes], edges: [...first.edges, ...second.edges] };
}

/** Returns a label as a picture shows it: visible characters, at most 60 of them. */
function shortened(text: string): string {
  const visible = line(text).replace(/ +/g, " ").trim() || "?";
  if (visible.length <= 60) return visible;
  return `${visible.slice(0, 29).replace(/[\ud800-\udbff]$/, "")}…${visible.slice(-29).replace(/^[\udc00-\udfff]/, "")}`;
}

/** Returns the contrast of two colors as WCAG defines it, from 1 to 21. */
function contrast(one = "", other = ""): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((left, right) => right - left) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The combinations that are tested, as data. docs/reference/compatibility.md shows them. */

/** Versions of Node.js. */
const node = { oldest: "22.23.3", lts: "24.21.0", newest: "26.10.0" };

export interface Manager {
  name: string;
  linker?: string;
  /** npm package of its command. npm comes with Node.js. */
  tool?: string;
  command: string;
  args: string[];
  /** Its settings in the project: path to text. */
  files?: Record<string, string>;
  /** How a package of a workspace depends on another one. */
  workspaceRange: string;
}

const npm: Manager = {
  name: "npm",
  command: "npm",
  args: ["install", "--prefer-offline", "--no-audit", "--no-fund"],
  workspaceRange: "*",
};

export const managers = {
  npm,
  pnpm: {
    name: "pnpm",
    linker: "isolated linker",
    tool: "pnpm@12.21.0",
    command: "pnpm",
    args: ["install", "--no-frozen-lockfile", "--store-dir", "../store"],
    files: {
      "pnpm-workspace.yaml":
        "packages: [infrastructure, platform]\nminimumReleaseAge: 0\nallowBuilds:\n  protobufjs: false\n",
    },
    workspaceRange: "workspace:*",
  },
  yarn: {
    name: "Yarn",
    linker: "`nodeLinker: node-modules`",
    tool: "@yarnpkg/cli-dist@4.18.1",
    command: "yarn",
    args: ["install", "--no-immutable"],
    files: {
      ".yarnrc.yml":
        "nodeLinker: node-modules\nenableGlobalCache: false\nenableTelemetry: false\nnpmMinimalAgeGate: 0\n",
      "yarn.lock": "",
    },
    workspaceRange: "workspace:*",
  },
  yarnClassic: {
    name: "Yarn Classic",
    tool: "yarn@1.22.22",
    command: "yarn",
    args: ["install", "--ignore-scripts", "--cache-folder", "../cache"],
    workspaceRange: "*",
  },
} satisfies Record<string, Manager>;

export interface Compiler {
  name: string;
  /** npm package. Absent for the compiler that the Pulumi SDK contains. */
  tool?: string;
  /** Compiler options of tsconfig.json. */
  options: Record<string, unknown>;
}

const modern = { target: "es2022", module: "nodenext" };
const vendored: Compiler = {
  name: "3.8.3, which the Pulumi SDK contains",
  // As Pulumi's ts-node sets them.
  options: { target: "es2020", module: "commonjs", moduleResolution: "node" },
};
const typescript5: Compiler = {
  name: "5.9",
  tool: "typescript@5.9.3",
  options: { target: "es2022", module: "commonjs", moduleResolution: "node" },
};
const typescript6: Compiler = { name: "6.0", tool: "typescript@6.0.3", options: modern };

/** Compilers that check programs. */
export const compilers: readonly Compiler[] = [
  vendored,
  typescript5,
  typescript6,
  {
    name: "6.0, resolving as bundlers do",
    tool: "typescript@6.0.3",
    options: { target: "es2022", module: "esnext", moduleResolution: "bundler" },
  },
  { name: "7.0", tool: "typescript@7.0.2", options: modern },
];

export type ProgramKind = "TypeScript" | "CommonJS" | "ES module" | "Automation API, inline program";

export interface Row {
  manager: Manager;
  /** The program and a package that it uses are packages of one workspace. */
  isWorkspace?: true;
  peers: "oldest" | "newest";
  /** Version of Node.js. */
  node: string;
  program: ProgramKind;
  compiler?: Compiler;
}

/** The package is installed, and a program deployed and destroyed, in each of them. */
export const rows: readonly Row[] = [
  row(npm, { program: "TypeScript", compiler: vendored }),
  row(npm, { program: "TypeScript", compiler: typescript5, node: node.lts }),
  row(npm, { program: "TypeScript", compiler: typescript6, node: node.newest }),
  row(npm, { program: "TypeScript", compiler: vendored, peers: "oldest" }),
  row(npm, { program: "CommonJS", peers: "oldest" }),
  row(npm, { program: "ES module" }),
  row(npm, { program: "Automation API, inline program" }),
  row(npm, { program: "CommonJS", isWorkspace: true }),
  row(managers.pnpm, { program: "TypeScript", compiler: vendored }),
  row(managers.pnpm, { program: "ES module", node: node.newest }),
  row(managers.pnpm, { program: "CommonJS", isWorkspace: true, node: node.lts }),
  row(managers.yarn, { program: "TypeScript", compiler: vendored, node: node.lts }),
  row(managers.yarnClassic, { program: "CommonJS" }),
];

function row(manager: Manager, { program, ...others }: Pick<Row, "program"> & Partial<Row>): Row {
  return { manager, peers: "newest", node: node.oldest, program, ...others };
}

/** A Node.js that the package does not support. */
export const unsupportedNode = "20.20.2";

const versionOf = (tool = "") => tool.slice(tool.lastIndexOf("@") + 1);

/** The columns of a row, as the page and the tests name them. */
export function describeRow({ manager, isWorkspace, peers, node: version, program, compiler }: Row) {
  return {
    manager: [[manager.name, versionOf(manager.tool)].join(" ").trim(), manager.linker].filter(Boolean).join(", "),
    layout: isWorkspace ? "workspace" : "one project",
    node: version.split(".")[0] as string,
    peers,
    program: compiler ? `${program} ${compiler.name}` : program,
  };
}

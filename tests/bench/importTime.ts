// How long a program waits for the package beyond what it has loaded anyway.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startWorld } from "../engine/project";
import type { Figures } from "./goals";
import { expectThat } from "./stack";
import { median } from "./statistics";

const processes = 11;

/** What the package requires of its peers. If that grows, the measurement says so. */
const baseline = [
  "@pulumi/pulumi",
  "@pulumi/aws/bedrock",
  "@pulumi/aws/iam",
  "@pulumi/aws/lambda",
  "@pulumi/aws/getCallerIdentity",
  "@pulumi/aws/getRegion",
];

const program = `
for (const name of ${JSON.stringify(baseline)}) require(name);
const before = new Set(Object.keys(require.cache));
const start = performance.now();
require("pulumi-agentcore-outbound-auth");
const milliseconds = performance.now() - start;
const later = Object.keys(require.cache).filter((file) => !before.has(file) && /[\\\\/]@pulumi[\\\\/]/.test(file));
console.log(JSON.stringify({ milliseconds, later }));
`;

export async function measureImport(): Promise<Figures> {
  const world = await startWorld();
  try {
    const { folder, environment } = world.project(program, { name: "bench" });
    const times: number[] = [];
    for (let i = 0; i < processes; i++) {
      const { stdout } = await promisify(execFile)(process.execPath, ["index.js"], { cwd: folder, env: environment });
      const { milliseconds, later } = JSON.parse(stdout) as { milliseconds: number; later: string[] };
      expectThat(later.length === 0, `the baseline of the import lacks ${later.join(", ")}`);
      times.push(milliseconds);
    }
    return { importOverBaselineMs: median(times) };
  } finally {
    await world.close();
  }
}

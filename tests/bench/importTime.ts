// How much longer a program takes to load its modules because it also loads the package.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startWorld } from "../engine/project";
import type { Figures } from "./goals";
import { expectThat } from "./stack";
import { interleaved, medianRatio } from "./statistics";

const pairs = 15;

/** The modules of Pulumi that the package needs. The measurement fails if it needs another one. */
const baseline = [
  "@pulumi/pulumi",
  "@pulumi/aws/bedrock",
  "@pulumi/aws/iam",
  "@pulumi/aws/lambda",
  "@pulumi/aws/getCallerIdentity",
  "@pulumi/aws/getRegion",
];

/** Measures the import of the baseline, and on request of the package after it, in one new process. */
const program = `
const start = performance.now();
for (const name of ${JSON.stringify(baseline)}) require(name);
const before = new Set(Object.keys(require.cache));
if (process.argv[2] === "package") require("pulumi-agentcore-outbound-auth");
const milliseconds = performance.now() - start;
const later = Object.keys(require.cache).filter((file) => !before.has(file) && /[\\\\/]@pulumi[\\\\/].*\\.js$/.test(file));
console.log(JSON.stringify({ milliseconds, later }));
`;

export async function measureImport(): Promise<Figures> {
  const world = await startWorld();
  try {
    const { folder, environment } = world.project(program, { name: "bench" });
    const millisecondsOf = async (...args: string[]) => {
      const options = { cwd: folder, env: environment };
      const { stdout } = await promisify(execFile)(process.execPath, ["index.js", ...args], options);
      const { milliseconds, later } = JSON.parse(stdout) as { milliseconds: number; later: string[] };
      expectThat(later.length === 0, `the baseline of the import lacks ${later.join(", ")}`);
      return milliseconds;
    };
    const measured = await interleaved(
      pairs,
      () => millisecondsOf("package"),
      () => millisecondsOf(),
    );
    return { importOverBaseline: medianRatio(measured) };
  } finally {
    await world.close();
  }
}

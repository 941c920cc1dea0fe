import { join } from "node:path";
import { expect } from "chai";
import { writeFiles } from "../engine/project";
import { manifest, run, usual, type Installations } from "./installation";
import {
  gatewayWithTarget,
  namedImports,
  narrowImports,
  rightBundles,
  rightCredential,
  wrongCredentials,
} from "./programs";
import { compilers, type Compiler } from "./rows";

const subpaths = `
import { providers } from "pulumi-agentcore-outbound-auth/provider";
import { policyDocument } from "pulumi-agentcore-outbound-auth/iam";
import { startLocalControlPlane } from "pulumi-agentcore-outbound-auth/local";
import type { LocalControlPlane } from "pulumi-agentcore-outbound-auth/local";
import { runWithMocks, startSandbox } from "pulumi-agentcore-outbound-auth/testing";
import type { MockedStack, Sandbox } from "pulumi-agentcore-outbound-auth/testing";
export const run: () => Promise<MockedStack<string>> = () => runWithMocks(() => "a value");
export const sandbox: () => Promise<Sandbox> = startSandbox;
export const kinds: string[] = Object.keys(providers);
export const start: () => Promise<LocalControlPlane> = () => startLocalControlPlane({ quota: 1 });
export const named = [ApiKeyCredentialProvider, GatewayRole, GatewayTarget, Oauth2CredentialProvider, OutboundAuth, TokenVault];
export const document: string = policyDocument([]);
`;

const programs: Record<string, string> = {
  "right.ts": `${narrowImports}${gatewayWithTarget(rightCredential)}${rightBundles}export {};`,
  "subpaths.ts": `${namedImports}${subpaths}`,
  ...Object.fromEntries(
    wrongCredentials.map(({ credential, target }, index) => [
      `wrong${index}.ts`,
      `${narrowImports}${gatewayWithTarget(credential, target)}export {};`,
    ]),
  ),
};

/** Returns a script that prints the same as `tsc --listFiles`, for a compiler without a command. */
const tscOf = (module: string) => `
const ts = require(${JSON.stringify(module)});
const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const program = ts.createProgram(fileNames, options);
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: process.cwd, getNewLine: () => "\\n" };
console.log(ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host));
console.log(program.getSourceFiles().map(({ fileName }) => fileName).join("\\n"));
`;

interface CompilerError {
  file: string;
  line: number;
  message: string;
}

/** Describes what compilers say about programs that use the package. */
export function describeTypes(installations: () => Installations): void {
  for (const [index, compiler] of compilers.entries()) {
    describe(`and compiled by TypeScript ${compiler.name}`, () => {
      let errors: CompilerError[];
      let read: string[];
      before(async () => {
        const installed = await installations().project(usual);
        const output = await compile(compiler, join(installed, `types${index}`), installations());
        errors = [...output.matchAll(/^(\S+)\((\d+),\d+\): error (.*)/gm)].map(([, file, line, message]) => ({
          file: file as string,
          line: Number(line),
          message: message as string,
        }));
        read = output.split("\n").filter((line) => line.includes(`node_modules/${manifest.name}/`));
        expect(output).to.not.match(/^error/m);
      });

      it("has declarations that parse and fit together", () => {
        const entries = Object.values(manifest.exports).flatMap((entry) => (entry as { types?: string }).types ?? []);
        for (const entry of entries) expect(read.filter((file) => file.endsWith(entry.slice(1)))).to.have.lengthOf(1);
        expect(errors.filter(({ file }) => file.includes(manifest.name))).to.deep.equal([]);
      });

      it("lets right programs pass, with every entry of the package", () => {
        expect(errors.filter(({ file }) => ["right.ts", "subpaths.ts"].includes(file))).to.deep.equal([]);
      });

      it("refuses wrong programs, at the wrong argument", () => {
        const accepted = wrongCredentials.filter((_, wrong) => !errors.some(({ file }) => file === `wrong${wrong}.ts`));
        expect(accepted.map(({ mistake }) => mistake)).to.deep.equal([]);
        const elsewhere = errors.filter(({ file, line }) => file.startsWith("wrong") && !isAtBundle(file, line));
        expect(elsewhere).to.deep.equal([]);
      });
    });
  }
}

/** Compiles all programs, and returns what the compiler prints. */
async function compile({ tool, options }: Compiler, folder: string, installations: Installations): Promise<string> {
  const compilerOptions = { strict: true, noEmit: true, types: ["node"], ...options };
  writeFiles(folder, { ...programs, "tsconfig.json": JSON.stringify({ compilerOptions }) });
  const command =
    tool === undefined
      ? ["--eval", tscOf("@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js")]
      : [join(await installations.tool(tool), "typescript", "bin", "tsc"), "--listFiles", "--pretty", "false"];
  const { stdout, stderr } = await run(process.execPath, command, folder);
  expect(stderr).to.equal("");
  return stdout;
}

/** Returns true for a line of the `OutboundAuth` in a program. */
function isAtBundle(file: string, line: number): boolean {
  const before = programs[file]!.split("\n").slice(0, line).join("\n");
  return before.includes("const search") && !before.includes("new aws.bedrock.AgentcoreGatewayTarget");
}

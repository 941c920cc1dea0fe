import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import type * as typescript from "typescript";
import { writeFiles } from "../engine/project";
import { manifest, repository, type Installation } from "./installation";
import {
  gatewayWithTarget,
  namedImports,
  narrowImports,
  rightBundles,
  rightCredential,
  wrongCredentials,
} from "./programs";

type Compiler = typeof typescript;

interface Case {
  what: string;
  /** Module that is the compiler, from a folder's node_modules. */
  compiler: { module: string; from: "consumer" | "repository" };
  /** As in a tsconfig.json. */
  options: Record<string, unknown>;
}

/** As Pulumi's ts-node sets it where a project has no compiler of its own. */
const vendored: Case = {
  what: "the compiler that Pulumi brings, 3.8.3",
  compiler: { module: "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js", from: "consumer" },
  options: { module: "commonjs", moduleResolution: "node", target: "ES2020" },
};

const current = { module: "typescript", from: "repository" } as const;
const cases: Case[] = [
  vendored,
  { what: "a current compiler, resolving as Node.js does", compiler: current, options: { module: "nodenext" } },
  {
    what: "a current compiler, resolving as bundlers do",
    compiler: current,
    options: { module: "esnext", moduleResolution: "bundler" },
  },
  {
    what: "a current compiler, resolving without exports",
    compiler: current,
    options: { module: "commonjs", moduleResolution: "node", ignoreDeprecations: "6.0" },
  },
];

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

/** What compilers make of its types. */
export function describeTypes(installed: Installation): void {
  for (const { what, compiler, options } of cases) {
    describe(`Its types, to ${what}`, () => {
      let ts: Compiler;
      let program: typescript.Program;
      let folder: string;

      before(() => {
        const home = compiler.from === "consumer" ? installed.folder : repository;
        ts = createRequire(join(home, "any.js"))(compiler.module) as Compiler;
        folder = join(installed.folder, "types", String(cases.findIndex((one) => one.what === what)));
        const wrong = wrongCredentials.map(
          ({ credential, target }, index) => [`wrong${index}.ts`, gatewayWithTarget(credential, target)] as const,
        );
        const right = `${gatewayWithTarget(rightCredential)}${rightBundles}`;
        const programs = [["right.ts", right] as const, ...wrong].map(
          ([file, text]) => [file, `${narrowImports}${text}export {};`] as const,
        );
        const files = { ...Object.fromEntries(programs), "subpaths.ts": `${namedImports}${subpaths}` };
        mkdirSync(folder, { recursive: true });
        writeFiles(folder, files);
        const { options: parsed, errors } = ts.convertCompilerOptionsFromJson(
          { strict: true, target: "ES2022", noEmit: true, types: ["node"], ...options },
          folder,
        );
        expect(messages(errors)).to.deep.equal([]);
        program = ts.createProgram(
          Object.keys(files).map((file) => join(folder, file)),
          parsed,
        );
      });
      after(() => (program = undefined as unknown as typescript.Program));

      const messages = (diagnostics: readonly typescript.Diagnostic[]) =>
        diagnostics.map(
          ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
        );

      /** Of syntax and of types. */
      const problemsOf = (file: typescript.SourceFile | undefined) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ];

      it("parse and fit together", () => {
        const own = program
          .getSourceFiles()
          .filter(({ fileName }) => fileName.includes(`node_modules/${manifest.name}/`));
        const names = own.map(({ fileName }) => fileName.split(`node_modules/${manifest.name}/`)[1]);
        expect(names).to.include.members(entries());
        expect(messages(own.flatMap(problemsOf))).to.deep.equal([]);
      });

      it("let a right program pass, and one that imports every entry", () => {
        expect(messages(program.getOptionsDiagnostics())).to.deep.equal([]);
        for (const file of ["right.ts", "subpaths.ts"])
          expect(messages(problemsOf(program.getSourceFile(join(folder, file))))).to.deep.equal([]);
      });

      for (const [index, { what: mistake }] of wrongCredentials.entries()) {
        it(`refuse ${mistake}`, () => {
          const file = program.getSourceFile(join(folder, `wrong${index}.ts`)) as typescript.SourceFile;
          const found = problemsOf(file);
          expect(found).to.have.lengthOf.at.least(1);
          const from = file.text.indexOf("const search");
          for (const { start } of found) expect(start).to.be.within(from, file.text.indexOf("new aws", from));
        });
      }
    });
  }
}

/** The declarations that package.json names. */
function entries(): string[] {
  const types = Object.values(manifest.exports).map((entry) => (entry as { types?: string }).types);
  return types.flatMap((path) => (path === undefined ? [] : [path.replace("./", "")]));
}

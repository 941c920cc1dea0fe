import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { build, type BuildOptions } from "esbuild";
import ts from "typescript";
import { filesOfExample, namesOfExamples } from "../examples/exampleFolders";
import { manifest, readJson, repository, type Installed, type Manifest } from "./installation";

/** Modules that the build bundles, because every program or every provider process loads them. */
const bundled = ["index.ts", "provider.ts"];

/** Describes the published tarball. */
export function describeTarball(installed: Installed): void {
  describe("The tarball", () => {
    let folder: string;
    let files: string[];
    before(() => {
      folder = join(installed.folder, "node_modules", manifest.name);
      files = filesIn(folder);
    });

    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    const sources = filesIn(join(repository, "provider")).filter((file) => file.endsWith(".ts"));
    const compiled = sources.map((file) => `dist/provider/${file.replace(/\.ts$/, "")}`);

    it("holds what the sources compile to, the control plane's model, the docs, and what package.json lists", () => {
      expect(sources).to.include.members(["index.ts", "provider.ts", "cli/index.ts"]);
      const wanted = [
        "package.json",
        ...compiled.flatMap((file) => [`${file}.js`, `${file}.d.ts`]),
        "dist/provider/local/model/model.json",
        ...filesIn(join(repository, "docs"), "docs/").filter((file) => !file.startsWith("docs/reviewers/")),
        ...namesOfExamples().flatMap((name) =>
          Object.keys(filesOfExample(name)).map((file) => `examples/${name}/${file}`),
        ),
        ...filesIn(join(repository, "examples", "pipelines"), "examples/pipelines/"),
        ...["examples/README.md", "examples/tsconfig.json"],
        ...manifest.files.filter((name) => !/^!|^(dist\/provider|docs|examples)$/.test(name)),
      ];
      expect([...files].sort()).to.deep.equal(wanted.sort());
    });

    it("is built from the current sources", async () => {
      for (const file of sources) {
        const source = join(repository, "provider", file);
        const wanted = bundled.includes(file) ? await bundle(source) : compile(source);
        expect(read(`dist/provider/${file.replace(/\.ts$/, ".js")}`), `${file}: run npm run build`).to.equal(wanted);
      }
    });

    it("has no source maps, in which Pulumi's SDK would look up every resource", () => {
      for (const file of files.filter((name) => name.endsWith(".js")))
        expect(read(file), file).to.not.contain("sourceMappingURL");
    });

    it("has a command that can be executed", () => {
      expect(read("dist/provider/cli/index.js")).to.match(/^#!\/usr\/bin\/env node\n/);
      if (process.platform !== "win32")
        expect(statSync(join(folder, "dist/provider/cli/index.js")).mode & 0o111).to.equal(0o111);
    });

    it("runs nothing when it is installed", () => {
      const { scripts } = readJson<Manifest>(join(folder, "package.json"));
      expect(scripts).to.not.have.any.keys("preinstall", "install", "postinstall", "prepare");
      expect(existsSync(join(folder, "binding.gyp"))).to.equal(false);
    });

    it("tells nothing of the machine that built it, and nothing of the tests", () => {
      const home = homedir();
      const told = [repository, ...(home.split(sep).length > 2 ? [home] : []), "file:///", "CANARY"];
      for (const file of files)
        for (const text of told) expect(read(file).includes(text), `${file} contains ${text}`).to.equal(false);
    });
  });
}

/** One module and all that it needs, as the build bundles it. */
async function bundle(file: string): Promise<string> {
  const { bundling } = (await import(pathToFileURL(join(repository, "scripts", "build.mjs")).href)) as {
    bundling: BuildOptions;
  };
  const { outputFiles } = await build({ ...bundling, entryPoints: [file], write: false });
  return outputFiles[0]!.text;
}

/** One file as the build compiles it, source map aside. */
function compile(file: string): string {
  const { compilerOptions } = readJson<{ compilerOptions: object }>(join(repository, "tsconfig.json"));
  const own = { ...compilerOptions, sourceMap: false, inlineSources: false, declaration: false };
  const { options } = ts.convertCompilerOptionsFromJson(own, repository);
  return ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions: options, fileName: file }).outputText;
}

/** Paths of all files in a folder, with slashes, after a prefix. */
function filesIn(folder: string, prefix = ""): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => prefix + relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
}

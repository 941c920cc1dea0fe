import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";
import { manifest } from "./manifest";

const addressesOf = (name: string) => ({
  homepage: `https://github.com/${name}#readme`,
  bugs: { url: `https://github.com/${name}/issues` },
  repository: { type: "git", url: `git+https://github.com/${name}.git` },
});

describe("npm run repository", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "repository-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the command for a package.json. Returns its exit code, its message, and the package.json after it. */
  function run(manifest: object, ...args: string[]) {
    const file = join(folder, "package.json");
    writeFileSync(file, JSON.stringify(manifest));
    const command = join(repository, "scripts", "repository.mjs");
    const { status, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8" });
    return { status, stderr, after: JSON.parse(readFileSync(file, "utf8")) as object };
  }

  const rows = [
    { title: "reports a placeholder, and passes", of: "OWNER/tools", args: [], status: 0, message: /placeholder/ },
    {
      title: "refuses to publish a placeholder",
      of: "OWNER/tools",
      args: ["--publish"],
      status: 1,
      message: /placeholder.*refuses/s,
    },
    { title: "says nothing of an address that is set", of: "acme/tools", args: [], status: 0, message: /^$/ },
    {
      title: "allows to publish an address that is set",
      of: "acme/tools",
      args: ["--publish"],
      status: 0,
      message: /^$/,
    },
    {
      title: "refuses an argument that names no repository",
      of: "acme/tools",
      args: ["tools"],
      status: 1,
      message: /as OWNER\/NAME/,
    },
  ];
  for (const { title, of, args, status, message } of rows)
    it(title, () => {
      const result = run(addressesOf(of), ...args);
      expect(result.stderr).to.match(message);
      expect(result.status).to.equal(status);
    });

  it("refuses a package.json without a repository", () => {
    expect(run({})).to.deep.include({ status: 1, after: {} });
  });

  it("refuses addresses of different repositories, and names them", () => {
    const { status, stderr } = run({ ...addressesOf("acme/tools"), homepage: "https://example.com" });
    expect(stderr).to.contain("homepage of package.json must name the repository acme/tools");
    expect(status).to.equal(1);
  });

  it("sets all addresses, and changes nothing else", () => {
    const manifest = { name: "tools", ...addressesOf("OWNER/tools"), version: "1.0.0" };
    expect(run(manifest, "acme/tools").after).to.deep.equal({ ...manifest, ...addressesOf("acme/tools") });
  });

  it("sets the addresses of files that the pages link to", () => {
    mkdirSync(join(folder, "docs", "reference"), { recursive: true });
    const page = join(folder, "docs", "reference", "errors.md");
    writeFileSync(
      page,
      "[Tests](https://github.com/OWNER/tools/blob/main/tests) [AWS](https://github.com/aws/aws-cdk)",
    );
    run(addressesOf("OWNER/tools"), "acme/tools");
    expect(readFileSync(page, "utf8")).to.equal(
      "[Tests](https://github.com/acme/tools/blob/main/tests) [AWS](https://github.com/aws/aws-cdk)",
    );
  });

  it("runs in npm run check, and before a package is published", () => {
    expect(manifest.scripts.check).to.match(/ && npm run repository$/);
    expect(manifest.scripts.prepublishOnly).to.equal("npm run repository -- --publish");
    expect(run(manifest).status).to.equal(0);
  });
});

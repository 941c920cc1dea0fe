import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { expect } from "chai";
import type * as local from "../../provider/local";
import { ok } from "../engine/project";
import { manifest, run, type Installed } from "./installation";

type Local = typeof local;

/** Describes the command of the package. */
export function describeCommand(installed: Installed): void {
  describe("The installed command", () => {
    let folder: string;
    let started: ChildProcess | undefined;
    before(() => void (folder = installed.folder));
    afterEach(() => void started?.kill("SIGKILL"));

    it("runs by npx, and prints its version and help", async () => {
      const npx = async (...args: string[]) =>
        ok(await run("npx", ["--no", "-p", manifest.name, "--", "agentcore-outbound-auth", ...args], folder)).stdout;
      expect(await npx("--version")).to.equal(`${manifest.version}\n`);
      expect(await npx("--help"))
        .to.contain("Usage: agentcore-outbound-auth")
        .and.contain("local");
    });

    it("runs a local control plane that answers the installed package's own client, and ends on SIGTERM", async () => {
      const command = join(folder, "node_modules", ".bin", "agentcore-outbound-auth");
      started = spawn(command, ["local", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
      const [line] = (await once(createInterface(started.stdout as Readable), "line")) as [string];
      const { url, token } = JSON.parse(line) as { url: string; token: string };
      const { connectLocalControlPlane } = createRequire(join(folder, "any.js"))(`${manifest.name}/local`) as Local;
      expect(await connectLocalControlPlane(url, token).providers()).to.deep.equal([]);
      const ended = once(started, "exit");
      started.kill("SIGTERM");
      expect(await ended).to.deep.equal([0, null]);
    });

    it("is also a library for ES modules", async () => {
      const program = `
      import { startLocalControlPlane } from "${manifest.name}/local";
      const local = await startLocalControlPlane();
      console.log((await local.providers()).length);
      await local.close();`;
      const printed = await run(process.execPath, ["--input-type=module", "--eval", program], folder);
      expect(ok(printed).stdout).to.equal("0\n");
    });
  });
}

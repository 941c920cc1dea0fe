import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { oldestNode, oldestPeers, packageName, version } from "../../provider/version";
import { runProgram } from "./runProgram";
import { apiKey, openApi } from "./samples";

const load = createRequire(__filename);

/** Loads the package once more, as a program does that has two copies of the same version. */
function secondCopy(): typeof agentcore {
  const own = Object.entries(load.cache).filter(([file]) => /dist.provider/.test(file));
  for (const [file] of own) delete load.cache[file];
  const copy = load("../../provider") as typeof agentcore;
  for (const [file, module] of own) load.cache[file] = module;
  return copy;
}

describe("A program with two copies of the package", () => {
  const copies = [agentcore, secondCopy()] as const;

  it("has different classes", () => expect(copies[1].OutboundAuth).to.not.equal(agentcore.OutboundAuth));

  for (const [gateway, declare] of [
    ["a GatewayRole", () => new agentcore.GatewayRole("tools", { gatewayName: "tools" })],
    ["a role from elsewhere", () => ({ name: "tools", role: "tools" })],
  ] as const)
    it(`registers each resource once, for ${gateway}`, async () => {
      const { registered, errors } = await runProgram(() => {
        const gateway = declare();
        for (const [index, { OutboundAuth }] of copies.entries())
          new OutboundAuth(`search-${index}`, { gateway, target: openApi, credential: apiKey });
      });
      expect(errors).to.deep.equal([]);
      const names = registered.map(({ type, name }) => `${type} ${name}`);
      expect(names).to.deep.equal([...new Set(names)]);
      expect(names.filter((one) => one.includes(":StackOwner "))).to.have.lengthOf(1);
      expect(names).to.include("aws:iam/rolePolicy:RolePolicy tools-workload-token");
    });
});

describe("The name and versions in the code", () => {
  it("are those in package.json, which a bundler does not keep", () => {
    const file = join(__dirname, "..", "..", "..", "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const ranges = Object.entries(oldestPeers).map(([name, oldest]) => [name, `^${oldest}`]);
    expect(manifest).to.deep.include({
      name: packageName,
      version,
      peerDependencies: Object.fromEntries(ranges) as Record<string, string>,
      engines: { node: `>=${oldestNode}` },
    });
  });
});

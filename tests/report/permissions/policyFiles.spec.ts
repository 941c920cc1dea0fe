import { expect } from "chai";
import { policyFiles } from "../../../provider/report/permissions/policyFiles";
import { unknownValue } from "../../../provider/report/preview/preview";
import { preview } from "../previews";
import type { StepArgs } from "../previews";

const statement = (resource: string) => ({ Sid: "Same", Effect: "Allow", Action: "s3:Get", Resource: resource });
const policy = (...resources: string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: resources.map(statement) });

const ownRole: StepArgs = { type: "agentcore:index:GatewayRole", name: "tools", op: "same" };
const properties = (name: string) => ({ name, assumeRolePolicy: policy("trust") });
const role = (name: string, more: Partial<StepArgs> = {}): StepArgs => ({
  type: "aws:iam/role:Role",
  name,
  parent: ownRole,
  before: properties(name),
  after: properties(name),
  ...more,
});
const rolePolicy = (name: string, of: string, before?: string, after?: string): StepArgs => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name,
  ...(before === undefined ? {} : { before: { role: of, name, policy: before } }),
  ...(after === undefined ? {} : { after: { role: of, name, policy: after } }),
  changed: ["policy"],
});

describe("files of policies for other tools", () => {
  it("contain all statements of a role before and after, and its trust policy", () => {
    const steps = [
      rolePolicy("a", "tools", policy("r"), policy("q")),
      rolePolicy("b", "tools", policy("s"), policy("s")),
    ];
    const { files, withoutFiles } = policyFiles(preview([ownRole, role("tools"), ...steps]));
    expect(withoutFiles).to.deep.equal([]);
    const documents = Object.fromEntries(
      files.map(({ path, text }) => {
        const { Version, Statement } = JSON.parse(text) as { Version: string; Statement: Record<string, unknown>[] };
        expect(Version).to.equal("2012-10-17");
        expect(Statement.some((one) => "Sid" in one)).to.equal(false);
        return [path, Statement.map(({ Resource }) => Resource)];
      }),
    );
    expect(documents).to.deep.equal({
      "tools/before.json": ["r", "s"],
      "tools/after.json": ["q", "s"],
      "tools/trust-before.json": ["trust"],
      "tools/trust-after.json": ["trust"],
    });
  });

  it("do not exist for a time at which the role does not", () => {
    const created = role("tools", { before: undefined, op: "create" });
    const deleted = role("old", { after: undefined, op: "delete" });
    const { files } = policyFiles(
      preview([ownRole, created, rolePolicy("a", "tools", undefined, policy("r")), deleted]),
    );
    expect(files.map(({ path }) => path)).to.deep.equal([
      "old/before.json",
      "old/trust-before.json",
      "tools/after.json",
      "tools/trust-after.json",
    ]);
  });

  it("do not exist for a role with a policy that is not visible", () => {
    const { files, withoutFiles } = policyFiles(
      preview([ownRole, role("tools"), rolePolicy("a", "tools", policy("r"), unknownValue)]),
    );
    expect(files).to.deep.equal([]);
    expect(withoutFiles.map(({ role: name, policies }) => [name, policies])).to.deep.equal([["tools", ["a"]]]);
  });

  it("have safe and different names", () => {
    const names = ["../x", "..-x", ".._x", "A", "a"];
    const roles = names.map((name) => role(name));
    const { files } = policyFiles(preview([ownRole, ...roles]));
    const folders = new Set(files.map(({ path }) => path.split("/")[0]?.toLowerCase()));
    expect(folders.size).to.equal(names.length);
    for (const { path } of files) expect(path).to.match(/^[\w-]+\/[\w-]+\.json$/);
  });
});

import { expect } from "chai";
import { cellOf } from "../../provider/rules/targets/combinations";
import { targetTypes } from "../../provider/rules/targets/targetKinds";
import { targetColumns } from "../rules/targets/targetColumns";
import { cellName } from "./engineRun";
import { combinations, testedRoles } from "./roles";
import { idOf } from "./combinations/combination";
import { assertGoldenFile, expectedFiles, goldenFiles } from "./goldenPolicies";
import { allows, needlessGrants, unnoticedWidenings } from "./leastPrivilege";
import { partitions } from "./setups";
import { allVerdicts, countsOf, summary, type PartitionVerdicts, type Verdict } from "./verdicts";

describe("least privilege of the policies that the engine creates", () => {
  let all: readonly PartitionVerdicts[];
  before(async function () {
    this.timeout(300_000);
    all = await allVerdicts();
  });
  after(() => console.log(`\n  ${summary(countsOf(all))}`));

  for (const [index, { description }] of testedRoles.entries())
    describe(description, () => {
      /** Checks the role in every partition. */
      const test = (title: string, problems: (verdict: Verdict) => readonly unknown[]) =>
        it(title, () => {
          const found = all.map(({ partition, verdicts }) => [partition.partition, problems(verdicts[index]!)]);
          expect(found).to.deep.equal(partitions.map(({ partition }) => [partition, []]));
        });
      test("agrees with the Service Authorization Reference", ({ invalid }) => invalid);
      test("allows every call of the gateway", ({ under }) => under);
      test("denies every similar call", ({ over }) => over);
      test("has no grant that nothing needs", needlessGrants);
      test("would fail this test if any grant were wider", unnoticedWidenings);
    });

  it("allows the gateway to read the secrets that AgentCore created", () => {
    for (const { run, verdicts } of all) {
      expect(run.secrets).to.not.deep.equal([]);
      for (const { provider, secret } of run.secrets) {
        const users = verdicts.filter(({ role }) => role.members.some((one) => provider.endsWith(`/${idOf(one)}`)));
        expect(users).to.have.length.of.at.least(2);
        const read = { action: "secretsmanager:GetSecretValue", resource: secret, context: {} };
        for (const { policies } of users) expect(allows(policies, read), secret).to.equal(true);
      }
    }
  });

  it("is known at the first preview, and is the same at up, after which nothing is planned", () => {
    const [{ run }] = all as [PartitionVerdicts];
    expect(run.previewed).to.deep.equal(run.created);
    expect(Object.keys(run.created)).to.have.length.of.at.least(combinations.length);
    expect(run.plannedAfterwards).to.deep.equal({});
  });

  it("has shared policies whose names keep their prefixes, which every state contains", () => {
    const { created } = all[0]!.run;
    const prefixOf = (name: string) =>
      Object.entries(created).find(([urn]) => urn.endsWith(`GatewayRole$aws:iam/rolePolicy:RolePolicy::${name}`))?.[1]
        .prefix;
    for (const [role, groups] of Object.entries({
      "http-api-key": ["api-key-vault", "workload-token"],
      "http-oauth": ["oauth-vault"],
      "mcp-server-oauth-user-consent": ["workload-token-for-jwt", "workload-token-for-setup"],
      "openapi-gateway-role-runtime": ["own-gateway"],
    }))
      for (const group of groups) expect(prefixOf(`${role}-${group}`)).to.equal(`agentcore-${role}-${group}-`);
    expect(prefixOf("mcp-server-oauth-vault-key-oauth-vault-key")).to.match(
      /^agentcore-mcp-server-oauth-vault-key-oauth-vault-key-[0-9a-f]{7}-$/,
    );
  });

  it("covers every target with every credential that the table allows", () => {
    const allowed = targetTypes.flatMap((target) =>
      targetColumns
        .filter(({ type, grantType: grant }) => cellOf({ target, credential: type, grant })?.verdict === "allowed")
        .map(({ type, grantType }) => cellName(target, type, grantType)),
    );
    expect(allowed.filter((cell) => !all[0]?.run.cells.has(cell))).to.deep.equal([]);
  });

  it("covers enough combinations, each with its own name", () => {
    expect(countsOf(all)).to.deep.include({ invalid: 0, overGrants: 0, underGrants: 0 });
    expect(combinations).to.have.length.of.at.least(92);
    expect(new Set(combinations.map(({ name }) => name)).size).to.equal(combinations.length);
  });

  it("is written down in tests/iamProof/policies", async () => {
    const files = expectedFiles(all);
    for (const [file, content] of Object.entries(files)) await assertGoldenFile(file, content);
    expect(goldenFiles()).to.deep.equal(Object.keys(files).sort());
  });
});

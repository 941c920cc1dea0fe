import { expect } from "chai";
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

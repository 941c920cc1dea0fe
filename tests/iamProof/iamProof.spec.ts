import { expect } from "chai";
import { cells } from "./cells";
import { assertDocument, documentFiles, documentOf } from "./cellDocuments";
import { allows, needlessGrants, unseenWidenings } from "./leastPrivilege";
import { countsOf, proofs, summary, type ProviderAuthentication, type ResolvedAuthentication } from "./proof";
import { places } from "./situations";

describe("Least privilege, of policies that the engine made", () => {
  let all: readonly ProviderAuthentication[];
  before(async function () {
    this.timeout(300_000);
    all = await proofs();
  });
  after(() => console.log(`\n  ${summary(countsOf(all))}`));

  /** The same role in every partition. */
  const judge = (title: string, rolesOf: (proof: ProviderAuthentication) => ResolvedAuthentication | undefined) =>
    describe(title, () => {
      const itIs = (what: string, violationsOf: (role: ResolvedAuthentication) => readonly unknown[]) =>
        it(what, () => {
          const roles = all.map(rolesOf) as ResolvedAuthentication[];
          const found = roles.map((role) => [role.place.partition, violationsOf(role)]);
          expect(found).to.deep.equal(places.map(({ partition }) => [partition, []]));
        });
      itIs("is valid for the Service Authorization Reference", ({ invalid }) => invalid);
      itIs("allows every call of the gateway", ({ under }) => under);
      itIs("denies every neighbour", ({ over }) => over);
      itIs("has nothing that could go", needlessGrants);
      itIs("could not be wider anywhere unnoticed", unseenWidenings);
    });

  for (const { name, title } of cells) judge(title, ({ alone }) => alone.find(({ cell }) => cell?.name === name));
  judge("All of them on one role", ({ together }) => together);

  it("lets the gateway read the very secrets that AgentCore made", () => {
    for (const { run, alone, together } of all) {
      expect(run.secrets).to.not.deep.equal([]);
      for (const { provider, secret } of run.secrets) {
        const own = alone.find(({ cell }) => provider.endsWith(`/${cell?.name}`)) as ResolvedAuthentication;
        const read = { action: "secretsmanager:GetSecretValue", resource: secret, context: {} };
        for (const { policies } of own.cell?.apart ? [own] : [own, together])
          expect(allows(policies, read), secret).to.equal(true);
      }
    }
  });

  it("is over enough combinations, each with a name of its own", () => {
    expect(countsOf(all)).to.deep.include({ invalid: 0, overGrants: 0, underGrants: 0 });
    expect(cells).to.have.length.of.at.least(75);
    expect(new Set(cells.map(({ name }) => name)).size).to.equal(cells.length);
  });

  it("is written down in tests/iamProof/documents, once where partitions do not differ", async () => {
    const [inAws, ...others] = all as [ProviderAuthentication, ...ProviderAuthentication[]];
    const documents = await Promise.all(
      [inAws, ...others].flatMap(({ alone }) => alone.map((role, index) => documentOf(role, inAws.alone[index]!))),
    );
    const written = documents.filter((document) => document !== undefined);
    for (const document of written) assertDocument(document);
    expect(documentFiles()).to.deep.equal(written.map(({ file }) => file).sort());
  });
});

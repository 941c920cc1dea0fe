import { expect } from "chai";
import * as fc from "fast-check";
import { managedSecretArnPattern, type CredentialProviderKind } from "../../../provider/iam/policy/arn";
import { policyQuotas } from "../../../provider/iam/policy/document";
import { packedSize, packStatements, type PackedDocument, type PackedItem } from "../../../provider/iam/policy/packing";
import { credentialProviderStatements } from "../../../provider/iam/gateway/statements";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012", vault: "default" };

function itemFor(key: string, length: number, kind: CredentialProviderKind = "apikeycredentialprovider"): PackedItem {
  const id = { ...place, kind, name: `${key}-`.padEnd(length, "x") };
  return {
    key,
    statements: credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
  };
}

const itemsOf = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => itemFor(`target-${index}`, length));

const sizeOf = ({ keys }: PackedDocument, items: readonly PackedItem[]) =>
  packedSize(items.filter(({ key }) => keys.includes(key)).flatMap(({ statements }) => statements));

/** Documents by what is in them. */
const contents = (documents: readonly PackedDocument[]) =>
  new Map(documents.map(({ id, keys }) => [id, keys.join()] as const));

/** How many documents are written when one packing becomes the other. */
function written(before: readonly PackedDocument[], after: readonly PackedDocument[]): number {
  const old = contents(before);
  return [...contents(after)].filter(([id, keys]) => old.get(id) !== keys).length;
}

describe("packing", () => {
  const keys = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,12}$/), { maxLength: 60 });
  const lengths = fc.integer({ min: 14, max: 128 });

  it("puts every item into one document, and none is larger than IAM takes", () => {
    fc.assert(
      fc.property(keys, lengths, (names, length) => {
        const items = names.map((name) => itemFor(name, length));
        const documents = packStatements(items);
        expect(documents.flatMap((document) => document.keys).sort()).to.deep.equal([...names].sort());
        for (const document of documents) expect(sizeOf(document, items)).to.be.at.most(policyQuotas.managedPolicy);
      }),
      { numRuns: 40 },
    );
  });

  it("does not depend on the order of declaration", () => {
    const shuffled = keys.chain((names) =>
      fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
    );
    fc.assert(
      fc.property(shuffled, lengths, ([names, others], length) => {
        const pack = (order: string[]) => packStatements(order.map((name) => itemFor(name, length)));
        expect(pack(others)).to.deep.equal(pack(names));
      }),
      { numRuns: 40 },
    );
  });

  it("writes one document for an item more or less, or two where one splits", () => {
    for (const length of [14, 32, 128]) {
      const items = itemsOf(100, length);
      for (let count = 0; count < items.length; count += 1) {
        const [fewer, more] = [packStatements(items.slice(0, count)), packStatements(items.slice(0, count + 1))];
        expect(written(fewer, more), `${count} + 1 of ${length}`).to.be.within(1, 2);
        expect(written(more, fewer), `${count + 1} - 1 of ${length}`).to.be.at.most(2);
      }
    }
  });

  it("needs eight documents at most for a hundred items with names of 32 characters", () => {
    expect(packStatements(itemsOf(100, 32)).length).to.be.at.most(8);
  });

  it("holds all in one document while they fit", () => {
    expect(packStatements(itemsOf(10, 32))).to.have.lengthOf(1);
    expect(packStatements([])).to.deep.equal([]);
  });

  it("says which item no document could hold", () => {
    expect(() => packStatements([itemFor("large", 128)], 300)).to.throw(/^large alone may need \d+ characters, and/);
  });
});

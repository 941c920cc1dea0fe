import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { documentsFor, type PackedArgs } from "../../../provider/components/policies/policyPlan";
import type { PackedDocument } from "../../../provider/iam/policy/packing";

const byRole = { type: "GATEWAY_IAM_ROLE" };
const placement = { type: "API_KEY", credentialLocation: "HEADER", credentialParameterName: "Key" };

const pack = (targets: object, more: object = {}): PackedDocument[] =>
  documentsFor("Group", "tools", { targets, ...more } as unknown as PackedArgs);

/** Targets of these numbers by name. */
const targetsOf = (numbers: readonly number[], target: (number: number) => object) =>
  Object.fromEntries(numbers.map((number) => [`t${number}`, target(number)]));

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

const keysOf = (documents: readonly PackedDocument[]) => documents.flatMap(({ keys }) => keys).sort();

const toApi = (api: object, operations: readonly string[]) => ({
  target: {
    type: "apiGateway",
    restApi: "abcdefghij",
    stage: "prod",
    operations: operations.map((path) => ({ method: "GET", path })),
    ...api,
  },
  credential: byRole,
});

/** With operations of its own. */
const ownOperations = (number: number) =>
  toApi(
    {},
    ["a", "b", "c"].map((name) => `/orders/{id}/items/${number}/${name}`),
  );

/** How many documents are written when one packing becomes the other. */
function written(before: readonly PackedDocument[], after: readonly PackedDocument[]): number {
  const old = new Map(before.map(({ id, keys }) => [id, keys.join()]));
  return after.filter(({ id, keys }) => old.get(id) !== keys.join()).length;
}

describe("the documents of a group", () => {
  it("hold targets of one API that show different operations, however many they are", () => {
    const documents = pack(targetsOf(upTo(30), ownOperations));
    expect(documents.length).to.be.within(2, 4);
    expect(keysOf(documents)).to.have.lengthOf(30);
  });

  it("are written anew by two at most where such a target comes or goes", () => {
    for (const count of upTo(60)) {
      const [fewer, more] = [count, count + 1].map((size) => pack(targetsOf(upTo(size), ownOperations)));
      expect(written(fewer ?? [], more ?? []), `${count} + 1`).to.be.at.most(2);
      expect(written(more ?? [], fewer ?? []), `${count + 1} - 1`).to.be.at.most(2);
    }
  });

  for (const { what, target } of [
    { what: "the same operations", target: () => toApi({}, ["/orders", "/orders/{id}"]) },
    { what: "one stage", target: () => toApi({ operations: undefined }, []) },
    { what: "one function", target: () => ({ target: { type: "lambda", function: "tickets" }, credential: byRole }) },
  ])
    it(`hold targets that use ${what} together`, () => {
      const keys = targetsOf(upTo(100), target);
      const documents = pack({ ...keys, ...targetsOf(upTo(160).slice(100), ownOperations) });
      const holding = documents.filter(({ keys: held }) => held.some((key) => key in keys));
      expect(holding).to.have.lengthOf(1);
    });

  it("hold targets that share a provider, each with a schema of its own, however many they are", () => {
    const provider = {
      arn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/crm",
    };
    for (const schemaOf of [
      (number: number) => ({ uri: `s3://schemas/${String(number).padStart(100, "x")}.json` }),
      (number: number) => pulumi.output({ uri: `s3://schemas/${number}.json` }),
    ]) {
      const documents = pack(
        targetsOf(upTo(60), (number) => ({
          target: { type: "openApiSchema", schema: schemaOf(number) },
          credential: { ...placement, credentialProvider: provider },
        })),
      );
      expect(documents.length).to.be.within(2, 6);
      expect(keysOf(documents)).to.have.lengthOf(60);
    }
  });

  it("keep room for the operations of each target that come as Outputs, and once where they are the same Output", () => {
    const later = () => pulumi.output([{ method: "GET", path: "/" }]);
    const same = later();
    const documentsWith = (operations: () => unknown) =>
      pack(targetsOf(upTo(12), () => toApi({ operations: operations() }, []))).length;
    expect(documentsWith(later)).to.be.at.least(2);
    expect(documentsWith(() => same)).to.equal(1);
  });

  it("hold a target whose schema comes as an Output, and nothing besides", () => {
    const s3 = pulumi.output({ uri: "s3://schemas/tickets.json" });
    const targetConfiguration = { mcp: { mcpServer: { endpoint: "https://example.com", mcpToolSchema: { s3 } } } };
    const credential = { type: "NONE" };
    for (const target of [{ targetConfiguration }, { type: "openApiSchema", schema: s3 }])
      expect(keysOf(pack({ a: { target, credential } }))).to.deep.equal(["a"]);
  });

  it("take a provider that is null for none, as JavaScript programs write it", () => {
    const credential = { ...placement, apiKey: "key", credentialProvider: null };
    expect(keysOf(pack({ a: { target: { type: "openApiSchema" }, credential } }))).to.deep.equal(["a"]);
  });

  it("are refused where one target is too much for any, with the names of all that need the same", () => {
    const large = (name: string) =>
      toApi(
        {},
        upTo(100).map((number) => `/${name}/${number}`),
      );
    const targets = { a: large("one"), b: large("one"), c: large("other"), d: toApi({}, ["/orders"]) };
    expect(() => pack(targets)).to.throw(
      /Group has 2 problems:\n {2}targets: a, b, which need the same, may need \d,\d{3} characters, and a managed policy holds 6,144\. Write .*\n {2}targets: c alone may need/,
    );
  });

  it("have room for names that were made before, as long as the program says", () => {
    const target = () => ({ target: { type: "openApiSchema" }, credential: { ...placement, apiKey: "key" } });
    const moved = (number: number) => ({ ...target(), movedFrom: `formerly-${number}`.padEnd(28, "x") });
    expect(pack(targetsOf(upTo(60), target), { longestName: 36 })).to.deep.equal(pack(targetsOf(upTo(60), moved)));
    expect(pack(targetsOf(upTo(60), target)).length).to.be.below(pack(targetsOf(upTo(60), moved)).length);
  });
});

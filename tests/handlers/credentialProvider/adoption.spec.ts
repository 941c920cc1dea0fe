import { expect } from "chai";
import type { Properties } from "../../../provider/handlers/process/handler";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { unknownValue } from "../../../provider/rules/core/values";
import { privateKey, workloadToken } from "../authorizationServer";
import { contextFor, nowhere } from "../contextFor";
import {
  account,
  failureOf,
  mark,
  oauth2Clients,
  operations,
  stacks,
  type Resource,
  markTags,
  startForEachTest,
} from "../stack";

for (const stack of stacks) {
  const { arnOf, create, handler, inputsOf, is, operation, read, remove, search, searchArn, secret, update } = stack;
  const adopting = { ...search, ...secret("ours"), nameProposal: "search-9999999", adopt: searchArn };

  describe(`an ${is} that this resource did not create`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    /** Creates one as another tool would. */
    async function foreign(tags: Record<string, string> = {}): Promise<void> {
      await create(contextFor(local));
      await local.drift({ action: "recreate", arn: searchArn, ...secret("theirs"), tags });
      await local.clearCalls();
    }

    it("is taken over if the program names it by its ARN, with one call each for content and tags", async () => {
      await foreign({ theirs: "1", shared: "theirs" });
      const { id, outputs } = await create(contextFor(local), { ...adopting, tags: { shared: "ours" } });
      expect(id).to.equal(searchArn);
      expect(outputs).to.include({ name: "search-1a2b3c4", automaticName: true });
      expect(await operations(local)).to.deep.equal([
        operation.get,
        "ListTagsForResource",
        operation.update,
        "TagResource",
      ]);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("ours"));
      const [provider, ...others] = await local.providers();
      expect(others).to.deep.equal([]);
      expect(provider?.tags).to.deep.equal({ ...markTags, theirs: "1", shared: "ours" });
    });

    it("belongs to the resource afterwards, with or without adopt in the program", async () => {
      await foreign();
      const adopted = await create(contextFor(local), adopting);
      await local.clearCalls();
      const { adopt: _done, ...after } = adopting;
      const next = await update(contextFor(local), adopted, after);
      expect(await operations(local)).to.deep.equal([]);
      expect(next.outputs).to.include({ name: "search-1a2b3c4", adopt: undefined });
      expect(handler.diff(contextFor(local), next.id, adopted.outputs, next.outputs).replaces).to.deep.equal([]);
      await remove(contextFor(local), next);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("does not exist: nothing is created, and the message says what to write", async () => {
      const error = await failureOf(create(contextFor(local), adopting));
      expect(error.message).to.match(/adopt: there is no .* Remove adopt to create the provider/);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("is created again by an update if another tool deleted it after the adoption", async () => {
      await foreign();
      const adopted = await create(contextFor(local), adopting);
      await local.drift({ action: "delete", arn: searchArn });
      await update(contextFor(local), adopted, { ...adopting, ...secret("next") });
      expect(await local.secretOf(searchArn)).to.deep.equal(secret("next"));
    });

    for (const [name, changes, says] of [
      ["is not an ARN", { adopt: "search" }, /not the ARN of a credential provider/],
      ["is a pattern", { adopt: arnOf("*") }, /without \*/],
      ["contradicts the name", { name: "other" }, /the name of this provider is "search-1a2b3c4"\. Remove name/],
      [
        "is in another account",
        { adopt: arnOf("search", "999999999999") },
        /is in account 999999999999, .*Write the ARN of a provider in that account, or accountId/,
      ],
      [
        "is in another vault",
        { adopt: searchArn.replace("token-vault/default", "token-vault/other") },
        /is in the vault "other".*write credentialProvider: \{ arn \}/,
      ],
      [
        "is in another Region",
        { adopt: arnOf("search", account, "eu-west-1") },
        /Write connection: \{ region: "eu-west-1" \}/,
      ],
    ] as const)
      it(`is refused at preview if the ARN ${name}`, async () => {
        const { problems } = await handler.check(contextFor(local), {}, { ...adopting, ...changes });
        expect(problems.map(({ path }) => path)).to.deep.equal(["adopt"]);
        expect(problems[0]?.reason).to.match(says);
      });

    it("is announced at preview until it belongs to the resource", async () => {
      const announced = async (olds: Properties) => {
        const remarks: string[] = [];
        await inputsOf(contextFor(local, { remarks }), olds, adopting);
        return remarks.filter((remark) => remark.startsWith("Adopts the existing ") && remark.includes(searchArn))
          .length;
      };
      expect(await announced({})).to.equal(1);
      expect(await announced(await inputsOf(contextFor(local), {}, adopting))).to.equal(0);
    });

    it("has an unknown name if its ARN is unknown", async () => {
      expect(await inputsOf(contextFor(local), {}, { ...adopting, adopt: unknownValue })).to.include({
        name: unknownValue,
        credentialProviderArn: unknownValue,
      });
    });

    describe("and that was imported, without a secret and without a mark", () => {
      const imported: Resource = {
        id: searchArn,
        outputs: {
          name: "search-1a2b3c4",
          automaticName: true,
          ...(stack === oauth2Clients ? { vendor: "CustomOauth2" } : {}),
          region: "us-east-1",
          accountId: account,
          tagsAll: {},
          credentialProviderArn: searchArn,
          stateVersion: 1,
        },
      };

      it("is not replaced, and gets the program's content and tags in one call each", async () => {
        await foreign({ theirs: "1" });
        const context = contextFor(local);
        const inputs = await inputsOf(context, imported.outputs, { ...search, ...secret("ours") });
        expect(handler.diff(context, searchArn, imported.outputs, inputs).replaces).to.deep.equal([]);
        const updated = await update(context, imported, { ...search, ...secret("ours") });
        expect(await operations(local)).to.deep.equal([operation.update, "TagResource"]);
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("ours"));
        expect((await local.providers())[0]?.tags).to.deep.equal({ ...markTags, theirs: "1" });
        expect(updated.outputs.incarnation).to.match(/^[0-9a-f]{16}$/);
      });

      it("passes the check of pulumi import unchanged", async () => {
        const inputs = imported.outputs;
        expect(await handler.check(contextFor(local), {}, inputs)).to.deep.equal({ inputs, problems: [] });
      });

      it("can be refreshed and destroyed before that", async () => {
        await foreign();
        const refreshed = await read(contextFor(local), imported);
        expect(refreshed?.outputs).to.deep.include({ name: "search-1a2b3c4", region: "us-east-1" });
        await remove(contextFor(local), { id: searchArn, outputs: refreshed?.outputs as Properties });
        expect(await local.providers()).to.deep.equal([]);
      });
    });
  });
}

describe("an adopted OAuth 2 credential provider whose vendor changes", () => {
  const { create, handler, inputsOf, search, searchArn, secret } = oauth2Clients;
  const { oauthDiscovery: _custom, ...rest } = search;
  const github = { ...rest, vendor: "GithubOauth2", nameProposal: "search-9999999" };

  it("gets an error at preview as long as the program contains adopt", async () => {
    const context = contextFor(nowhere);
    const olds = await inputsOf(context, {}, { ...search, adopt: searchArn });
    const { problems } = await handler.check(context, olds, { ...github, adopt: searchArn });
    expect(problems).to.deep.equal([
      {
        path: "adopt",
        reason:
          'its provider has vendor: "CustomOauth2", which cannot be changed. Remove adopt: then a new provider is created and this one is deleted.',
      },
    ]);
    expect((await inputsOf(context, {}, github)).name).to.equal("search-9999999");
  });

  for (const isForeign of [true, false])
    it(`stays unchanged if the state does not contain it, created by ${isForeign ? "others" : "this resource"}`, async () => {
      const local = await startLocalControlPlane();
      await create(contextFor(local));
      if (isForeign) await local.drift({ action: "recreate", arn: searchArn, ...secret("theirs") });
      const error = await failureOf(create(contextFor(local), { ...github, adopt: searchArn }));
      expect(error.message).to.match(/has vendor: "CustomOauth2", which cannot be changed. Nothing was changed/);
      expect(await local.secretOf(searchArn)).to.deep.equal(secret(isForeign ? "theirs" : "key-one"));
      await local.close();
    });
});

for (const { name, proof } of [
  { name: "signs with a key", proof: privateKey },
  { name: "shows a token of its workload", proof: workloadToken },
])
  describe(`a client that ${name}`, () => {
    const { handler, inputsOf, create, search, searchArn } = oauth2Clients;
    const { clientSecret: _none, ...rest } = search;
    const args = { ...rest, ...proof };

    it("is looked up without a secret and without claims, and importing it does not replace it", async () => {
      const local = await startLocalControlPlane();
      const context = contextFor(local);
      await create(context, args);
      const found = await handler.read(context, searchArn, {});
      const { clientAuthenticationMethod } = proof;
      expect(found?.outputs).to.include({ clientAuthenticationMethod, clientSecretArnPattern: "" });
      expect(found?.outputs.proof).to.deep.include({ clientAuthenticationMethod });
      expect(JSON.stringify(found)).to.not.match(/Claims/);
      const imported = { ...found?.outputs, automaticName: true, tagsAll: {} };
      const news = await inputsOf(context, imported, args);
      expect(handler.diff(context, searchArn, imported, news).replaces).to.deep.equal([]);
      await local.close();
    });
  });

describe("a provider that the program only looks up", () => {
  for (const { handler, create, search, searchArn, secret, is } of stacks)
    it(`is refreshed without inputs, because the program passes none (${is})`, async () => {
      const local = await startLocalControlPlane();
      const context = contextFor(local);
      const lookUp = () => handler.read(context, searchArn, { __provider: "text" });
      await create(context);
      const before = (await lookUp())?.outputs ?? {};
      expect(await handler.read(context, searchArn, before)).to.deep.equal({ id: searchArn, outputs: before });
      await handler.delete(context, searchArn, before);
      const external = { secretId: `arn:aws:secretsmanager:us-east-1:${account}:secret:own-AbCdEf`, jsonKey: "key" };
      const [secretKey = ""] = Object.keys(secret(""));
      await create(context, { ...search, [secretKey]: undefined, [`${secretKey}From`]: external });
      const after = (await lookUp())?.outputs;
      expect(await handler.read(context, searchArn, before)).to.deep.equal({ id: searchArn, outputs: after });
      await local.close();
    });
});

describe("two resources of one program", () => {
  for (const { handler, inputsOf, is, search } of stacks) {
    const other = { ...search, mark: { ...mark, resource: "2".repeat(16) } };
    const named = (args: Properties, name: unknown = "mine") => ({ ...args, name });

    it(`cannot have one name: an error at preview (${is})`, async () => {
      const context = contextFor(nowhere);
      await inputsOf(context, {}, named(search));
      const { problems } = await handler.check(context, {}, named(other));
      expect(problems).to.deep.equal([
        {
          path: "name",
          reason:
            'another resource of this program has the name "mine". Choose another name, or use the other resource\'s provider: credentialProvider: OTHER.',
        },
      ]);
    });

    it(`cannot have names whose secrets a policy could confuse: ${is}`, async () => {
      const context = contextFor(nowhere);
      await inputsOf(context, {}, named(search));
      const { problems } = await handler.check(context, {}, named(other, "mine-1a2b3c4d"));
      expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).to.satisfy(([text]: string[]) =>
        /^name: the names "mine-1a2b3c4d" and "mine" of this program differ by "-" and eight characters only/.test(
          text ?? "",
        ),
      );
    });

    it(`cause one warning if they exceed the default quota: ${is}`, async () => {
      const remarks: string[] = [];
      const context = contextFor(nowhere, { remarks });
      for (let index = 0; index < 52; index += 1) {
        const each = { ...named(search, `mine${index}`), mark: { ...mark, resource: String(index) } };
        expect((await handler.check(context, {}, each)).problems).to.deep.equal([]);
        await handler.check(context, {}, each);
      }
      const about = remarks.filter((remark) => remark.startsWith("The program has more than 50"));
      expect(about).to.deep.equal([
        `The program has more than 50 credential providers of one kind (${is}) in us-east-1. The default quota of an account and Region is 50. Request an increase in Service Quotas if you have not yet.`,
      ]);
    });

    for (const { name, args } of [
      { name: "the names differ", args: named(other, "yours") },
      { name: "a name is unknown", args: named(other, unknownValue) },
      { name: "their Regions differ", args: { ...named(other), connection: { region: "eu-west-1" } } },
      { name: "their accounts differ", args: { ...named(other), accountId: "999999999999" } },
      { name: "it is the same resource, checked twice", args: named(search) },
    ])
      it(`are accepted if ${name}: ${is}`, async () => {
        const context = contextFor(nowhere);
        await inputsOf(context, {}, named(search));
        expect((await handler.check(context, {}, args)).problems).to.deep.equal([]);
      });
  }

  it("may be of different kinds with one name", async () => {
    const context = contextFor(nowhere);
    for (const [index, { handler, search }] of stacks.entries()) {
      const args = { ...search, name: "mine", mark: { ...mark, resource: String(index) } };
      expect((await handler.check(context, {}, args)).problems).to.deep.equal([]);
    }
  });
});

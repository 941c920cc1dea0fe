import { expect } from "chai";
import type { LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { account, failureOf, operations, stacks, startForEachTest, type Resource } from "../stack";

const other = "999999999999";

for (const stack of stacks) {
  const { arnOf, create, handler, inputsOf, is, operation, read, remove, search, searchArn, secret, update } = stack;

  describe(`the account that an ${is} belongs to`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    const elsewhere = (config = {}) => contextFor(local, { account: other, config });
    const wrong =
      /the credentials belong to account 999999999999, but this provider belongs to account 123456789012\..*Choose (other )?credentials/;

    describe("with credentials of another one", () => {
      it("nothing is created", async () => {
        expect((await failureOf(create(elsewhere()))).message).to.match(wrong);
        expect(await operations(local)).to.deep.equal([]);
      });

      it("nothing is updated", async () => {
        const existing = await create(contextFor(local));
        await create(elsewhere(), { ...search, accountId: other, ...secret("theirs") });
        await local.clearCalls();
        for (const changes of [secret("key-two"), { tags: { team: "a" } }])
          expect((await failureOf(update(elsewhere(), existing, { ...search, ...changes }))).message).to.match(wrong);
        expect(await operations(local)).to.deep.equal([]);
        expect(await local.secretOf(arnOf("search-1a2b3c4", other))).to.deep.equal(secret("theirs"));
      });

      it("nothing is deleted", async () => {
        const existing = await create(contextFor(local));
        await create(elsewhere(), { ...search, accountId: other });
        await local.clearCalls();
        expect((await failureOf(remove(elsewhere(), existing))).message).to.match(wrong);
        expect(await operations(local)).to.deep.equal([]);
        expect(await local.providers()).to.have.lengthOf(2);
      });

      it("a refresh does not confuse a provider of the same name there with it", async () => {
        const existing = await create(contextFor(local));
        await create(elsewhere(), { ...search, accountId: other });
        expect((await failureOf(read(elsewhere(), existing))).message).to.match(wrong);
      });

      for (const [name, act] of [
        ["a refresh", (existing: Resource) => read(elsewhere(), existing)],
        ["a deletion", (existing: Resource) => remove(elsewhere(), existing)],
        ["a look-up", ({ id }: Resource) => handler.read(elsewhere(), id, {})],
      ] as const)
        it(`${name} that finds no provider does not conclude that it is gone`, async () => {
          expect((await failureOf(act(await create(contextFor(local))))).message).to.match(wrong);
          expect(await local.providers()).to.have.lengthOf(1);
        });

      it("an update that changes nothing remote is fine", async () => {
        const existing = await create(contextFor(local));
        await update(elsewhere(), existing, { ...search, nameProposal: "x" });
      });

      it("what was made there is removed again, where the account must not be looked up before", async () => {
        const context = elsewhere({ "aws:skipRequestingAccountId": "true" });
        const { message } = await failureOf(create(context));
        expect(message)
          .to.match(wrong)
          .and.to.match(/The provider that was created there has been deleted/);
        expect(await local.providers()).to.deep.equal([]);
        expect(await operations(local)).to.deep.equal([operation.create, operation.delete]);
      });
    });

    describe("in the right one", () => {
      it("a provider that is not there is gone, whatever made it vanish", async () => {
        const existing = await create(contextFor(local));
        await local.drift({ action: "delete", arn: searchArn });
        expect(await read(contextFor(local), existing)).to.equal(undefined);
        await remove(contextFor(local), existing);
      });

      it("a refresh of what is there asks for no account", async () => {
        const existing = await create(contextFor(local));
        await local.clearCalls();
        await read(contextFor(local), existing);
        expect((await local.calls()).map(({ operation }) => operation)).to.deep.equal([operation.get]);
      });
    });

    it("is not concluded if the account cannot be looked up", async () => {
      const existing = await create(contextFor(local));
      await local.drift({ action: "delete", arn: searchArn });
      for (const act of [() => read(contextFor(local), existing), () => remove(contextFor(local), existing)]) {
        await local.addFault({ operation: "GetCallerIdentity", kind: "accessDenied", times: 10 });
        expect((await failureOf(act())).message).to.match(/GetCallerIdentity of the credentials in use: access denied/);
        await local.clearFaults();
      }
    });

    describe("allowed and forbidden by the stack configuration", () => {
      for (const [name, config, allowed] of [
        ["in the allowed list", { "aws:allowedAccountIds": [other, account] }, true],
        ["not in the allowed list", { "aws:allowedAccountIds": [other] }, false],
        ["not in the forbidden list", { "aws:forbiddenAccountIds": [other] }, true],
        ["in the forbidden list", { "aws:forbiddenAccountIds": [account] }, false],
        ["in the allowed list, as a number", { "aws:allowedAccountIds": [Number(account)] }, true],
        ["in the forbidden list, as a number", { "aws:forbiddenAccountIds": [Number(account)] }, false],
        [
          "not in the allowed list, and the look-up is forbidden",
          { "aws:allowedAccountIds": [other], "aws:skipRequestingAccountId": "true" },
          false,
        ],
      ] as const)
        for (const accountId of [account, undefined])
          it(`${name}: ${allowed ? "goes on" : "refuses"}, ${accountId === undefined ? "also where no account is expected" : "before any write"}`, async () => {
            const result = create(contextFor(local, { config }), { ...search, accountId });
            if (allowed) {
              await result;
              return;
            }
            expect((await failureOf(result)).message).to.match(/allowedAccountIds/);
            expect(await operations(local)).to.deep.equal([]);
          });
    });

    describe("through an assumed role", () => {
      const roleArn = `arn:aws:iam::${other}:role/deploy/agentcore`;
      const roles: Record<string, { connection?: object; config?: Record<string, unknown> }> = {
        "the connection's": { connection: { assumeRole: { roleArn, sessionName: "ci", durationSeconds: 900 } } },
        "the stack configuration's": { config: { "aws:assumeRoles": [{ roleArn, duration: "15m" }] } },
        "the last of several": {
          config: { "aws:assumeRoles": [{ roleArn: `arn:aws:iam::${account}:role/hub` }, { roleArn }] },
        },
        "the connection's and not the configured one": {
          connection: { assumeRole: { roleArn } },
          config: { "aws:assumeRoles": [{ roleArn: `arn:aws:iam::${account}:role/configured` }] },
        },
      };
      for (const [name, { connection, config }] of Object.entries(roles))
        it(`is ${name}: each role is assumed once`, async () => {
          const made = await create(contextFor(local, { config }), { ...search, accountId: other, connection });
          expect(made.id).to.equal(arnOf("search-1a2b3c4", other));
          const calls = await local.calls();
          const assumed = calls.filter(({ operation }) => operation === "AssumeRole").length;
          expect(assumed).to.equal(name.startsWith("the last") ? 2 : 1);
          expect(calls.at(-1)).to.include({ operation: operation.create, account: other });
        });

      it("is compared with the expected one", async () => {
        const context = contextFor(local, { config: { "aws:assumeRoles": [{ roleArn }] } });
        expect((await failureOf(create(context))).message).to.match(wrong);
      });

      it("is not reached where the role may not be assumed, and says so", async () => {
        await local.addFault({ operation: "AssumeRole", kind: "accessDenied", times: 10 });
        const connection = { assumeRole: { roleArn } };
        const { message } = await failureOf(create(contextFor(local), { ...search, accountId: other, connection }));
        expect(message).to.match(/access denied/i);
        expect(await local.providers()).to.deep.equal([]);
      });
    });

    it("and its Region stay where they are, whatever the configuration says later", async () => {
      const existing = await create(contextFor(local));
      const moved = contextFor(local, { config: { "aws:region": "eu-west-1" } });
      expect((await read(moved, existing))?.id).to.equal(searchArn);
      await remove(moved, existing);
      expect(await local.providers()).to.deep.equal([]);
    });

    it("stay unknown to check where the program does not say them", async () => {
      const inputs = await inputsOf(contextFor(local), {}, { ...search, accountId: undefined });
      expect(inputs).to.not.have.property("credentialProviderArn");
      expect(await local.calls()).to.deep.equal([]);
    });
  });
}

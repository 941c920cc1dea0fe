import { expect } from "chai";
import type { Context } from "../../../provider/handlers/process/context";
import type { Properties } from "../../../provider/handlers/process/handler";
import type { LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { account, failureOf, operations, stacks, startForEachTest, type Resource } from "../stack";

const other = "999999999999";

for (const stack of stacks) {
  const {
    arnOf,
    create,
    handler,
    inputsOf,
    is,
    operation,
    read,
    remove,
    search,
    searchArn,
    secret,
    secretMember,
    update,
  } = stack;

  describe(`the account that an ${is} belongs to`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    const elsewhere = (config = {}) => contextFor(local, { account: other, config });
    const wrong =
      /the credentials belong to account 999999999999, but this provider belongs to account 123456789012\..*Choose (other )?credentials/;

    describe("with credentials of another one", () => {
      it("nothing is updated", async () => {
        const existing = await create(contextFor(local));
        await create(elsewhere(), { ...search, accountId: other, ...secret("theirs") });
        await local.clearCalls();
        for (const changes of [secret("key-two"), { tags: { team: "a" } }])
          expect((await failureOf(update(elsewhere(), existing, { ...search, ...changes }))).message).to.match(wrong);
        expect(await operations(local)).to.deep.equal([]);
        expect(await local.secretOf(arnOf("search-1a2b3c4", other))).to.deep.equal(secret("theirs"));
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

    describe("allowed by the operator's environment", () => {
      const allowing = (list: string, config = {}) =>
        contextFor(local, { config, environment: { AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS: list } });
      const roleElsewhere = { "aws:assumeRoles": [{ roleArn: `arn:aws:iam::${other}:role/deploy` }] };
      const problemsOf = async (context: Context, news: Properties) =>
        (await handler.check(context, {}, news)).problems;

      for (const accountId of [account, undefined])
        it(`is checked before any write${accountId === undefined ? ", also if no account is expected" : ""}`, async () => {
          const existing = await create(allowing(`${other}, ${account}`), { ...search, accountId });
          await local.clearCalls();
          const elsewhere = [existing, { ...existing, outputs: { ...existing.outputs, accountId } }];
          for (const resource of elsewhere)
            for (const act of [
              () => update(allowing(other), resource, { ...search, accountId, ...secret("key-two") }),
              () => handler.create(allowing(other), { ...resource.outputs }),
              () => remove(allowing(other), resource),
            ])
              expect((await failureOf(act())).message).to.match(
                /account 123456789012, which AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS does not allow\. Nothing was done|is not in AGENTCORE/,
              );
          expect(await operations(local)).to.deep.equal([]);
        });

      it("is compared at preview with the account of the program and of the role in the stack configuration", async () => {
        expect(await problemsOf(allowing(other), search)).to.deep.equal([
          { path: "accountId", reason: `account ${account} is not in AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS.` },
        ]);
        expect(await problemsOf(allowing(account, roleElsewhere), { ...search, accountId: undefined })).to.deep.equal([
          { path: "aws:assumeRoles", reason: `account ${other} is not in AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS.` },
        ]);
        expect(await problemsOf(allowing(`${account},${other}`, roleElsewhere), search)).to.deep.equal([]);
        expect(await local.calls()).to.deep.equal([]);
      });

      for (const list of ["", "12345", `${account};${other}`, `${account},`])
        it(`must be a list of account ids, not "${list}": otherwise the preview says so and nothing is sent`, async () => {
          const [problem] = await problemsOf(allowing(list), search);
          expect(problem?.path).to.equal("AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS");
          expect(problem?.reason).to.match(/account ids of 12 digits, separated by commas/);
        });

      it("needs the account to be looked up", async () => {
        const context = allowing(account, { "aws:skipRequestingAccountId": "true" });
        expect((await failureOf(create(context))).message).to.match(
          /^AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS needs? .*aws:skipRequestingAccountId.*Nothing was done/,
        );
        expect(await operations(local)).to.deep.equal([]);
      });
    });

    describe("that must not be looked up (aws:skipRequestingAccountId)", () => {
      const skip = { "aws:skipRequestingAccountId": "true" };

      it("is compared with the answer to an update, so that the state never changes its account", async () => {
        const existing = await create(contextFor(local));
        await create(elsewhere(), { ...search, accountId: other });
        const { message } = await failureOf(update(elsewhere(skip), existing, { ...search, ...secret("key-two") }));
        expect(message).to.match(/belong to account 999999999999, but .* account 123456789012.*rotate it/);
        expect(await local.secretOf(existing.id)).to.deep.equal(secret("key-one"));
      });

      it("is compared before an unfinished update continues", async () => {
        const existing = await create(contextFor(local));
        await create(elsewhere(), { ...search, accountId: other, ...secret("theirs") });
        const unfinished = { ...existing, outputs: { ...existing.outputs, status: "UPDATE_FAILED" } };
        expect((await failureOf(update(elsewhere(skip), unfinished, search))).message).to.match(wrong);
        expect(await local.secretOf(arnOf("search-1a2b3c4", other))).to.deep.equal(secret("theirs"));
      });

      for (const endpoint of [undefined, "https://bedrock-agentcore-control.us-east-1.amazonaws.com"])
        it(`is refused at AWS itself, at preview and before any call (endpoint: ${endpoint ?? "none"})`, async () => {
          const endpoints = endpoint === undefined ? undefined : [{ bedrockagentcore: endpoint }];
          const atAws = contextFor(local, { config: { ...skip, "aws:endpoints": endpoints } });
          const { problems } = await handler.check(atAws, {}, search);
          expect(problems.map(({ path }) => path)).to.deep.equal(["aws:skipRequestingAccountId"]);
          const existing = await create(contextFor(local));
          await local.clearCalls();
          const rotated = { ...existing.outputs, ...secret("key-two"), accountId: undefined };
          for (const act of [
            () => handler.create(atAws, { ...existing.outputs }),
            () => handler.update(atAws, existing.id, existing.outputs, rotated),
            () => remove(atAws, existing),
          ])
            expect((await failureOf(act())).message).to.match(
              /^aws:skipRequestingAccountId: it leaves open which account gets the secret\..*Nothing was done\.$/,
            );
        });
    });

    describe("chosen by the stack configuration for a secret of the environment", () => {
      const { [secretMember]: _value, ...withoutValue } = search;
      const declared = { ...withoutValue, [`${secretMember}From`]: { env: "KEY" }, accountId: undefined };
      const none = { "aws:accessKey": undefined, "aws:secretKey": undefined };
      const roleArn = `arn:aws:iam::${other}:role/deploy`;
      const remarksOn = async (
        config: object,
        args: Properties = declared,
        environment: Record<string, string> = {},
      ) => {
        const remarks: string[] = [];
        const context = contextFor(local, { config: { ...none, ...config }, environment, remarks });
        await inputsOf(context, {}, args);
        await inputsOf(context, {}, { ...args, name: "another" });
        return remarks.filter((remark) => remark.includes("identity"));
      };
      const keys = { "aws:accessKey": "AKIALOCAL1", "aws:secretKey": "local" };

      for (const [name, config, args, said] of [
        [
          "keys",
          keys,
          {},
          "(aws:accessKey) chooses the AWS identity, and secrets of this environment go to an account that is not known yet.",
        ],
        [
          "keys, with the account of the program",
          keys,
          { accountId: account },
          `(aws:accessKey) chooses the AWS identity, and secrets of this environment go to account ${account}.`,
        ],
        ["a profile", { "aws:profile": "work" }, {}, "(aws:profile) chooses"],
        ["roles", { "aws:assumeRoles": [{ roleArn }] }, {}, `go to account ${other}.`],
        ["a role", { "aws:assumeRole": { roleArn } }, {}, "(aws:assumeRole) chooses"],
        ["keys and roles", { ...keys, "aws:assumeRoles": [{ roleArn }] }, {}, "(aws:accessKey, aws:assumeRoles)"],
        [
          "keys for the program's role",
          keys,
          { connection: { assumeRole: { roleArn } } },
          `(aws:accessKey) chooses the AWS identity, and secrets of this environment go to account ${other}.`,
        ],
      ] as const)
        it(`is named at preview, once: ${name}`, async () => {
          const remarks = await remarksOn(config, { ...declared, ...args });
          expect(remarks).to.have.lengthOf(1);
          expect(remarks[0]).to.contain(said).and.to.contain("AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS=");
        });

      for (const [name, config, args, environment] of [
        ["the environment chooses the identity", {}, declared, {}],
        ["the program chooses it", { "aws:profile": "work" }, { ...declared, connection: { profile: "own" } }, {}],
        ["the secret is in the stack configuration too", keys, { ...search, accountId: undefined }, {}],
        ["the operator lists the accounts", keys, declared, { AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS: account }],
      ] as const)
        it(`is not named if ${name}`, async () => {
          expect(await remarksOn(config, args, environment)).to.deep.equal([]);
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

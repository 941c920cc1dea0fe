import { expect } from "chai";
import type { Properties } from "../../../provider/handlers/process/handler";
import type { LocalControlPlane } from "../../../provider/local";
import { unknownValue } from "../../../provider/rules/core/values";
import { contextFor, nowhere, type ContextOptions } from "../contextFor";
import { account, failureOf, mark, oauth2Clients, operations, stacks, startForEachTest } from "../stack";

const ownSecret = `arn:aws:secretsmanager:us-east-1:${account}:secret:search-AbCdEf`;

for (const stack of stacks) {
  const { create, handler, inputsOf, is, operation, read, search, searchArn, secret, secretArnKey, update } = stack;
  const { secretArnPatternKey, secretArnPatternOf, secretMember } = stack;
  const [from, fingerprint] = [`${secretMember}From`, `${secretMember}Fingerprint`];
  /** Inputs that the constructor sends instead of the value. */
  const withoutValue: Properties = Object.fromEntries(Object.entries(search).filter(([key]) => key !== secretMember));
  const fromEnv = (env: string): Properties => ({ ...withoutValue, [from]: { env }, [fingerprint]: "" });
  const external = (secretId: string, jsonKey = "key"): Properties => ({
    ...withoutValue,
    [from]: { secretId, jsonKey },
  });

  describe(`the secret of an ${is}`, () => {
    let local: LocalControlPlane;
    startForEachTest((started) => (local = started));

    const running = (environment: Record<string, string>, options: ContextOptions = {}) =>
      contextFor(local, { ...options, environment });
    const offline = (environment: Record<string, string>) => contextFor(nowhere, { environment });

    describe("from the environment", () => {
      it("is sent, and is in no output", async () => {
        const { outputs } = await create(running({ KEY: "CANARY-env" }), fromEnv("KEY"));
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("CANARY-env"));
        expect(JSON.stringify(outputs)).to.not.include("CANARY");
        expect(outputs).to.deep.include({ [from]: { env: "KEY" } });
        expect(outputs).to.not.have.property(secretMember);
        expect(outputs[fingerprint]).to.match(/^[0-9a-f]{32}$/);
      });

      it("is known at preview to be another one, without a call", async () => {
        const before = await inputsOf(offline({ KEY: "one" }), {}, fromEnv("KEY"));
        const same = await inputsOf(offline({ KEY: "one" }), before, fromEnv("KEY"));
        const other = await inputsOf(offline({ KEY: "two" }), before, fromEnv("KEY"));
        expect(same).to.deep.equal(before);
        expect(other).to.deep.equal({ ...before, [fingerprint]: other[fingerprint] });
        expect(other[fingerprint]).to.not.equal(before[fingerprint]);
      });

      it("has another fingerprint in another resource or stack, so that equal secrets do not look equal", async () => {
        const of = async (changes: object) =>
          (await inputsOf(offline({ KEY: "one" }), {}, { ...fromEnv("KEY"), mark: { ...mark, ...changes } }))[
            fingerprint
          ];
        const all = [await of({}), await of({ resource: "2".repeat(16) }), await of({ owner: "3".repeat(32) })];
        expect(new Set(all).size).to.equal(3);
      });

      it("is rotated by one call", async () => {
        const existing = await create(running({ KEY: "one" }), fromEnv("KEY"));
        await local.clearCalls();
        const rotated = await update(running({ KEY: "two" }), existing, fromEnv("KEY"));
        expect(await operations(local)).to.deep.equal([operation.update]);
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("two"));
        expect(rotated.outputs[fingerprint]).to.not.equal(existing.outputs[fingerprint]);
      });

      it("has no fingerprint yet where the owner is not known: a first preview", async () => {
        const inputs = await inputsOf(
          offline({ KEY: "one" }),
          {},
          { ...fromEnv("KEY"), mark: { owner: unknownValue, resource: "1" } },
        );
        expect(inputs[fingerprint]).to.equal(unknownValue);
      });

      for (const { name, environment } of [
        { name: "missing", environment: {} },
        { name: "empty, as pipelines have it", environment: { KEY: "" } },
      ])
        describe(`and the variable is ${name}`, () => {
          it("changes nothing of a provider that exists", async () => {
            const before = await inputsOf(offline({ KEY: "one" }), {}, fromEnv("KEY"));
            expect(await inputsOf(offline(environment), before, fromEnv("KEY"))).to.deep.equal(before);
          });

          it("lets a new one be previewed", async () => {
            const stackToCome = { ...fromEnv("KEY"), mark: { owner: unknownValue, resource: "1" } };
            expect((await inputsOf(offline(environment), {}, stackToCome))[fingerprint]).to.equal(unknownValue);
            expect((await inputsOf(offline(environment), {}, fromEnv("KEY")))[fingerprint]).to.equal(undefined);
          });

          it("stops a creation before any call, and names the variable", async () => {
            const error = await failureOf(create(running(environment), fromEnv("KEY")));
            expect(error.message).to.match(/environment variable KEY, which is not set or is empty. Nothing was sent/);
            expect(await local.calls()).to.deep.equal([]);
          });

          it("stops an update that has to send it, and no other", async () => {
            const existing = await create(running({ KEY: "one" }), fromEnv("KEY"));
            await local.clearCalls();
            const tagged = await update(running(environment), existing, { ...fromEnv("KEY"), tags: { team: "a" } });
            expect(await operations(local)).to.deep.equal(["TagResource"]);
            const inline = await update(running({}), tagged, { ...search, ...secret("two") });
            await local.clearCalls();
            const error = await failureOf(update(running(environment), inline, fromEnv("KEY")));
            expect(error.message).to.match(/environment variable KEY/);
            expect(await local.calls()).to.deep.equal([]);
          });
        });

      it("keeps its fingerprint where changes of it are ignored, and is not sent", async () => {
        const existing = await create(running({ KEY: "one" }), fromEnv("KEY"));
        // What the engine makes of the seed with ignoreChanges.
        const ignoring = { ...fromEnv("KEY"), [fingerprint]: existing.outputs[fingerprint], tags: { team: "a" } };
        const updated = await update(running({ KEY: "two" }), existing, ignoring);
        expect(updated.outputs[fingerprint]).to.equal(existing.outputs[fingerprint]);
        expect(await local.secretOf(searchArn)).to.deep.equal(secret("one"));
      });

      it("is not sent again for a move within the stack, which only changes the mark", async () => {
        const existing = await create(running({ KEY: "one" }), fromEnv("KEY"));
        await local.clearCalls();
        const moved = { ...fromEnv("KEY"), mark: { ...mark, resource: "9".repeat(16) } };
        const updated = await update(running({ KEY: "one" }), existing, moved);
        expect(await operations(local)).to.deep.equal(["TagResource"]);
        expect(updated.outputs[fingerprint]).to.not.equal(existing.outputs[fingerprint]);
        await local.clearCalls();
        await update(running({ KEY: "one" }), updated, moved);
        expect(await operations(local)).to.deep.equal([]);
      });

      it("is sent again where somebody edited its fingerprint in the state", async () => {
        const { id, outputs } = await create(running({ KEY: "one" }), fromEnv("KEY"));
        await local.clearCalls();
        const edited = { id, outputs: { ...outputs, [fingerprint]: "0".repeat(32) } };
        const updated = await update(running({ KEY: "one" }), edited, fromEnv("KEY"));
        expect(await operations(local)).to.deep.equal([operation.update]);
        expect(updated.outputs).to.deep.equal({ ...outputs, knownUntil: updated.outputs.knownUntil });
      });

      it("may move there from the state, and back: without a call where the value is the same", async () => {
        const inline = await create(running({}), search);
        await local.clearCalls();
        const moved = await update(running({ KEY: "key-one" }), inline, fromEnv("KEY"));
        const renamed = await update(running({ OTHER: "key-one" }), moved, fromEnv("OTHER"));
        const back = await update(running({}), renamed, search);
        expect(await operations(local)).to.deep.equal([]);
        expect(back.outputs).to.deep.equal(inline.outputs);
        expect(handler.diff(running({}), moved.id, moved.outputs, renamed.outputs).replaces).to.deep.equal([]);
      });

      for (const name of ["constructor", "__proto__"])
        it(`is missing where only every object has a "${name}"`, async () => {
          const { problems } = await handler.check(offline({}), {}, fromEnv(name));
          expect(problems).to.deep.equal([]);
          const error = await failureOf(create(running({}), fromEnv(name)));
          expect(error.message).to.include(`environment variable ${name}, which is not set or is empty`);
        });

      for (const { name, value, says } of [
        { name: "too long", value: "x".repeat(70_000), says: /the environment variable KEY: .* 70000 characters/ },
        { name: "white space", value: "  ", says: /the environment variable KEY: .* white space only/ },
      ])
        it(`is refused at preview where its value is ${name}`, async () => {
          const { problems } = await handler.check(offline({ KEY: value }), {}, fromEnv("KEY"));
          expect(problems.map(({ path }) => path)).to.deep.equal([secretMember]);
          expect(problems[0]?.reason).to.match(says);
        });
    });

    for (const [name, source] of Object.entries({
      fromEnv: { env: "KEY" },
      fromSecretsManager: { secretId: ownSecret },
    }))
      it(`cannot be an Output of ${name}, and says so at preview`, async () => {
        const { problems } = await handler.check(offline({}), {}, { ...search, [secretMember]: source });
        expect(problems.map(({ path }) => path)).to.include(secretMember);
        expect(problems.map(({ reason }) => reason).join("\n")).to.match(
          /comes from an Output that contains its source/,
        );
      });

    describe("in a secret of the user's own", () => {
      it("is named to the service, by ARN", async () => {
        const { outputs } = await create(running({}), external(ownSecret));
        expect(outputs).to.deep.include({
          [from]: { secretId: ownSecret, jsonKey: "key" },
          [secretArnKey]: ownSecret,
          [secretArnPatternKey]: ownSecret,
        });
        const [provider] = await local.providers();
        expect(provider?.secretArn).to.equal(ownSecret);
      });

      it("is named by its name, and a policy names the ARN that the service found, as predicted", async () => {
        const inputs = await inputsOf(running({}), {}, external("search"));
        const pattern = `arn:aws:secretsmanager:us-east-1:${account}:secret:search-??????`;
        expect(inputs[secretArnPatternKey]).to.equal(pattern);
        const { outputs } = await create(running({}), external("search"));
        expect(outputs).to.include({ [secretArnPatternKey]: pattern });
        expect(outputs[secretArnKey]).to.match(/:secret:search-[a-zA-Z0-9]{6}$/);
      });

      it("has an ARN that is only known once it exists, where the program makes it", async () => {
        const inputs = await inputsOf(running({}), {}, external(unknownValue));
        expect(inputs[secretArnPatternKey]).to.equal(unknownValue);
      });

      it("may be found under another key of its text, with one call", async () => {
        const existing = await create(running({}), external(ownSecret));
        await local.clearCalls();
        const updated = await update(running({}), existing, external(ownSecret, "other"));
        expect(await operations(local)).to.deep.equal([operation.update]);
        expect(updated.outputs).to.deep.include({ [from]: { secretId: ownSecret, jsonKey: "other" } });
        expect(handler.diff(running({}), existing.id, existing.outputs, updated.outputs).replaces).to.deep.equal([]);
      });

      it("is not sent by another update", async () => {
        const existing = await create(running({}), external(ownSecret));
        await local.clearCalls();
        await update(running({}), existing, { ...external(ownSecret), tags: { team: "a" } });
        expect(await operations(local)).to.deep.equal(["TagResource"]);
      });

      for (const { name, olds, news } of [
        { name: "from the state to a secret of the user's own", olds: search, news: external(ownSecret) },
        { name: "from a secret of the user's own to the environment", olds: external(ownSecret), news: fromEnv("KEY") },
        { name: "to another secret", olds: external(ownSecret), news: external(ownSecret.replace("AbCdEf", "GhIjKl")) },
        { name: "to a secret that is still to be made", olds: external(ownSecret), news: external(unknownValue) },
      ])
        it(`replaces the provider when it moves ${name}`, async () => {
          const context = offline({ KEY: "one" });
          const [before, after] = [await inputsOf(context, {}, olds), await inputsOf(context, {}, news)];
          expect(handler.diff(context, searchArn, before, after)).to.deep.equal({
            replaces: [from],
            deleteBeforeReplace: false,
          });
        });

      it("is refreshed without a change", async () => {
        const existing = await create(running({}), external(ownSecret));
        const refreshed = await read(running({}), existing);
        expect(refreshed?.outputs).to.deep.equal(existing.outputs);
      });

      it("is a managed one again, under the same ARN, where the program goes back to one under a fixed name", async () => {
        const named = (args: Properties) => ({ ...args, name: "mine", nameProposal: undefined });
        const existing = await create(running({}), named(external(ownSecret)));
        const replaced = await create(running({ KEY: "one" }), named(fromEnv("KEY")));
        expect(replaced.id).to.equal(existing.id);
        expect(replaced.outputs[secretArnPatternKey]).to.equal(secretArnPatternOf("mine"));
        expect(await local.secretOf(existing.id)).to.deep.equal(secret("one"));
      });
    });
  });
}

describe("the secret of an OAuth 2 client whose changes the program ignores", () => {
  const { inputsOf, search } = oauth2Clients;
  const running = (KEY: string) => contextFor(nowhere, { environment: { KEY } });
  const { clientSecret: _value, ...withoutValue } = search;
  const declared = { ...withoutValue, clientSecretFrom: { env: "KEY" }, clientSecretFingerprint: "" };
  const ignoring = { ...declared, ignored: ["clientSecretFingerprint", "drift"] };
  const drift = "changed by another tool";

  it("is shown as new, and a change by another tool as undone, if a change of the configuration sends it", async () => {
    const before: Properties = { ...(await inputsOf(running("one"), {}, declared)), drift };
    const same = await inputsOf(running("two"), before, { ...ignoring, timeouts: { update: 60 } });
    expect(same).to.deep.equal({ ...before, timeouts: { update: 60 } });
    const changed = await inputsOf(running("two"), before, { ...ignoring, clientId: "other" });
    expect(changed).to.not.have.property("drift");
    expect(changed.clientSecretFingerprint).to.not.equal(before.clientSecretFingerprint);
  });

  it("is not shown as new if the variable is missing: then nothing can be sent", async () => {
    const before = await inputsOf(running("one"), {}, declared);
    const changed = await inputsOf(running(""), before, { ...ignoring, clientId: "other" });
    expect(changed.clientSecretFingerprint).to.equal(before.clientSecretFingerprint);
  });
});

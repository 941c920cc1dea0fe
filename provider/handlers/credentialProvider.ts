import type { Connection } from "../controlplane/connection";
import { nameOfKind, ProviderCalls } from "../controlplane/credentialProviders";
import type { CredentialProviderId } from "../iam/arn";
import { isKnown } from "../rules/problem";
import type { Context } from "./context";
import { deleteUnlessGone } from "./deletion";
import { assertReadableState, stateVersion } from "./handler";
import type { Handler, Properties } from "./handler";
import { derivedArns, identify, nameOf, regionOf } from "./providerInputs";
import { assertSameAccount, isUnfinished, remoteOutputs, toCheckedInputs } from "./providerKind";
import type { KindOfProvider, ProviderState } from "./providerKind";
import { ProviderLifecycle } from "./providerLifecycle";
import { readTags, withDefaultTags } from "./providerTags";
import { awaitGone } from "./settling";

/** The handlers of one kind of credential provider in the token vault. */
export function credentialProviderHandler(kind: KindOfProvider): Handler {
  return {
    async check(context, olds, given) {
      const news = withoutNulls(given);
      const { region, problems } = await regionOf(context, news.connection as Connection | undefined);
      const name = nameOf(olds, news);
      const arns = derivedArns(kind.kind, { name: name.name, accountId: news.accountId, region });
      const own = kind.complete(news);
      const inputs: Properties = {
        ...name,
        ...own,
        tags: news.tags,
        tagsAll: withDefaultTags(context, news.tags),
        connection: news.connection,
        accountId: news.accountId,
        region,
        mark: news.mark,
        ...(arns && { credentialProviderArn: arns.arn, [kind.secretArnPatternKey]: arns.secretArnPattern }),
      };
      return { inputs, problems: [...kind.problems({ ...news, tags: inputs.tagsAll }), ...problems] };
    },

    diff(context, id, olds, news) {
      // Every resource that stays comes by here before anything is deleted.
      context.incarnations.remember(olds.credentialProviderArn, olds.incarnation);
      const existing = identify(kind.kind, id);
      // A name that is not known yet may turn out to be another one; account and Region are looked up, and seldom change.
      const renamed = news.name !== existing.name;
      const moved = (["accountId", "region"] as const).filter(
        (key) => isKnown(news[key]) && news[key] !== existing[key],
      );
      const remade = kind.immutableKeys.filter((key) => news[key] !== olds[key]);
      return {
        replaces: [...(renamed ? ["name"] : []), ...moved, ...remade],
        deleteBeforeReplace: false,
        ...(isUnfinished(olds) ? { changes: true } : {}),
      };
    },

    create: (context, properties) => new ProviderLifecycle(kind, context, properties).createOrFinish(),

    async read(context, id, properties) {
      assertReadableState(properties);
      const existing = identify(kind.kind, id);
      const isGet = properties.stateVersion === undefined;
      const state = properties as unknown as ProviderState;
      const calls = callsFor(context, state.connection, existing);
      const found = await calls.get();
      if (found !== undefined) assertSameAccount(existing.accountId, found.credentialProviderArn);
      if (found === undefined) {
        await context.service(state.connection, existing.region).assertAccount(existing.accountId);
        if (isGet) throw new Error(`there is no ${nameOfKind(kind.kind)} ${id}.`);
        return undefined;
      }
      const immutable = Object.fromEntries(kind.immutableKeys.map((key) => [key, found[key]]));
      const remote = { ...immutable, ...remoteOutputs(kind, existing, found) };
      if (isGet) {
        const { name, region } = existing;
        return { id, outputs: { ...remote, name, region, stateVersion }, inputs: {} };
      }
      context.incarnations.remember(id, state.incarnation);
      const tagsAll = await readTags(context, calls, state.credentialProviderArn, state.tagsAll);
      const outputs: Properties = { ...state, ...kind.refreshed(properties, found), ...remote, tagsAll };
      return { id, outputs, inputs: toCheckedInputs(kind, outputs) };
    },

    async update(context, id, oldProperties, newProperties) {
      assertReadableState(oldProperties);
      return new ProviderLifecycle(kind, context, newProperties).update(id, oldProperties);
    },

    async delete(context, id, properties) {
      assertReadableState(properties);
      const state = properties as unknown as ProviderState;
      if (context.incarnations.isSuperseded(id, state.incarnation)) return;
      const existing = identify(kind.kind, id);
      await context.service(state.connection, existing.region).assertAccount(existing.accountId);
      const calls = callsFor(context, state.connection, existing, kind.secrets(properties));
      await deleteUnlessGone(context, calls);
      if (state.asynchronous === true) await awaitGone(context, calls);
    },
  };
}

/** JavaScript programs write `null` for nothing. */
function withoutNulls(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

function callsFor(
  context: Context,
  connection: Connection | undefined,
  id: CredentialProviderId,
  secrets: readonly string[] = [],
): ProviderCalls {
  return new ProviderCalls(context.service(connection, id.region), id, secrets);
}

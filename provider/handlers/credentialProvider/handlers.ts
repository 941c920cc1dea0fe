import type { Connection } from "../../controlplane/connection";
import { nameOfKind, ProviderCalls, unknownMembersOf } from "../../controlplane/credentialProviders";
import { unknownToClient } from "../../controlplane/unknownMembers";
import { credentialProviderArn } from "../../iam/policy/arn";
import type { CredentialProviderId } from "../../iam/policy/arn";
import type { Problem } from "../../rules/core/problem";
import { isNil, isKnown, unknownValue } from "../../rules/core/values";
import type { Context } from "../process/context";
import { deleteUnlessGone } from "./deletion";
import { driftOf } from "./drift";
import { assertReadableState, stateVersion } from "../process/handler";
import type { Handler, Properties } from "../process/handler";
import { adoptedForGoodProblems, futureId, identify, nameOf, nameProblems, regionOf } from "./inputs";
import { assertSameAccount, remoteOutputs, replacingInputs, toCheckedInputs } from "./kind";
import type { KindOfProvider, ProviderState } from "./kind";
import { ProviderLifecycle } from "./lifecycle";
import { isUnfinished } from "./status";
import {
  completeSecret,
  environmentProblems,
  externalPlaceProblems,
  externalSecret,
  lateSourceProblems,
  secretArnPattern,
  secretTexts,
} from "./secret";
import { readTags, withDefaultTags } from "./tags";
import { waitUntilDeleted, defaultTimeoutSeconds } from "./polling";

/** The handlers of one kind of credential provider in the token vault. */
export function credentialProviderHandler(kind: KindOfProvider): Handler {
  return {
    async check(context, olds, given) {
      const news = withoutNothing(given);
      // No constructor says the ARN, and every one says the mark: the next `up` completes what `pulumi import` brings.
      if (news.mark === undefined && news.credentialProviderArn !== undefined) return { inputs: news, problems: [] };
      const { region, problems } = await regionOf(context, news.connection as Connection | undefined);
      const own: Properties = {
        ...nameOf(olds, news),
        adopt: news.adopt,
        ...kind.complete(news),
        ...completeSecret(context, kind.secret, olds, news),
        tags: news.tags,
        tagsAll: withDefaultTags(context, news.tags),
        connection: news.connection,
        accountId: news.accountId,
        region,
        timeouts: news.timeouts,
        mark: news.mark,
        // Only `ignoreChanges` puts it there: whoever did it is to have their way.
        ...(news.drift === undefined ? {} : { drift: news.drift }),
      };
      return {
        inputs: { ...own, ...derived(kind, own) },
        problems: [
          ...kind.problems({ ...news, region, tags: own.tagsAll }),
          ...lateSourceProblems(kind.secret, news),
          ...environmentProblems(context, kind.secret, news),
          ...externalPlaceProblems(kind.secret, news, region),
          ...(await clientProblems(kind, own)),
          ...adoptedForGoodProblems(kind.immutableKeys, olds, own),
          ...nameProblems(context, kind.kind, own),
          ...problems,
        ],
      };
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
      const before = replacingInputs(kind, olds);
      // What somebody else made of its proof is put right, under its name.
      const restored = olds.drift === undefined ? [] : Object.keys(kind.proofs(olds));
      const remade = Object.entries(replacingInputs(kind, news)).filter(
        ([key, value]) => value !== before[key] && !restored.includes(key),
      );
      return {
        replaces: [...(renamed ? ["name"] : []), ...moved, ...remade.map(([key]) => key)],
        deleteBeforeReplace: false,
        ...(isUnfinished(olds) ? { changes: true } : {}),
      };
    },

    create: (context, properties) => new ProviderLifecycle(kind, context, properties, "create").create(),

    async read(context, id, properties) {
      assertReadableState(properties);
      const existing = identify(kind.kind, id);
      const isGet = properties.stateVersion === undefined;
      const state = properties as unknown as ProviderState;
      const calls = callsFor(context, state.connection, existing, secretTexts(context, kind, properties));
      const found = await calls.get();
      if (found !== undefined) assertSameAccount(existing.accountId, found.credentialProviderArn);
      if (found === undefined) {
        await context.service(state.connection, existing.region).assertAccount(existing.accountId);
        if (isGet) throw new Error(`there is no ${nameOfKind(kind.kind)} ${id}.`);
        return undefined;
      }
      const immutable = Object.fromEntries(kind.immutableKeys.map((key) => [key, found[key]]));
      // What the service says of its time does not move what was known of ours.
      const proof = isGet ? { ...externalSecret(kind.secret, found), ...kind.foundProof(found) } : {};
      const { knownUntil: _theirs, ...remote } = remoteOutputs(kind, existing, found, { ...properties, ...proof });
      const now = { ...immutable, ...remote };
      if (isGet) {
        const { name, region, accountId } = existing;
        const outputs = { ...properties, ...now, name, region, accountId, ...proof, proof, stateVersion };
        return { id, outputs, inputs: toCheckedInputs(kind, outputs) };
      }
      context.incarnations.remember(id, state.incarnation);
      const { drift, isAnother } = driftOf(state, found);
      // One that was only looked up has no tags in its state.
      const { mark, tagsAll = {}, drift: _earlier, ...kept } = state as Partial<ProviderState>;
      // Who made it again gave it other tags; it has to get all of them.
      const tags = isAnother ? { tagsAll: {} } : { mark, tagsAll: await readTags(context, calls, id, tagsAll) };
      const outputs = { ...kept, ...tags, ...kind.refreshed(properties, found), ...now, ...drift };
      return { id, outputs, inputs: { ...toCheckedInputs(kind, outputs), ...drift } };
    },

    async update(context, id, oldProperties, newProperties) {
      assertReadableState(oldProperties);
      return new ProviderLifecycle(kind, context, newProperties, "update").update(id, oldProperties);
    },

    async delete(context, id, properties) {
      assertReadableState(properties);
      const state = properties as unknown as ProviderState;
      if (context.incarnations.isSuperseded(id, state.incarnation)) return;
      const existing = identify(kind.kind, id);
      await context.service(state.connection, existing.region).assertAccount(existing.accountId);
      const calls = callsFor(context, state.connection, existing, secretTexts(context, kind, properties));
      const patienceSeconds = state.timeouts?.delete ?? defaultTimeoutSeconds;
      await deleteUnlessGone(context, calls, patienceSeconds);
      if (state.asynchronous === true) await waitUntilDeleted(context, calls, patienceSeconds);
    },
  };
}

/** What the installed AWS client would leave out. Asked where it may be only, because the question loads the client. */
async function clientProblems(kind: KindOfProvider, inputs: Properties): Promise<Problem[]> {
  if (!kind.hasRecentMembers(inputs)) return [];
  const paths = await unknownMembersOf(kind.kind, kind.content(inputs, {}));
  return paths.map((path) => ({ path: path.replace(/^[^.]*\.[^.]*\./, ""), reason: unknownToClient([path]) }));
}

/** Derived, so that everything downstream knows it at preview; nothing without an account. */
function derived(kind: KindOfProvider, { name, accountId, region, ...own }: Properties): Properties {
  const id = futureId(kind.kind, { name, accountId, region });
  if (id === undefined) return {};
  if (id === unknownValue) return { credentialProviderArn: unknownValue, [kind.secretArnPatternKey]: unknownValue };
  return {
    credentialProviderArn: credentialProviderArn(id),
    // Empty and not left out: what is no input is not known at preview.
    [kind.secretArnPatternKey]: kind.hasSecret(own) ? secretArnPattern(id, kind.secret, own) : "",
  };
}

/** To the handlers, what is nothing is not there. */
function withoutNothing(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isNil(value)));
}

function callsFor(
  context: Context,
  connection: Connection | undefined,
  id: CredentialProviderId,
  secrets: readonly string[],
): ProviderCalls {
  return new ProviderCalls(context.service(connection, id.region), id, secrets);
}

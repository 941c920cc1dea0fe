import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { ApiKeyProviderCalls } from "../controlplane/apiKeyCredentialProviders";
import type { RemoteApiKeyProvider } from "../controlplane/apiKeyCredentialProviders";
import type { Connection } from "../controlplane/connection";
import { ServiceError } from "../controlplane/errors";
import {
  credentialProviderArn,
  defaultTokenVault,
  managedSecretArnPattern,
  parseCredentialProviderArn,
  partitionOf,
  secretArnForPolicy,
} from "../iam/arn";
import type { CredentialProviderId } from "../iam/arn";
import { apiKeyCredentialProviderProblems } from "../rules/apiKeyCredentialProvider";
import { containsUnknown, isKnown, unknownValue } from "../rules/problem";
import type { Problem } from "../rules/problem";
import type { Context } from "./context";
import { assertReadableState, stateVersion } from "./handler";
import type { Handler, Properties } from "./handler";
import { bearsMark, makerInWords, markTags, withoutMark } from "./mark";
import type { Mark } from "./mark";

/** Inputs after `check`. Their keys are frozen: they stand in every state. */
interface Inputs {
  readonly name: string;
  /** The automatic name that the constructor proposed; absent where the program gave a name. */
  readonly nameProposal?: string;
  readonly apiKey: string;
  readonly tags?: Record<string, string>;
  /** `tags` and the stack configuration's default tags. */
  readonly tagsAll: Record<string, string>;
  readonly connection?: Connection;
  readonly accountId?: string;
  readonly region: string;
  readonly mark: Mark;
  /** Derived, so that everything downstream knows it at preview; absent where no `accountId` is given. */
  readonly credentialProviderArn?: string;
  readonly apiKeySecretArnPattern?: string;
}

/** Outputs in the state: the inputs, and what the service said. */
interface State extends Inputs {
  readonly credentialProviderArn: string;
  readonly apiKeySecretArn: string;
  readonly apiKeySecretArnPattern: string;
  /** Random; tells a provider from the one that was made later under the same name. */
  readonly incarnation: string;
  readonly stateVersion: number;
}

const inputKeys = [
  "name",
  "nameProposal",
  "apiKey",
  "tags",
  "tagsAll",
  "connection",
  "accountId",
  "region",
  "mark",
  "credentialProviderArn",
  "apiKeySecretArnPattern",
] as const satisfies readonly (keyof Inputs)[];

/** How long a name may stay taken after its provider was deleted, in waits between attempts. */
const nameReuseWaitsMs = [500, 1_000, 2_000, 4_000, 8_000];

/** The lifecycle of an API-key credential provider in the token vault. */
export const apiKeyCredentialProvider: Handler = {
  async check(context, olds, news) {
    const { region, problems } = await regionOf(context, news.connection as Connection | undefined);
    const name = nameOf(olds, news);
    const derived = derivedArns({ name: name.name, accountId: news.accountId, region });
    const inputs: Properties = {
      ...name,
      apiKey: news.apiKey,
      tags: news.tags,
      tagsAll: allTagsOf(context, news.tags),
      connection: news.connection,
      accountId: news.accountId,
      region,
      mark: news.mark,
      ...derived,
    };
    return { inputs, problems: [...apiKeyCredentialProviderProblems({ ...news, tags: inputs.tagsAll }), ...problems] };
  },

  diff(context, id, olds, news) {
    // Every resource that stays comes by here before anything is deleted.
    context.incarnations.remember(olds.credentialProviderArn, olds.incarnation);
    const existing = identify(id);
    // A name that is not known yet may turn out to be another one; account and Region are looked up, and seldom change.
    const renamed = news.name !== existing.name;
    const moved = (["accountId", "region"] as const).filter((key) => isKnown(news[key]) && news[key] !== existing[key]);
    return { replaces: [...(renamed ? ["name"] : []), ...moved], deleteBeforeReplace: false };
  },

  async create(context, properties) {
    const inputs = properties as unknown as Inputs;
    const made = await createOrFinish(context, inputs);
    return { id: made.credentialProviderArn, outputs: toOutputs(context, inputs, made, newIncarnation()) };
  },

  async read(context, id, properties) {
    assertReadableState(properties);
    const existing = identify(id);
    const isGet = properties.stateVersion === undefined;
    const state = properties as unknown as State;
    const calls = callsFor(context, state.connection, existing);
    const found = await calls.get();
    if (found !== undefined) assertSameAccount(existing.accountId, found.credentialProviderArn);
    if (found === undefined) {
      await assertAccount(context, state.connection, existing);
      if (isGet) throw new Error(`there is no API-key credential provider ${id}.`);
      return undefined;
    }
    if (isGet) {
      const outputs = {
        ...derivedArns(existing),
        ...toRemoteOutputs(existing, found),
        name: existing.name,
        region: existing.region,
        stateVersion,
      };
      return { id, outputs, inputs: {} };
    }
    context.incarnations.remember(id, state.incarnation);
    const tagsAll = await readTags(context, calls, state);
    const outputs: Properties = { ...state, ...toRemoteOutputs(existing, found), tagsAll };
    return { id, outputs, inputs: toCheckedInputs(outputs) };
  },

  async update(context, id, oldProperties, newProperties) {
    assertReadableState(oldProperties);
    const olds = oldProperties as unknown as State;
    const inputs = newProperties as unknown as Inputs;
    const existing = identify(id);
    const keyChanged = olds.apiKey !== inputs.apiKey;
    const { set, removed } = tagChanges(allTags(olds), allTags(inputs));
    const calls = callsFor(context, inputs.connection, existing, inputs.apiKey, olds.apiKey);
    if (keyChanged || set !== undefined || removed.length > 0)
      await assertAccount(context, inputs.connection, existing);
    try {
      const updated = keyChanged ? await calls.update(inputs.apiKey) : undefined;
      if (set !== undefined) await calls.tag(id, set);
      if (removed.length > 0) await calls.untag(id, removed);
      const remote = updated ?? { credentialProviderArn: id, apiKeySecretArn: olds.apiKeySecretArn };
      return { outputs: toOutputs(context, inputs, remote, olds.incarnation) };
    } catch (error) {
      if (!(error instanceof ServiceError) || error.failure !== "notFound") throw error;
      // Somebody removed it. Its ARN contains nothing random, so making it again changes nothing for what uses it.
      const made = await createOrFinish(context, inputs);
      return { outputs: toOutputs(context, inputs, made, newIncarnation()) };
    }
  },

  async delete(context, id, properties) {
    assertReadableState(properties);
    const state = properties as unknown as State;
    if (context.incarnations.isSuperseded(id, state.incarnation)) return;
    const existing = identify(id);
    await assertAccount(context, state.connection, existing);
    try {
      await callsFor(context, state.connection, existing).delete();
    } catch (error) {
      if (error instanceof ServiceError && error.failure === "notFound") return;
      throw error;
    }
  },
};

/** Makes the provider, or finishes one that an earlier run made and could not record. */
async function createOrFinish(context: Context, inputs: Inputs): Promise<RemoteApiKeyProvider> {
  await context.service(inputs.connection, inputs.region).assertAccount(inputs.accountId);
  const calls = new ApiKeyProviderCalls(context.service(inputs.connection, inputs.region), inputs.name, inputs.region, [
    inputs.apiKey,
  ]);
  return createUnlessTaken(context, calls, inputs);
}

async function createUnlessTaken(
  context: Context,
  calls: ApiKeyProviderCalls,
  inputs: Inputs,
): Promise<RemoteApiKeyProvider> {
  for (const waitMs of [...nameReuseWaitsMs, undefined]) {
    try {
      const made = await calls.create(inputs.apiKey, allTags(inputs));
      await removeFromOtherAccount(calls, inputs, made);
      return made;
    } catch (error) {
      // A lost answer may hide a success, and "taken" may mean by ourselves: in both cases the provider itself tells.
      if (!(error instanceof ServiceError) || (error.failure !== "alreadyExists" && error.failure !== "lost"))
        throw error;
      const existing = await calls.get();
      if (existing !== undefined) return await finish(context, calls, inputs, existing);
      // The name of a provider that was just deleted stays taken for a moment.
      if (error.failure === "lost" || waitMs === undefined) throw error;
      await context.wait(waitMs);
    }
  }
  throw new Error("unreachable: the last attempt throws or returns");
}

/** What the service's own answer says about the account, for where it could not be looked up before. */
function assertSameAccount(expected: string | undefined, arn: string): void {
  const actual = parseCredentialProviderArn(arn)?.accountId;
  if (expected === undefined || actual === undefined || actual === expected) return;
  throw new Error(
    `the credentials belong to account ${actual}, but this provider belongs to account ${expected}. Choose credentials of ${expected}: with connection: { profile } or { assumeRole }, aws:profile, or the environment.`,
  );
}

async function removeFromOtherAccount(
  calls: ApiKeyProviderCalls,
  inputs: Inputs,
  made: RemoteApiKeyProvider,
): Promise<void> {
  try {
    assertSameAccount(inputs.accountId, made.credentialProviderArn);
  } catch (error) {
    await calls.delete();
    throw new Error(`${(error as Error).message} What was made there has been removed.`, { cause: error });
  }
}

/** Brings a provider that bears our mark to what the program says. One without the mark is somebody else's. */
async function finish(
  context: Context,
  calls: ApiKeyProviderCalls,
  inputs: Inputs,
  existing: RemoteApiKeyProvider,
): Promise<RemoteApiKeyProvider> {
  const arn = existing.credentialProviderArn;
  assertSameAccount(inputs.accountId, arn);
  const tags = (await calls.tags(arn)) ?? {};
  if (!bearsMark(tags, inputs.mark)) {
    throw new Error(
      `there is already an API-key credential provider "${inputs.name}" (${arn}), and ${makerInWords(tags, inputs.mark)}. Nothing was changed. Give this one another name; or, to use the existing one without managing it, write credentialProvider: { arn: "${arn}" } in the bundle.`,
    );
  }
  const updated = await calls.update(inputs.apiKey);
  const { set, removed } = tagChanges(tags, allTags(inputs));
  const ours = removed.filter((key) => !isForeignTag(context, key));
  if (set !== undefined) await calls.tag(arn, set);
  if (ours.length > 0) await calls.untag(arn, ours);
  return updated;
}

/** The given tags above the default ones; what is not known yet, or no tags at all, as it is. */
function allTagsOf(context: Context, tags: unknown): unknown {
  const isOwn = typeof tags === "object" && !Array.isArray(tags);
  return tags === undefined || isOwn ? { ...context.defaultTags(), ...tags } : tags;
}

/** An explicit name as given; otherwise the automatic name that the resource has, or the one proposed for a new one. */
function nameOf(olds: Properties, news: Properties): { name: unknown; nameProposal?: unknown } {
  if (news.name !== undefined && news.name !== null) return { name: news.name };
  const keeps = isKnown(olds.nameProposal) && isKnown(olds.name);
  return keeps
    ? { name: olds.name, nameProposal: olds.nameProposal }
    : { name: news.nameProposal, nameProposal: news.nameProposal };
}

async function regionOf(
  context: Context,
  connection: Connection | undefined,
): Promise<{ region: string | undefined; problems: Problem[] }> {
  if ((connection as unknown) === unknownValue) return { region: unknownValue, problems: [] };
  const { region, problems } = context.judge(connection);
  if (region !== undefined || problems.length > 0) return { region, problems };
  // A profile that is not known yet may say it.
  if (containsUnknown(connection)) return { region: unknownValue, problems };
  try {
    return { region: await context.service(connection, undefined).region(), problems };
  } catch {
    const reason =
      "no Region. Write connection: { region }, set aws:region in the stack configuration, or AWS_REGION in the environment.";
    return { region, problems: [{ path: "connection", reason }] };
  }
}

/** The ARNs that follow from name, account and Region; unknown while one of these is, absent without an account. */
function derivedArns(place: { name: unknown; accountId: unknown; region: unknown }): Properties {
  const { name, accountId, region } = place;
  if (accountId === undefined || region === undefined || name === undefined) return {};
  if (containsUnknown([name, accountId, region])) {
    return { credentialProviderArn: unknownValue, apiKeySecretArnPattern: unknownValue };
  }
  const id = toId(name as string, accountId as string, region as string);
  return { credentialProviderArn: credentialProviderArn(id), apiKeySecretArnPattern: managedSecretArnPattern(id) };
}

function toId(name: string, accountId: string, region: string): CredentialProviderId {
  const partition = partitionOf(region);
  return { partition, region, accountId, vault: defaultTokenVault, kind: "apikeycredentialprovider", name };
}

function identify(id: string): CredentialProviderId {
  const parsed = parseCredentialProviderArn(id);
  if (parsed?.kind === "apikeycredentialprovider") return parsed;
  throw new Error("the resource's id is not the ARN of an API-key credential provider.");
}

function callsFor(
  context: Context,
  connection: Connection | undefined,
  id: CredentialProviderId,
  ...secrets: string[]
): ApiKeyProviderCalls {
  return new ApiKeyProviderCalls(context.service(connection, id.region), id.name, id.region, secrets);
}

function assertAccount(context: Context, connection: Connection | undefined, id: CredentialProviderId): Promise<void> {
  return context.service(connection, id.region).assertAccount(id.accountId);
}

function allTags(inputs: Inputs): Record<string, string> {
  return { ...inputs.tagsAll, ...markTags(inputs.mark) };
}

function tagChanges(olds: Record<string, string>, news: Record<string, string>) {
  const set = Object.fromEntries(Object.entries(news).filter(([key, value]) => olds[key] !== value));
  const removed = Object.keys(olds).filter((key) => !(key in news));
  return { set: isDeepStrictEqual(set, {}) ? undefined : set, removed };
}

/** The tags that are there, where the user manages tags; one more call, so not where there are none to manage. */
async function readTags(context: Context, calls: ApiKeyProviderCalls, state: State): Promise<Record<string, string>> {
  if (Object.keys(state.tagsAll).length === 0) return state.tagsAll;
  const tags = withoutMark((await calls.tags(state.credentialProviderArn)) ?? {});
  const ours = Object.entries(tags).filter(([key]) => key in state.tagsAll || !isForeignTag(context, key));
  return Object.fromEntries(ours);
}

/** A tag that others put there and that is not ours to remove. */
function isForeignTag(context: Context, key: string): boolean {
  return key.startsWith("aws:") || context.ignoresTag(key);
}

function toRemoteOutputs(id: CredentialProviderId, remote: RemoteApiKeyProvider) {
  return {
    credentialProviderArn: remote.credentialProviderArn,
    apiKeySecretArn: remote.apiKeySecretArn,
    apiKeySecretArnPattern: secretArnForPolicy(id, remote.apiKeySecretArn),
  };
}

function toOutputs(context: Context, inputs: Inputs, remote: RemoteApiKeyProvider, incarnation: string): Properties {
  context.incarnations.remember(remote.credentialProviderArn, incarnation);
  const inputsOnly = Object.fromEntries(inputKeys.map((key) => [key, inputs[key]]));
  return {
    ...inputsOnly,
    ...toRemoteOutputs(identify(remote.credentialProviderArn), remote),
    incarnation,
    stateVersion,
  };
}

/** The inputs as `check` would give them: without an account it derives nothing. */
function toCheckedInputs(outputs: Properties): Properties {
  const derived: readonly string[] = ["credentialProviderArn", "apiKeySecretArnPattern"];
  const keys = inputKeys.filter((key) => outputs.accountId !== undefined || !derived.includes(key));
  return Object.fromEntries(keys.map((key) => [key, outputs[key]]));
}

function newIncarnation(): string {
  return randomBytes(8).toString("hex");
}

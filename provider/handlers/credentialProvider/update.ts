import { isDeepStrictEqual } from "node:util";
import type { RemoteProvider } from "../../controlplane/credentialProviders";
import { failedWith, messageOf } from "../../controlplane/errors";
import type { Context } from "../process/context";
import { PartialFailure } from "../process/handler";
import type { Stored } from "../process/handler";
import { conclude, contentOf, createOrTakeOver, newIncarnation, sendUpdate } from "./create";
import type { Declared } from "./create";
import type { Kind } from "./kind";
import {
  afterChange,
  defaultTimeoutSeconds,
  deleteIfPresent,
  isBeyondUpdates,
  isUnfinished,
  waitUntilDeleted,
  waitUntilStable,
} from "./polling";
import { isSameSecret } from "./secret";
import { assertSameAccount, callsFor, identify, toState } from "./state";
import type { ProviderInputs, ProviderState } from "./state";
import { allTags, changeTags, repairTags, tagChanges } from "./tags";

/** Sends what has changed, and repairs what an interrupted run or another tool left behind. */
export async function update(
  kind: Kind,
  context: Context,
  id: string,
  olds: ProviderState,
  inputs: ProviderInputs,
): Promise<Stored> {
  const { region, accountId } = identify(kind, id);
  const calls = callsFor(kind, context, { name: inputs.name, region }, inputs, olds);
  const timeoutSeconds = inputs.timeouts?.update ?? defaultTimeoutSeconds;
  const declared = { kind, context, inputs, accountId, calls, timeoutSeconds };
  const mustSend = isDoubtful(olds, inputs) || hasOtherContent(declared, olds);
  // Fails before the first call if the environment does not contain the secret.
  if (mustSend) contentOf(declared);
  const tags = tagChanges(allTags(olds), allTags(inputs));
  const changeOrRepairTags = async () =>
    olds.unconfirmed === true
      ? repairTags(context, calls, id, await calls.tags(id), allTags(inputs))
      : changeTags(calls, id, tags);
  if (isUnfinished(olds) || mustSend || tags.set !== undefined || tags.removed.length > 0)
    await context.service(inputs.connection, region).assertAccount(accountId);
  try {
    const remote = await bringUpToDate(declared, olds, mustSend);
    await (remote === undefined ? changeOrRepairTags() : afterChange(changeOrRepairTags));
    // An imported provider gets its incarnation with the first update.
    const before = { incarnation: newIncarnation(), ...olds };
    if (remote !== undefined) return await conclude(declared, remote, before);
    return { id, outputs: toState(kind, context, inputs, {}, before) };
  } catch (error) {
    if (failedWith(error, "notFound")) return createAgain(declared, id, olds);
    throw failedWith(error, "lost") ? unconfirmed(declared, id, olds, error) : error;
  }
}

/** Checks if the provider may have another content than the state says: after an import, a lost answer or a drift. */
function isDoubtful(olds: ProviderState, inputs: ProviderInputs): boolean {
  // The program accepts the change of another tool if `ignoreChanges` keeps it in the inputs.
  const isDifferent = olds.drift !== undefined || olds.mark === undefined;
  return olds.unconfirmed === true || (isDifferent && inputs.drift === undefined);
}

function hasOtherContent({ kind, context, inputs }: Declared, olds: ProviderState): boolean {
  const isSameContent = isDeepStrictEqual(kind.content(olds, {}), kind.content(inputs, {}));
  return !isSameContent || !isSameSecret(context, kind.secret, olds, inputs);
}

/** Creates a provider that somebody deleted. Its ARN contains nothing random, so everything that uses it keeps working. */
async function createAgain(declared: Declared, id: string, olds: ProviderState): Promise<Stored> {
  try {
    const remote = await createOrTakeOver(declared);
    return await conclude(declared, remote, { incarnation: newIncarnation() });
  } catch (error) {
    throw unconfirmed(declared, id, olds, error);
  }
}

/** Records an update that may have changed something: even a program that reverts it must send an update. */
function unconfirmed(declared: Declared, id: string, olds: ProviderState, error: unknown): unknown {
  if (error instanceof PartialFailure) return error;
  const { kind, context, inputs } = declared;
  return new PartialFailure(id, toState(kind, context, inputs, { unconfirmed: true }, olds), messageOf(error));
}

/** Sends the content if needed. Returns `undefined` if no call is needed. */
async function bringUpToDate(
  declared: Declared,
  { status = "READY" }: ProviderState,
  mustSend: boolean,
): Promise<RemoteProvider | undefined> {
  if (status === "READY") return mustSend ? sendUpdate(declared) : undefined;
  const found = await declared.calls.get();
  if (found === undefined) return createOrTakeOver(declared);
  assertSameAccount(declared.accountId, found.credentialProviderArn);
  const existing = await waitUntilStable(declared, found);
  if (existing === undefined) return createOrTakeOver(declared);
  if (isBeyondUpdates(existing.status)) {
    // Nothing is deleted that cannot be created again.
    contentOf(declared);
    await deleteIfPresent(declared);
    await waitUntilDeleted(declared);
    return createOrTakeOver(declared);
  }
  return existing.status === "READY" && !mustSend ? existing : sendUpdate(declared);
}

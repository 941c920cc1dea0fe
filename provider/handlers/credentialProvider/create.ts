import { randomBytes } from "node:crypto";
import { isTransitional } from "../../controlplane/credentialProviders";
import type { Content, RemoteProvider } from "../../controlplane/credentialProviders";
import { failedWith, messageOf } from "../../controlplane/errors";
import type { Context } from "../process/context";
import { PartialFailure } from "../process/handler";
import type { Properties, Stored } from "../process/handler";
import type { Kind } from "./kind";
import {
  afterChange,
  defaultTimeoutSeconds,
  deleteIfPresent,
  isBeyondUpdates,
  isUnfinished,
  notReadyMessage,
  waitUntilDeleted,
  waitUntilStable,
} from "./polling";
import type { Polled } from "./polling";
import { secretContent } from "./secret";
import { assertSameAccount, callsFor, remoteOutputs, toState } from "./state";
import type { ProviderInputs } from "./state";
import { allTags, describeOwner, isOwnedBy, repairTags, sharedManagement } from "./tags";
import type { Tags } from "./tags";

/** A provider as the program declares it. */
export interface Declared extends Polled {
  readonly kind: Kind;
  readonly inputs: ProviderInputs;
  /** Account of the provider, if it is known. */
  readonly accountId: string | undefined;
}

/** Waits until the name of a deleted provider is free. */
const nameReuseWaitsMs = [500, 1_000, 2_000, 4_000, 8_000];

/** Creates a provider, completes one that an interrupted run created, or takes over the one to adopt. */
export async function create(kind: Kind, context: Context, inputs: ProviderInputs): Promise<Stored> {
  const calls = callsFor(kind, context, inputs, inputs);
  const { accountId, timeouts } = inputs;
  const timeoutSeconds = timeouts?.create ?? defaultTimeoutSeconds;
  const declared = { kind, context, inputs, accountId, calls, timeoutSeconds };
  // Fails before the first call if the environment does not contain the secret.
  contentOf(declared);
  await context.service(inputs.connection, inputs.region).assertAccount(inputs.accountId);
  const remote = inputs.adopt === undefined ? await createOrTakeOver(declared) : await adopt(declared, inputs.adopt);
  return conclude(declared, remote, { incarnation: newIncarnation() });
}

/** Takes over a provider that the program names by its ARN. */
async function adopt(declared: Declared, arn: string): Promise<RemoteProvider> {
  const existing = await declared.calls.get();
  if (existing === undefined)
    throw new Error(
      `adopt: there is no ${declared.kind.label} ${arn}. Remove adopt to create the provider, or correct the ARN.`,
    );
  const { remote, removed } = await takeOver(declared, existing, arn);
  return remote ?? createOrTakeOver(declared, removed);
}

/**
 * Creates a provider, or completes one of the same name that belongs to this resource.
 *
 * @param removed A provider of this name that was deleted to make room.
 */
export async function createOrTakeOver(declared: Declared, removed?: RemoteProvider): Promise<RemoteProvider> {
  const { calls, context } = declared;
  try {
    for (const waitMs of [...nameReuseWaitsMs, undefined]) {
      try {
        return await createInOwnAccount(declared);
      } catch (error) {
        // A lost answer may hide a success, and this resource itself may have taken the name: look at the provider.
        if (!failedWith(error, "alreadyExists", "lost")) throw error;
        const existing = await calls.get();
        if (existing !== undefined) {
          const taken = await takeOver(declared, existing);
          if (taken.remote !== undefined) return taken.remote;
          removed = taken.removed ?? removed;
        }
        // The name of a deleted provider stays taken for a moment.
        if ((existing === undefined && !failedWith(error, "alreadyExists")) || waitMs === undefined) throw error;
        await context.sleep(waitMs);
      }
    }
    throw new Error("unreachable: the last attempt returns or throws");
  } catch (error) {
    if (removed === undefined) throw error;
    throw failureAfterRemoval(declared, removed, error);
  }
}

async function createInOwnAccount(declared: Declared): Promise<RemoteProvider> {
  const { inputs, accountId, calls } = declared;
  const remote = await calls.create(contentOf(declared), allTags(inputs));
  try {
    assertSameAccount(accountId, remote.credentialProviderArn);
  } catch (error) {
    await deleteIfPresent(declared);
    if (isTransitional(remote.status)) await waitUntilDeleted(declared);
    throw new Error(`${messageOf(error)} The provider that was created there has been deleted.`, { cause: error });
  }
  return remote;
}

/** Result of an attempt to take over a provider. Without `remote`, the provider is gone and its name is free. */
interface TakenOver {
  readonly remote?: RemoteProvider;
  /** The provider, if it had to be deleted because no update could help. */
  readonly removed?: RemoteProvider;
}

/** Updates an existing provider to what the program declares, if it is this resource's own or the one to adopt. */
async function takeOver(declared: Declared, found: RemoteProvider, adopted?: string): Promise<TakenOver> {
  const { kind, inputs, accountId, calls, context } = declared;
  const arn = found.credentialProviderArn;
  assertSameAccount(accountId, arn);
  const isGone = found.status === "DELETING" && (await waitUntilStable(declared, found)) === undefined;
  if (isGone) return {};
  const tags = await calls.tags(arn);
  const isOurs = isOwnedBy(tags, inputs.mark);
  if (!isOurs && arn !== adopted) {
    throw new Error(
      `there is already an ${kind.label} "${inputs.name}" (${arn}), and ${describeOwner(tags, inputs.mark)}. Nothing was changed. Choose another name. To take the existing provider over, write adopt: "${arn}". To use it without managing it, write credentialProvider: { arn: "${arn}" } in OutboundAuth.${sharedManagement(tags, inputs.mark)}`,
    );
  }
  const existing = await waitUntilStable(declared, found);
  if (existing === undefined) return {};
  const immutable = kind.immutableKeys.filter((key) => existing[key] !== inputs[key]);
  if (adopted !== undefined && immutable.length > 0) {
    const actual = immutable.map((key) => `${key}: "${existing[key]}"`).join(", ");
    throw new Error(`adopt: ${arn} has ${actual}, which cannot be changed. Nothing was changed. Write ${actual}.`);
  }
  if (isBeyondUpdates(existing.status) || immutable.length > 0) {
    await deleteIfPresent(declared);
    await waitUntilDeleted(declared);
    return { removed: existing };
  }
  const remote = await sendUpdate(declared);
  // Other tags of an adopted provider belong to the tool that set them.
  const managed = isOurs ? tags : ownPartOf(tags, allTags(inputs));
  await afterChange(() => repairTags(context, calls, arn, managed, allTags(inputs)));
  return { remote };
}

/** Returns the tags that this resource sets too. */
function ownPartOf(tags: Tags, wanted: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key in wanted));
}

/** A provider that was deleted and could not be created again: the state must not claim that it exists. */
function failureAfterRemoval(declared: Declared, removed: RemoteProvider, error: unknown): PartialFailure {
  const { kind, context, inputs } = declared;
  const answered = remoteOutputs(kind, { ...removed, status: "CREATE_FAILED" }, inputs);
  const outputs = toState(kind, context, inputs, answered, { incarnation: newIncarnation() });
  const message = `${messageOf(error)} The previous provider of this name is already deleted; the next pulumi up creates it again.`;
  return new PartialFailure(removed.credentialProviderArn, outputs, message);
}

/** Returns what the service is sent. @throws Error if the environment does not contain the secret. */
export function contentOf({ kind, context, inputs }: Declared): Content {
  return kind.content(inputs, secretContent(context, kind.secret, inputs));
}

const sentElsewhere =
  " The update changed the provider of the same name in the other account, which now has this secret: rotate it.";

/** Sends the content. Repeats it if the service was still working on the provider. */
export async function sendUpdate(declared: Declared, repeatsLeft = 2): Promise<RemoteProvider> {
  const { accountId, calls } = declared;
  try {
    const remote = await calls.update(contentOf(declared));
    assertSameAccount(accountId, remote.credentialProviderArn, sentElsewhere);
    return remote;
  } catch (error) {
    if (!failedWith(error, "conflict")) throw error;
    // The change in progress may be this very update: an earlier attempt may have arrived although its answer was lost.
    return afterChange(async () => {
      const existing = repeatsLeft === 0 ? undefined : await calls.get();
      if (existing === undefined || !isTransitional(existing.status)) throw error;
      const stable = await waitUntilStable(declared, existing);
      if (stable !== undefined && isTransitional(stable.status)) throw new Error(notReadyMessage(declared, stable));
      return sendUpdate(declared, repeatsLeft - 1);
    });
  }
}

/**
 * Waits until the provider is ready.
 *
 * @throws PartialFailure if it does not become ready: the state then contains what exists, and the next run continues.
 */
export async function conclude(declared: Declared, answered: RemoteProvider, before: Properties): Promise<Stored> {
  const { kind, context, inputs, calls } = declared;
  let last = answered;
  const stored = (): Stored => {
    const remote = { ...remoteOutputs(kind, last, inputs), ...(calls.sawTransition ? { asynchronous: true } : {}) };
    return { id: last.credentialProviderArn, outputs: toState(kind, context, inputs, remote, before) };
  };
  // The state keeps what was sent, even if it did not arrive: the status says so, and the next update sends it again.
  const failure = (message: string) => {
    const { id, outputs } = stored();
    return new PartialFailure(id, outputs, message);
  };
  let stable: RemoteProvider | undefined;
  try {
    stable = await waitUntilStable(declared, answered, (remote) => (last = remote));
    // The answer to a creation or an update does not contain the reason for a failure.
    if (stable === answered && isUnfinished(stable)) {
      stable = await calls.get();
      last = stable ?? last;
    }
  } catch (error) {
    throw failure(messageOf(error));
  }
  if (stable?.status !== "READY") throw failure(notReadyMessage(declared, stable));
  return stored();
}

/** Distinguishes a provider from a later one of the same name. */
export function newIncarnation(): string {
  return randomBytes(8).toString("hex");
}

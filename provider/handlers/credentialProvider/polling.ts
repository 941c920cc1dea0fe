import { isTransitional } from "../../controlplane/credentialProviders";
import type { ProviderCalls, ProviderStatus, RemoteProvider } from "../../controlplane/credentialProviders";
import { failedWith, messageOf, ServiceError } from "../../controlplane/errors";
import type { Context } from "../process/context";
import { PartialFailure } from "../process/handler";

/** Default of the `customTimeouts` of a resource. */
export const defaultTimeoutSeconds = 300;

/** A provider that a handler works on. */
export interface Polled {
  readonly context: Context;
  readonly calls: ProviderCalls;
  readonly timeoutSeconds: number;
}

/** Checks if a provider can only be deleted. */
export function isBeyondUpdates(status: ProviderStatus): boolean {
  return status === "CREATE_FAILED" || status === "DELETE_FAILED";
}

/** Checks if an earlier run left a provider incomplete. */
export function isUnfinished({ status = "READY", unconfirmed }: { status?: unknown; unconfirmed?: unknown }): boolean {
  return status !== "READY" || unconfirmed === true;
}

/** Polls until the service has finished its work. Returns the last answer, or `undefined` if the provider is gone. */
export async function waitUntilStable(
  { context, calls, timeoutSeconds }: Polled,
  first: RemoteProvider,
  onAnswer: (remote: RemoteProvider) => void = () => {},
): Promise<RemoteProvider | undefined> {
  let remote: RemoteProvider | undefined = first;
  for (const milliseconds of waitsMs(timeoutSeconds)) {
    if (!isTransitional(remote.status)) return remote;
    await context.sleep(milliseconds);
    remote = await calls.get();
    if (remote === undefined) return undefined;
    onAnswer(remote);
  }
  return remote;
}

/** Polls until a provider whose deletion was accepted is gone. */
export async function waitUntilDeleted({ context, calls, timeoutSeconds }: Polled): Promise<void> {
  for (const milliseconds of waitsMs(timeoutSeconds)) {
    const remote = await calls.get();
    if (remote === undefined) return;
    if (remote.status === "DELETE_FAILED") {
      const reason = remote.failureReason ?? "it gives no reason";
      throw new Error(`${calls.subject}: the service could not delete it: ${reason}. Resolve that, then run again.`);
    }
    await context.sleep(milliseconds);
  }
  throw new Error(
    `${calls.subject}: still being deleted after ${formatSeconds(timeoutSeconds)}. Run again: the next run waits for it.`,
  );
}

/** Waits while targets that use the provider are being deleted. */
const inUseWaitsMs = [1_000, 2_000, 4_000, 8_000];

/**
 * Deletes a provider, even if the service is working on it or something still uses it for a moment.
 *
 * @throws ServiceError `conflict`, with what to do, if it stays in use.
 */
export async function deleteIfPresent(polled: Polled): Promise<void> {
  const { calls, context } = polled;
  for (const waitMs of [...inUseWaitsMs, undefined]) {
    try {
      return await calls.delete();
    } catch (error) {
      if (failedWith(error, "notFound")) return;
      if (!failedWith(error, "conflict")) throw error;
      const existing = await calls.get();
      if (existing === undefined) return;
      if (existing.status === "DELETING") return waitUntilDeleted(polled);
      if (isTransitional(existing.status)) {
        if ((await waitUntilStable(polled, existing)) === undefined) return;
      } else if (waitMs === undefined) throw error;
      else await context.sleep(waitMs);
    }
  }
}

/** Describes a provider that did not become ready, and what to do. */
export function notReadyMessage({ calls, timeoutSeconds }: Polled, remote: RemoteProvider | undefined): string {
  if (remote === undefined)
    return `${calls.subject}: it disappeared while the service was working on it. Run again: the next run creates it again.`;
  const { status, failureReason = "the service gives no reason" } = remote;
  if (isTransitional(status))
    return `${calls.subject}: still ${status} after ${formatSeconds(timeoutSeconds)}. Run again: the next run waits for it.`;
  const reason = failureReason.replace(/[.!?]?$/, ".");
  const next =
    status === "CREATE_FAILED"
      ? "the next pulumi up deletes the failed provider and creates it again."
      : "the next pulumi up sends the update again. Until then the provider keeps its previous configuration.";
  return `${calls.subject}: ${status}: ${reason} Correct the cause: ${next}`;
}

/**
 * Runs steps that follow a change. Their errors become `lost`: the service may no longer match the state, so the state must
 * record the update as unconfirmed.
 */
export async function afterChange<T>(steps: () => Promise<T>): Promise<T> {
  try {
    return await steps();
  } catch (error) {
    if (failedWith(error, "notFound") || error instanceof PartialFailure) throw error;
    throw new ServiceError("lost", messageOf(error));
  }
}

/** Waits between questions: short ones first, then 5 seconds each, until the time is up. */
function* waitsMs(timeoutSeconds: number): Generator<number> {
  let left = timeoutSeconds * 1_000;
  for (let wait = 500; wait <= left; wait = Math.min(wait * 2, 5_000)) {
    yield wait;
    left -= wait;
  }
}

function formatSeconds(seconds: number): string {
  const [count, unit] = seconds % 60 === 0 ? [seconds / 60, "minute"] : [seconds, "second"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

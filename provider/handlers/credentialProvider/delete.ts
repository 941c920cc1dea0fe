import { failedWith } from "../../controlplane/errors";
import type { Context } from "../process/context";
import { defaultTimeoutSeconds, isTransitional, waitUntilDeleted, waitUntilStable } from "./polling";
import type { Polled } from "./polling";
import { callsFor, identify } from "./state";
import type { ProviderState } from "./state";
import type { Kind } from "./kind";

/** Waits while targets that use the provider are being deleted. */
const inUseWaitsMs = [1_000, 2_000, 4_000, 8_000];

/** Deletes the provider of a resource, unless a newer resource uses it. */
export async function deleteProvider(kind: Kind, context: Context, id: string, state: ProviderState): Promise<void> {
  if (context.incarnations.isSuperseded(id, state.incarnation)) return;
  const existing = identify(kind, id);
  await context.service(state.connection, existing.region).assertAccount(existing.accountId);
  const timeoutSeconds = state.timeouts?.delete ?? defaultTimeoutSeconds;
  const polled = { context, calls: callsFor(kind, context, existing, state), timeoutSeconds };
  await deleteIfPresent(polled);
  if (state.asynchronous === true) await waitUntilDeleted(polled);
}

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

import type { ProviderCalls } from "../../controlplane/credentialProviders";
import { failedWith } from "../../controlplane/errors";
import type { Context } from "../process/context";
import { isTransitional } from "./status";
import { waitUntilDeleted, waitUntilStable } from "./polling";

/** How long a provider may still be in use by what is just being deleted as well, in waits between attempts. */
const inUseWaitsMs = [1_000, 2_000, 4_000, 8_000];

/**
 * Deletes a provider, also one that the service is just at work on, or that something uses for a moment longer.
 *
 * @throws ServiceError of the failure `conflict`, which says what to do, where it stays in use.
 */
export async function deleteUnlessGone(context: Context, calls: ProviderCalls, patienceSeconds: number): Promise<void> {
  for (const waitMs of [...inUseWaitsMs, undefined]) {
    try {
      return await calls.delete();
    } catch (error) {
      if (failedWith(error, "notFound")) return;
      if (!failedWith(error, "conflict")) throw error;
      const existing = await calls.get();
      if (existing === undefined) return;
      if (existing.status === "DELETING") return waitUntilDeleted(context, calls, patienceSeconds);
      if (isTransitional(existing.status)) {
        if ((await waitUntilStable(context, calls, existing, patienceSeconds)) === undefined) return;
      } else if (waitMs === undefined) throw error;
      else await context.wait(waitMs);
    }
  }
}

import type { ProviderCalls, ProviderStatus, RemoteProvider } from "../controlplane/credentialProviders";
import type { Context } from "./context";

const transitional: readonly ProviderStatus[] = ["CREATING", "UPDATING", "DELETING"];

/** Whether the service is still at work on a provider of this status. */
export function isTransitional(status: ProviderStatus): boolean {
  return transitional.includes(status);
}

/** How long the service may be at work on one provider: five minutes, in waits between questions. */
const waitsMs = [500, 1_000, 2_000, 4_000, ...Array.from({ length: 58 }, () => 5_000)];

/** For messages about a wait that was given up. */
export const patience = "5 minutes";

/**
 * Asks until the service has finished its work on a provider, or patience is at an end. One that has finished already costs
 * no question. `see` gets every answer, so that a failure on the way loses nothing that is known.
 *
 * @returns the last answer; `undefined` when the provider is gone.
 */
export async function settle(
  context: Context,
  calls: ProviderCalls,
  first: RemoteProvider,
  see: (remote: RemoteProvider) => void = () => {},
): Promise<RemoteProvider | undefined> {
  let remote: RemoteProvider | undefined = first;
  for (const milliseconds of waitsMs) {
    if (!isTransitional(remote.status)) return remote;
    await context.wait(milliseconds);
    remote = await calls.get();
    if (remote === undefined) return undefined;
    see(remote);
  }
  return remote;
}

/** Asks until a provider whose deletion was accepted is gone. */
export async function awaitGone(context: Context, calls: ProviderCalls): Promise<void> {
  for (const milliseconds of waitsMs) {
    const remote = await calls.get();
    if (remote === undefined) return;
    if (remote.status === "DELETE_FAILED") {
      const reason = calls.withoutSecrets(remote.failureReason ?? "it gives no reason");
      throw new Error(`${calls.subject}: the service could not delete it: ${reason}. Run again once that is settled.`);
    }
    await context.wait(milliseconds);
  }
  throw new Error(`${calls.subject}: still being deleted after ${patience}. Run again: it is waited for.`);
}

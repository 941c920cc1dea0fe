import type { ProviderCalls, RemoteProvider } from "../../controlplane/credentialProviders";
import type { Context } from "../process/context";
import { isTransitional } from "./status";

/** How long the service may be at work on one provider where the program says nothing else (`customTimeouts`). */
export const defaultTimeoutSeconds = 300;

/** The waits between questions: short ones first, then 5 seconds each, until patience is at an end. */
function* waitsMs(patienceSeconds: number): Generator<number> {
  let left = patienceSeconds * 1_000;
  for (let wait = 500; wait <= left; wait = Math.min(wait * 2, 5_000)) {
    yield wait;
    left -= wait;
  }
}

/** A wait that was given up, for messages. */
export function inWords(seconds: number): string {
  const [count, unit] = seconds % 60 === 0 ? [seconds / 60, "minute"] : [seconds, "second"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * Asks until the service has finished its work on a provider, or patience is at an end. One that has finished already costs
 * no question. `see` gets every answer, so that a failure on the way loses nothing that is known.
 *
 * @returns the last answer; `undefined` when the provider is gone.
 */
export async function waitUntilStable(
  context: Context,
  calls: ProviderCalls,
  first: RemoteProvider,
  patienceSeconds: number,
  see: (remote: RemoteProvider) => void = () => {},
): Promise<RemoteProvider | undefined> {
  let remote: RemoteProvider | undefined = first;
  for (const milliseconds of waitsMs(patienceSeconds)) {
    if (!isTransitional(remote.status)) return remote;
    await context.wait(milliseconds);
    remote = await calls.get();
    if (remote === undefined) return undefined;
    see(remote);
  }
  return remote;
}

/** Asks until a provider whose deletion was accepted is gone. */
export async function waitUntilDeleted(context: Context, calls: ProviderCalls, patienceSeconds: number): Promise<void> {
  for (const milliseconds of waitsMs(patienceSeconds)) {
    const remote = await calls.get();
    if (remote === undefined) return;
    if (remote.status === "DELETE_FAILED") {
      const reason = calls.withoutSecrets(remote.failureReason ?? "it gives no reason");
      throw new Error(`${calls.subject}: the service could not delete it: ${reason}. Run again once that is settled.`);
    }
    await context.wait(milliseconds);
  }
  throw new Error(
    `${calls.subject}: still being deleted after ${inWords(patienceSeconds)}. Run again: it is waited for.`,
  );
}

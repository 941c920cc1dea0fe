import type { RemoteProvider } from "../../controlplane/credentialProviders";
import type { Context } from "../process/context";
import { stateVersion } from "../process/handler";
import { driftOf } from "./drift";
import type { Kind } from "./kind";
import { remoteSecretSource } from "./secret";
import { assertSameAccount, callsFor, identify, remoteOutputs, toCheckedInputs } from "./state";
import type { ProviderState } from "./state";
import { readTags } from "./tags";

/** Refreshes a provider, or looks up one that the program does not manage. */
export async function read(kind: Kind, context: Context, id: string, state: ProviderState) {
  const existing = identify(kind, id);
  const isLookup = state.stateVersion === undefined;
  const calls = callsFor(kind, context, existing, state);
  const remote = await calls.get();
  if (remote === undefined) {
    await context.service(state.connection, existing.region).assertAccount(existing.accountId);
    if (isLookup) throw new Error(`there is no ${kind.label} ${id}.`);
    return undefined;
  }
  assertSameAccount(existing.accountId, remote.credentialProviderArn);
  if (isLookup) return lookedUp(kind, id, state, remote);
  context.incarnations.remember(id, state.incarnation);
  const { drift, isRecreated } = driftOf(state, remote);
  // A provider that was only looked up has no tags in its state.
  const { mark, tagsAll = {}, drift: _earlier, ...kept } = state;
  // Whoever recreated the provider gave it other tags: an update must set all of ours.
  const tags = isRecreated ? { tagsAll: {} } : { mark, tagsAll: await readTags(context, calls, id, tagsAll) };
  const outputs = {
    ...kept,
    ...tags,
    ...kind.changedInputs(state, remote),
    ...remoteValues(kind, remote, state),
    ...drift,
  };
  return { id, outputs, inputs: { ...toCheckedInputs(kind, outputs), ...drift } };
}

function lookedUp(kind: Kind, id: string, state: ProviderState, remote: RemoteProvider) {
  const { name, region, accountId } = identify(kind, id);
  const proof = { ...remoteSecretSource(kind.secret, remote), ...kind.remoteAuthentication(remote) };
  const values = remoteValues(kind, remote, { ...state, ...proof });
  const outputs = { ...state, ...values, name, region, accountId, ...proof, proof, stateVersion };
  return { id, outputs, inputs: toCheckedInputs(kind, outputs) };
}

/** Returns the values that the service confirms, except `knownUntil`: changes after our last update may be somebody else's. */
function remoteValues(kind: Kind, remote: RemoteProvider, inputs: ProviderState) {
  const immutable = Object.fromEntries(kind.immutableKeys.map((key) => [key, remote[key]]));
  const { knownUntil: _theirs, ...outputs } = remoteOutputs(kind, remote, inputs);
  return { ...immutable, ...outputs };
}

import { isDeepStrictEqual } from "node:util";
import { isTransitional } from "../../controlplane/credentialProviders";
import type { ProviderStatus, RemoteProvider } from "../../controlplane/credentialProviders";
import { propertyIsSet } from "../../rules/core/crossFieldRules";
import { isNil, isObject, memberOf } from "../../rules/core/values";
import { method, olderMethod } from "../../rules/providers/oauth2/clientAuthentication";
import { propertiesOfConfiguration } from "../../rules/providers/oauth2/configuration";
import { endpointNames } from "../../rules/providers/oauth2/vendors";
import type { VendorConfiguration } from "../../rules/providers/oauth2/vendors";
import type { Context } from "../process/context";
import { stateVersion } from "../process/handler";
import type { Properties } from "../process/handler";
import { pick } from "./kind";
import type { Kind } from "./kind";
import { isUnfinished } from "./polling";
import { remoteSecretSource } from "./secret";
import { assertSameAccount, callsFor, identify, remoteOutputs, secondsOf, toCheckedInputs } from "./state";
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
  if (state.proof !== undefined) return lookedUpAgain(kind, id, state, remote);
  context.incarnations.remember(id, state.incarnation);
  const { drift, isRecreated } = driftOf(state, remote);
  const { mark, tagsAll, drift: _earlier, ...kept } = state;
  // Whoever recreated the provider gave it other tags: an update must set all of ours.
  const tags = isRecreated ? { tagsAll: {} } : { mark, tagsAll: await readTags(context, calls, id, { tagsAll, mark }) };
  const outputs = {
    ...kept,
    ...tags,
    ...kind.changedInputs(state, remote),
    ...remoteValues(kind, remote, state),
    ...drift,
  };
  return { id, outputs, inputs: { ...toCheckedInputs(kind, outputs), ...drift } };
}

function lookedUp(kind: Kind, id: string, state: Properties, remote: RemoteProvider) {
  const { name, region, accountId } = identify(kind, id);
  const source = remoteSecretSource(kind.secret, remote);
  const proof = { ...source, ...kind.remoteAuthentication(remote) };
  const values = { ...remoteValues(kind, remote, { ...state, ...proof }), name, region, accountId };
  const outputs = { ...state, ...source, ...kind.remoteConfiguration(remote), ...values, proof, stateVersion };
  return { id, outputs, inputs: toCheckedInputs(kind, outputs) };
}

/** Refreshes a provider that the program looks up. It passes no inputs, so inputs would be a change at each refresh. */
function lookedUpAgain(kind: Kind, id: string, state: ProviderState, remote: RemoteProvider) {
  const { outputs } = lookedUp(kind, id, pick(state, ["connection", "__provider"]), remote);
  return { id, outputs };
}

/**
 * Returns the values that the service confirms, without `knownUntil`: only our own updates may move it, or a refresh would
 * hide the change of another tool.
 */
function remoteValues(kind: Kind, remote: RemoteProvider, inputs: Properties) {
  const immutable = Object.fromEntries(kind.immutableKeys.map((key) => [key, remote[key]]));
  const { knownUntil: _theirs, ...outputs } = remoteOutputs(kind, remote, inputs);
  return { ...immutable, ...outputs };
}

/** A change that another tool made to a provider. */
interface Drift {
  /** Description, as an input that only a refresh sets: the next preview then shows a change. */
  readonly drift: { readonly drift?: string };
  /** The provider was deleted and created again. */
  readonly isRecreated: boolean;
}

/**
 * Detects changes from the service's times, because nothing else shows a changed secret.
 *
 * Assumes that every update of a provider sets `lastUpdatedTime`, and that nothing else does, tags included. Changes in the
 * first two seconds after a creation count as our own.
 */
function driftOf(state: ProviderState, { status, createdTime, lastUpdatedTime }: RemoteProvider): Drift {
  const { knownUntil } = state;
  // An unfinished update of our own may have changed the times, and is sent again anyway.
  const isOwnChange = isUnfinished(state) && state.drift === undefined && !hasRecovered(state, status);
  const isLater = (time: string | undefined) =>
    knownUntil !== undefined && !isOwnChange && time !== undefined && secondsOf(time) > knownUntil;
  if (isLater(createdTime)) {
    const drift = `deleted and created again by another tool on ${createdTime}; it does not have the program's secret`;
    // An update has already added our tags to it, if the program accepts the other content.
    const hasOurTags = state.drift === drift && state.mark !== undefined;
    return { drift: { drift }, isRecreated: !hasOurTags };
  }
  if (isLater(lastUpdatedTime)) {
    const drift = `changed by another tool on ${lastUpdatedTime}; it may not have the program's secret`;
    return { drift: { drift }, isRecreated: false };
  }
  return { drift: {}, isRecreated: false };
}

/** Checks if a failed provider is ready now: only another tool can cause that. */
function hasRecovered({ status, unconfirmed }: ProviderState, now: ProviderStatus): boolean {
  return unconfirmed !== true && status !== undefined && !isTransitional(status) && now === "READY";
}

/**
 * Returns the inputs that the service shows and that differ from the state.
 *
 * The service shows the whole configuration of a custom authorization server: a missing member was removed, and an
 * additional one was added. For other vendors it fills in everything but the client's id.
 */
export function changedConfiguration(state: Properties, actual: Properties, takes: VendorConfiguration): Properties {
  const keys = ["clientId", ...(takes === "custom" ? propertiesOfConfiguration.custom : [])];
  const changed = keys.filter((key) => !isSame(meaningOf(key, actual[key], state), meaningOf(key, state[key], state)));
  return Object.fromEntries(
    changed.map((key) => [key, keepDeclared(withoutNewClaims(key, actual, state), state[key])]),
  );
}

/**
 * Returns the inputs that lead to the configuration of a provider that this package did not create. Its claims and its
 * tenant's domain are left out: claims are secrets, and the service shows only the endpoints that follow from a domain.
 */
export function inputsOfConfiguration(actual: unknown, takes: VendorConfiguration): Properties {
  if (!isObject(actual)) return {};
  const { clientId, oauthDiscovery } = actual;
  const metadata = memberOf(oauthDiscovery, "authorizationServerMetadata");
  const endpoints = isObject(metadata) ? pick(metadata, endpointNames) : {};
  const directory = typeof endpoints.issuer === "string" ? directoryOf(endpoints.issuer) : undefined;
  const inputs: Record<VendorConfiguration, Properties> = {
    fixed: { clientId },
    included: { clientId },
    directory: { clientId, ...(directory === undefined ? {} : { tenantId: directory }) },
    tenant: { clientId, ...endpoints },
    custom: changedConfiguration({}, actual, "custom"),
  };
  return inputs[takes];
}

/** Returns the directory that an issuer of Microsoft names; `undefined` for the one that means every directory. */
function directoryOf(issuer: string): string | undefined {
  const [, directory] = /^https:\/\/[^/]+\/([^/]+)\/v2\.0$/.exec(issuer) ?? [];
  return directory === "common" ? undefined : directory;
}

/** Removes claims that another tool added: the engine encrypts only what was secret in the state before. */
function withoutNewClaims(key: string, actual: Properties, state: Properties): unknown {
  return key === "privateKeyJwtConfig" && isEmpty(state[key])
    ? authenticationOf({ [key]: actual[key] })[key]
    : actual[key];
}

/** Returns what permissions depend on, of a configuration that the service shows. Claims are secrets and are left out. */
export function authenticationOf(configuration: unknown): Properties {
  if (!isObject(configuration)) return {};
  const { clientAuthenticationMethod, privateKeyJwtConfig, onBehalfOfTokenExchangeConfig } = configuration;
  const all = {
    clientAuthenticationMethod,
    privateKeyJwtConfig: isObject(privateKeyJwtConfig)
      ? pick(privateKeyJwtConfig, ["privateKeySource", "signingAlgorithm"])
      : undefined,
    onBehalfOfTokenExchangeConfig,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !isEmpty(value)));
}

/** An absent authentication method means the default, unless the older property within the metadata names one. */
function meaningOf(key: string, value: unknown, state: Properties): unknown {
  if (key !== method.property) return value;
  const usesOlderProperty = propertyIsSet(olderMethod).isMet(state) === true && isEmpty(state[key]);
  return usesOlderProperty || isEmpty(value) ? method.default : value;
}

function isSame(actual: unknown, declared: unknown): boolean {
  return isEmpty(actual) ? isEmpty(declared) : actual === declared;
}

function isEmpty(value: unknown): boolean {
  return isNil(value) || (typeof value === "object" && Object.keys(value).length === 0);
}

/** Keeps only the members that the state declares: members that the service adds to them are no change. */
function keepDeclared(actual: unknown, declared: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(declared)) return keepDeclaredEntries(actual, declared);
  if (!isObject(actual) || !isObject(declared)) return actual;
  const kept = Object.keys(declared).filter((key) => key in actual || isEmpty(declared[key]));
  // No common member, for example because the other form of discovery is used now.
  if (!kept.some((key) => key in actual)) return actual;
  return Object.fromEntries(
    kept.map((key) => [key, key in actual ? keepDeclared(actual[key], declared[key]) : declared[key]]),
  );
}

/** The order of texts in a list, such as subnets or scopes, has no meaning. */
function keepDeclaredEntries(actual: unknown[], declared: unknown[]): unknown[] {
  const isSameSet = isDeepStrictEqual(actual.filter(isText).sort(), declared.filter(isText).sort());
  if (isSameSet && actual.every(isText)) return declared;
  return actual.length === declared.length
    ? actual.map((entry, index) => keepDeclared(entry, declared[index]))
    : actual;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Returns the values of a client's additional claims, which the service treats as secrets. */
export function claimValues(config: unknown): string[] {
  if (!isObject(config)) return [];
  const claims = [config.additionalHeaderClaims, config.additionalPayloadClaims].filter(isObject);
  return claims.flatMap(Object.values).filter(isText);
}

import { isDeepStrictEqual } from "node:util";
import { propertyIsSet } from "../../rules/core/crossFieldRules";
import { isNil, isObject } from "../../rules/core/values";
import { method, olderMethod } from "../../rules/providers/oauth2/clientAuthentication";
import { propertiesOfConfiguration } from "../../rules/providers/oauth2/configuration";
import type { VendorConfiguration } from "../../rules/providers/oauth2/vendors";
import type { Properties } from "../process/handler";
import { pick } from "./kind";

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

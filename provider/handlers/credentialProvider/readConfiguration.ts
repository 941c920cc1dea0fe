import { isDeepStrictEqual } from "node:util";
import { method, olderMethod } from "../../rules/providers/oauth2/clientAuthentication";
import { propertyIsSet } from "../../rules/core/crossFieldRules";
import { isNil, isObject } from "../../rules/core/values";
import { propertiesOfConfiguration } from "../../rules/providers/oauth2/configuration";
import type { VendorConfiguration } from "../../rules/providers/oauth2/vendors";
import type { Properties } from "../process/handler";
import { pick } from "./kind";

/** The service fills in the rest of a vendor's configuration by itself. */
const shownOfEveryVendor = ["clientId"];

/**
 * The inputs of a provider as the service's answer shows them. About an authorization server of any kind it shows all that
 * was sent: what is not there any more was taken away, and what the program did not write was added.
 */
export function shownConfiguration(state: Properties, now: Properties, takes: VendorConfiguration): Properties {
  const keys = takes === "custom" ? [...shownOfEveryVendor, ...propertiesOfConfiguration.custom] : shownOfEveryVendor;
  return Object.fromEntries(
    keys
      .filter((key) => !isSame(meaning(key, now[key], state), meaning(key, state[key], state)))
      .map((key) => [key, narrowed(withoutClaims(key, now[key], state[key]), state[key])]),
  );
}

/** Claims of somebody else's: the engine takes for secret what was secret in the state before, and nothing else. */
function withoutClaims(key: string, now: unknown, written: unknown): unknown {
  return key === "privateKeyJwtConfig" && isEmpty(written) ? shownProof({ [key]: now })[key] : now;
}

/** What permissions are made from, of a configuration as the service shows it. Claims are secrets, and are left out. */
export function shownProof(now: unknown): Properties {
  if (!isObject(now)) return {};
  const { clientAuthenticationMethod, privateKeyJwtConfig, onBehalfOfTokenExchangeConfig } = now;
  const proof = {
    clientAuthenticationMethod,
    privateKeyJwtConfig: isObject(privateKeyJwtConfig)
      ? pick(privateKeyJwtConfig, ["privateKeySource", "signingAlgorithm"])
      : undefined,
    onBehalfOfTokenExchangeConfig,
  };
  return Object.fromEntries(Object.entries(proof).filter(([, value]) => !isEmpty(value)));
}

/** A method that is not said has a meaning: the default, or what the older form within the metadata says. */
function meaning(key: string, value: unknown, state: Properties): unknown {
  if (key !== method.property) return value;
  const isSaidOtherwise = propertyIsSet(olderMethod).isMet(state) === true && isEmpty(state[key]);
  return isSaidOtherwise || isEmpty(value) ? method.default : value;
}

function isSame(now: unknown, written: unknown): boolean {
  return isEmpty(now) ? isEmpty(written) : now === written;
}

function isEmpty(value: unknown): boolean {
  return isNil(value) || (typeof value === "object" && Object.keys(value).length === 0);
}

/** What the service shows of what we wrote; what it adds within it by itself is no change of it. */
function narrowed(now: unknown, written: unknown): unknown {
  if (Array.isArray(now) && Array.isArray(written)) return narrowedList(now, written);
  if (!isObject(now) || !isObject(written)) return now;
  const kept = Object.keys(written).filter((key) => key in now || isEmpty(written[key]));
  // Nothing in common: the other form of discovery, for example.
  if (!kept.some((key) => key in now)) return now;
  return Object.fromEntries(kept.map((key) => [key, key in now ? narrowed(now[key], written[key]) : written[key]]));
}

/** The order of subnets, scopes and the like says nothing. */
function narrowedList(now: unknown[], written: unknown[]): unknown[] {
  if (isDeepStrictEqual(now.filter(isText).sort(), written.filter(isText).sort()) && now.every(isText)) return written;
  return now.length === written.length ? now.map((entry, index) => narrowed(entry, written[index])) : now;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** The values of a client's own claims, which the service treats as secrets. */
export function claimValues(config: unknown): string[] {
  if (!isObject(config)) return [];
  const claims = [config.additionalHeaderClaims, config.additionalPayloadClaims].filter(isObject);
  return claims.flatMap(Object.values).filter(isText);
}

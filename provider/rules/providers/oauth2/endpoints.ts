import { quoted, typeName } from "../../core/problem";
import type { Problem } from "../../core/problem";
import { custom, optional, shapeProblems, text } from "../../core/shape";
import type { Members, Shape } from "../../core/shape";
import { isKnown, isNil, unknownValue } from "../../core/values";
import type { RawObject } from "../../core/values";
import { endpointNames, vendors, vendorsThatTake } from "./vendors";
import type { Oauth2Vendor, TenantEndpoints } from "./vendors";

/** Describes the URLs that {@link httpsUrlProblems} allows. */
const httpsUrlAllowed = "an HTTPS URL without user name and password";

/**
 * Checks the URL of a server that gets secrets or users: an absolute HTTPS URL. Absent and unknown values are valid.
 *
 * @param whyHttps - ends the message about another scheme
 */
export function httpsUrlProblems(path: string, value: unknown, label: string, whyHttps: string): Problem[] {
  if (!isKnown(value)) return [];
  if (typeof value !== "string") return [{ path, reason: `${label} must be a string, not ${typeName(value)}.` }];
  const url = URL.canParse(value) && !/\s/.test(value) ? new URL(value) : undefined;
  if (url === undefined) return [{ path, reason: `${label} is not a URL. Write https://HOST/PATH.` }];
  if (url.protocol !== "https:") return [{ path, reason: `${label} must begin with https://, because ${whyHttps}.` }];
  if (url.username !== "" || url.password !== "")
    return [{ path, reason: `${label} contains a user name or password. Remove it: a URL must not contain secrets.` }];
  return [];
}

/**
 * Addresses at which authorization servers publish their metadata.
 * Source: service model "bedrock-agentcore-control" 2023-06-05 in botocore 1.44.5, DiscoveryUrlType.
 */
const discoveryUrl = /^[^\s?#]+\/\.well-known\/(openid-configuration|oauth-authorization-server)(\/[^\s?#]+)?$/;

/** Describes the URLs that {@link discoveryUrlProblems} allows. */
export const discoveryUrlAllowed =
  "`https://HOST/.well-known/openid-configuration` or `https://HOST/.well-known/oauth-authorization-server`; a path may follow, no query";

export function discoveryUrlProblems(path: string, value: unknown): Problem[] {
  const problems = httpsUrlProblems(path, value, "the discovery URL", "it says where secrets are sent");
  if (problems.length > 0 || typeof value !== "string" || !isKnown(value) || discoveryUrl.test(value)) return problems;
  const reason =
    "not the address of an authorization server's metadata. Write https://HOST/.well-known/openid-configuration or https://HOST/.well-known/oauth-authorization-server, without a query. If the server has no such address, write authorizationServerMetadata: { issuer, authorizationEndpoint, tokenEndpoint } instead of discoveryUrl.";
  return [{ path, reason }];
}

const httpsUrl = (label: string, whyHttps: string) =>
  custom(httpsUrlAllowed, (path, value) => httpsUrlProblems(path, value, label, whyHttps));

export const endpointShapes: Readonly<Record<keyof TenantEndpoints, Shape>> = {
  // Source: RFC 8414, section 2.
  issuer: httpsUrl("the issuer", "OAuth defines issuers so"),
  authorizationEndpoint: httpsUrl("the authorization endpoint", "users sign in there"),
  tokenEndpoint: httpsUrl("the token endpoint", "secrets are sent to it"),
};

const domainShape = text({
  is: "the domain",
  minLength: 3,
  maxLength: 253,
  pattern: /^(?!-)[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$/,
  allowed: 'characters of a host name, "acme.example.com" for example, without https:// and without a path',
});

/** The endpoints of a tenant. */
export const endpointMembers = {
  issuer: optional(endpointShapes.issuer),
  authorizationEndpoint: optional(endpointShapes.authorizationEndpoint),
  tokenEndpoint: optional(endpointShapes.tokenEndpoint),
} satisfies Members;

/** The properties for a vendor whose tenants have separate endpoints. The vendor decides which are required. */
export const tenantMembers = { domain: optional(domainShape), ...endpointMembers } satisfies Members;

/** Warns of endpoints for a vendor whose endpoints the service knows. No document of AWS says that it refuses them. */
export function includedWarnings(vendor: Oauth2Vendor, values: RawObject): Problem[] {
  const reason = `the service knows the endpoints of ${vendors[vendor].label}. AWS describes this property only for vendors whose tenants have their own, and does not document what it does here. Remove it, or write vendor: "CustomOauth2" for another server.`;
  return endpointNames.filter((name) => !isNil(values[name])).map((path) => ({ path, reason }));
}

/** Returns the endpoints that the program writes, and those that follow from the domain. */
export function completeEndpoints(
  vendor: Oauth2Vendor,
  values: RawObject,
): Partial<Record<keyof TenantEndpoints, unknown>> {
  const written = endpointNames.filter((name) => !isNil(values[name]));
  return {
    ...endpointsFromDomain(vendor, values.domain),
    ...Object.fromEntries(written.map((name) => [name, values[name]])),
  };
}

function endpointsFromDomain(vendor: Oauth2Vendor, domain: unknown): Partial<Record<keyof TenantEndpoints, unknown>> {
  const { fromDomain } = vendors[vendor];
  if (fromDomain === undefined || isNil(domain)) return {};
  if (typeof domain === "string" && domain !== unknownValue) return fromDomain(domain);
  return Object.fromEntries(endpointsThatFollow(vendor).map((name) => [name, unknownValue]));
}

/** Returns the endpoints that follow from the domain of a tenant. They are the same for every domain. */
export function endpointsThatFollow(vendor: Oauth2Vendor): (keyof TenantEndpoints)[] {
  const followed = vendors[vendor].fromDomain?.("") ?? {};
  return endpointNames.filter((name) => name in followed);
}

/** Source: Developer Guide, the pages of the vendors, all of which name all three. */
export function tenantProblems(vendor: Oauth2Vendor, values: RawObject, at: (property: string) => string): Problem[] {
  const complete = completeEndpoints(vendor, values);
  return [
    ...domainProblems(vendor, values.domain, at("domain")),
    ...endpointNames.flatMap((name) =>
      complete[name] === undefined
        ? [{ path: at(name), reason: missingEndpoint(vendor, name) }]
        : shapeProblems(at(name), values[name], endpointShapes[name]),
    ),
  ];
}

function domainProblems(vendor: Oauth2Vendor, domain: unknown, path: string): Problem[] {
  if (isNil(domain)) return [];
  const { label, fromDomain } = vendors[vendor];
  if (fromDomain !== undefined) return shapeProblems(path, domain, domainShape);
  const others = vendorsThatTake("tenant").filter((name) => vendors[name].fromDomain !== undefined);
  const reason = `the endpoints of ${label} do not follow from a domain; those of ${quoted(others)} do. Write ${endpointNames.join(", ")} instead.`;
  return [{ path, reason }];
}

function missingEndpoint(vendor: Oauth2Vendor, name: keyof TenantEndpoints): string {
  const alternative = endpointsThatFollow(vendor).includes(name) ? ', or domain: "HOST", from which it follows' : "";
  return `missing: each tenant of ${vendors[vendor].label} has its own. Write the URL from the tenant's discovery document${alternative}.`;
}

import type { Problem } from "./problem";
import { typeName } from "./text";
import { isKnown } from "./values";

/** Describes the URLs that {@link httpsUrlProblems} allows. */
export const httpsUrlAllowed = "an HTTPS URL without user name and password";

/** Checks the URL of a server that gets secrets or users: an absolute HTTPS URL. Absent and unknown values are valid. */
export function httpsUrlProblems(path: string, value: unknown, label: string): Problem[] {
  if (!isKnown(value)) return [];
  if (typeof value !== "string") return [{ path, reason: `${label} must be a string, not ${typeName(value)}.` }];
  const url = URL.canParse(value) && !/\s/.test(value) ? new URL(value) : undefined;
  if (url === undefined) return [{ path, reason: `${label} is not a URL. Write https://HOST/PATH.` }];
  if (url.protocol !== "https:")
    return [{ path, reason: `${label} must begin with https://, because secrets are sent to it.` }];
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

/** Checks a discovery URL. */
export function discoveryUrlProblems(path: string, value: unknown): Problem[] {
  const problems = httpsUrlProblems(path, value, "the discovery URL");
  if (problems.length > 0 || typeof value !== "string" || !isKnown(value) || discoveryUrl.test(value)) return problems;
  const reason =
    "not the address of an authorization server's metadata. Write https://HOST/.well-known/openid-configuration or https://HOST/.well-known/oauth-authorization-server, without a query.";
  return [{ path, reason }];
}

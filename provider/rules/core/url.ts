import type { Problem } from "./problem";
import { isKnown } from "./values";
import { typeName } from "./text";

/** What {@link httpsUrlProblems} lets pass, in words. */
export const httpsUrlAllowed = "an HTTPS URL without user name and password";

/** Checks an address to which secrets or users are sent: an absolute HTTPS URL. Absent and unknown values are not judged. */
export function httpsUrlProblems(path: string, value: unknown, is: string): Problem[] {
  if (!isKnown(value)) return [];
  if (typeof value !== "string") return [{ path, reason: `${is} must be a string, not ${typeName(value)}.` }];
  const url = URL.canParse(value) && !/\s/.test(value) ? new URL(value) : undefined;
  if (url === undefined) return [{ path, reason: `${is} is not a URL. Write https://HOST/PATH.` }];
  if (url.protocol !== "https:") return [{ path, reason: `${is} must begin with https://: secrets are sent there.` }];
  if (url.username !== "" || url.password !== "")
    return [{ path, reason: `${is} holds a user name or password. Remove it: a URL is no place for secrets.` }];
  return [];
}

/**
 * Where authorization servers publish their metadata.
 * Source: service model "bedrock-agentcore-control" 2023-06-05 as of botocore 1.44.5, DiscoveryUrlType.
 */
const discoveryUrl = /^[^\s?#]+\/\.well-known\/(openid-configuration|oauth-authorization-server)(\/[^\s?#]+)?$/;

/** What {@link discoveryUrlProblems} lets pass, in words. */
export const discoveryUrlAllowed =
  "`https://HOST/.well-known/openid-configuration` or `https://HOST/.well-known/oauth-authorization-server`; a path may follow, no query";

/** Checks a discovery URL. */
export function discoveryUrlProblems(path: string, value: unknown): Problem[] {
  const problems = httpsUrlProblems(path, value, "the discovery URL");
  if (problems.length > 0 || !isKnown(value) || discoveryUrl.test(value as string)) return problems;
  return [
    {
      path,
      reason:
        "not where an authorization server publishes its metadata. Write https://HOST/.well-known/openid-configuration or https://HOST/.well-known/oauth-authorization-server, without a query.",
    },
  ];
}

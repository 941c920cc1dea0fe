import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import { apiKey } from "./limits";
import type { Problem } from "./problem";
import { requiredTextProblems, unexpectedMembers } from "./text";

/** The properties that a program may write. */
const apiKeyCredentialProviderArgs = ["apiKey", ...commonProviderArgs] as const;

/**
 * Everything that can be known to be wrong with an API-key credential provider before a call is made.
 * `path` is where the properties stand: empty for the resource itself, `credential` within a bundle.
 */
export function apiKeyCredentialProviderProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const given = args as Record<string, unknown>;
  const remedy = 'Write the key as a secret, for example config.requireSecret("searchKey").';
  return [...requiredTextProblems(at("apiKey"), given.apiKey, apiKey, remedy), ...commonProviderProblems(given, at)];
}

/** Names properties that nothing reads. */
export function apiKeyCredentialProviderArgsProblems(args: object): Problem[] {
  return unexpectedMembers("", args, apiKeyCredentialProviderArgs);
}

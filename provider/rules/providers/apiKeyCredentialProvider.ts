import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import { apiKey } from "../core/limits";
import type { Problem } from "../core/problem";
import { requiredSecretProblems, sourceFormProblems, writtenSecret } from "./secretSource";
import { unexpectedMembers } from "../core/text";

/** The properties that a program may write. */
const apiKeyCredentialProviderArgs = ["apiKey", ...commonProviderArgs] as const;

/**
 * Everything that can be known to be wrong with an API-key credential provider before a call is made.
 * `path` is where the properties stand: empty for the resource itself, `credential` within a bundle.
 */
export function apiKeyCredentialProviderProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const given = writtenSecret("apiKey", args as Record<string, unknown>);
  return [
    ...requiredSecretProblems(at("apiKey"), given.apiKey, apiKey),
    ...commonProviderProblems(given, at, "apikeycredentialprovider"),
  ];
}

/** Names properties that nothing reads, and a secret source that is none. */
export function apiKeyCredentialProviderArgsProblems(args: object): Problem[] {
  return [
    ...unexpectedMembers("", args, apiKeyCredentialProviderArgs),
    ...sourceFormProblems("apiKey", (args as Record<string, unknown>).apiKey, apiKey),
  ];
}

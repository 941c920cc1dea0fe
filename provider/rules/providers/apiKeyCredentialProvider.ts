import { apiKey } from "../core/limits";
import type { Problem } from "../core/problem";
import { unexpectedMembers } from "../core/text";
import type { RawObject } from "../core/values";
import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import { requiredSecretProblems, sourceFormProblems, withSecretSource } from "./secretSource";

/**
 * Checks the values of an API-key credential provider.
 * `path` is the argument that contains the properties: empty for the resource, `credential` in an `OutboundAuth`.
 */
export function apiKeyCredentialProviderProblems(args: RawObject, path = ""): Problem[] {
  const at = pathsBelow(path);
  const values = withSecretSource("apiKey", args);
  return [
    ...requiredSecretProblems(at("apiKey"), values.apiKey, apiKey),
    ...commonProviderProblems(values, at, "apikeycredentialprovider"),
  ];
}

/** Reports properties that do not exist, and a secret source that is invalid. */
export function apiKeyCredentialProviderArgsProblems(args: RawObject): Problem[] {
  return [
    ...unexpectedMembers("", args, ["apiKey", ...commonProviderArgs]),
    ...sourceFormProblems("apiKey", args.apiKey, apiKey),
  ];
}

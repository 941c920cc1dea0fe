import { connectionProblems } from "./connection";
import { accountId, apiKey, providerName } from "./limits";
import { isKnown } from "./problem";
import type { Problem } from "./problem";
import { tagProblems } from "./tags";
import { textProblems, unexpectedMembers } from "./text";

/** The properties that a program may write. */
const apiKeyCredentialProviderArgs = ["name", "apiKey", "tags", "accountId", "connection"] as const;

/** How many tags the ownership mark takes. */
const markTags = 2;

/**
 * Everything that can be known to be wrong with an API-key credential provider before a call is made.
 * `path` is where the properties stand: empty for the resource itself, `credential` within a bundle.
 */
export function apiKeyCredentialProviderProblems(args: object, path = ""): Problem[] {
  const at = (property: string) => (path === "" ? property : `${path}.${property}`);
  const given = args as Record<string, unknown>;
  return [
    ...textProblems(at("name"), given.name, providerName),
    ...apiKeyProblems(at("apiKey"), given.apiKey),
    ...tagProblems(at("tags"), given.tags, markTags),
    ...textProblems(at("accountId"), given.accountId, accountId),
    ...connectionProblems(at("connection"), given.connection),
  ];
}

/** As {@link apiKeyCredentialProviderProblems}, and names properties that nothing reads. */
export function apiKeyCredentialProviderArgsProblems(args: object): Problem[] {
  return unexpectedMembers("", args, apiKeyCredentialProviderArgs);
}

function apiKeyProblems(path: string, value: unknown): Problem[] {
  if (value === undefined || value === null) {
    return [{ path, reason: 'missing. Write the key as a secret, for example config.requireSecret("searchKey").' }];
  }
  if (isKnown(value) && typeof value === "string" && value !== "" && value.trim() === "") {
    return [{ path, reason: "the API key consists of white space only." }];
  }
  return textProblems(path, value, apiKey);
}

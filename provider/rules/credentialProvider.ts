import { connectionProblems } from "./connection";
import { accountId, providerName } from "./limits";
import type { Problem } from "./problem";
import { tagProblems } from "./tags";
import { textProblems } from "./text";

/** The properties that a program may write for every kind of credential provider. */
export const commonProviderArgs = ["name", "tags", "accountId", "connection"] as const;

/** How many tags the ownership mark takes. */
const markTags = 2;

/** What can be wrong with the properties that every kind of credential provider has. */
export function commonProviderProblems(
  given: Readonly<Record<string, unknown>>,
  at: (property: string) => string,
): Problem[] {
  return [
    ...textProblems(at("name"), given.name, providerName),
    ...tagProblems(at("tags"), given.tags, markTags),
    ...textProblems(at("accountId"), given.accountId, accountId),
    ...connectionProblems(at("connection"), given.connection),
  ];
}

/** Makes paths: of the resource's own properties, or of those within a bundle's argument. */
export function pathsBelow(path: string): (property: string) => string {
  return (property) => (path === "" ? property : `${path}.${property}`);
}

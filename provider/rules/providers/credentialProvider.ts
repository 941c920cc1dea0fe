import { connectionProblems } from "./connection";
import { defaultTokenVault, parseCredentialProviderArn } from "../../iam/policy/arn";
import type { CredentialProviderId, CredentialProviderKind } from "../../iam/policy/arn";
import { credentialProviderArnProblems } from "../core/arn";
import { accountId, providerName } from "../core/limits";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import { tagProblems } from "../core/tags";
import { textProblems } from "../core/text";

/** The properties that a program may write for every kind of credential provider. */
export const commonProviderArgs = ["name", "adopt", "tags", "accountId", "connection"] as const;

/** How many tags the ownership mark takes. */
const markTags = 2;

/** What can be wrong with the properties that every kind of credential provider has. */
export function commonProviderProblems(
  given: Readonly<Record<string, unknown>>,
  at: (property: string) => string,
  kind: CredentialProviderKind,
): Problem[] {
  return [
    ...textProblems(at("name"), given.name, providerName),
    ...adoptionProblems(given, at, kind),
    ...tagProblems(at("tags"), given.tags, markTags),
    ...textProblems(at("accountId"), given.accountId, accountId),
    ...connectionProblems(at("connection"), given.connection),
  ];
}

/** A provider to take over is named by its ARN, which says all that could contradict it. */
function adoptionProblems(
  given: Readonly<Record<string, unknown>>,
  at: (property: string) => string,
  kind: CredentialProviderKind,
): Problem[] {
  const path = at("adopt");
  const problems = credentialProviderArnProblems(path, given.adopt, kind);
  if (problems.length > 0 || !isKnown(given.adopt)) return problems;
  const existing = parseCredentialProviderArn(given.adopt as string) as CredentialProviderId;
  const vault =
    existing.vault === defaultTokenVault
      ? []
      : [
          {
            path,
            reason: `its provider is in the vault "${existing.vault}". Only those of "${defaultTokenVault}" can be managed; to use this one, write credentialProvider: { arn } in the bundle.`,
          },
        ];
  const contradicted = (["name", "accountId", "region"] as const)
    .filter((key) => isKnown(given[key]) && given[key] !== existing[key])
    .map((key) => ({ path, reason: contradictions[key](existing[key]) }));
  return [...vault, ...contradicted];
}

const contradictions = {
  name: (name: string) => `its provider is called "${name}". Leave name out, or write that.`,
  accountId: (id: string) =>
    `its provider is in account ${id}, and this one is to be in another. Write the ARN of a provider there, or accountId: "${id}" and credentials of it.`,
  region: (region: string) =>
    `its provider is in ${region}. Write connection: { region: "${region}" }, or set aws:region.`,
} as const;

/** Makes paths: of the resource's own properties, or of those within a bundle's argument. */
export function pathsBelow(path: string): (property: string) => string {
  return (property) => (path === "" ? property : `${path}.${property}`);
}

/**
 * Whether the managed secrets of two providers can be mistaken for each other: the service appends "-" and eight characters
 * to a provider's name, and for older secrets nothing.
 */
export function isMistakenFor(name: string, other: string): boolean {
  const [shorter, longer] = name.length < other.length ? [name, other] : [other, name];
  return longer.length === shorter.length + 9 && longer.startsWith(`${shorter}-`);
}

/** What to say of two such names. */
export function mistakenNames(name: string, other: string): string {
  return `the names "${name}" and "${other}" of this program differ by "-" and eight characters only, as a provider's name and its secret's do, so that a policy for one of them may let in the other's secret. Write another name for one of them.`;
}

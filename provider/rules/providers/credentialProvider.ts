import { defaultTokenVault, ownershipTagKeys, parseCredentialProviderArn } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import { credentialProviderArnProblems } from "../core/arn";
import { accountId, apiKey, providerName, tagKey, tagsPerResource, tagValue } from "../core/limits";
import { problemIf, textProblems, typeName, unexpectedMembers } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isObject } from "../core/values";
import type { RawObject } from "../core/values";
import { connectionProblems } from "./connection";
import { requiredSecretProblems, sourceFormProblems, withSecretSource } from "./secretSource";

export const commonProviderArgs = ["name", "adopt", "tags", "accountId", "connection"] as const;

export function commonProviderProblems(
  values: RawObject,
  at: (property: string) => string,
  kind: CredentialProviderKind,
): Problem[] {
  return [
    ...textProblems(at("name"), values.name, providerName),
    ...adoptionProblems(values, at("adopt"), kind),
    ...tagProblems(at("tags"), values.tags),
    ...textProblems(at("accountId"), values.accountId, accountId),
    ...connectionProblems(at("connection"), values.connection),
  ];
}

/** Checks the ARN of a provider to adopt, and compares its parts with the other properties. */
function adoptionProblems(values: RawObject, path: string, kind: CredentialProviderKind): Problem[] {
  const { adopt } = values;
  const problems = credentialProviderArnProblems(path, adopt, kind);
  const existing = typeof adopt === "string" ? parseCredentialProviderArn(adopt) : undefined;
  if (problems.length > 0 || existing === undefined) return problems;
  const { vault, name, accountId: account, region } = existing;
  const differs = (key: "name" | "accountId" | "region") => isKnown(values[key]) && values[key] !== existing[key];
  return [
    ...problemIf(
      vault !== defaultTokenVault,
      path,
      `this provider is in the vault "${vault}". Only providers in "${defaultTokenVault}" can be managed. To use this one in an OutboundAuth, write credentialProvider: { arn }.`,
    ),
    ...problemIf(differs("name"), path, `the name of this provider is "${name}". Remove name, or write this name.`),
    ...problemIf(
      differs("accountId"),
      path,
      `this provider is in account ${account}, not in the account of accountId. Write the ARN of a provider in that account, or accountId: "${account}" and credentials for it.`,
    ),
    ...problemIf(
      differs("region"),
      path,
      `this provider is in ${region}. Write connection: { region: "${region}" }, or set aws:region.`,
    ),
  ];
}

/** Returns a function that adds the path of the enclosing argument to a property. */
export function pathsBelow(path: string): (property: string) => string {
  return (property) => (path === "" ? property : `${path}.${property}`);
}

/**
 * Returns true if a policy for one provider can match the managed secret of the other. The service appends "-" and eight
 * characters to the name of a provider; for older secrets it appends nothing.
 */
export function isMistakenFor(name: string, other: string): boolean {
  const [shorter, longer] = name.length < other.length ? [name, other] : [other, name];
  return longer.length === shorter.length + 9 && longer.startsWith(`${shorter}-`);
}

export function mistakenNames(name: string, other: string): string {
  return `the names "${name}" and "${other}" of this program differ by "-" and eight characters only, like the name of a provider and the name of its secret. A policy for one of them could allow the other's secret. Choose another name for one of them.`;
}

const ownershipTagCount = 2;

/** Number of tags that a program can add to a credential provider. */
export const maxTags = tagsPerResource - ownershipTagCount;

export function tagProblems(path: string, tags: unknown): Problem[] {
  if (!isKnown(tags)) return [];
  if (!isObject(tags)) return [{ path, reason: `tags must be an object of strings, not ${typeName(tags)}.` }];
  const count = Object.keys(tags).length;
  return [
    ...problemIf(count > maxTags, path, `has ${count} tags; at most ${maxTags} are possible.`),
    ...Object.entries(tags).flatMap(([key, value]) => tagProblem(`${path}["${key}"]`, key, value)),
  ];
}

function tagProblem(path: string, key: string, value: unknown): Problem[] {
  if (key.startsWith(ownershipTagKeys.prefix))
    return [{ path, reason: "this key is reserved for the ownership tags of this package. Choose another key." }];
  if (key.toLowerCase().startsWith("aws:"))
    return [{ path, reason: 'AWS reserves keys that begin with "aws:". Choose another key.' }];
  return [...textProblems(path, key, tagKey), ...textProblems(path, value, tagValue)];
}

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

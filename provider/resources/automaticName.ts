import * as pulumi from "@pulumi/pulumi";
import { shortHash } from "./program/resourcePath";

/** The service's limit for a credential provider's name. */
const maxLength = 128;
/** Seven, so that no automatic name ends like a managed secret, whose suffix has eight. */
const suffixDigits = 7;

/**
 * The name that a provider gets when the program gives none: the logical name, made fit for the service, and a hash of
 * project, stack and place. Only a proposal: a provider that exists keeps its automatic name (`check` sees to that), so
 * renaming a resource with an alias, moving it or renaming the stack replaces nothing.
 */
export function proposeName(logicalName: string, path: readonly string[], providerUrn: string | undefined): string {
  const readable = logicalName.replace(/[^a-zA-Z0-9_-]+/g, "-").slice(0, maxLength - suffixDigits - 1);
  const identity = [
    pulumi.getProject(),
    pulumi.getStack(),
    ...path,
    ...(providerUrn === undefined ? [] : [providerUrn]),
  ];
  return `${readable}-${shortHash(identity, suffixDigits)}`;
}

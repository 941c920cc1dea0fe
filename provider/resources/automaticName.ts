import * as pulumi from "@pulumi/pulumi";
import { shortHash } from "./program/resourcePath";

/** Maximum length of a credential provider's name. */
const maxLength = 128;
/** Managed secrets have a suffix of eight characters, so that no automatic name can look like one. */
const suffixDigits = 7;

/**
 * Proposes a name for a provider without one: the logical name and a hash of project, stack and resource path. `check` keeps
 * the automatic name of an existing provider. Therefore an alias, a new parent or a new stack name does not replace it.
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

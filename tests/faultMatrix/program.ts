import type { Properties } from "../../provider/handlers/process/handler";
import type { LiveSecret } from "../../provider/local";
import { fingerprintKey, sourceKey } from "../../provider/rules/providers/secretSource";
import { account, mark } from "../handlers/stack";
import type { Kind } from "./kinds";

/** What a program says about its one resource, in the terms of the matrix. */
export interface Program {
  readonly secret: "one" | "two" | "theirs";
  readonly account?: string;
  readonly tags?: Record<string, string>;
  /** A fixed name; without one the name is automatic. */
  readonly name?: string;
  /** The provider of the automatic name is to be taken over, whoever made it. */
  readonly adopt?: true;
  /** The configuration that an update brings. */
  readonly changed?: true;
  /** The configuration that makes another provider necessary. */
  readonly remade?: true;
}

export const ownerKey = "pulumi-agentcore-outbound-auth:owner";
export const resourceKey = "pulumi-agentcore-outbound-auth:resource";

/** Whose a provider is, as it stands on every one ever made. */
export const markTags = { [ownerKey]: mark.owner, [resourceKey]: mark.resource };

/** Every secret contains it, so whatever contains it has leaked one. */
export const canary = "CANARY-";

/** The text of a secret. */
export const valueOf = (which: string) => `${canary}${which}-7f3a`;

/** The secret of a kind as the local control plane shows it. */
export function secretOf({ stack }: Kind, which: string): LiveSecret {
  return stack.secret(valueOf(which));
}

/** The environment in which a program runs. */
export function environmentOf({ variable }: Kind, { secret }: Program): Record<string, string> {
  return variable === undefined ? {} : { [variable]: valueOf(secret) };
}

/** What the constructor sends of a secret: its value, or the name of the variable and the seed of a fingerprint. */
function secretArgumentsOf({ variable, stack: { secret, secretMember } }: Kind, which: string): Properties {
  if (variable === undefined) return secret(valueOf(which));
  return {
    [secretMember]: undefined,
    [sourceKey(secretMember)]: { env: variable },
    [fingerprintKey(secretMember)]: "",
  };
}

/** What the program's constructor sends. */
export function argumentsOf(
  kind: Kind,
  { secret, account: accountId = account, tags, name, adopt, changed, remade }: Program,
): Properties {
  const { nameProposal, ...search } = kind.stack.search;
  const args = {
    ...search,
    // The constructor proposes another name where another provider is necessary.
    ...(name === undefined ? { nameProposal: remade ? "search-5d6e7f8" : nameProposal } : { name }),
    ...secretArgumentsOf(kind, secret),
    accountId,
    ...(adopt && { adopt: kind.stack.searchArn }),
    ...(tags && { tags }),
    ...(changed && kind.changed),
    ...(remade && kind.remade),
  };
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

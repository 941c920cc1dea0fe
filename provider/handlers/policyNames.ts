import type { Problem } from "../rules/core/problem";
import { containsUnknown, isKnown, unknownValue } from "../rules/core/values";
import type { Context } from "./process/context";
import type { Handler, Properties } from "./process/handler";
import { stateOnlyHandler } from "./stateOnly";

/** Inputs of the resource, with the results of `check`. The keys are in every state, so they never change. */
interface PolicyNamesInputs extends Properties {
  /** Prefix of all names. The prefix of the first run stays. */
  readonly prefix: string;
  /** Account and name of the role that the policies are attached to. */
  readonly role: string;
  /** Grants of each policy. */
  readonly grants: Readonly<Record<string, Grants>>;
  /** Number of managed policies that the role can have. */
  readonly attachable: number;
  /** Result: name of each policy. */
  readonly names?: Readonly<Record<string, string>>;
  /** Result: latest revision in a name. */
  readonly revision?: number;
}

/**
 * Hashes of what a policy grants, with spaces between. The program passes a text for each target, and some of them may
 * still be unknown. The state contains one text.
 */
type Grants = string | readonly string[];

/**
 * Names of the managed policies of a group of targets. A policy that only gains permissions keeps its name and changes in
 * place, before the target that needs them. A policy that would lose a permission gets a new name: Pulumi creates a new
 * policy and deletes the old one last. The comparison needs the grants of the last run, so it is a resource.
 */
export const policyNames: Handler = stateOnlyHandler<PolicyNamesInputs>({
  idProperty: "prefix",
  check(context, before, wanted) {
    // The program passes no grants if a provider of the group failed.
    if (Object.keys(wanted.grants).length === 0) context.skipsPoliciesOfGroup = true;
    const named = nameAll(before, wanted);
    const grants = Object.entries(wanted.grants).map(([policy, ofTargets]) => [policy, joined(ofTargets)] as const);
    const inputs = { ...wanted, ...named, grants: Object.fromEntries(grants) };
    return { inputs, problems: attachmentProblems(context, before, wanted, named) };
  },
  outputs: (_context, { names }) => ({ names }),
});

interface Named {
  readonly prefix: string;
  readonly names: Record<string, string>;
  readonly revision: number | string;
}

function nameAll(before: Partial<PolicyNamesInputs>, wanted: PolicyNamesInputs): Named {
  const prefix = before.prefix ?? wanted.prefix;
  const revision = (before.revision ?? 0) + 1;
  const fresh = (policy: string) => (prefix === unknownValue ? prefix : `${prefix}-${policy}-${revision}`);
  const entries = Object.entries(wanted.grants).map(([policy, grants]) => {
    const old = before.names?.[policy];
    if (old === undefined) return [policy, fresh(policy)] as const;
    const lost = losesPermission(before.grants?.[policy], grants);
    return [policy, lost === "unknown" ? unknownValue : lost ? fresh(policy) : old] as const;
  });
  const names = Object.fromEntries(entries);
  const isNew = (name: string) => !Object.values(before.names ?? {}).includes(name);
  const mayBeNew = Object.values(names).some(isNew);
  const isUnknown = containsUnknown(names);
  return { prefix, names, revision: !mayBeNew ? (before.revision ?? 0) : isUnknown ? unknownValue : revision };
}

/** Returns "unknown" if the grants that are not known yet may contain the missing ones. */
function losesPermission(before: Grants | undefined, now: Grants): boolean | "unknown" {
  const granted = hashesIn(now);
  if (before !== undefined && [...hashesIn(before)].every((hash) => granted.has(hash))) return false;
  return containsUnknown(now) ? "unknown" : true;
}

function hashesIn(grants: Grants): Set<string> {
  const known = [grants].flat().filter(isKnown);
  return new Set(known.flatMap((text) => text.split(" ").filter((hash) => hash !== "")));
}

function joined(grants: Grants): string {
  return containsUnknown(grants) ? unknownValue : [...hashesIn(grants)].sort().join(" ");
}

/** New policies are attached before the old ones are detached, so the role needs room for both. */
function attachmentProblems(
  context: Context,
  before: Partial<PolicyNamesInputs>,
  { role, attachable }: PolicyNamesInputs,
  { prefix, names }: Named,
): Problem[] {
  const old = Object.values(before.names ?? {});
  // A name that is not known yet may be an old one.
  const added = Object.values(names).filter((name) => isKnown(name) && !old.includes(name)).length;
  const own = { total: old.length + added, added };
  const ofRole = containsUnknown([role, prefix]) ? own : context.managedPolicies.record(role, prefix, own);
  // Policies that are attached already fit, whatever attachablePolicies says now.
  if (ofRole.added === 0 || ofRole.total <= attachable) return [];
  const reason = `the role would have ${ofRole.total} managed policies during this update, ${ofRole.added} of them new, and it has room for ${attachable}. A policy that loses a permission is replaced, and the old one is deleted last, so that no target loses access. Remove, rename or change fewer targets in one update; or have IAM's quota "Managed policies attached to an IAM role" raised and write attachablePolicies.`;
  return [{ path: "targets", reason }];
}

import type { Problem } from "../../rules/core/problem";
import { containsUnknown, isKnown, unknownValue } from "../../rules/core/values";
import { assertReadableState, stateVersion } from "../process/handler";
import type { Handler, Properties } from "../process/handler";

/** What the resource is asked, and what `check` answers. Keys are frozen: they stand in every state. */
interface PolicyNamesInputs {
  /** What all names begin with. That of the first run stays. */
  readonly prefix: string;
  /** By policy, what it grants. */
  readonly grants: Readonly<Record<string, Grants>>;
  /** How many of these policies the role can have at once, those that are on their way out included. */
  readonly attachable: number;
  /** The answer: by policy, its name. */
  readonly names?: Readonly<Record<string, string>>;
  /** The last revision that a name has. */
  readonly revision?: number;
}

/**
 * Hashes with a space between, which tell whether something is lost and nothing else; for each target apart, because some are
 * known before others.
 */
type Grants = Readonly<Record<string, string>>;

/**
 * The names of a role's packed policies. A policy that only gains something keeps its name and is changed in place, before
 * whoever needs more; one that would lose something gets a new name: it is made anew, and the old one goes when nobody needs
 * it any more. Which it is depends on what the policy granted before, so it takes a state. Nothing exists outside of that.
 */
export const policyNames: Handler = {
  check(_context, olds, news) {
    const before = olds as unknown as Partial<PolicyNamesInputs>;
    const wanted = news as unknown as PolicyNamesInputs;
    const named = nameAll(before, wanted);
    return Promise.resolve({
      inputs: { ...news, ...named },
      problems: attachmentProblems(before, wanted, named.names),
    });
  },
  diff: () => ({ replaces: [], deleteBeforeReplace: false }),
  create: (_context, inputs) => {
    const { prefix } = inputs as unknown as PolicyNamesInputs;
    return Promise.resolve({ id: prefix, outputs: { ...inputs, stateVersion } });
  },
  read: (_context, id, state) => {
    const { stateVersion: _version, ...inputs } = state;
    return Promise.resolve({ id, outputs: state, inputs });
  },
  update: (_context, _id, olds, news) => {
    assertReadableState(olds);
    return Promise.resolve({ outputs: { ...news, stateVersion } });
  },
  delete: () => Promise.resolve(),
};

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
    const lost = losesSomething(before.grants?.[policy], grants);
    return [policy, lost === "perhaps" ? unknownValue : lost ? fresh(policy) : old] as const;
  });
  const names = Object.fromEntries(entries);
  const isNew = (name: string) => !Object.values(before.names ?? {}).includes(name);
  const mayBeNew = Object.values(names).some(isNew);
  const isUnknown = containsUnknown(names);
  return { prefix, names, revision: !mayBeNew ? (before.revision ?? 0) : isUnknown ? unknownValue : revision };
}

/** Whatever comes besides, what was there is kept where all of it is known to be; what is not known yet may hold the rest. */
function losesSomething(before: Grants | undefined, now: Grants): boolean | "perhaps" {
  const granted = hashesIn(now);
  if (before !== undefined && [...hashesIn(before)].every((hash) => granted.has(hash))) return false;
  return containsUnknown(now) ? "perhaps" : true;
}

function hashesIn(grants: Grants): Set<string> {
  return new Set(
    Object.values(grants)
      .filter(isKnown)
      .flatMap((text) => text.split(" ").filter((hash) => hash !== "")),
  );
}

/** The new policy comes before the old one goes. */
function attachmentProblems(
  before: Partial<PolicyNamesInputs>,
  { attachable }: PolicyNamesInputs,
  names: Properties,
): Problem[] {
  const old = Object.values(before.names ?? {});
  // One that is not known yet may be the old one: it is neither right nor wrong.
  const replacing = Object.values(names).filter((name) => name !== unknownValue && !old.includes(name as string));
  const atOnce = old.length + replacing.length;
  // Policies of this one that were there before fitted, however many they are.
  if (old.length === 0 || replacing.length === 0 || atOnce <= attachable) return [];
  const reason = `${replacing.length} of the role's policies would be made anew at once, because each of them loses something, and the old ones go last, so that nothing is cut off. For that time this group would have ${atOnce} policies, and the role has room for ${attachable} beside those that its other groups have or may need at the same time. Remove, rename or change the targets in several steps, fewer at a time; or have IAM's quota "Managed policies attached to an IAM role" raised and write attachablePolicies.`;
  return [{ path: "targets", reason }];
}

import { providerQuota as quota } from "../../iam/policy/credentialProviders";
import { isMistakenFor } from "../../rules/providers/credentialProvider";

/**
 * Tracks which incarnation of a provider the program uses.
 *
 * `pulumi up --replace` and `pulumi state taint` create a resource under the same name and then delete the old one. That
 * delete would hit the new provider. Every resource that stays passes diff, create, update or read before anything is
 * deleted, even after an interrupted run, so memory is enough.
 */
export class Incarnations {
  private readonly live = new Map<string, string>();

  remember(arn: unknown, incarnation: unknown): void {
    if (typeof arn === "string" && typeof incarnation === "string") this.live.set(arn, incarnation);
  }

  /** Checks if a newer incarnation uses the provider. */
  isSuperseded(arn: string, incarnation: unknown): boolean {
    const current = this.live.get(arn);
    return current !== undefined && current !== incarnation;
  }
}

/** Result of registering a name. */
interface Registration {
  /** Another resource of the program has the same name. */
  readonly isTaken: boolean;
  /** A registered name whose managed secret matches a policy for this name's secret, or the reverse. */
  readonly confusedWith: string | undefined;
  /** The quota, for the first name that exceeds it. */
  readonly exceededQuota: number | undefined;
}

/** Names of the credential providers that this process has checked. */
export class NameRegistry {
  private readonly scopes = new Map<string, Map<string, string>>();

  /** Registers the name of a resource. `scope` is where names must be unique: kind, account and Region. */
  register(scope: string, name: string, resource: string): Registration {
    const names = this.scopes.get(scope) ?? new Map<string, string>();
    this.scopes.set(scope, names);
    const owner = names.get(name);
    if (owner === undefined) names.set(name, resource);
    return {
      isTaken: owner !== undefined && owner !== resource,
      confusedWith: [...names.keys()].find((other) => isMistakenFor(name, other)),
      exceededQuota: owner === undefined && names.size === quota + 1 ? quota : undefined,
    };
  }
}

/** Managed policies that one group of targets has while an update runs. */
export interface PoliciesInUpdate {
  /** Old and new policies together. */
  readonly total: number;
  readonly added: number;
}

/** Counts the managed policies of each role, over all groups of targets that this process has checked. */
export class ManagedPolicyRegistry {
  private readonly roles = new Map<string, Map<string, PoliciesInUpdate>>();

  /** Records the policies of one group. Returns the sum of all groups of the role. */
  record(role: string, group: string, policies: PoliciesInUpdate): PoliciesInUpdate {
    const groups = this.roles.get(role) ?? new Map<string, PoliciesInUpdate>();
    this.roles.set(role, groups.set(group, policies));
    const all = [...groups.values()];
    return {
      total: all.reduce((sum, { total }) => sum + total, 0),
      added: all.reduce((sum, { added }) => sum + added, 0),
    };
  }
}

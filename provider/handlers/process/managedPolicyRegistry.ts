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

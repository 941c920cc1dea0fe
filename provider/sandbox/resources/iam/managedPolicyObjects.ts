// How managed policies and their attachments to roles are kept in the pretend cloud: one scope for each account, as for
// roles.
import type { Key, Store } from "../../store";

interface PolicyVersion {
  id: string;
  policy: string;
}

export interface StoredPolicy {
  name: string;
  arn: string;
  path: string;
  policyId: string;
  description?: string;
  /** Oldest first; the last one is the default, since the provider makes every version it creates the default. */
  versions: PolicyVersion[];
  /** Numbers of versions are never given twice. */
  lastVersion: number;
  tags: Record<string, string>;
}

export interface StoredAttachment {
  role: string;
  policyArn: string;
}

/** Policy names are unique without regard to case, and to the path. */
export const policyKey = (account: string, name: string): Key => ({
  scope: account,
  kind: "iam-policy",
  name: name.toLowerCase(),
});

/** Filed under the names, because an ARN with a long path is too long for the name of a file. */
export const attachmentKey = (account: string, role: string, policyArn: string): Key => ({
  scope: account,
  kind: "iam-role-policy-attachment",
  name: `${role.toLowerCase()}:${nameIn(policyArn).toLowerCase()}`,
});

/** The policy of that ARN, which counts the path and compares case-sensitively. */
export function policyByArn(store: Store, account: string, arn: string): StoredPolicy | undefined {
  const stored = store.read<StoredPolicy>(policyKey(account, nameIn(arn)));
  return stored?.arn === arn ? stored : undefined;
}

/** The document that counts. */
export const defaultVersion = (stored: StoredPolicy): PolicyVersion => stored.versions.at(-1)!;

export const attachmentsOf = (store: Store, account: string, role: string): StoredAttachment[] =>
  store.list<StoredAttachment>(account, "iam-role-policy-attachment", `${role.toLowerCase()}:`);

export const attachmentCount = (store: Store, account: string, policyArn: string): number =>
  store
    .list<StoredAttachment>(account, "iam-role-policy-attachment")
    .filter((attachment) => attachment.policyArn === policyArn).length;

/** The policies that are attached to a role. */
export const attachedPolicies = (store: Store, account: string, role: string): StoredPolicy[] =>
  attachmentsOf(store, account, role).map(({ policyArn }) => policyByArn(store, account, policyArn)!);

const nameIn = (arn: string): string => arn.split("/").pop()!;

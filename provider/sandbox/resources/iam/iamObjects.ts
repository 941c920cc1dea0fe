// How roles and their policies are kept in the pretend cloud. IAM is global: one scope for each account.
import type { Key, Store } from "../../store";

export interface StoredRole {
  name: string;
  arn: string;
  path: string;
  uniqueId: string;
  createDate: string;
  assumeRolePolicy: string;
  description?: string;
  maxSessionDuration: number;
  permissionsBoundary?: string;
  tags: Record<string, string>;
}

export interface StoredInlinePolicy {
  role: string;
  name: string;
  policy: string;
}

/** Role names are unique without regard to case. */
export const roleKey = (account: string, name: string): Key => ({
  scope: account,
  kind: "iam-role",
  name: name.toLowerCase(),
});

export const inlinePolicyKey = (account: string, role: string, name: string): Key => ({
  scope: account,
  kind: "iam-role-policy",
  name: `${role.toLowerCase()}:${name}`,
});

export const readRole = (store: Store, account: string, name: string): StoredRole | undefined =>
  store.read<StoredRole>(roleKey(account, name));

export const inlinePoliciesOf = (store: Store, account: string, role: string): StoredInlinePolicy[] =>
  store.list<StoredInlinePolicy>(account, "iam-role-policy", `${role.toLowerCase()}:`);

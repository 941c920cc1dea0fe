// Roles and policies in the store, and the rules for their names.
import { nameInArn, parseArn } from "../../core/identifiers";
import type { Stored, Property } from "../../core/definition";
import type { Store } from "../../core/store";
import { text } from "../../core/shape";

export interface RoleInputs {
  name: string;
  path: string;
  assumeRolePolicy: string;
}

export interface RoleFacts {
  arn: string;
  uniqueId: string;
  createDate: string;
}

export type StoredRole = Stored<RoleInputs, RoleFacts>;

export interface RolePolicyInputs {
  role: string;
  name: string;
  policy: string;
}

export interface PolicyInputs {
  name: string;
  path: string;
  policy: string;
}

export interface PolicyFacts {
  arn: string;
  policyId: string;
  /** Oldest first. The last one is the default version, because the provider makes each new version the default. */
  versions: { id: string; policy: string }[];
  /** Version numbers are never used twice. */
  lastVersion: number;
}

export type StoredPolicy = Stored<PolicyInputs, PolicyFacts>;

export interface AttachmentInputs {
  role: string;
  policyArn: string;
}

export const KINDS = {
  role: "iam-role",
  rolePolicy: "iam-role-policy",
  policy: "iam-policy",
  attachment: "iam-role-policy-attachment",
} as const;

/** Role names are unique without regard to case. */
export const readRole = (store: Store, account: string, name: string): StoredRole | undefined =>
  store.read({ scope: account, kind: KINDS.role, name: name.toLowerCase() });

/** The role of that ARN, which includes the path. */
export function roleByArn(store: Store, arn: string): StoredRole | undefined {
  const role = readRole(store, parseArn(arn)?.account ?? "", nameInArn(arn));
  return role?.arn === arn ? role : undefined;
}

export const inlinePoliciesOf = (store: Store, account: string, role: string): Stored<RolePolicyInputs, object>[] =>
  store.list(account, KINDS.rolePolicy, `${role.toLowerCase()}:`);

/** The policy of that ARN. Names are unique without regard to case and path, ARNs are not. */
export function readManagedPolicy(store: Store, account: string, policyArn: string): StoredPolicy | undefined {
  const key = { scope: account, kind: KINDS.policy, name: nameInArn(policyArn).toLowerCase() };
  const stored = store.read<StoredPolicy>(key);
  return stored?.arn === policyArn ? stored : undefined;
}

/** Text of the default version. */
export const currentPolicy = ({ versions }: StoredPolicy): string => versions.at(-1)!.policy;

export const attachmentsOf = (store: Store, account: string, role: string): Stored<AttachmentInputs, object>[] =>
  store.list(account, KINDS.attachment, `${role.toLowerCase()}:`);

const iamName = (max: number) => text({ pattern: new RegExp(`^[\\w+=,.@-]{1,${max}}$`) });

/** Name, or prefix of a generated name, of a role or policy. */
export const nameProperties = (max: number): Record<string, Property> => ({
  name: { shape: iamName(max), replaces: true },
  namePrefix: { shape: iamName(max - 26), replaces: true, default: "" },
});

export const pathProperty: Property = {
  shape: text({ pattern: /^\/([\x21-\x7e]{0,510}\/)?$/ }),
  replaces: true,
  default: "/",
};

/** The API takes a role's name, and rejects its ARN. */
export const isRoleName = (role: string): boolean => /^[\w+=,.@-]{1,64}$/.test(role);

export const wrongRoleName =
  "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-";

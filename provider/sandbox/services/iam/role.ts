import { parsePolicy, policySize } from "../../policies/grammar";
import { tagsProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { upperAlphanumeric } from "../../core/identifiers";
import { json, text, wholeNumber, anyText } from "../../core/shape";
import {
  nameProperties,
  pathProperty,
  KINDS,
  attachmentsOf,
  inlinePoliciesOf,
  isRoleName,
  wrongRoleName,
  readRole,
} from "./stored";
import type { RoleFacts, RoleInputs, RolePolicyInputs } from "./stored";

/** IAM quota ACLSizePerRole: characters of a trust policy without white space. */
const TRUST_POLICY_SIZE = 2_048;

export const role = defineResource<RoleInputs, RoleFacts>({
  service: "IAM",
  kind: KINDS.role,
  isGlobal: true,
  operations: {
    create: "CreateRole",
    update: {
      assumeRolePolicy: "UpdateAssumeRolePolicy",
      description: "UpdateRole",
      maxSessionDuration: "UpdateRole",
      permissionsBoundary: "PutRolePermissionsBoundary",
      tags: "TagRole",
    },
    delete: "DeleteRole",
  },
  properties: {
    ...nameProperties(64),
    path: pathProperty,
    assumeRolePolicy: { shape: json, isRequired: true, isJson: true },
    description: { shape: text({ max: 1000 }) },
    maxSessionDuration: { shape: wholeNumber(3600, 43_200), default: 3600 },
    permissionsBoundary: { shape: text({ pattern: /^arn:[^:]+:iam::(\d{12}|aws):policy\/.+/ }) },
    ...tagsProperty,
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: ["arn", "createDate", "uniqueId", "inlinePolicies", "managedPolicyArns"],

  check: ({ assumeRolePolicy }, { operation, fail }) => {
    parsePolicy(assumeRolePolicy, "trust", operation);
    if (policySize(assumeRolePolicy) > TRUST_POLICY_SIZE)
      fail("LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_SIZE}`);
  },
  create: ({ name, path }, { partition, account }) => ({
    arn: `arn:${partition}:iam::${account}:role${path}${name}`,
    uniqueId: `AROA${upperAlphanumeric(17)}`,
    createDate: new Date().toISOString().replace(/\.\d+/, ""),
  }),
  alreadyExists: ({ inputs }) => ["EntityAlreadyExists", `Role with name ${inputs.name} already exists.`],
  delete: ({ inputs: { name } }, { store, account, fail }) => {
    if (attachmentsOf(store, account, name).length > 0)
      fail("DeleteConflict", "Cannot delete entity, must detach all policies first.");
    if (inlinePoliciesOf(store, account, name).length > 0)
      fail("DeleteConflict", "Cannot delete entity, must delete policies first.");
  },

  id: ({ inputs }) => inputs.name,
  key: ({ name }) => name.toLowerCase(),
  detail: ({ arn, inputs: { name, assumeRolePolicy } }) => ({ name, arn, assumeRolePolicy }),
  outputs: ({ inputs: { name } }, { store, account }) => ({
    inlinePolicies: inlinePoliciesOf(store, account, name).map(({ inputs }) => ({
      name: inputs.name,
      policy: inputs.policy,
    })),
    managedPolicyArns: attachmentsOf(store, account, name).map(({ inputs }) => inputs.policyArn),
  }),
});

/** PutRolePolicy creates a policy or overwrites the one of that name. */
export const rolePolicy = defineResource<RolePolicyInputs, object>({
  service: "IAM",
  kind: KINDS.rolePolicy,
  isGlobal: true,
  operations: { create: "PutRolePolicy", update: "PutRolePolicy", delete: "DeleteRolePolicy" },
  properties: {
    ...nameProperties(128),
    policy: { shape: json, isRequired: true, isJson: true },
    role: { shape: anyText, isRequired: true, replaces: true },
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: [],
  overwrites: true,

  check: ({ role, name, policy }, { store, account, inlinePoliciesSize, operation, fail }) => {
    if (!isRoleName(role)) fail("ValidationError", wrongRoleName);
    if (readRole(store, account, role) === undefined)
      fail("NoSuchEntity", `The role with name ${role} cannot be found.`);
    parsePolicy(policy, "identity", operation);
    const others = inlinePoliciesOf(store, account, role).filter(({ inputs }) => inputs.name !== name);
    const size = others.reduce((sum, { inputs }) => sum + policySize(inputs.policy), policySize(policy));
    if (size > inlinePoliciesSize)
      fail("LimitExceeded", `Maximum policy size of ${inlinePoliciesSize} bytes exceeded for role ${role}`);
  },
  create: () => ({}),

  id: ({ inputs: { role, name } }) => `${role}:${name}`,
  key: ({ role, name }) => `${role.toLowerCase()}:${name}`,
  detail: ({ inputs: { role, name, policy } }) => ({ role, name, policy }),
});

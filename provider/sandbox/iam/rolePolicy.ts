import { parsePolicy, policySize } from "../policies/grammar";
import { defineResource } from "../resource/lifecycle";
import { anyText, json } from "../resource/shape";
import { isRoleName, nameProperties, wrongRoleName } from "./names";
import { KINDS, inlinePoliciesOf, readRole } from "./stored";
import type { RolePolicyInputs } from "./stored";

/** IAM quota: characters of all inline policies of one role together, without white space. */
const INLINE_POLICIES_SIZE = 10_240;

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

  check: ({ role, name, policy }, { store, account, operation, fail }) => {
    if (!isRoleName(role)) fail("ValidationError", wrongRoleName);
    if (readRole(store, account, role) === undefined)
      fail("NoSuchEntity", `The role with name ${role} cannot be found.`);
    parsePolicy(policy, "identity", operation);
    const others = inlinePoliciesOf(store, account, role).filter(({ inputs }) => inputs.name !== name);
    const size = others.reduce((sum, { inputs }) => sum + policySize(inputs.policy), policySize(policy));
    if (size > INLINE_POLICIES_SIZE)
      fail("LimitExceeded", `Maximum policy size of ${INLINE_POLICIES_SIZE} bytes exceeded for role ${role}`);
  },
  create: () => ({}),

  id: ({ inputs: { role, name } }) => `${role}:${name}`,
  key: ({ role, name }) => `${role.toLowerCase()}:${name}`,
  detail: ({ inputs: { role, name, policy } }) => ({ role, name, policy }),
});

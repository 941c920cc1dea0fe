import { parsePolicy, policySize } from "../../policies/grammar";
import { isSameJson } from "../../core/propertyValues";
import { nameInArn, parseArn, upperAlphanumeric } from "../../core/identifiers";
import type { Call } from "../../core/definition";
import { tagsProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { anyText, arn, json, text } from "../../core/shape";
import {
  isRoleName,
  nameProperties,
  pathProperty,
  wrongRoleName,
  KINDS,
  attachmentsOf,
  currentPolicy,
  readManagedPolicy,
  readRole,
} from "./stored";
import type { AttachmentInputs, PolicyFacts, PolicyInputs, StoredPolicy } from "./stored";

/** IAM quota PolicySize: characters of a managed policy without white space. */
const POLICY_SIZE = 6_144;

/** IAM quota: versions of one managed policy. */
const VERSIONS = 5;

const attachmentCount = ({ store, account }: Call, policyArn: string): number =>
  store
    .list<{ inputs: AttachmentInputs }>(account, KINDS.attachment)
    .filter(({ inputs }) => inputs.policyArn === policyArn).length;

export const managedPolicy = defineResource<PolicyInputs, PolicyFacts>({
  service: "IAM",
  kind: KINDS.policy,
  isGlobal: true,
  operations: {
    create: "CreatePolicy",
    update: { lastVersion: "CreatePolicyVersion", tags: "TagPolicy" },
    delete: "DeletePolicy",
  },
  properties: {
    ...nameProperties(128),
    path: pathProperty,
    description: { shape: text({ max: 1000 }), replaces: true },
    policy: { shape: json, isRequired: true, isJson: true },
    ...tagsProperty,
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: ["arn", "attachmentCount", "policyId"],

  check: ({ policy }, { operation, fail }) => {
    parsePolicy(policy, "identity", operation);
    if (policySize(policy) > POLICY_SIZE) fail("LimitExceeded", `Cannot exceed quota for PolicySize: ${POLICY_SIZE}`);
  },
  create: ({ name, path, policy }, { partition, account }) => ({
    arn: `arn:${partition}:iam::${account}:policy${path}${name}`,
    policyId: `ANPA${upperAlphanumeric(17)}`,
    versions: [{ id: "v1", policy }],
    lastVersion: 1,
  }),
  alreadyExists: ({ inputs }) => [
    "EntityAlreadyExists",
    `A policy called ${inputs.name} already exists. Duplicate names are not allowed.`,
  ],
  /** A changed document becomes the new default version. The provider deletes the oldest version to make room. */
  update: (before, { policy }, call) => {
    if (isSameJson(policy, currentPolicy(before))) return {};
    recordDeletions(before, before.versions.slice(0, -(VERSIONS - 1)), call);
    const lastVersion = before.lastVersion + 1;
    const versions = [...before.versions.slice(1 - VERSIONS), { id: `v${lastVersion}`, policy }];
    return { lastVersion, versions };
  },
  /** The provider deletes the other versions before the policy. */
  delete: (stored, call) => {
    if (attachmentCount(call, stored.arn) > 0)
      call.fail("DeleteConflict", "Cannot delete a policy attached to entities.");
    recordDeletions(stored, stored.versions.slice(0, -1), call);
  },

  id: ({ arn: policyArn }) => policyArn,
  key: ({ name }) => name.toLowerCase(),
  detail: (stored) => ({
    name: stored.inputs.name,
    arn: stored.arn,
    versionId: stored.versions.at(-1)!.id,
    policy: currentPolicy(stored),
  }),
  outputs: (stored, call) => ({
    attachmentCount: attachmentCount(call, stored.arn),
    policy: currentPolicy(stored),
  }),
});

function recordDeletions({ arn, inputs }: StoredPolicy, versions: StoredPolicy["versions"], call: Call): void {
  const key = { scope: call.scope, kind: KINDS.policy, name: inputs.name.toLowerCase() };
  for (const { id: versionId } of versions) call.store.record("DeletePolicyVersion", key, { arn, versionId });
}

/** AttachRolePolicy also succeeds if the policy is attached already. */
export const rolePolicyAttachment = defineResource<AttachmentInputs, object>({
  service: "IAM",
  kind: KINDS.attachment,
  isGlobal: true,
  operations: { create: "AttachRolePolicy", delete: "DetachRolePolicy" },
  properties: {
    policyArn: { shape: arn, isRequired: true, replaces: true },
    role: { shape: anyText, isRequired: true, replaces: true },
  },
  deletesFirst: "always",
  computed: [],
  overwrites: true,

  check: ({ role, policyArn }, { store, account, policiesPerRole, onUnchecked, fail }) => {
    if (!isRoleName(role)) fail("ValidationError", wrongRoleName);
    const isPolicyOfAws = parseArn(policyArn)?.account === "aws";
    if (isPolicyOfAws && onUnchecked === undefined)
      throw new Error(`the stand-in aws plugin does not emulate policies of AWS such as ${policyArn}.`);
    if (isPolicyOfAws) onUnchecked?.(policyArn);
    if (readRole(store, account, role) === undefined)
      fail("NoSuchEntity", `The role with name ${role} cannot be found.`);
    if (!isPolicyOfAws && readManagedPolicy(store, account, policyArn) === undefined)
      fail("NoSuchEntity", `Policy ${policyArn} does not exist or is not attachable.`);
    const others = attachmentsOf(store, account, role).filter(({ inputs }) => inputs.policyArn !== policyArn);
    if (others.length >= policiesPerRole)
      fail("LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${policiesPerRole}`);
  },
  create: () => ({}),

  id: ({ inputs: { role, policyArn } }) => `${role}/${policyArn}`,
  /** By the policy's name: an ARN with a long path would be too long for a file name. */
  key: ({ role, policyArn }) => `${role.toLowerCase()}:${nameInArn(policyArn).toLowerCase()}`,
  detail: ({ inputs: { role, policyArn } }) => ({ role, policyArn }),
});

import { upperAlphanumeric } from "../../values/awsNames";
import { AwsError } from "../../values/awsError";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { parsePolicy, policySize } from "../../policies/policyGrammar";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { inlinePoliciesOf, inlinePolicyKey, readRole, roleKey } from "./iamObjects";
import type { StoredRole } from "./iamObjects";
import { attachmentsOf } from "./managedPolicyObjects";
import { mustBeJson } from "../resourceType";
import type { Problem, ResourceType } from "../resourceType";
import { detach } from "./rolePolicyAttachment";

/** IAM quota ACLSizePerRole: characters of a trust policy without white space. */
const TRUST_POLICY_SIZE = 2_048;

export const role: ResourceType = {
  inputs: [
    "name",
    "namePrefix",
    "path",
    "assumeRolePolicy",
    "description",
    "forceDetachPolicies",
    "maxSessionDuration",
    "permissionsBoundary",
    "tags",
  ],
  required: ["assumeRolePolicy"],
  replaceOnChanges: ["name", "namePrefix", "path"],
  json: ["assumeRolePolicy"],
  autoName: { maxLength: 64 },
  deletesFirstIfNamed: true,
  computed: ["arn", "uniqueId", "createDate", "inlinePolicies", "managedPolicyArns"],
  problems,
  defaults: (inputs, session) => ({
    path: "/",
    maxSessionDuration: 3600,
    forceDetachPolicies: false,
    namePrefix: "",
    // With a prefix the provider makes the rest of the name up when it creates the role.
    ...(inputs.name === undefined ? { name: UNKNOWN } : {}),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const stored = readRole(session.store, session.account, id);
    return stored === undefined ? undefined : { id: stored.name, outputs: outputsOf(stored, outputs, session) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = [...tagProblems(inputs), ...mustBeJson(inputs, "assumeRolePolicy")];
  const { name, namePrefix, path, description, maxSessionDuration } = inputs;
  if (typeof name === "string" && !/^[\w+=,.@-]{1,64}$/.test(name))
    found.push({ property: "name", reason: "must be 1 to 64 letters, digits or any of _+=,.@-" });
  if (name !== undefined && namePrefix !== undefined)
    found.push({ property: "namePrefix", reason: "conflicts with name: set one of them" });
  if (typeof namePrefix === "string" && !/^[\w+=,.@-]{1,38}$/.test(namePrefix))
    found.push({ property: "namePrefix", reason: "must be 1 to 38 letters, digits or any of _+=,.@-" });
  if (typeof path === "string" && !/^\/([\x21-\x7e]{0,510}\/)?$/.test(path))
    found.push({ property: "path", reason: "must begin and end with / and have at most 512 characters" });
  if (typeof description === "string" && description.length > 1000)
    found.push({ property: "description", reason: "must have at most 1000 characters" });
  if (maxSessionDuration !== undefined && !(Number(maxSessionDuration) >= 3600 && Number(maxSessionDuration) <= 43_200))
    found.push({ property: "maxSessionDuration", reason: "must be 3600 to 43200 seconds" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "IAM: CreateRole";
  const { account, partition, store } = session;
  refuseTrustPolicy(inputs, operation);
  const name = (inputs.name as string | undefined) ?? `${inputs.namePrefix as string}${Date.now()}`;
  const path = (inputs.path as string | undefined) ?? "/";
  const stored: StoredRole = {
    ...changeable(inputs, session, operation),
    name,
    path,
    arn: `arn:${partition}:iam::${account}:role${path}${name}`,
    uniqueId: `AROA${upperAlphanumeric(17)}`,
    createDate: new Date().toISOString().replace(/\.\d+/, ""),
  };
  const key = roleKey(account, name);
  if (!store.create(key, stored))
    throw new AwsError(operation, "EntityAlreadyExists", `Role with name ${name} already exists.`);
  store.record("CreateRole", key, { name, arn: stored.arn, assumeRolePolicy: stored.assumeRolePolicy });
  return { id: name, outputs: outputsOf(stored, inputs, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "IAM: UpdateRole";
  const { account, store } = session;
  const before = readRole(store, account, id);
  if (before === undefined) throw new AwsError(operation, "NoSuchEntity", `The role with name ${id} cannot be found.`);
  refuseTrustPolicy(news, "IAM: UpdateAssumeRolePolicy");
  const after: StoredRole = { ...before, ...changeable(news, session, operation) };
  const key = roleKey(account, id);
  store.replace(key, after);
  if (after.assumeRolePolicy !== before.assumeRolePolicy)
    store.record("UpdateAssumeRolePolicy", key, { name: id, assumeRolePolicy: after.assumeRolePolicy });
  if (after.description !== before.description || after.maxSessionDuration !== before.maxSessionDuration)
    store.record("UpdateRole", key, { name: id });
  if (after.permissionsBoundary !== before.permissionsBoundary)
    store.record(
      after.permissionsBoundary === undefined ? "DeleteRolePermissionsBoundary" : "PutRolePermissionsBoundary",
      key,
      { name: id },
    );
  if (JSON.stringify(after.tags) !== JSON.stringify(before.tags)) store.record("TagRole", key, { name: id });
  return outputsOf(after, news, session);
}

function remove(id: string, olds: Properties, session: Session): void {
  const { account, store } = session;
  const inline = inlinePoliciesOf(store, account, id);
  const attached = attachmentsOf(store, account, id);
  const refuse = (explanation: string): never => {
    throw new AwsError("IAM: DeleteRole", "DeleteConflict", explanation);
  };
  if (olds.forceDetachPolicies === true) {
    for (const attachment of attached) detach(attachment, session);
    for (const { name } of inline) {
      store.remove(inlinePolicyKey(account, id, name));
      store.record("DeleteRolePolicy", inlinePolicyKey(account, id, name), { role: id, name });
    }
  } else if (attached.length > 0) refuse("Cannot delete entity, must detach all policies first.");
  else if (inline.length > 0) refuse("Cannot delete entity, must delete policies first.");
  const key = roleKey(account, id);
  if (store.remove(key)) store.record("DeleteRole", key, { name: id });
}

function refuseTrustPolicy(inputs: Properties, operation: string): void {
  const text = inputs.assumeRolePolicy as string;
  parsePolicy(text, "trust", operation);
  if (policySize(text) > TRUST_POLICY_SIZE)
    throw new AwsError(operation, "LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_SIZE}`);
}

function changeable(inputs: Properties, session: Session, operation: string) {
  const boundary = inputs.permissionsBoundary as string | undefined;
  if (boundary !== undefined && !/^arn:[^:]+:iam::(\d{12}|aws):policy\/.+/.test(boundary))
    throw new AwsError(operation, "ValidationError", `ARN ${boundary} is not valid.`);
  return {
    assumeRolePolicy: inputs.assumeRolePolicy as string,
    description: inputs.description as string | undefined,
    maxSessionDuration: (inputs.maxSessionDuration as number | undefined) ?? 3600,
    permissionsBoundary: boundary,
    tags: allTags(inputs, session) as Record<string, string>,
  };
}

function outputsOf(stored: StoredRole, inputs: Properties, session: Session): Properties {
  const prefix = (inputs.namePrefix as string | undefined) ?? "";
  return {
    arn: stored.arn,
    assumeRolePolicy: stored.assumeRolePolicy,
    createDate: stored.createDate,
    description: stored.description,
    forceDetachPolicies: inputs.forceDetachPolicies ?? false,
    inlinePolicies: inlinePoliciesOf(session.store, session.account, stored.name).map(({ name, policy }) => ({
      name,
      policy,
    })),
    managedPolicyArns: attachmentsOf(session.store, session.account, stored.name).map(({ policyArn }) => policyArn),
    maxSessionDuration: stored.maxSessionDuration,
    name: stored.name,
    namePrefix: prefix,
    path: stored.path,
    permissionsBoundary: stored.permissionsBoundary,
    tags: ownTags(stored.tags, inputs, session),
    tagsAll: stored.tags,
    uniqueId: stored.uniqueId,
  };
}

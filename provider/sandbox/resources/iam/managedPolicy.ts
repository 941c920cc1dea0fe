import { upperAlphanumeric } from "../../values/awsNames";
import { AwsError } from "../../values/awsError";
import { meansTheSame } from "../../values/jsonText";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { parsePolicy, policySize } from "../../policies/policyGrammar";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { attachmentCount, defaultVersion, policyByArn, policyKey } from "./managedPolicyObjects";
import type { StoredPolicy } from "./managedPolicyObjects";
import { mustBeJson } from "../resourceType";
import type { Problem, ResourceType } from "../resourceType";

/** IAM quota PolicySize: characters of a managed policy without white space. */
const POLICY_SIZE = 6_144;

/** IAM quota: versions of one managed policy. */
const VERSIONS = 5;

export const managedPolicy: ResourceType = {
  inputs: ["name", "namePrefix", "path", "description", "policy", "tags"],
  required: ["policy"],
  replaceOnChanges: ["name", "namePrefix", "path", "description"],
  json: ["policy"],
  autoName: { maxLength: 128 },
  deletesFirstIfNamed: true,
  computed: ["arn", "attachmentCount", "policyId"],
  problems,
  defaults: (inputs, session) => ({
    path: "/",
    namePrefix: "",
    // With a prefix the provider makes the rest of the name up when it creates the policy.
    ...(inputs.name === undefined ? { name: UNKNOWN } : {}),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const stored = policyByArn(session.store, session.account, id);
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, session) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = [...tagProblems(inputs), ...mustBeJson(inputs, "policy")];
  const { name, namePrefix, path, description } = inputs;
  if (typeof name === "string" && !/^[\w+=,.@-]{1,128}$/.test(name))
    found.push({ property: "name", reason: "must be 1 to 128 letters, digits or any of _+=,.@-" });
  if (name !== undefined && namePrefix !== undefined)
    found.push({ property: "namePrefix", reason: "conflicts with name: set one of them" });
  if (typeof namePrefix === "string" && !/^[\w+=,.@-]{1,102}$/.test(namePrefix))
    found.push({ property: "namePrefix", reason: "must be 1 to 102 letters, digits or any of _+=,.@-" });
  if (typeof path === "string" && !/^\/([\x21-\x7e]{0,510}\/)?$/.test(path))
    found.push({ property: "path", reason: "must begin and end with / and have at most 512 characters" });
  if (typeof description === "string" && description.length > 1000)
    found.push({ property: "description", reason: "must have at most 1000 characters" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "IAM: CreatePolicy";
  const { account, partition, store } = session;
  const policy = documentOf(inputs, operation);
  const name = (inputs.name as string | undefined) ?? `${inputs.namePrefix as string}${Date.now()}`;
  const path = (inputs.path as string | undefined) ?? "/";
  const stored: StoredPolicy = {
    name,
    path,
    arn: `arn:${partition}:iam::${account}:policy${path}${name}`,
    policyId: `ANPA${upperAlphanumeric(17)}`,
    description: inputs.description as string | undefined,
    versions: [{ id: "v1", policy }],
    lastVersion: 1,
    tags: allTags(inputs, session) as Record<string, string>,
  };
  const key = policyKey(account, name);
  if (!store.create(key, stored))
    throw new AwsError(
      operation,
      "EntityAlreadyExists",
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  store.record("CreatePolicy", key, { name, arn: stored.arn, policy });
  return { id: stored.arn, outputs: outputsOf(stored, inputs, session) };
}

/** A changed document becomes a version of its own, and the default one. */
function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "IAM: CreatePolicyVersion";
  const { account, store } = session;
  const before = policyByArn(store, account, id);
  if (before === undefined) throw new AwsError(operation, "NoSuchEntity", `Policy ${id} was not found.`);
  const key = policyKey(account, before.name);
  let after: StoredPolicy = before;
  if (!isSamePolicy(news.policy, defaultVersion(before).policy)) {
    const policy = documentOf(news, operation);
    after = withoutOldest(before, session);
    const version = { id: `v${before.lastVersion + 1}`, policy };
    after = { ...after, versions: [...after.versions, version], lastVersion: before.lastVersion + 1 };
    store.replace(key, after);
    store.record("CreatePolicyVersion", key, { arn: id, versionId: version.id, policy });
  }
  const tags = allTags(news, session) as Record<string, string>;
  if (JSON.stringify(tags) !== JSON.stringify(after.tags)) {
    after = { ...after, tags };
    store.replace(key, after);
    store.record("TagPolicy", key, { arn: id });
  }
  return outputsOf(after, news, session);
}

const isSamePolicy = (one: unknown, other: string): boolean => one === other || meansTheSame(one, other);

/** The provider deletes the versions that are not the default one before it tries the policy itself. */
function remove(id: string, _olds: Properties, session: Session): void {
  const operation = "IAM: DeletePolicy";
  const { account, store } = session;
  let stored = policyByArn(store, account, id);
  if (stored === undefined) return;
  while (stored.versions.length > 1) stored = withoutVersion(stored, session);
  if (attachmentCount(store, account, id) > 0)
    throw new AwsError(operation, "DeleteConflict", "Cannot delete a policy attached to entities.");
  const key = policyKey(account, stored.name);
  store.remove(key);
  store.record("DeletePolicy", key, { arn: id });
}

/** Before it creates a version the provider makes room for it. */
const withoutOldest = (stored: StoredPolicy, session: Session): StoredPolicy =>
  stored.versions.length < VERSIONS ? stored : withoutVersion(stored, session);

function withoutVersion(stored: StoredPolicy, { account, store }: Session): StoredPolicy {
  const [oldest, ...versions] = stored.versions;
  const after = { ...stored, versions };
  const key = policyKey(account, stored.name);
  store.replace(key, after);
  store.record("DeletePolicyVersion", key, { arn: stored.arn, versionId: oldest!.id });
  return after;
}

function documentOf(inputs: Properties, operation: string): string {
  const text = inputs.policy as string;
  parsePolicy(text, "identity", operation);
  if (policySize(text) > POLICY_SIZE)
    throw new AwsError(operation, "LimitExceeded", `Cannot exceed quota for PolicySize: ${POLICY_SIZE}`);
  return text;
}

const outputsOf = (stored: StoredPolicy, inputs: Properties, session: Session): Properties => ({
  arn: stored.arn,
  attachmentCount: attachmentCount(session.store, session.account, stored.arn),
  description: stored.description,
  name: stored.name,
  namePrefix: inputs.namePrefix ?? "",
  path: stored.path,
  policy: defaultVersion(stored).policy,
  policyId: stored.policyId,
  tags: ownTags(stored.tags, inputs, session),
  tagsAll: stored.tags,
});

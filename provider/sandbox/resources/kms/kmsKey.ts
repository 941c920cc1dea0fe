import { randomUUID } from "node:crypto";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { scopeOf } from "../agentcore/gatewayObjects";
import { defaultKeyPolicy, findKey, kmsKeyKey, readKey, refuseKeyPolicy } from "./kmsObjects";
import type { StoredKey } from "./kmsObjects";
import { mustBeJson } from "../resourceType";
import type { Problem, ResourceType } from "../resourceType";

/** Which kinds of keys serve which use. */
const SPECS: Record<string, RegExp> = {
  ENCRYPT_DECRYPT: /^(SYMMETRIC_DEFAULT|RSA_(2048|3072|4096))$/,
  SIGN_VERIFY: /^(RSA_(2048|3072|4096)|ECC_(NIST_P(256|384|521)|SECG_P256K1))$/,
  GENERATE_VERIFY_MAC: /^HMAC_(224|256|384|512)$/,
};

export const kmsKey: ResourceType = {
  inputs: [
    "bypassPolicyLockoutSafetyCheck",
    "customerMasterKeySpec",
    "deletionWindowInDays",
    "description",
    "enableKeyRotation",
    "isEnabled",
    "keyUsage",
    "policy",
    "region",
    "tags",
  ],
  required: [],
  replaceOnChanges: ["customerMasterKeySpec", "keyUsage", "region"],
  json: ["policy"],
  computed: ["arn", "keyId"],
  problems,
  defaults: (inputs, session) => ({
    ...DEFAULTS,
    ...(inputs.policy === undefined ? { policy: UNKNOWN } : {}),
    ...regionOutput(inputs, session),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "KMS: DescribeKey", outputs.region);
    const stored = readKey(id, region, session);
    return stored === undefined ? undefined : { id: stored.id, outputs: outputsOf(stored, outputs, region, session) };
  },
  update,
  delete: remove,
};

const DEFAULTS: Properties = {
  bypassPolicyLockoutSafetyCheck: false,
  customerMasterKeySpec: "SYMMETRIC_DEFAULT",
  enableKeyRotation: false,
  isEnabled: true,
  keyUsage: "ENCRYPT_DECRYPT",
  multiRegion: false,
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = [...tagProblems(inputs), ...mustBeJson(inputs, "policy")];
  const {
    customerMasterKeySpec: spec,
    keyUsage,
    deletionWindowInDays: days,
    enableKeyRotation,
  } = { ...DEFAULTS, ...inputs };
  const specs = SPECS[keyUsage as string];
  if (specs === undefined)
    found.push({ property: "keyUsage", reason: `must be one of ${Object.keys(SPECS).join(", ")}` });
  else if (!specs.test(spec as string))
    found.push({ property: "customerMasterKeySpec", reason: `does not serve ${keyUsage as string}` });
  if (enableKeyRotation === true && spec !== "SYMMETRIC_DEFAULT")
    found.push({ property: "enableKeyRotation", reason: "only symmetric keys are rotated" });
  if (days !== undefined && !(Number(days) >= 7 && Number(days) <= 30))
    found.push({ property: "deletionWindowInDays", reason: "must be 7 to 30" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const { account, partition, store } = session;
  const region = regionFor(session, "KMS: CreateKey", inputs.region);
  const id = randomUUID();
  const arn = `arn:${partition}:kms:${region}:${account}:key/${id}`;
  const stored: StoredKey = { id, arn, ...changeable(inputs, arn, session, "CreateKey"), ...fixed(inputs) };
  const key = kmsKeyKey(scopeOf(account, region), id);
  store.create(key, stored);
  store.record("CreateKey", key, { arn, keyUsage: stored.keyUsage, policy: stored.policy });
  return { id, outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const region = regionFor(session, "KMS: UpdateKey", olds.region);
  const before = findKey(id, region, session, "UpdateKeyDescription");
  const after: StoredKey = { ...before, ...changeable(news, before.arn, session, "PutKeyPolicy", before.policy) };
  const key = kmsKeyKey(scopeOf(session.account, region), id);
  session.store.replace(key, after);
  if (after.policy !== before.policy)
    session.store.record("PutKeyPolicy", key, { arn: before.arn, policy: after.policy });
  else session.store.record("UpdateKey", key, { arn: before.arn });
  return outputsOf(after, news, region, session);
}

/** A key is never deleted at once, and its id never given again. */
function remove(id: string, olds: Properties, session: Session): void {
  const region = regionFor(session, "KMS: ScheduleKeyDeletion", olds.region);
  const stored = readKey(id, region, session);
  if (stored === undefined) return;
  const key = kmsKeyKey(scopeOf(session.account, region), id);
  session.store.replace(key, { ...stored, isDeleted: true });
  session.store.record("ScheduleKeyDeletion", key, { arn: stored.arn });
}

const fixed = (inputs: Properties) => ({
  keySpec: (inputs.customerMasterKeySpec ?? DEFAULTS.customerMasterKeySpec) as string,
  keyUsage: (inputs.keyUsage ?? DEFAULTS.keyUsage) as string,
});

/** A program that says nothing of the policy leaves it as it is, which lets a resource of its own have it. */
function changeable(inputs: Properties, arn: string, session: Session, operation: string, current?: string) {
  const policy = (inputs.policy as string | undefined) ?? current ?? defaultKeyPolicy(session);
  refuseKeyPolicy(policy, arn, inputs.bypassPolicyLockoutSafetyCheck !== true, session, operation);
  return {
    description: inputs.description as string | undefined,
    policy,
    isEnabled: (inputs.isEnabled as boolean | undefined) ?? true,
    isRotated: (inputs.enableKeyRotation as boolean | undefined) ?? false,
    tags: allTags(inputs, session) as Record<string, string>,
  };
}

const outputsOf = (stored: StoredKey, inputs: Properties, region: string, session: Session): Properties => ({
  arn: stored.arn,
  bypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck ?? false,
  customerMasterKeySpec: stored.keySpec,
  deletionWindowInDays: inputs.deletionWindowInDays,
  description: stored.description,
  enableKeyRotation: stored.isRotated,
  isEnabled: stored.isEnabled,
  keyId: stored.id,
  keyUsage: stored.keyUsage,
  multiRegion: false,
  policy: stored.policy,
  region,
  tags: ownTags(stored.tags, inputs, session),
  tagsAll: stored.tags,
});

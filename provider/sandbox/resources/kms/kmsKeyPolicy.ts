import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { scopeOf } from "../agentcore/gatewayObjects";
import { defaultKeyPolicy, findKey, kmsKeyKey, readKey, refuseKeyPolicy } from "./kmsObjects";
import { mustBeJson } from "../resourceType";
import type { ResourceType } from "../resourceType";

export const kmsKeyPolicy: ResourceType = {
  inputs: ["keyId", "policy", "bypassPolicyLockoutSafetyCheck", "region"],
  required: ["keyId", "policy"],
  replaceOnChanges: ["keyId", "region"],
  json: ["policy"],
  computed: [],
  problems: (inputs) => mustBeJson(inputs, "policy"),
  defaults: (inputs, session) => ({ bypassPolicyLockoutSafetyCheck: false, ...regionOutput(inputs, session) }),
  create: (inputs, session) => ({ id: inputs.keyId as string, outputs: put(inputs, session) }),
  read: (id, outputs, session) => {
    const region = regionFor(session, "KMS: GetKeyPolicy", outputs.region);
    const stored = readKey(id, region, session);
    return stored === undefined ? undefined : { id, outputs: { ...outputs, keyId: id, policy: stored.policy, region } };
  },
  update: (id, olds, news, session) => put({ ...news, keyId: id, region: olds.region }, session),
  delete: remove,
};

/** A key has one policy: this one takes the place of the one it has. */
function put(inputs: Properties, session: Session): Properties {
  const region = regionFor(session, "KMS: PutKeyPolicy", inputs.region);
  const stored = findKey(inputs.keyId as string, region, session, "PutKeyPolicy");
  const policy = inputs.policy as string;
  refuseKeyPolicy(policy, stored.arn, inputs.bypassPolicyLockoutSafetyCheck !== true, session, "PutKeyPolicy");
  const key = kmsKeyKey(scopeOf(session.account, region), stored.id);
  session.store.replace(key, { ...stored, policy });
  session.store.record("PutKeyPolicy", key, { arn: stored.arn, policy });
  return { bypassPolicyLockoutSafetyCheck: false, ...inputs, region };
}

/** The provider gives the key the policy that it would have had without one. */
function remove(id: string, olds: Properties, session: Session): void {
  const region = regionFor(session, "KMS: PutKeyPolicy", olds.region);
  if (readKey(id, region, session) !== undefined)
    put({ keyId: id, region, policy: defaultKeyPolicy(session) }, session);
}

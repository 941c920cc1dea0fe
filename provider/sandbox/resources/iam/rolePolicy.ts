import { AwsError } from "../../values/awsError";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { parsePolicy, policySize } from "../../policies/policyGrammar";
import type { Session } from "../../session";
import { inlinePoliciesOf, inlinePolicyKey, readRole } from "./iamObjects";
import type { StoredInlinePolicy } from "./iamObjects";
import { mustBeJson } from "../resourceType";
import type { Problem, ResourceType } from "../resourceType";

/** IAM quota: characters of all inline policies of one role together, without white space. */
const INLINE_POLICIES_SIZE = 10_240;

export const rolePolicy: ResourceType = {
  inputs: ["name", "namePrefix", "policy", "role"],
  required: ["policy", "role"],
  replaceOnChanges: ["name", "namePrefix", "role"],
  json: ["policy"],
  autoName: { maxLength: 128 },
  deletesFirstIfNamed: true,
  computed: [],
  problems,
  defaults: (inputs) => ({ namePrefix: "", ...(inputs.name === undefined ? { name: UNKNOWN } : {}) }),
  create: (inputs, session) => {
    const name = (inputs.name as string | undefined) ?? uniqueName(inputs.namePrefix as string);
    const outputs = put({ ...inputs, name }, session);
    return { id: `${inputs.role as string}:${name}`, outputs };
  },
  read: (id, outputs, session) => {
    const { role, name } = partsOf(id);
    const stored = session.store.read<StoredInlinePolicy>(inlinePolicyKey(session.account, role, name));
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs) };
  },
  update: (id, olds, news, session) => put({ ...news, ...partsOf(id) }, session),
  delete: (id, olds, session) => {
    const { role, name } = partsOf(id);
    const key = inlinePolicyKey(session.account, role, name);
    if (session.store.remove(key)) session.store.record("DeleteRolePolicy", key, { role, name });
  },
};

function problems(inputs: Properties): Problem[] {
  const found = mustBeJson(inputs, "policy");
  const { name, namePrefix } = inputs;
  if (typeof name === "string" && !/^[\w+=,.@-]{1,128}$/.test(name))
    found.push({ property: "name", reason: "must be 1 to 128 letters, digits or any of _+=,.@-" });
  if (name !== undefined && namePrefix !== undefined)
    found.push({ property: "namePrefix", reason: "conflicts with name: set one of them" });
  return found;
}

/** PutRolePolicy makes a policy or overwrites the one of that name, whoever made it. */
function put(inputs: Properties, session: Session): Properties {
  const operation = "IAM: PutRolePolicy";
  const { account, store } = session;
  const stored = { role: inputs.role as string, name: inputs.name as string, policy: inputs.policy as string };
  if (!/^[\w+=,.@-]{1,64}$/.test(stored.role))
    throw new AwsError(
      operation,
      "ValidationError",
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    );
  if (readRole(store, account, stored.role) === undefined)
    throw new AwsError(operation, "NoSuchEntity", `The role with name ${stored.role} cannot be found.`);
  parsePolicy(stored.policy, "identity", operation);
  const others = inlinePoliciesOf(store, account, stored.role).filter(({ name }) => name !== stored.name);
  const size = [...others, stored].reduce((sum, { policy }) => sum + policySize(policy), 0);
  if (size > INLINE_POLICIES_SIZE)
    throw new AwsError(
      operation,
      "LimitExceeded",
      `Maximum policy size of ${INLINE_POLICIES_SIZE} bytes exceeded for role ${stored.role}`,
    );
  const key = inlinePolicyKey(account, stored.role, stored.name);
  store.replace(key, stored);
  store.record("PutRolePolicy", key, { role: stored.role, name: stored.name, policy: stored.policy });
  return outputsOf(stored, inputs);
}

const outputsOf = (stored: StoredInlinePolicy, inputs: Properties): Properties => ({
  name: stored.name,
  namePrefix: inputs.namePrefix ?? "",
  policy: stored.policy,
  role: stored.role,
});

/** The id of the real provider, `ROLE:POLICY`. */
function partsOf(id: string): { role: string; name: string } {
  const [role, ...name] = id.split(":");
  if (!role || name.length === 0) throw new Error(`"${id}" is not the id of a role policy. Write ROLE:POLICY.`);
  return { role, name: name.join(":") };
}

let made = 0;

/** As the provider makes one from a prefix: 26 characters, never the same ones twice. */
function uniqueName(prefix: string): string {
  made += 1;
  return `${prefix}${String(Date.now()).padStart(18, "0")}${made.toString(16).padStart(8, "0")}`;
}

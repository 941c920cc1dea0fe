import { parseArn } from "../../values/arn";
import { AwsError } from "../../values/awsError";
import type { Properties } from "../../values/propertyValues";
import type { Session } from "../../session";
import { readRole } from "./iamObjects";
import { attachmentKey, attachmentsOf, policyByArn } from "./managedPolicyObjects";
import type { StoredAttachment } from "./managedPolicyObjects";
import type { Problem, ResourceType } from "../resourceType";

export const rolePolicyAttachment: ResourceType = {
  inputs: ["policyArn", "role"],
  required: ["policyArn", "role"],
  replaceOnChanges: ["policyArn", "role"],
  deletesFirst: true,
  computed: [],
  problems,
  defaults: () => ({}),
  create,
  read: (id, _outputs, session) => {
    const { role, policyArn } = partsOf(id);
    const stored = session.store.read<StoredAttachment>(attachmentKey(session.account, role, policyArn));
    return stored?.policyArn === policyArn ? { id, outputs: { ...stored } } : undefined;
  },
  update: (id) => {
    throw new Error(`${id}: every property of an attachment replaces it, so that it is never updated.`);
  },
  delete: (id, _olds, session) => detach(partsOf(id), session),
};

function problems({ policyArn }: Properties): Problem[] {
  return typeof policyArn === "string" && parseArn(policyArn) === undefined
    ? [{ property: "policyArn", reason: `"${policyArn}" is not an ARN` }]
    : [];
}

/** AttachRolePolicy succeeds on what is attached already, whoever attached it. */
function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "IAM: AttachRolePolicy";
  const { account, policiesPerRole, store } = session;
  const stored = { role: inputs.role as string, policyArn: inputs.policyArn as string };
  const { role, policyArn } = stored;
  if (!/^[\w+=,.@-]{1,64}$/.test(role))
    throw new AwsError(
      operation,
      "ValidationError",
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    );
  if (parseArn(policyArn)?.account === "aws")
    throw new Error(`the stand-in aws plugin does not emulate the policies of AWS such as ${policyArn}.`);
  if (readRole(store, account, role) === undefined)
    throw new AwsError(operation, "NoSuchEntity", `The role with name ${role} cannot be found.`);
  if (policyByArn(store, account, policyArn) === undefined)
    throw new AwsError(operation, "NoSuchEntity", `Policy ${policyArn} does not exist or is not attachable.`);
  const others = attachmentsOf(store, account, role).filter((attachment) => attachment.policyArn !== policyArn);
  if (others.length >= policiesPerRole)
    throw new AwsError(operation, "LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${policiesPerRole}`);
  const key = attachmentKey(account, role, policyArn);
  store.replace(key, stored);
  store.record("AttachRolePolicy", key, stored);
  return { id: `${role}/${policyArn}`, outputs: stored };
}

/** Nothing happens if the policy is not attached. */
export function detach({ role, policyArn }: StoredAttachment, { account, store }: Session): void {
  const key = attachmentKey(account, role, policyArn);
  if (store.remove(key)) store.record("DetachRolePolicy", key, { role, policyArn });
}

/** The id of the real provider, `ROLE/ARN`: a role's name holds no slash. */
function partsOf(id: string): StoredAttachment {
  const [role, ...policyArn] = id.split("/");
  if (!role || parseArn(policyArn.join("/")) === undefined)
    throw new Error(`"${id}" is not the id of an attachment. Write ROLE/POLICY_ARN.`);
  return { role, policyArn: policyArn.join("/") };
}

import { AwsError } from "../../values/awsError";
import { alphanumeric } from "../../values/awsNames";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { scopeOf } from "../agentcore/gatewayObjects";
import type { Problem, ResourceType } from "../resourceType";
import { findSecret, readSecret, secretKey } from "./secretObjects";
import type { StoredSecret } from "./secretObjects";

export const secret: ResourceType = {
  inputs: ["name", "namePrefix", "description", "kmsKeyId", "recoveryWindowInDays", "region", "tags"],
  required: [],
  replaceOnChanges: ["name", "namePrefix", "region"],
  autoName: { maxLength: 512 },
  deletesFirstIfNamed: true,
  computed: ["arn", "policy"],
  problems,
  defaults: (inputs, session) => ({
    namePrefix: "",
    recoveryWindowInDays: 30,
    ...(inputs.name === undefined ? { name: UNKNOWN } : {}),
    ...regionOutput(inputs, session),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "Secrets Manager: DescribeSecret", outputs.region);
    const found = readSecret(id, region, session);
    return found === undefined ? undefined : { id, outputs: outputsOf(found.stored, outputs, region, session) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found = tagProblems(inputs);
  const { name, namePrefix, recoveryWindowInDays: days } = inputs;
  // A name with "!" belongs to a service that keeps its secrets there.
  if (typeof name === "string" && !/^[\w/+=.@-]{1,512}$/.test(name))
    found.push({ property: "name", reason: "must be 1 to 512 letters, digits or any of /_+=.@-" });
  if (name !== undefined && namePrefix !== undefined)
    found.push({ property: "namePrefix", reason: "conflicts with name: set one of them" });
  if (days !== undefined && days !== 0 && !(Number(days) >= 7 && Number(days) <= 30))
    found.push({ property: "recoveryWindowInDays", reason: "must be 0, or 7 to 30" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Secrets Manager: CreateSecret";
  const { account, partition, store } = session;
  const region = regionFor(session, operation, inputs.region);
  const name = (inputs.name as string | undefined) ?? `${inputs.namePrefix as string}${Date.now()}`;
  // Secrets Manager hangs six characters on the name.
  const arn = `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-${alphanumeric(6)}`;
  const stored: StoredSecret = { ...changeable(inputs, session), name, arn, versions: [] };
  const key = secretKey(scopeOf(account, region), name);
  if (!store.create(key, stored)) {
    if (store.read<StoredSecret>(key)?.isDeleted)
      throw new AwsError(
        operation,
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    throw new AwsError(
      operation,
      "ResourceExistsException",
      `The operation failed because the secret ${name} already exists.`,
    );
  }
  store.record("CreateSecret", key, { name, arn });
  return { id: arn, outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const region = regionFor(session, "Secrets Manager: UpdateSecret", olds.region);
  const { stored, key } = findSecret(id, region, session, "UpdateSecret");
  const after = { ...stored, ...changeable(news, session) };
  session.store.replace(key, after);
  session.store.record("UpdateSecret", key, { arn: id });
  return outputsOf(after, news, region, session);
}

function remove(id: string, olds: Properties, session: Session): void {
  const found = readSecret(id, regionFor(session, "Secrets Manager: DeleteSecret", olds.region), session);
  if (found === undefined) return;
  const { stored, key } = found;
  const isForced = olds.recoveryWindowInDays === 0;
  if (isForced) session.store.remove(key);
  else session.store.replace(key, { ...stored, isDeleted: true });
  session.store.record("DeleteSecret", key, { arn: id, forceDeleteWithoutRecovery: isForced });
}

const changeable = (inputs: Properties, session: Session) => ({
  description: inputs.description as string | undefined,
  kmsKeyId: inputs.kmsKeyId as string | undefined,
  tags: allTags(inputs, session) as Record<string, string>,
});

const outputsOf = (stored: StoredSecret, inputs: Properties, region: string, session: Session): Properties => ({
  arn: stored.arn,
  description: stored.description,
  kmsKeyId: stored.kmsKeyId,
  name: stored.name,
  namePrefix: inputs.namePrefix ?? "",
  policy: stored.policy ?? "",
  recoveryWindowInDays: inputs.recoveryWindowInDays ?? 30,
  region,
  tags: ownTags(stored.tags, inputs, session),
  tagsAll: stored.tags,
});

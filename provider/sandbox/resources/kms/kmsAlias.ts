import { AwsError } from "../../values/awsError";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { scopeOf } from "../agentcore/gatewayObjects";
import { findKey, kmsAliasKey } from "./kmsObjects";
import type { StoredKeyAlias } from "./kmsObjects";
import type { Problem, ResourceType } from "../resourceType";

export const kmsAlias: ResourceType = {
  inputs: ["name", "namePrefix", "region", "targetKeyId"],
  required: ["targetKeyId"],
  replaceOnChanges: ["name", "namePrefix", "region"],
  autoName: { maxLength: 250, prefix: "alias/" },
  deletesFirstIfNamed: true,
  computed: ["arn", "targetKeyArn"],
  remade: (olds, news) => (olds.targetKeyId === news.targetKeyId ? [] : ["targetKeyArn"]),
  problems,
  defaults: (inputs, session) => ({
    namePrefix: "",
    ...(inputs.name === undefined ? { name: UNKNOWN } : {}),
    ...regionOutput(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "KMS: ListAliases", outputs.region);
    const stored = session.store.read<StoredKeyAlias>(kmsAliasKey(scopeOf(session.account, region), id));
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, region) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = [];
  const { name, namePrefix } = inputs;
  for (const [property, value] of Object.entries({ name, namePrefix }))
    if (typeof value === "string" && !/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(value))
      found.push({
        property,
        reason: "must begin with alias/, but not with alias/aws/, and hold letters, digits or /_-",
      });
  if (name !== undefined && namePrefix !== undefined)
    found.push({ property: "namePrefix", reason: "conflicts with name: set one of them" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const { account, partition, store } = session;
  const region = regionFor(session, "KMS: CreateAlias", inputs.region);
  const keyId = findKey(inputs.targetKeyId as string, region, session, "CreateAlias").id;
  const name = (inputs.name as string | undefined) ?? `${inputs.namePrefix as string}${Date.now()}`;
  const stored: StoredKeyAlias = { name, arn: `arn:${partition}:kms:${region}:${account}:${name}`, keyId };
  const key = kmsAliasKey(scopeOf(account, region), name);
  if (!store.create(key, stored))
    throw new AwsError(
      "KMS: CreateAlias",
      "AlreadyExistsException",
      `An alias with the name ${stored.arn} already exists`,
    );
  store.record("CreateAlias", key, { name, keyId });
  return { id: name, outputs: outputsOf(stored, inputs, region) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const region = regionFor(session, "KMS: UpdateAlias", olds.region);
  const key = kmsAliasKey(scopeOf(session.account, region), id);
  const before = session.store.read<StoredKeyAlias>(key);
  if (before === undefined) throw new AwsError("KMS: UpdateAlias", "NotFoundException", `Alias ${id} is not found.`);
  const after = { ...before, keyId: findKey(news.targetKeyId as string, region, session, "UpdateAlias").id };
  session.store.replace(key, after);
  session.store.record("UpdateAlias", key, { name: id, keyId: after.keyId });
  return outputsOf(after, news, region);
}

function remove(id: string, olds: Properties, session: Session): void {
  const key = kmsAliasKey(scopeOf(session.account, regionFor(session, "KMS: DeleteAlias", olds.region)), id);
  if (session.store.remove(key)) session.store.record("DeleteAlias", key, { name: id });
}

/** An ARN that the program wrote stays as long as it names the same key. */
function outputsOf(stored: StoredKeyAlias, inputs: Properties, region: string): Properties {
  const targetKeyArn = stored.arn.replace(/alias\/.*/, `key/${stored.keyId}`);
  const isSame = inputs.targetKeyId === targetKeyArn;
  return {
    arn: stored.arn,
    name: stored.name,
    namePrefix: inputs.namePrefix ?? "",
    region,
    targetKeyArn,
    targetKeyId: isSame ? inputs.targetKeyId : stored.keyId,
  };
}

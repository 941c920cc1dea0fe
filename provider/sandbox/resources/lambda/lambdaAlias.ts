import { AwsError } from "../../values/awsError";
import type { Properties } from "../../values/propertyValues";
import { regionFor } from "../../session";
import type { Session } from "../../session";
import { scopeOf } from "../agentcore/gatewayObjects";
import {
  aliasKey,
  findFunction,
  functionUrlKey,
  hasQualifier,
  invokeArn,
  parseFunction,
  permissionKey,
  permissionsOf,
} from "./lambdaObjects";
import type { StoredAlias, StoredFunction } from "./lambdaObjects";
import type { ResourceType } from "../resourceType";

export const lambdaAlias: ResourceType = {
  inputs: ["name", "description", "functionName", "functionVersion", "region", "routingConfig"],
  required: ["functionName", "functionVersion"],
  replaceOnChanges: ["name", "functionName", "region"],
  autoName: { maxLength: 255 },
  deletesFirstIfNamed: true,
  computed: ["arn", "invokeArn"],
  problems: () => [],
  defaults: (inputs, session) =>
    inputs.region === undefined && session.region === undefined ? {} : { region: inputs.region ?? session.region },
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "Lambda: GetAlias", outputs.region);
    const { functionName, name } = partsOf(id);
    const stored = session.store.read<StoredAlias>(aliasKey(scopeOf(session.account, region), functionName, name));
    return stored === undefined ? undefined : { id: stored.arn, outputs: outputsOf(stored, region) };
  },
  update,
  delete: remove,
};

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Lambda: CreateAlias";
  const region = regionFor(session, operation, inputs.region);
  const found = findFunction(inputs.functionName as string, undefined, region, session, "CreateAlias");
  const name = inputs.name as string;
  if (!/^(?!\d+$)[\w-]{1,128}$/.test(name))
    throw new AwsError(
      operation,
      "ValidationException",
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)`,
    );
  refuseVersion(inputs, found.scope, found.stored, session, operation);
  const arn = `${found.stored.arn}:${name}`;
  const stored: StoredAlias = { functionName: found.stored.name, name, arn, inputs };
  const key = aliasKey(found.scope, stored.functionName, name);
  if (!session.store.create(key, stored))
    throw new AwsError(operation, "ResourceConflictException", `Alias already exists: ${arn}`);
  session.store.record("CreateAlias", key, detailOf(stored));
  return { id: arn, outputs: outputsOf(stored, region) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "Lambda: UpdateAlias";
  const region = regionFor(session, operation, olds.region);
  const { functionName, name } = partsOf(id);
  const found = findFunction(functionName, name, region, session, "UpdateAlias");
  refuseVersion(news, found.scope, found.stored, session, operation);
  const stored: StoredAlias = { functionName, name, arn: id, inputs: { ...news, name } };
  const key = aliasKey(found.scope, functionName, name);
  session.store.replace(key, stored);
  session.store.record("UpdateAlias", key, detailOf(stored));
  return outputsOf(stored, region);
}

/** The alias goes with its policy and its URL. */
function remove(id: string, olds: Properties, session: Session): void {
  const { store } = session;
  const scope = scopeOf(session.account, regionFor(session, "Lambda: DeleteAlias", olds.region));
  const { functionName, name } = partsOf(id);
  const key = aliasKey(scope, functionName, name);
  if (!store.remove(key)) return;
  for (const { qualifier, statement } of permissionsOf(store, scope, functionName, name))
    store.remove(permissionKey(scope, functionName, qualifier, statement.Sid));
  store.remove(functionUrlKey(scope, functionName, name));
  store.record("DeleteAlias", key, { functionName, name });
}

function refuseVersion(
  inputs: Properties,
  scope: string,
  stored: StoredFunction,
  session: Session,
  operation: string,
): void {
  const version = inputs.functionVersion as string;
  if (!/^(\$LATEST|\d+)$/.test(version))
    throw new AwsError(
      operation,
      "ValidationException",
      `1 validation error detected: Value '${version}' at 'functionVersion' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\$LATEST|[0-9]+)`,
    );
  if (!hasQualifier(session.store, scope, stored, version))
    throw new AwsError(operation, "ResourceNotFoundException", `Function not found: ${stored.arn}:${version}`);
}

const outputsOf = (stored: StoredAlias, region: string): Properties => ({
  functionName: stored.functionName,
  ...stored.inputs,
  region,
  arn: stored.arn,
  invokeArn: invokeArn(stored.arn),
});

const detailOf = ({ functionName, name, inputs }: StoredAlias): Record<string, unknown> => ({
  functionName,
  name,
  functionVersion: inputs.functionVersion,
});

/** The id is the alias' ARN; an import may say FUNCTION/ALIAS. */
function partsOf(id: string): { functionName: string; name: string } {
  const [functionName, name] = id.split("/");
  if (functionName && name) return { functionName, name };
  const reference = parseFunction(id);
  if (reference?.qualifier === undefined)
    throw new Error(`"${id}" is not the id of an alias. Write its ARN, or FUNCTION/ALIAS.`);
  return { functionName: reference.name, name: reference.qualifier };
}

import { AwsError } from "../../values/awsError";
import { lowerAlphanumeric } from "../../values/awsNames";
import { UNKNOWN, isObject } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import {
  deploymentKey,
  deploymentsOf,
  executionArn,
  findRestApi,
  managementArn,
  refuseApiPolicy,
  restApiKey,
  stageKey,
  stagesOf,
} from "./apiGatewayObjects";
import type { StoredRestApi } from "./apiGatewayObjects";
import { scopeOf } from "../agentcore/gatewayObjects";
import { mustBeJson } from "../resourceType";
import type { Problem, ResourceType } from "../resourceType";

const ENDPOINT_TYPES = ["EDGE", "REGIONAL", "PRIVATE"];

/** An API whose resources and methods come from its description; those of resources of their own are not emulated. */
export const restApi: ResourceType = {
  inputs: [
    "body",
    "description",
    "disableExecuteApiEndpoint",
    "endpointConfiguration",
    "name",
    "policy",
    "putRestApiMode",
    "region",
    "tags",
  ],
  required: [],
  replaceOnChanges: ["region"],
  json: ["policy"],
  autoName: { maxLength: 255 },
  deletesFirstIfNamed: true,
  computed: ["arn", "createdDate", "executionArn", "rootResourceId"],
  problems,
  defaults: (inputs, session) => ({
    ...(inputs.policy === undefined ? { policy: UNKNOWN } : {}),
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: "EDGE" },
    ...regionOutput(inputs, session),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "API Gateway: GetRestApi", outputs.region);
    const stored = session.store.read<StoredRestApi>(restApiKey(scopeOf(session.account, region), id));
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, region, session) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = [...tagProblems(inputs), ...mustBeJson(inputs, "policy")];
  const { endpointConfiguration, putRestApiMode } = inputs;
  if (isObject(endpointConfiguration) && !ENDPOINT_TYPES.includes(endpointConfiguration.types as string))
    found.push({ property: "endpointConfiguration", reason: `types must be one of ${ENDPOINT_TYPES.join(", ")}` });
  if (putRestApiMode !== undefined && putRestApiMode !== "overwrite" && putRestApiMode !== "merge")
    found.push({ property: "putRestApiMode", reason: "must be overwrite or merge" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const { account, store } = session;
  const region = regionFor(session, "API Gateway: CreateRestApi", inputs.region);
  const id = lowerAlphanumeric(10);
  const stored: StoredRestApi = {
    ...changeable(inputs, session, "CreateRestApi"),
    id,
    rootResourceId: lowerAlphanumeric(10),
    createdDate: new Date().toISOString().replace(/\.\d+/, ""),
  };
  const key = restApiKey(scopeOf(account, region), id);
  store.create(key, stored);
  store.record("CreateRestApi", key, { restApiId: id, name: stored.name });
  return { id, outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const region = regionFor(session, "API Gateway: UpdateRestApi", olds.region);
  const { stored, key } = findRestApi(id, region, session, "UpdateRestApi");
  const after = { ...stored, ...changeable(news, session, "UpdateRestApi", stored.policy) };
  session.store.replace(key, after);
  session.store.record("UpdateRestApi", key, { restApiId: id, name: after.name });
  return outputsOf(after, news, region, session);
}

/** The API goes with its stages and deployments. */
function remove(id: string, olds: Properties, session: Session): void {
  const { account, store } = session;
  const scope = scopeOf(account, regionFor(session, "API Gateway: DeleteRestApi", olds.region));
  const key = restApiKey(scope, id);
  if (!store.remove(key)) return;
  for (const { name } of stagesOf(store, scope, id)) store.remove(stageKey(scope, id, name));
  for (const deployment of deploymentsOf(store, scope, id)) store.remove(deploymentKey(scope, id, deployment.id));
  store.record("DeleteRestApi", key, { restApiId: id });
}

/** A program that says nothing of the policy leaves it as it is, which lets a resource of its own have it. */
function changeable(inputs: Properties, session: Session, operation: string, current?: string) {
  const policy = (inputs.policy as string | undefined) ?? current;
  if (policy !== undefined) refuseApiPolicy(policy, session, operation);
  const body = inputs.body as string | undefined;
  if (body !== undefined) refuseBody(body);
  const { endpointConfiguration } = inputs;
  return {
    name: inputs.name as string,
    description: inputs.description as string | undefined,
    body,
    policy,
    disablesEndpoint: inputs.disableExecuteApiEndpoint === true,
    endpointType: isObject(endpointConfiguration) ? (endpointConfiguration.types as string) : "EDGE",
    tags: allTags(inputs, session) as Record<string, string>,
  };
}

/** The service takes YAML as well; programs that write JSON get along with less. */
function refuseBody(body: string): void {
  let description: unknown;
  try {
    description = JSON.parse(body);
  } catch {
    throw new Error("the stand-in aws plugin does not emulate a description of a REST API in YAML.");
  }
  const version = isObject(description) ? (description.openapi ?? description.swagger) : undefined;
  if (!isObject(description) || !/^(2\.0|3\.0\.\d+)$/.test(String(version)) || !isObject(description.paths))
    throw new AwsError("API Gateway: PutRestApi", "BadRequestException", "Invalid OpenAPI input.");
}

const outputsOf = (stored: StoredRestApi, inputs: Properties, region: string, session: Session): Properties => ({
  arn: managementArn(session, region, stored.id),
  body: stored.body,
  createdDate: stored.createdDate,
  description: stored.description,
  disableExecuteApiEndpoint: stored.disablesEndpoint,
  endpointConfiguration: inputs.endpointConfiguration ?? { types: stored.endpointType },
  executionArn: executionArn(session, region, stored.id),
  name: stored.name,
  policy: stored.policy ?? "",
  putRestApiMode: inputs.putRestApiMode,
  region,
  rootResourceId: stored.rootResourceId,
  tags: ownTags(stored.tags, inputs, session),
  tagsAll: stored.tags,
});

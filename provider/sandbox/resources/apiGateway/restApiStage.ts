import { AwsError } from "../../values/awsError";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { deploymentsOf, executionArn, findRestApi, managementArn, stageKey } from "./apiGatewayObjects";
import type { StoredStage } from "./apiGatewayObjects";
import { scopeOf } from "../agentcore/gatewayObjects";
import type { Problem, ResourceType } from "../resourceType";

export const restApiStage: ResourceType = {
  inputs: ["deployment", "description", "region", "restApi", "stageName", "tags"],
  required: ["deployment", "restApi", "stageName"],
  replaceOnChanges: ["region", "restApi", "stageName"],
  computed: ["arn", "executionArn", "invokeUrl"],
  problems,
  defaults: (inputs, session) => ({ ...regionOutput(inputs, session), tagsAll: allTags(inputs, session) }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "API Gateway: GetStage", outputs.region);
    const { restApi, stageName } = partsOf(id, outputs);
    const stored = session.store.read<StoredStage>(stageKey(scopeOf(session.account, region), restApi, stageName));
    return stored === undefined
      ? undefined
      : { id: idOf(stored), outputs: outputsOf(stored, outputs, region, session) };
  },
  update,
  delete: (id, olds, session) => {
    const region = regionFor(session, "API Gateway: DeleteStage", olds.region);
    const { restApi, stageName } = partsOf(id, olds);
    const key = stageKey(scopeOf(session.account, region), restApi, stageName);
    if (session.store.remove(key)) session.store.record("DeleteStage", key, { restApiId: restApi, stageName });
  },
};

function problems(inputs: Properties): Problem[] {
  const found = tagProblems(inputs);
  if (typeof inputs.stageName === "string" && !/^[\w-]{1,128}$/.test(inputs.stageName))
    found.push({ property: "stageName", reason: "must be 1 to 128 letters, digits or any of _-" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "API Gateway: CreateStage";
  const region = regionFor(session, operation, inputs.region);
  const restApiId = inputs.restApi as string;
  const { scope } = findRestApi(restApiId, region, session, "CreateStage");
  const name = inputs.stageName as string;
  const stored: StoredStage = { restApiId, name, ...changeable(inputs, restApiId, scope, session, operation) };
  const key = stageKey(scope, restApiId, name);
  if (!session.store.create(key, stored)) throw new AwsError(operation, "ConflictException", "Stage already exists");
  session.store.record("CreateStage", key, { restApiId, stageName: name, deploymentId: stored.deploymentId });
  return { id: idOf(stored), outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "API Gateway: UpdateStage";
  const region = regionFor(session, operation, olds.region);
  const { restApi, stageName } = partsOf(id, olds);
  const scope = scopeOf(session.account, region);
  const key = stageKey(scope, restApi, stageName);
  const before = session.store.read<StoredStage>(key);
  if (before === undefined) throw new AwsError(operation, "NotFoundException", "Invalid stage identifier specified");
  const after = { ...before, ...changeable(news, restApi, scope, session, operation) };
  session.store.replace(key, after);
  session.store.record("UpdateStage", key, { restApiId: restApi, stageName, deploymentId: after.deploymentId });
  return outputsOf(after, news, region, session);
}

function changeable(inputs: Properties, restApiId: string, scope: string, session: Session, operation: string) {
  const deploymentId = inputs.deployment as string;
  if (!deploymentsOf(session.store, scope, restApiId).some(({ id }) => id === deploymentId))
    throw new AwsError(operation, "BadRequestException", "Deployment id does not exist");
  return {
    deploymentId,
    description: inputs.description as string | undefined,
    tags: allTags(inputs, session) as Record<string, string>,
  };
}

function outputsOf(stored: StoredStage, inputs: Properties, region: string, session: Session): Properties {
  const host = session.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    arn: managementArn(session, region, `${stored.restApiId}/stages/${stored.name}`),
    deployment: stored.deploymentId,
    description: stored.description,
    executionArn: executionArn(session, region, `${stored.restApiId}/${stored.name}`),
    invokeUrl: `https://${stored.restApiId}.execute-api.${region}.${host}/${stored.name}`,
    region,
    restApi: stored.restApiId,
    stageName: stored.name,
    tags: ownTags(stored.tags, inputs, session),
    tagsAll: stored.tags,
  };
}

const idOf = ({ restApiId, name }: StoredStage): string => `ags-${restApiId}-${name}`;

/** An import names the stage as API/STAGE; the id does not tell its parts from each other. */
function partsOf(id: string, outputs: Properties): { restApi: string; stageName: string } {
  const parts = id.includes("/") ? id.split("/") : [outputs.restApi, outputs.stageName];
  const [restApi, stageName] = parts as (string | undefined)[];
  if (!restApi || !stageName) throw new Error(`"${id}" does not say which stage it is. Write API/STAGE.`);
  return { restApi, stageName };
}

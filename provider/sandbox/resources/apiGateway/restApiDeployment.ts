import { AwsError } from "../../values/awsError";
import { lowerAlphanumeric } from "../../values/awsNames";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { deploymentKey, findRestApi, methodsOf, stagesOf } from "./apiGatewayObjects";
import type { StoredDeployment } from "./apiGatewayObjects";
import { scopeOf } from "../agentcore/gatewayObjects";
import type { ResourceType } from "../resourceType";

/** A snapshot of an API. What deploys anew when the API changes is a changed trigger. */
export const restApiDeployment: ResourceType = {
  inputs: ["description", "region", "restApi", "triggers"],
  required: ["restApi"],
  replaceOnChanges: ["region", "restApi", "triggers"],
  computed: ["createdDate"],
  problems: () => [],
  defaults: regionOutput,
  create,
  read: (id, outputs, session) => {
    const { restApi, deploymentId } = partsOf(id, outputs);
    const region = regionFor(session, "API Gateway: GetDeployment", outputs.region);
    const key = deploymentKey(scopeOf(session.account, region), restApi, deploymentId);
    const stored = session.store.read<StoredDeployment>(key);
    return stored === undefined ? undefined : { id: stored.id, outputs: outputsOf(stored, outputs, region) };
  },
  update,
  delete: remove,
};

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "API Gateway: CreateDeployment";
  const region = regionFor(session, operation, inputs.region);
  const { stored: api, scope } = findRestApi(inputs.restApi as string, region, session, "CreateDeployment");
  if (methodsOf(api.body).length === 0)
    throw new AwsError(operation, "BadRequestException", "The REST API doesn't contain any methods");
  const stored: StoredDeployment = {
    restApiId: api.id,
    id: lowerAlphanumeric(6),
    description: inputs.description as string | undefined,
    createdDate: new Date().toISOString().replace(/\.\d+/, ""),
  };
  const key = deploymentKey(scope, api.id, stored.id);
  session.store.create(key, stored);
  session.store.record("CreateDeployment", key, { restApiId: api.id, deploymentId: stored.id });
  return { id: stored.id, outputs: outputsOf(stored, inputs, region) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "API Gateway: UpdateDeployment";
  const region = regionFor(session, operation, olds.region);
  const key = deploymentKey(scopeOf(session.account, region), olds.restApi as string, id);
  const before = session.store.read<StoredDeployment>(key);
  if (before === undefined)
    throw new AwsError(operation, "NotFoundException", "Invalid Deployment identifier specified");
  const after = { ...before, description: news.description as string | undefined };
  session.store.replace(key, after);
  session.store.record("UpdateDeployment", key, { restApiId: before.restApiId, deploymentId: id });
  return outputsOf(after, news, region);
}

function remove(id: string, olds: Properties, session: Session): void {
  const operation = "API Gateway: DeleteDeployment";
  const scope = scopeOf(session.account, regionFor(session, operation, olds.region));
  const restApiId = olds.restApi as string;
  const key = deploymentKey(scope, restApiId, id);
  if (stagesOf(session.store, scope, restApiId).some(({ deploymentId }) => deploymentId === id))
    throw new AwsError(
      operation,
      "BadRequestException",
      "Active stages pointing to this deployment must be moved or deleted",
    );
  if (session.store.remove(key)) session.store.record("DeleteDeployment", key, { restApiId, deploymentId: id });
}

const outputsOf = (stored: StoredDeployment, inputs: Properties, region: string): Properties => ({
  createdDate: stored.createdDate,
  description: stored.description,
  region,
  restApi: stored.restApiId,
  triggers: inputs.triggers,
});

/** An import names the deployment as API/DEPLOYMENT; after that the id is the deployment's. */
function partsOf(id: string, outputs: Properties): { restApi: string; deploymentId: string } {
  const [restApi, deploymentId] = id.includes("/") ? id.split("/") : [outputs.restApi as string | undefined, id];
  if (!restApi || !deploymentId) throw new Error(`"${id}" does not say of which API it is. Write API/DEPLOYMENT.`);
  return { restApi, deploymentId };
}

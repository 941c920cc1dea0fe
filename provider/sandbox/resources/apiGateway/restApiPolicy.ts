import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { findRestApi, refuseApiPolicy, restApiKey } from "./apiGatewayObjects";
import type { StoredRestApi } from "./apiGatewayObjects";
import { scopeOf } from "../agentcore/gatewayObjects";
import { mustBeJson } from "../resourceType";
import type { ResourceType } from "../resourceType";

export const restApiPolicy: ResourceType = {
  inputs: ["policy", "region", "restApiId"],
  required: ["policy", "restApiId"],
  replaceOnChanges: ["region", "restApiId"],
  json: ["policy"],
  computed: [],
  problems: (inputs) => mustBeJson(inputs, "policy"),
  defaults: regionOutput,
  create: (inputs, session) => ({ id: inputs.restApiId as string, outputs: put(inputs, session) }),
  read: (id, outputs, session) => {
    const region = regionFor(session, "API Gateway: GetRestApi", outputs.region);
    const policy = session.store.read<StoredRestApi>(restApiKey(scopeOf(session.account, region), id))?.policy;
    return policy === undefined ? undefined : { id, outputs: { policy, region, restApiId: id } };
  },
  update: (id, olds, news, session) => put({ ...news, restApiId: id, region: olds.region }, session),
  delete: (id, olds, session) => {
    const region = regionFor(session, "API Gateway: UpdateRestApi", olds.region);
    const key = restApiKey(scopeOf(session.account, region), id);
    const stored = session.store.read<StoredRestApi>(key);
    if (stored?.policy === undefined) return;
    session.store.replace(key, { ...stored, policy: undefined });
    session.store.record("UpdateRestApi", key, { restApiId: id, policy: "" });
  },
};

/** An API has one policy: this one takes the place of the one it has. It counts once the API is deployed again. */
function put(inputs: Properties, session: Session): Properties {
  const region = regionFor(session, "API Gateway: UpdateRestApi", inputs.region);
  const restApiId = inputs.restApiId as string;
  const policy = inputs.policy as string;
  const { stored, key } = findRestApi(restApiId, region, session, "UpdateRestApi");
  refuseApiPolicy(policy, session, "UpdateRestApi");
  session.store.replace(key, { ...stored, policy });
  session.store.record("UpdateRestApi", key, { restApiId, policy });
  return { policy, region, restApiId };
}

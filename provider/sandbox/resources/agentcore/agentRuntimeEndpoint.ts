import { AwsError } from "../../values/awsError";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { scopeOf } from "./gatewayObjects";
import type { Problem, ResourceType } from "../resourceType";
import { runtimeById, runtimeEndpointKey } from "./runtimeObjects";
import type { StoredRuntime, StoredRuntimeEndpoint } from "./runtimeObjects";

/** Every runtime has an endpoint `DEFAULT` of its newest version, which the service makes and keeps. */
const DEFAULT = "DEFAULT";

export const agentRuntimeEndpoint: ResourceType = {
  inputs: ["agentRuntimeId", "agentRuntimeVersion", "description", "name", "region", "tags", "timeouts"],
  required: ["agentRuntimeId"],
  replaceOnChanges: ["agentRuntimeId", "name", "region"],
  autoName: { maxLength: 48 },
  computed: ["agentRuntimeArn", "agentRuntimeEndpointArn"],
  problems,
  defaults: (inputs, session) => ({ ...regionOutput(inputs, session), tagsAll: allTags(inputs, session) }),
  create,
  read,
  update,
  delete: (id, olds, session) => {
    const region = regionFor(session, "Bedrock AgentCore Control: DeleteAgentRuntimeEndpoint", olds.region);
    const key = keyOf(id, region, session);
    if (session.store.remove(key)) session.store.record("DeleteAgentRuntimeEndpoint", key, { id });
  },
};

function problems(inputs: Properties): Problem[] {
  const found = tagProblems(inputs);
  if (typeof inputs.name === "string" && !/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/.test(inputs.name))
    found.push({
      property: "name",
      reason: "must match [a-zA-Z][a-zA-Z0-9_]{0,47}: write one, a made-up name has a dash",
    });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Bedrock AgentCore Control: CreateAgentRuntimeEndpoint";
  const { account, store } = session;
  const region = regionFor(session, operation, inputs.region);
  const runtime = findRuntime(inputs, region, session, operation);
  const name = inputs.name as string;
  const id = `${runtime.id},${name}`;
  const stored: StoredRuntimeEndpoint = {
    runtimeId: runtime.id,
    name,
    arn: `${runtime.arn}/runtime-endpoint/${name}`,
    ...changeable(inputs, runtime, session),
  };
  const key = runtimeEndpointKey(scopeOf(account, region), runtime.id, name);
  if (name === DEFAULT || !store.create(key, stored))
    throw new AwsError(operation, "ConflictException", `An endpoint with the specified name ${name} already exists`);
  store.record("CreateAgentRuntimeEndpoint", key, { id });
  return { id, outputs: outputsOf(stored, inputs, region, session) };
}

function read(id: string, outputs: Properties, session: Session): { id: string; outputs: Properties } | undefined {
  const region = regionFor(session, "Bedrock AgentCore Control: GetAgentRuntimeEndpoint", outputs.region);
  const stored = session.store.read<StoredRuntimeEndpoint>(keyOf(id, region, session));
  return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "Bedrock AgentCore Control: UpdateAgentRuntimeEndpoint";
  const region = regionFor(session, operation, olds.region);
  const key = keyOf(id, region, session);
  const before = session.store.read<StoredRuntimeEndpoint>(key);
  if (before === undefined) throw new AwsError(operation, "ResourceNotFoundException", `Endpoint ${id} was not found`);
  const runtime = findRuntime(news, region, session, operation);
  const after = { ...before, ...changeable(news, runtime, session) };
  session.store.replace(key, after);
  session.store.record("UpdateAgentRuntimeEndpoint", key, { id });
  return outputsOf(after, news, region, session);
}

function findRuntime(inputs: Properties, region: string, session: Session, operation: string): StoredRuntime {
  const id = inputs.agentRuntimeId as string;
  const runtime = runtimeById(session.store, scopeOf(session.account, region), id);
  if (runtime === undefined) throw new AwsError(operation, "ResourceNotFoundException", `Agent ${id} was not found`);
  const version = Number(inputs.agentRuntimeVersion ?? runtime.version);
  if (!(version >= 1 && version <= runtime.version))
    throw new AwsError(operation, "ResourceNotFoundException", `Agent ${id} has no such version`);
  return runtime;
}

const changeable = (inputs: Properties, runtime: StoredRuntime, session: Session) => ({
  inputs: { ...inputs, agentRuntimeVersion: inputs.agentRuntimeVersion ?? String(runtime.version) },
  tags: allTags(inputs, session) as Record<string, string>,
});

const outputsOf = (
  stored: StoredRuntimeEndpoint,
  inputs: Properties,
  region: string,
  session: Session,
): Properties => ({
  ...stored.inputs,
  agentRuntimeArn: stored.arn.split("/runtime-endpoint/")[0],
  agentRuntimeEndpointArn: stored.arn,
  name: stored.name,
  region,
  tags: ownTags(stored.tags, inputs, session),
  tagsAll: stored.tags,
});

/** The id is RUNTIME,NAME. */
function keyOf(id: string, region: string, session: Session) {
  const [runtimeId, name] = id.split(",");
  if (!runtimeId || !name) throw new Error(`"${id}" is not the id of a runtime's endpoint. Write RUNTIME,NAME.`);
  return runtimeEndpointKey(scopeOf(session.account, region), runtimeId, name);
}

import { isExactArn, parseArn } from "../../values/arn";
import { AwsError } from "../../values/awsError";
import { alphanumeric } from "../../values/awsNames";
import { evaluate } from "../../policies/iamEvaluator";
import type { PolicyDocument } from "../../policies/iamEvaluator";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { scopeOf } from "./gatewayObjects";
import { readRole } from "../iam/iamObjects";
import type { Problem, ResourceType } from "../resourceType";
import { endpointsOf, runtimeById, runtimeEndpointKey, runtimeKey } from "./runtimeObjects";
import type { StoredRuntime } from "./runtimeObjects";
import { anyText, list, structure, text, textMap, union } from "../../values/shape";
import type { Shape } from "../../values/shape";

/** What the properties hold that programs need. The artifact is never looked at. */
const SHAPES: Record<string, Shape> = {
  agentRuntimeName: text({ pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/ }),
  agentRuntimeArtifact: union({
    containerConfiguration: structure({ containerUri: anyText }),
    codeConfiguration: structure(
      { entryPoints: list(anyText, 1, 2), runtime: anyText },
      { code: structure({}, { s3: structure({ bucket: anyText, prefix: anyText }, { versionId: anyText }) }) },
    ),
  }),
  authorizerConfiguration: structure(
    {},
    {
      customJwtAuthorizer: structure(
        { discoveryUrl: text({ pattern: /\/\.well-known\/openid-configuration$/ }) },
        { allowedAudiences: list(anyText), allowedClients: list(anyText), allowedScopes: list(anyText) },
      ),
    },
  ),
  description: text({ least: 1, most: 4096 }),
  environmentVariables: textMap(text({ least: 1, most: 100 }), text({ most: 5000 })),
  networkConfiguration: structure(
    { networkMode: text({ oneOf: ["PUBLIC", "VPC"] }) },
    { networkModeConfig: structure({ securityGroups: list(anyText), subnets: list(anyText) }) },
  ),
  protocolConfiguration: structure({}, { serverProtocol: text({ oneOf: ["HTTP", "MCP", "A2A", "AGUI"] }) }),
  roleArn: text({ pattern: /^arn:[^:]+:iam::\d{12}:role\/.+$/ }),
};

const SERVICE = "bedrock-agentcore.amazonaws.com";

export const agentRuntime: ResourceType = {
  inputs: [...Object.keys(SHAPES), "region", "tags", "timeouts"],
  required: ["agentRuntimeArtifact", "agentRuntimeName", "networkConfiguration", "roleArn"],
  replaceOnChanges: ["agentRuntimeName", "region"],
  computed: ["agentRuntimeArn", "agentRuntimeId", "agentRuntimeVersion", "workloadIdentityDetails"],
  remade: () => ["agentRuntimeVersion"],
  problems,
  defaults: (inputs, session) => ({ ...regionOutput(inputs, session), tagsAll: allTags(inputs, session) }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "Bedrock AgentCore Control: GetAgentRuntime", outputs.region);
    const stored = runtimeById(session.store, scopeOf(session.account, region), id);
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, region, session) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found = tagProblems(inputs);
  for (const [property, shape] of Object.entries(SHAPES)) {
    const reason = inputs[property] === undefined ? undefined : shape(inputs[property], property);
    if (reason !== undefined) found.push({ property, reason });
  }
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Bedrock AgentCore Control: CreateAgentRuntime";
  const { account, partition, store } = session;
  const region = regionFor(session, operation, inputs.region);
  const name = inputs.agentRuntimeName as string;
  const id = `${name}-${alphanumeric(10)}`;
  const arn = `arn:${partition}:bedrock-agentcore:${region}:${account}:runtime/${id}`;
  refuseRole(inputs.roleArn as string, arn, session, operation);
  const tags = allTags(inputs, session) as Record<string, string>;
  const stored: StoredRuntime = { id, name, arn, version: 1, inputs, tags };
  const key = runtimeKey(scopeOf(account, region), name);
  if (!store.create(key, stored))
    throw new AwsError(operation, "ConflictException", `An agent with the specified name ${name} already exists`);
  store.record("CreateAgentRuntime", key, { agentRuntimeId: id, roleArn: inputs.roleArn });
  return { id, outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "Bedrock AgentCore Control: UpdateAgentRuntime";
  const region = regionFor(session, operation, olds.region);
  const scope = scopeOf(session.account, region);
  const before = runtimeById(session.store, scope, id);
  if (before === undefined) throw new AwsError(operation, "ResourceNotFoundException", `Agent ${id} was not found`);
  refuseRole(news.roleArn as string, before.arn, session, operation);
  const tags = allTags(news, session) as Record<string, string>;
  const after = { ...before, inputs: news, tags, version: before.version + 1 };
  const key = runtimeKey(scope, before.name);
  session.store.replace(key, after);
  session.store.record("UpdateAgentRuntime", key, { agentRuntimeId: id, roleArn: news.roleArn });
  return outputsOf(after, news, region, session);
}

/** The runtime goes with its endpoints. */
function remove(id: string, olds: Properties, session: Session): void {
  const { account, store } = session;
  const scope = scopeOf(account, regionFor(session, "Bedrock AgentCore Control: DeleteAgentRuntime", olds.region));
  const stored = runtimeById(store, scope, id);
  if (stored === undefined) return;
  for (const { name } of endpointsOf(store, scope, id)) store.remove(runtimeEndpointKey(scope, id, name));
  const key = runtimeKey(scope, stored.name);
  store.remove(key);
  store.record("DeleteAgentRuntime", key, { agentRuntimeId: id });
}

function refuseRole(roleArn: string, sourceArn: string, session: Session, operation: string): void {
  const arn = isExactArn(roleArn) ? parseArn(roleArn) : undefined;
  if (arn?.account !== session.account)
    throw new AwsError(operation, "AccessDeniedException", "Cross-account pass role is not allowed.");
  const role = readRole(session.store, session.account, arn.resource.split("/").pop()!);
  const isTrusting =
    role?.arn === roleArn &&
    evaluate([JSON.parse(role.assumeRolePolicy) as PolicyDocument], {
      action: "sts:AssumeRole",
      resource: roleArn,
      principal: { type: "Service", id: SERVICE },
      context: { "aws:SourceAccount": session.account, "aws:SourceArn": sourceArn },
    }) === "allowed";
  if (!isTrusting)
    throw new AwsError(
      operation,
      "ValidationException",
      `Role validation failed for '${roleArn}'. Please verify that the role exists and its trust policy allows assumption by this service`,
    );
}

function outputsOf(stored: StoredRuntime, inputs: Properties, region: string, session: Session): Properties {
  const directory = stored.arn.replace(/runtime\/.*/, "workload-identity-directory/default");
  return {
    ...stored.inputs,
    agentRuntimeArn: stored.arn,
    agentRuntimeId: stored.id,
    agentRuntimeVersion: String(stored.version),
    region,
    tags: ownTags(stored.tags, inputs, session),
    tagsAll: stored.tags,
    workloadIdentityDetails: [{ workloadIdentityArn: `${directory}/workload-identity/${stored.id}` }],
  };
}

import { isExactArn, parseArn } from "../../values/arn";
import { lowerAlphanumeric } from "../../values/awsNames";
import { AwsError } from "../../values/awsError";
import { evaluate } from "../../policies/iamEvaluator";
import type { PolicyDocument } from "../../policies/iamEvaluator";
import { isObject } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { gatewayById, gatewayKey, scopeOf, targetsOf } from "./gatewayObjects";
import type { StoredGateway } from "./gatewayObjects";
import { readRole } from "../iam/iamObjects";
import type { Problem, ResourceType } from "../resourceType";

const SERVICE = "bedrock-agentcore.amazonaws.com";
const AUTHORIZER_TYPES = ["CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"];

export const agentcoreGateway: ResourceType = {
  inputs: [
    "name",
    "roleArn",
    "authorizerType",
    "authorizerConfiguration",
    "description",
    "exceptionLevel",
    "interceptorConfigurations",
    "kmsKeyArn",
    "policyEngineConfiguration",
    "protocolConfiguration",
    "protocolType",
    "region",
    "tags",
    "timeouts",
  ],
  required: ["authorizerType", "roleArn"],
  replaceOnChanges: ["name", "authorizerType", "region"],
  autoName: { maxLength: 100 },
  computed: ["gatewayArn", "gatewayId", "gatewayUrl", "workloadIdentityDetails"],
  problems,
  defaults: (inputs, session) => ({
    ...(inputs.region === undefined && session.region === undefined ? {} : { region: inputs.region ?? session.region }),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "Bedrock AgentCore Control: GetGateway", outputs.region);
    const stored = gatewayById(session.store, scopeOf(session.account, region), id);
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, region, session) };
  },
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found = tagProblems(inputs);
  const { name, authorizerType, authorizerConfiguration, description, protocolType, roleArn, kmsKeyArn } = inputs;
  if (typeof name === "string" && !/^([0-9a-zA-Z][-]?){1,100}$/.test(name))
    found.push({ property: "name", reason: "must match ([0-9a-zA-Z][-]?){1,100}" });
  if (authorizerType !== undefined && !AUTHORIZER_TYPES.includes(authorizerType as string))
    found.push({ property: "authorizerType", reason: `must be one of ${AUTHORIZER_TYPES.join(", ")}` });
  if (authorizerType === "CUSTOM_JWT" && authorizerConfiguration === undefined)
    found.push({
      property: "authorizerConfiguration",
      reason: "authorizer_configuration is required when authorizer_type is CUSTOM_JWT",
    });
  if (typeof description === "string" && (description.length < 1 || description.length > 200))
    found.push({ property: "description", reason: "must have 1 to 200 characters" });
  if (protocolType !== undefined && protocolType !== "MCP")
    found.push({ property: "protocolType", reason: "must be MCP, or left out for a gateway of HTTP targets" });
  for (const [property, value] of Object.entries({ roleArn, kmsKeyArn }))
    if (typeof value === "string" && parseArn(value) === undefined)
      found.push({ property, reason: `"${value}" is not an ARN` });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Bedrock AgentCore Control: CreateGateway";
  const region = regionFor(session, operation, inputs.region);
  const { account, partition, store } = session;
  const scope = scopeOf(account, region);
  const name = inputs.name as string;
  if (!/^([0-9a-zA-Z][-]?){1,48}$/.test(name))
    throw new AwsError(
      operation,
      "ValidationException",
      `Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ([0-9a-zA-Z][-]?){1,48}`,
    );
  const id = `${name.toLowerCase()}-${lowerAlphanumeric(10)}`;
  refuseRole(inputs.roleArn as string, gatewayArn(partition, region, account, id), session, operation);
  const stored: StoredGateway = { id, name, inputs, tags: allTags(inputs, session) as Record<string, string> };
  const key = gatewayKey(scope, name);
  if (!store.create(key, stored))
    throw new AwsError(operation, "ConflictException", `A gateway with name: ${name} already exists`);
  store.record("CreateGateway", key, { gatewayId: id, name, roleArn: inputs.roleArn });
  return { id, outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "Bedrock AgentCore Control: UpdateGateway";
  const region = regionFor(session, operation, olds.region);
  const scope = scopeOf(session.account, region);
  const before = gatewayById(session.store, scope, id);
  if (before === undefined) throw noSuchGateway(operation, id);
  refuseRole(news.roleArn as string, gatewayArn(session.partition, region, session.account, id), session, operation);
  const after = { ...before, inputs: news, tags: allTags(news, session) as Record<string, string> };
  const key = gatewayKey(scope, before.name);
  session.store.replace(key, after);
  session.store.record("UpdateGateway", key, { gatewayId: id, name: before.name, roleArn: news.roleArn });
  return outputsOf(after, news, region, session);
}

function remove(id: string, olds: Properties, session: Session): void {
  const operation = "Bedrock AgentCore Control: DeleteGateway";
  const scope = scopeOf(session.account, regionFor(session, operation, olds.region));
  const stored = gatewayById(session.store, scope, id);
  if (stored === undefined) return;
  const targets = targetsOf(session.store, scope, id);
  if (targets.length > 0)
    throw new AwsError(
      operation,
      "ValidationException",
      `Gateway ${id} has ${targets.length} targets associated with it. Delete all targets before deleting the gateway.`,
    );
  const key = gatewayKey(scope, stored.name);
  session.store.remove(key);
  session.store.record("DeleteGateway", key, { gatewayId: id, name: stored.name });
}

export const noSuchGateway = (operation: string, id: string): AwsError =>
  new AwsError(operation, "ResourceNotFoundException", `Gateway with ID ${id} does not exist`);

/** The service assumes the role for the gateway, so the role must exist in its account and trust it for this gateway. */
function refuseRole(roleArn: string, sourceArn: string, session: Session, operation: string): void {
  const refuse = (explanation: string): never => {
    throw new AwsError(operation, "ValidationException", explanation);
  };
  const arn = isExactArn(roleArn) ? parseArn(roleArn) : undefined;
  if (arn?.service !== "iam" || !arn.resource.startsWith("role/")) return refuse(`${roleArn} is not the ARN of a role`);
  if (arn.account !== session.account) return refuse("Cross-account pass role is not allowed.");
  const stored = readRole(session.store, session.account, arn.resource.split("/").pop()!);
  if (stored?.arn !== roleArn) return refuse(`Role ${roleArn} does not exist`);
  const decision = evaluate([JSON.parse(stored.assumeRolePolicy) as PolicyDocument], {
    action: "sts:AssumeRole",
    resource: roleArn,
    principal: { type: "Service", id: SERVICE },
    context: { "aws:SourceAccount": session.account, "aws:SourceArn": sourceArn },
  });
  if (decision !== "allowed")
    refuse(
      `Gateway service is not authorized to assume role ${roleArn}. Its trust policy must let ${SERVICE} call ` +
        `sts:AssumeRole with aws:SourceAccount ${session.account} and aws:SourceArn ${sourceArn}`,
    );
}

function outputsOf(stored: StoredGateway, inputs: Properties, region: string, session: Session): Properties {
  const { account, partition } = session;
  const host = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    ...stored.inputs,
    region,
    gatewayArn: gatewayArn(partition, region, account, stored.id),
    gatewayId: stored.id,
    gatewayUrl: `https://${stored.id}.gateway.bedrock-agentcore.${region}.${host}${isMcp(stored) ? "/mcp" : ""}`,
    tags: ownTags(stored.tags, inputs, session),
    tagsAll: stored.tags,
    workloadIdentityDetails: [
      {
        workloadIdentityArn: `arn:${partition}:bedrock-agentcore:${region}:${account}:workload-identity-directory/default/workload-identity/${stored.id}`,
      },
    ],
  };
}

const gatewayArn = (partition: string, region: string, account: string, id: string): string =>
  `arn:${partition}:bedrock-agentcore:${region}:${account}:gateway/${id}`;

/** Whether the gateway speaks MCP; without a protocol it routes to HTTP targets. */
export const isMcp = (stored: StoredGateway): boolean => stored.inputs.protocolType === "MCP";

/** How callers of the gateway prove who they are. */
export const hasJwtAuthorizer = (stored: StoredGateway): boolean =>
  stored.inputs.authorizerType === "CUSTOM_JWT" && isObject(stored.inputs.authorizerConfiguration);

/** Whether callers come with a token that the gateway has looked at. */
export const validatesTokens = (stored: StoredGateway): boolean =>
  ["CUSTOM_JWT", "AUTHENTICATE_ONLY"].includes(stored.inputs.authorizerType as string);

/** Whether callers come with an identity of AWS, which the gateway can hand on. */
export const hasCallerIdentity = (stored: StoredGateway): boolean =>
  ["AWS_IAM", "AUTHENTICATE_ONLY"].includes(stored.inputs.authorizerType as string);

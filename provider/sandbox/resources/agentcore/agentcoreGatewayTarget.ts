import { AwsError } from "../../values/awsError";
import { alphanumeric } from "../../values/awsNames";
import { isObject } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor } from "../../session";
import type { Session } from "../../session";
import { hasCallerIdentity, hasJwtAuthorizer, isMcp, noSuchGateway, validatesTokens } from "./agentcoreGateway";
import { gatewayById, scopeOf, targetById, targetKey, targetsOf } from "./gatewayObjects";
import type { StoredGateway, StoredTarget } from "./gatewayObjects";
import type { Problem, ResourceType } from "../resourceType";
import { configurationProblem, credentialProblem, targetKind } from "./targetRules";
import { failureOf, setUpProblem } from "./targetSetUp";
import { metadataConfiguration, targetConfiguration } from "./targetShapes";

/** Quota "Targets per gateway" of Bedrock AgentCore. */
const TARGETS_PER_GATEWAY = 100;

export const agentcoreGatewayTarget: ResourceType = {
  inputs: [
    "name",
    "gatewayIdentifier",
    "credentialProviderConfiguration",
    "description",
    "metadataConfiguration",
    "privateEndpoint",
    "region",
    "targetConfiguration",
    "timeouts",
  ],
  required: ["gatewayIdentifier", "targetConfiguration"],
  replaceOnChanges: ["name", "gatewayIdentifier", "region"],
  replacesToo: (olds, news) => (isOfAnotherKind(olds, news) ? ["targetConfiguration"] : []),
  autoName: { maxLength: 100 },
  computed: ["targetId"],
  problems,
  defaults: (inputs, session) =>
    inputs.region === undefined && session.region === undefined ? {} : { region: inputs.region ?? session.region },
  create,
  read,
  update,
  delete: remove,
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = [];
  const { name, description, credentialProviderConfiguration } = inputs;
  if (typeof name === "string" && !/^([0-9a-zA-Z][-]?){1,100}$/.test(name))
    found.push({ property: "name", reason: "must match ([0-9a-zA-Z][-]?){1,100}" });
  if (typeof description === "string" && (description.length < 1 || description.length > 200))
    found.push({ property: "description", reason: "must have 1 to 200 characters" });
  if (isObject(credentialProviderConfiguration) && Object.keys(credentialProviderConfiguration).length > 1)
    found.push({ property: "credentialProviderConfiguration", reason: "its blocks conflict: set one of them" });
  for (const [property, shape] of Object.entries({ metadataConfiguration, targetConfiguration })) {
    const reason = inputs[property] === undefined ? undefined : shape(inputs[property], property);
    if (reason !== undefined) found.push({ property, reason });
  }
  return found;
}

/** The real provider replaces a target of another kind, and creates first: under one name that ends in a conflict. */
function isOfAnotherKind(olds: Properties, news: Properties): boolean {
  const [before, after] = [targetKind(olds.targetConfiguration), targetKind(news.targetConfiguration)];
  return "kind" in before && "kind" in after && before.kind !== after.kind;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Bedrock AgentCore Control: CreateGatewayTarget";
  const region = regionFor(session, operation, inputs.region);
  const scope = scopeOf(session.account, region);
  const gatewayId = inputs.gatewayIdentifier as string;
  const id = alphanumeric(10);
  refuse(id, inputs, session, region, operation);
  if (targetsOf(session.store, scope, gatewayId).length >= TARGETS_PER_GATEWAY)
    throw new AwsError(
      operation,
      "ServiceQuotaExceededException",
      `Gateway ${gatewayId} has the maximum number of ${TARGETS_PER_GATEWAY} targets`,
    );
  const name = inputs.name as string;
  const stored: StoredTarget = { id, gatewayId, name, inputs };
  const key = targetKey(scope, gatewayId, name);
  if (!session.store.create(key, stored))
    throw new AwsError(
      operation,
      "ConflictException",
      `A target with name ${name} already exists in gateway ${gatewayId}`,
    );
  session.store.record("CreateGatewayTarget", key, detailOf(stored));
  return { id: stored.id, outputs: outputsOf(stored, region) };
}

/** An import names the target as `GATEWAY,TARGET`; after that the id is the target's. */
function read(id: string, outputs: Properties, session: Session): { id: string; outputs: Properties } | undefined {
  const region = regionFor(session, "Bedrock AgentCore Control: GetGatewayTarget", outputs.region);
  const [gatewayId, target] = id.includes(",") ? id.split(",") : [outputs.gatewayIdentifier as string | undefined, id];
  if (gatewayId === undefined || target === undefined)
    throw new Error(`"${id}" does not say which gateway the target belongs to. Write GATEWAY,TARGET.`);
  const scope = scopeOf(session.account, region);
  const stored = targetById(session.store, scope, gatewayId, target, outputs.name as string | undefined);
  return stored === undefined ? undefined : { id: stored.id, outputs: outputsOf(stored, region) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const operation = "Bedrock AgentCore Control: UpdateGatewayTarget";
  const region = regionFor(session, operation, olds.region);
  const scope = scopeOf(session.account, region);
  const gatewayId = olds.gatewayIdentifier as string;
  refuse(id, news, session, region, operation);
  const before = targetById(session.store, scope, gatewayId, id, olds.name as string);
  if (before === undefined) throw noSuchTarget(operation, id);
  const after = { ...before, inputs: news };
  const key = targetKey(scope, gatewayId, before.name);
  session.store.replace(key, after);
  session.store.record("UpdateGatewayTarget", key, detailOf(after));
  return outputsOf(after, region);
}

function remove(id: string, olds: Properties, session: Session): void {
  const operation = "Bedrock AgentCore Control: DeleteGatewayTarget";
  const scope = scopeOf(session.account, regionFor(session, operation, olds.region));
  const stored = targetById(session.store, scope, olds.gatewayIdentifier as string, id, olds.name as string);
  if (stored === undefined) return;
  const key = targetKey(scope, stored.gatewayId, stored.name);
  session.store.remove(key);
  session.store.record("DeleteGatewayTarget", key, detailOf(stored));
}

const noSuchTarget = (operation: string, id: string): AwsError =>
  new AwsError(operation, "ResourceNotFoundException", `Target with ID ${id} does not exist`);

/**
 * Throws what the service refuses at once, and what the provider says when a target fails later. The service keeps a
 * failed target, and the provider keeps it in the state to be replaced; here it is as if it had never been.
 */
function refuse(id: string, inputs: Properties, session: Session, region: string, operation: string): void {
  const gateway = gatewayById(session.store, scopeOf(session.account, region), inputs.gatewayIdentifier as string);
  if (gateway === undefined) throw noSuchGateway(operation, inputs.gatewayIdentifier as string);
  const invalid = (explanation: string): never => {
    throw new AwsError(operation, "ValidationException", explanation);
  };
  const { targetConfiguration: configuration, credentialProviderConfiguration: credential } = inputs;
  const shapeProblem = targetConfiguration(configuration, "targetConfiguration");
  const target = targetKind(configuration);
  if ("problem" in target || shapeProblem !== undefined) return invalid(shapeProblem ?? "No target configuration");
  const { kind } = target;
  const place = { partition: session.partition, region, account: session.account };
  const setUp = { targetId: id, kind, inputs, gateway, region };
  const problem =
    gatewayProblem(kind, credential, gateway) ??
    credentialProblem(credential, kind, place) ??
    configurationProblem(kind, configuration as Properties, credential) ??
    setUpProblem(setUp, session);
  if (problem !== undefined) invalid(problem);
  const failure = failureOf(setUp, session);
  if (failure !== undefined) throw failedTarget(id, failure);
}

/** What a gateway of that protocol and authorizer cannot have as a target. */
function gatewayProblem(kind: string, credential: unknown, gateway: StoredGateway): string | undefined {
  const [protocol] = kind.split(".");
  if (protocol !== "mcp" && isMcp(gateway))
    return `${protocol === "http" ? "HTTP" : "Inference"} target configuration is not supported for gateways with MCP protocol type`;
  if (protocol === "mcp" && !isMcp(gateway)) return `Target type ${kind} needs a gateway with protocolType MCP`;
  if (!isObject(credential)) return undefined;
  const grantType = isObject(credential.oauth) ? credential.oauth.grantType : undefined;
  if (["AUTHORIZATION_CODE", "TOKEN_EXCHANGE"].includes(grantType as string) && !hasJwtAuthorizer(gateway))
    return `grantType ${grantType as string} needs a gateway with authorizerType CUSTOM_JWT`;
  if (credential.callerIamCredentials !== undefined && !hasCallerIdentity(gateway))
    return "CALLER_IAM_CREDENTIALS needs a gateway with authorizerType AWS_IAM or AUTHENTICATE_ONLY";
  if (credential.jwtPassthrough !== undefined && !validatesTokens(gateway))
    return "JWT_PASSTHROUGH needs a gateway with authorizerType CUSTOM_JWT or AUTHENTICATE_ONLY";
  return undefined;
}

const failedTarget = (id: string, reason: string): Error =>
  new Error(
    `waiting for Bedrock AgentCore Gateway Target (${id}): unexpected state 'FAILED', wanted target 'READY'. last error: ${reason}`,
  );

const outputsOf = (stored: StoredTarget, region: string): Properties => ({
  ...stored.inputs,
  region,
  targetId: stored.id,
});

const detailOf = (stored: StoredTarget): Record<string, unknown> => ({
  gatewayId: stored.gatewayId,
  targetId: stored.id,
  name: stored.name,
  credentialProviderConfiguration: stored.inputs.credentialProviderConfiguration,
});

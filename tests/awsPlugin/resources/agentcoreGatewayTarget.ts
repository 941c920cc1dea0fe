import { randomInt } from "node:crypto";
import { AwsError } from "../awsError";
import { containsUnknown, isObject, type Properties } from "../propertyValues";
import { regionFor, type Session } from "../session";
import { invocationDecision } from "../mayInvoke";
import { hasCallerIdentity, hasJwtAuthorizer, isMcp, noSuchGateway } from "./agentcoreGateway";
import {
  gatewayById,
  scopeOf,
  targetById,
  targetKey,
  targetsOf,
  type StoredGateway,
  type StoredTarget,
} from "./gatewayObjects";
import { readRole } from "./iamObjects";
import { hasQualifier, parseFunction, readFunction } from "./lambdaObjects";
import type { Problem, ResourceType } from "./resourceType";
import { credentialProblem, targetKind } from "./targetRules";

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
  const { name, description, credentialProviderConfiguration, targetConfiguration } = inputs;
  if (typeof name === "string" && !/^([0-9a-zA-Z][-]?){1,100}$/.test(name))
    found.push({ property: "name", reason: "must match ([0-9a-zA-Z][-]?){1,100}" });
  if (typeof description === "string" && (description.length < 1 || description.length > 200))
    found.push({ property: "description", reason: "must have 1 to 200 characters" });
  if (isObject(credentialProviderConfiguration) && Object.keys(credentialProviderConfiguration).length > 1)
    found.push({ property: "credentialProviderConfiguration", reason: "its blocks conflict: set one of them" });
  if (targetConfiguration !== undefined && !containsUnknown(targetConfiguration)) {
    const kind = targetKind(targetConfiguration);
    if ("problem" in kind) found.push({ property: "targetConfiguration", reason: kind.problem });
  }
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Bedrock AgentCore Control: CreateGatewayTarget";
  const region = regionFor(session, operation, inputs.region);
  const scope = scopeOf(session.account, region);
  const gatewayId = inputs.gatewayIdentifier as string;
  refuse(inputs, session, region, operation);
  if (targetsOf(session.store, scope, gatewayId).length >= TARGETS_PER_GATEWAY)
    throw new AwsError(
      operation,
      "ServiceQuotaExceededException",
      `Gateway ${gatewayId} has the maximum number of ${TARGETS_PER_GATEWAY} targets`,
    );
  const name = inputs.name as string;
  const stored: StoredTarget = { id: targetId(), gatewayId, name, inputs };
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
  refuse(news, session, region, operation);
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

function refuse(inputs: Properties, session: Session, region: string, operation: string): void {
  const gateway = gatewayById(session.store, scopeOf(session.account, region), inputs.gatewayIdentifier as string);
  if (gateway === undefined) throw noSuchGateway(operation, inputs.gatewayIdentifier as string);
  const invalid = (explanation: string): never => {
    throw new AwsError(operation, "ValidationException", explanation);
  };
  const kind = targetKind(inputs.targetConfiguration);
  if ("problem" in kind) return invalid(kind.problem);
  if (kind.kind.startsWith("mcp.") !== isMcp(gateway))
    return invalid(
      isMcp(gateway)
        ? `Target type ${kind.kind} is not supported on a gateway with protocolType MCP`
        : `Target type ${kind.kind} needs a gateway with protocolType MCP`,
    );
  const credential = inputs.credentialProviderConfiguration;
  const place = { partition: session.partition, region, account: session.account };
  const problem = credentialProblem(credential, kind.kind, place);
  if (problem !== undefined) return invalid(problem);
  const oauth = isObject(credential) && isObject(credential.oauth) ? credential.oauth : {};
  if (["AUTHORIZATION_CODE", "TOKEN_EXCHANGE"].includes(oauth.grantType as string) && !hasJwtAuthorizer(gateway))
    invalid(`grantType ${oauth.grantType as string} needs a gateway with authorizerType CUSTOM_JWT`);
  if (isObject(credential) && credential.callerIamCredentials !== undefined && !hasCallerIdentity(gateway))
    invalid("CALLER_IAM_CREDENTIALS needs a gateway with authorizerType AWS_IAM or AUTHENTICATE_ONLY");
  if (kind.kind === "mcp.lambda") refuseFunction(inputs, gateway, session, region, invalid);
}

/** The service invokes the function once with the gateway's role, without running it. */
function refuseFunction(
  inputs: Properties,
  gateway: StoredGateway,
  session: Session,
  region: string,
  invalid: (explanation: string) => never,
): void {
  const { store } = session;
  const { mcp } = inputs.targetConfiguration as { mcp: { lambda: Properties } };
  const text = mcp.lambda.lambdaArn as string | undefined;
  const reference = text === undefined ? undefined : parseFunction(text);
  if (text === undefined || reference?.account === undefined || reference.region === undefined)
    return invalid(`lambdaArn "${text ?? ""}" is not the ARN of a Lambda function`);
  const scope = scopeOf(reference.account, region);
  const stored = reference.region === region ? readFunction(store, scope, reference.name) : undefined;
  const isThere =
    stored !== undefined &&
    (reference.qualifier === undefined || hasQualifier(store, scope, stored, reference.qualifier));
  if (!isThere) return invalid("Lambda function not found");
  const role = readRole(store, session.account, (gateway.inputs.roleArn as string).split("/").pop()!);
  if (role === undefined || invocationDecision(store, role, text) !== "allowed")
    invalid(
      `Gateway execution role lacks permission to invoke Lambda function ${text}. Update the permission and retry`,
    );
}

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

function targetId(): string {
  const characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return Array.from({ length: 10 }, () => characters[randomInt(characters.length)]).join("");
}

import {
  agentcoreArn,
  agentcoreArnPattern,
  assertArnComponent,
  assertAwsScope,
  gatewayId as gatewayIdComponent,
  gatewayName as gatewayNameComponent,
  partsOfArn,
} from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { agentcoreTrustPolicy, allow } from "../policy/document";
import type { Statement } from "../policy/document";

/** A gateway, identified by its name. It does not have to exist yet. */
export interface Gateway extends AwsScope {
  /** The gateway's name as declared: 1 to 48 letters and digits, with single `-` between them. */
  readonly gatewayName: string;
}

/** A gateway that exists, identified by its id. */
export interface AgentcoreGatewayId extends AwsScope {
  /** Its name in lower case, `-`, and ten characters that the service chose: `tools-0123456789`. */
  readonly gatewayId: string;
}

/**
 * Returns the ARN of the directory that holds the workload identities of gateways.
 *
 * @throws Error if a part would match more than one directory.
 */
export function workloadIdentityDirectoryArn(scope: AwsScope): string {
  assertAwsScope(scope);
  return agentcoreArn(scope, "workload-identity-directory/default");
}

/**
 * Returns the pattern of a gateway's id: its name in lower case, `-`, and ten characters that the service chooses.
 * IAM compares case-sensitively, and each `?` is exactly one character. A longer name with the same beginning does not match.
 */
function gatewayIdPattern(gatewayName: string): string {
  assertArnComponent("gatewayName", gatewayName, gatewayNameComponent);
  return `${gatewayName.toLowerCase()}-??????????`;
}

/**
 * Returns a pattern that matches the ARN of exactly one gateway. It works before the gateway exists.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function gatewayArnPattern(scope: AwsScope, gatewayName: string): string {
  assertAwsScope(scope);
  return agentcoreArn(scope, `gateway/${gatewayIdPattern(gatewayName)}`);
}

/**
 * Returns a pattern that matches the workload identity of exactly one gateway. The identity has the gateway's id as name.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function gatewayWorkloadIdentityArnPattern(scope: AwsScope, gatewayName: string): string {
  return `${workloadIdentityDirectoryArn(scope)}/workload-identity/${gatewayIdPattern(gatewayName)}`;
}

/**
 * Returns the ARN of a gateway. If only its name is known, returns the pattern that matches exactly this gateway.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function exactGatewayArn(gateway: Gateway | AgentcoreGatewayId): string {
  if ("gatewayName" in gateway) return gatewayArnPattern(gateway, gateway.gatewayName);
  assertAwsScope(gateway);
  assertArnComponent("gatewayId", gateway.gatewayId, gatewayIdComponent);
  return agentcoreArn(gateway, `gateway/${gateway.gatewayId}`);
}

const gatewayArnForm = agentcoreArnPattern("gateway", "gatewayId", gatewayIdComponent);

/** Parses the ARN of a gateway. Returns `undefined` for every other text, also for one with a wildcard. */
export function parseGatewayArn(arn: string): AgentcoreGatewayId | undefined {
  return partsOfArn(arn, gatewayArnForm);
}

/**
 * Returns the two ARNs that identify the gateway in requests for tokens. IAM checks each request for both: a role that lacks
 * one of them is denied, even if the credential provider's own ARN is allowed.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore; both resource types are required.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function identityArns(gateway: Gateway): string[] {
  return [workloadIdentityDirectoryArn(gateway), gatewayWorkloadIdentityArnPattern(gateway, gateway.gatewayName)];
}

/**
 * Returns the trust policy of a gateway's execution role. AgentCore can assume the role for this gateway of this account
 * only, which prevents the confused deputy problem. It works before the gateway exists.
 *
 * Source: AgentCore Developer Guide, "Set up permissions for AgentCore Gateway".
 *
 * @throws Error if a part would match more than one gateway.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tools = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "tools" };
 * export const assumeRolePolicy = iam.gatewayTrustPolicy(tools);
 */
export function gatewayTrustPolicy(gateway: Gateway): string {
  return agentcoreTrustPolicy("GatewayAssumesRole", gateway.accountId, exactGatewayArn(gateway));
}

const invokeGateway = ["bedrock-agentcore:InvokeGateway"];

/**
 * Returns the permission to call a gateway: for a gateway that has it as a target, or for any other caller.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, `InvokeGateway`.
 *
 * @throws Error if a part would match more than one gateway.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const search = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayId: "search-0123456789" };
 * export const policy = iam.policyDocument(iam.invokeGatewayStatements(search));
 */
export function invokeGatewayStatements(gateway: Gateway | AgentcoreGatewayId): Statement[] {
  return [allow("InvokeGateways", invokeGateway, [exactGatewayArn(gateway)])];
}

/**
 * Returns the permission of a gateway's role to call that gateway itself. AWS asks for it if targets take signed requests,
 * and does not say why. Lambda targets work without it.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth", IAM-based outbound authorization.
 *
 * @throws Error if a part would match more than one gateway.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tools = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "tools" };
 * export const policy = iam.policyDocument(iam.invokeOwnGatewayStatements(tools));
 */
export function invokeOwnGatewayStatements(gateway: Gateway): Statement[] {
  return [allow("InvokeOwnGateway", invokeGateway, [exactGatewayArn(gateway)])];
}

/**
 * Returns the permission that all API-key and OAuth targets need: to get a token that identifies the gateway.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function workloadTokenStatements(gateway: Gateway): Statement[] {
  return [allow("WorkloadToken", ["bedrock-agentcore:GetWorkloadAccessToken"], identityArns(gateway))];
}

/**
 * Returns the additional permission for a target that acts for the user of the request. The token also identifies the user,
 * by a JWT. The gateway still needs {@link workloadTokenStatements}, to list the target's tools.
 *
 * @throws Error if a part would match more than one gateway.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tools = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "tools" };
 * export const statements = [...iam.workloadTokenStatements(tools), ...iam.workloadTokenForJwtStatements(tools)];
 */
export function workloadTokenForJwtStatements(gateway: Gateway): Statement[] {
  return [allow("WorkloadTokenForJWT", ["bedrock-agentcore:GetWorkloadAccessTokenForJWT"], identityArns(gateway))];
}

/**
 * Returns the permission that an MCP server without a static tool schema needs in addition if users consent. AgentCore lists
 * its tools when it creates the target, under a user id that it makes from the ids of the gateway and the target.
 *
 * The statement has no condition on this user id, because AWS does not document that IAM sees it.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function workloadTokenForTargetSetupStatements(gateway: Gateway): Statement[] {
  const actions = ["bedrock-agentcore:GetWorkloadAccessTokenForUserId"];
  return [allow("WorkloadTokenForTargetSetup", actions, identityArns(gateway))];
}

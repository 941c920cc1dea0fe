import { allow } from "./allow";
import { gatewayArnPattern } from "./arn";
import type { Scope } from "./arn";
import type { Statement } from "./document";
import { assertPart, assertScope } from "./exactPart";
import type { Gateway } from "./statements";

/** A gateway that exists, by its id. */
export interface AgentcoreGatewayId extends Scope {
  /** Its name in lower case, `-`, and ten characters of the service's: `tools-0123456789`. */
  readonly gatewayId: string;
}

const gatewayIdPart = {
  pattern: /^([0-9a-z]-?){1,100}-[0-9a-z]{10}$/,
  what: "the id of one gateway",
  write: 'it as in "tools-0123456789"',
};

const gatewayNamePart = {
  pattern: /^([0-9a-zA-Z]-?){1,48}$/,
  what: "the name of one gateway",
  write: "1 to 48 letters and digits, with single - between them",
};

/** ARN of a gateway. */
function gatewayArn({ partition, region, accountId, gatewayId }: AgentcoreGatewayId): string {
  return `arn:${partition}:bedrock-agentcore:${region}:${accountId}:gateway/${gatewayId}`;
}

/** The one action that calling a gateway takes. */
const invokeGateway = ["bedrock-agentcore:InvokeGateway"];

/**
 * To call another gateway, as a target of this one.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, `InvokeGateway`.
 *
 * @throws Error if a part of the id would match more than one gateway.
 *
 * @example
 * import { iam } from "pulumi-agentcore-outbound-auth";
 *
 * const search = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayId: "search-0123456789" };
 * export const policy = iam.policyDocument(iam.invokeGatewayStatements(search));
 */
export function invokeGatewayStatements(id: AgentcoreGatewayId): Statement[] {
  assertScope(id);
  assertPart("gatewayId", id.gatewayId, gatewayIdPart);
  return [allow("InvokeGateways", invokeGateway, [gatewayArn(id)])];
}

/**
 * To call the gateway that the role is of, before and after it exists. AWS asks to see to it where targets take signed
 * requests, and does not say why; Lambda targets run without it.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth", IAM-based outbound authorization.
 *
 * @throws Error if place or name would match more than one gateway.
 *
 * @example
 * import { iam } from "pulumi-agentcore-outbound-auth";
 *
 * const tools = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "tools" };
 * export const policy = iam.policyDocument(iam.invokeOwnGatewayStatements(tools));
 */
export function invokeOwnGatewayStatements(gateway: Gateway): Statement[] {
  assertScope(gateway);
  assertPart("gatewayName", gateway.gatewayName, gatewayNamePart);
  return [allow("InvokeOwnGateway", invokeGateway, [gatewayArnPattern(gateway, gateway.gatewayName)])];
}

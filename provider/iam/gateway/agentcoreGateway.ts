import { allow } from "../policy/allow";
import { gatewayArnPattern } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertArnComponent, assertAwsScope } from "../policy/arnComponent";
import type { Gateway } from "./statements";

/** A gateway that exists, by its id. */
export interface AgentcoreGatewayId extends AwsScope {
  /** Its name in lower case, `-`, and ten characters of the service's: `tools-0123456789`. */
  readonly gatewayId: string;
}

const gatewayIdPart = {
  pattern: /^([0-9a-z]-?){1,100}-[0-9a-z]{10}$/,
  label: "the id of one gateway",
  write: 'it as in "tools-0123456789"',
};

const gatewayNamePart = {
  pattern: /^([0-9a-zA-Z]-?){1,48}$/,
  label: "the name of one gateway",
  write: "1 to 48 letters and digits, with single - between them",
};

/** @throws Error if a name is not one that a gateway can have. */
export function assertGatewayName(name: string): void {
  assertArnComponent("gatewayName", name, gatewayNamePart);
}

/**
 * ARN of a gateway that is known by its id; of one that is known by its name, the pattern that matches exactly it, before
 * and after it exists.
 *
 * @throws Error if a part would match more than one gateway.
 */
export function exactGatewayArn(gateway: Gateway | AgentcoreGatewayId): string {
  assertAwsScope(gateway);
  if ("gatewayName" in gateway) {
    assertGatewayName(gateway.gatewayName);
    return gatewayArnPattern(gateway, gateway.gatewayName);
  }
  assertArnComponent("gatewayId", gateway.gatewayId, gatewayIdPart);
  const { partition, region, accountId, gatewayId } = gateway;
  return `arn:${partition}:bedrock-agentcore:${region}:${accountId}:gateway/${gatewayId}`;
}

/** The one action that calling a gateway takes. */
const invokeGateway = ["bedrock-agentcore:InvokeGateway"];

/**
 * To call a gateway: another one as a target of this one, or any as its caller. By its id, or by its name before it exists.
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
 * To call the gateway that the role is of, before and after it exists. AWS asks to see to it where targets take signed
 * requests, and does not say why; Lambda targets run without it.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth", IAM-based outbound authorization.
 *
 * @throws Error if place or name would match more than one gateway.
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

const gatewayArnForm =
  /^arn:(aws[a-z-]*):bedrock-agentcore:([a-z0-9-]+):(\d{12}):gateway\/((?:[0-9a-z]-?){1,100}-[0-9a-z]{10})$/;

/** Takes the ARN of a gateway apart; `undefined` if the text is not exactly one (a wildcard never is). */
export function parseGatewayArn(arn: string): AgentcoreGatewayId | undefined {
  const match = gatewayArnForm.exec(arn);
  if (match === null) return undefined;
  const [, partition, region, accountId, gatewayId] = match as unknown as [string, string, string, string, string];
  return { partition, region, accountId, gatewayId };
}

/**
 * Outbound auth of Amazon Bedrock AgentCore gateways, declared in Pulumi.
 *
 * @packageDocumentation
 */
export * from "./components/outboundAuth";
export type { ForeignGatewayArgs, GatewayArgs } from "./components/gateway";
export { GatewayRole } from "./components/gatewayRole";
export type { GatewayRoleArgs } from "./components/gatewayRole";
export * from "./resources/apiKeyCredentialProvider";
export * as iam from "./iam";

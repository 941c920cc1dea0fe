/**
 * Outbound auth of Amazon Bedrock AgentCore gateways, declared in Pulumi.
 *
 * @packageDocumentation
 */
export { GatewayTarget } from "./components/gatewayTarget";
export type {
  GatewayTargetArgs,
  LambdaTargetConfigurationArgs,
  TargetConfigurationArgs,
} from "./components/gatewayTarget";
export { OutboundAuth } from "./components/outboundAuth";
export * from "./components/outboundAuthArgs";
export * from "./components/targetArgs";
export type {
  ApiCredentialProviderConfiguration,
  CredentialProviderConfiguration,
} from "./components/targetConfiguration";
export type { ForeignGatewayArgs, GatewayArgs } from "./components/gateway";
export type { CredentialProvider } from "./components/providerCredential";
export { GatewayOutboundAuth } from "./components/gatewayOutboundAuth";
export type { GatewayOutboundAuthArgs, TargetOutboundAuthArgs } from "./components/gatewayOutboundAuthArgs";
export { GatewayRole } from "./components/gatewayRole";
export type { GatewayRoleArgs } from "./components/gatewayRole";
export * from "./resources/apiKeyCredentialProvider";
export * from "./resources/authorizationServer";
export type { AssumeRoleArgs, ConnectionArgs } from "./resources/connection";
export type { CredentialProviderArgs } from "./resources/credentialProvider";
export * from "./resources/oauth2CredentialProvider";
export { TokenVault } from "./resources/tokenVault";
export type { TokenVaultState } from "./resources/tokenVault";
export type { Oauth2Vendor } from "./rules/vendors";
export { fromEnv, fromSecretsManager } from "./resources/secretSource";
export type { SecretArgs, SecretFromEnvironment, SecretFromSecretsManager } from "./resources/secretSource";
export * as iam from "./iam";

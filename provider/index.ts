/**
 * Outbound auth of Amazon Bedrock AgentCore gateways, declared in Pulumi.
 *
 * @packageDocumentation
 */
import "./resources/program/requirements";
export { OutboundAuth } from "./components/outboundAuth";
export * from "./components/args/outboundAuth";
export { GatewayOutboundAuth } from "./components/gatewayOutboundAuth";
export type { GatewayOutboundAuthArgs, TargetOutboundAuthArgs } from "./components/gatewayOutboundAuth";
export { GatewayTarget } from "./components/gatewayTarget";
export type {
  GatewayTargetArgs,
  LambdaTargetConfigurationArgs,
  TargetConfigurationArgs,
} from "./components/gatewayTarget";
export * from "./components/args/target";
export type {
  ApiCredentialProviderConfiguration,
  CredentialProviderConfiguration,
} from "./components/grants/providerConfiguration";
export type { ExistingGatewayArgs, GatewayArgs } from "./components/gateway/gatewayInput";
export type { CredentialProvider } from "./components/grants/grant";
export { GatewayRole } from "./components/gateway/gatewayRole";
export type { GatewayRoleArgs, GatewaySettingsArgs } from "./components/gateway/gatewayRole";
export * from "./resources/apiKeyCredentialProvider";
export type { AssumeRoleArgs, ConnectionArgs, CredentialProviderArgs } from "./resources/credentialProvider";
export { Oauth2CredentialProvider } from "./resources/oauth2CredentialProvider";
export * from "./resources/oauth2CredentialProviderArgs";
export { TokenVault } from "./resources/tokenVault";
export type { TokenVaultState } from "./resources/tokenVault";
export type { Oauth2Vendor } from "./rules/providers/oauth2/vendors";
export { fromEnv, fromSecretsManager } from "./resources/secretSource";
export type { SecretArgs, SecretFromEnvironment, SecretFromSecretsManager } from "./resources/secretSource";

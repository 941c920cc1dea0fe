/** Subpath `./iam`: functions that return ARNs, policy statements and policy documents. They call nothing. */
export * from "./iam/arns";
export { callbackStatements, returnUrlStatements } from "./iam/callback";
export * from "./iam/caller";
export * from "./iam/consentPortal";
export * from "./iam/deployer/deployer";
export type { DeployedGateway, DeployerFunctions, DeployerGateway, ExportedApi } from "./iam/deployer/gateway";
export type { DeployerPrivateEndpoints } from "./iam/deployer/privateEndpoints";
export type { DeployerKeys, DeployerProviders } from "./iam/deployer/providers";
export type { DeployedRoles, DeployerRole, NamesInPath } from "./iam/deployer/roles";
export {
  gatewayTrustPolicy,
  identityArns,
  invokeGatewayStatements,
  invokeOwnGatewayStatements,
  workloadTokenForJwtStatements,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "./iam/gateway/agentcoreGateway";
export type { AgentcoreGatewayId, Gateway } from "./iam/gateway/agentcoreGateway";
export * from "./iam/gateway/agentRuntime";
export { credentialProviderStatements, tokenVaultStatements } from "./iam/gateway/credentialProvider";
export type {
  CredentialSource,
  ExternalSecret,
  ManagedSecret,
  OwnSecret,
  ProviderNeeds,
  SigningKey,
  WebIdentity,
} from "./iam/gateway/credentialProvider";
export { tokenVaultKeyStatements } from "./iam/gateway/kmsKeys";
export type { TokenVaultUse } from "./iam/gateway/kmsKeys";
export { invokeFunctionStatements, invokeFunctionUrlStatements, parseFunctionArn } from "./iam/gateway/lambdaFunction";
export type { LambdaFunctionId } from "./iam/gateway/lambdaFunction";
export { memoryConnectorStatements, parseMemoryArn } from "./iam/gateway/memory";
export type { AgentcoreMemoryId } from "./iam/gateway/memory";
export { invokeApiStatements } from "./iam/gateway/restApi";
export type { ApiOperation, RestApiId } from "./iam/gateway/restApi";
export { targetCertificateStatements } from "./iam/gateway/targetCertificate";
export type { TargetCertificate } from "./iam/gateway/targetCertificate";
export { invokeWebSearchStatements } from "./iam/gateway/webSearch";
export { parseS3Uri, schemaObjectStatements } from "./iam/gateway/schemaObject";
export type { SchemaObject } from "./iam/gateway/schemaObject";
export { partitionOf } from "./iam/policy/arn";
export type { AwsScope } from "./iam/policy/arn";
export { defaultTokenVault, parseCredentialProviderArn } from "./iam/policy/credentialProviders";
export type { CredentialProviderId, CredentialProviderKind } from "./iam/policy/credentialProviders";
export {
  customStatements,
  mergeStatements,
  policyDocument,
  policyQuotas,
  policySize,
  resourcePolicyDocument,
} from "./iam/policy/document";
export type { Condition, CustomStatement, Principal, ResourceStatement, Statement } from "./iam/policy/document";
export {
  externalSecretKeyPolicyStatements,
  externalSecretPolicyStatements,
  externalSecretServiceStatements,
  signingKeyPolicyStatements,
  tokenVaultKeyPolicyStatements,
} from "./iam/resource/secretAndKeyPolicies";
export type { ResourceUsers } from "./iam/resource/secretAndKeyPolicies";
export * from "./iam/resource/targetPolicies";

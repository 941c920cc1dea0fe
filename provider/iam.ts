/** Subpath `./iam`: functions that return ARNs, policy statements and policy documents. They call nothing. */
export * from "./iam/caller";
export * from "./iam/consent";
export * from "./iam/deployer/deployer";
export type { DeployedGateway, DeployerFunctions, DeployerGateway, ExportedApi } from "./iam/deployer/gateway";
export type { DeployerKeys, DeployerPrivateEndpoints, DeployerProviders } from "./iam/deployer/providers";
export type { DeployedRoles, DeployerRole, NamesInPath } from "./iam/deployer/roles";
export {
  gatewayArnPattern,
  gatewayTrustPolicy,
  gatewayWorkloadIdentityArnPattern,
  identityArns,
  invokeGatewayStatements,
  invokeOwnGatewayStatements,
  workloadIdentityDirectoryArn,
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
export {
  exactFunctionArn as functionArn,
  invokeFunctionStatements,
  invokeFunctionUrlStatements,
  parseFunctionArn,
} from "./iam/gateway/lambdaFunction";
export type { LambdaFunctionId } from "./iam/gateway/lambdaFunction";
export { invokeWebSearchStatements, memoryConnectorStatements, parseMemoryArn } from "./iam/gateway/connectors";
export type { AgentcoreMemoryId } from "./iam/gateway/connectors";
export { invokeApiStatements } from "./iam/gateway/restApi";
export type { ApiOperation, RestApiId } from "./iam/gateway/restApi";
export { parseS3Uri, schemaObjectStatements, targetCertificateStatements } from "./iam/gateway/targetFiles";
export type { SchemaObject, TargetCertificate } from "./iam/gateway/targetFiles";
export { partitionOf } from "./iam/policy/arn";
export type { AwsScope } from "./iam/policy/arn";
export {
  credentialProviderArn,
  defaultTokenVault,
  managedSecretArnPattern,
  parseCredentialProviderArn,
  tokenVaultArn,
} from "./iam/policy/credentialProviders";
export type { CredentialProviderId, CredentialProviderKind } from "./iam/policy/credentialProviders";
export {
  customStatements,
  mergeStatements,
  policyDocument,
  policyQuotas,
  policySize,
  resourcePolicyDocument,
} from "./iam/policy/document";
export { divideStatements } from "./iam/policy/packing";
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

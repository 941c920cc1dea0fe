/** Subpath `./iam`: functions that return ARNs, policy statements and policy documents. They call nothing. */
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
export * from "./iam/policy/arn";
export * from "./iam/callback";
export * from "./iam/caller";
export * from "./iam/gateway/credentialProvider";
export type {
  CredentialSource,
  ExternalSecret,
  ManagedSecret,
  OwnSecret,
  SigningKey,
  WebIdentity,
} from "./iam/gateway/credentialSource";
export * from "./iam/deployer/deployer";
export type { DeployerFunctions } from "./iam/deployer/functions";
export type { DeployedGateway, DeployerGateway, ExportedApi } from "./iam/deployer/gateway";
export type { DeployerKeys } from "./iam/deployer/keys";
export type { DeployerPrivateEndpoints } from "./iam/deployer/privateEndpoints";
export type { DeployerProviders } from "./iam/deployer/providers";
export type { DeployedRoles, DeployerRole, NamesInPath } from "./iam/deployer/roles";
export { policyDocument, policyQuotas, policySize, resourcePolicyDocument } from "./iam/policy/document";
export type { Condition, Principal, ResourceStatement, Statement } from "./iam/policy/document";
export * from "./iam/resource/externalSecretPolicy";
export * from "./iam/resource/functionPermission";
export {
  functionArn,
  invokeFunctionStatements,
  invokeFunctionUrlStatements,
  parseFunctionArn,
} from "./iam/gateway/lambdaFunction";
export type { LambdaFunctionId } from "./iam/gateway/lambdaFunction";
export { mergeStatements } from "./iam/policy/merging";
export * from "./iam/gateway/customStatements";
export { invokeApiStatements } from "./iam/gateway/restApi";
export type { ApiOperation, RestApiId } from "./iam/gateway/restApi";
export type { ResourceUsers } from "./iam/resource/resourceUsers";
export * from "./iam/resource/restApiPolicy";
export * from "./iam/gateway/schemaObject";
export * from "./iam/resource/keyPolicies";
export { tokenVaultKeyStatements } from "./iam/gateway/tokenVaultKey";
export type { TokenVaultUse } from "./iam/gateway/tokenVaultKey";

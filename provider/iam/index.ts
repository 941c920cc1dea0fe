/** The pure functions underneath the components: data in, policy statements and ARNs out. */
export * from "./arn";
export type { CredentialSource, ExternalSecret, ManagedSecret } from "./credentialSource";
export * from "./deployer";
export type { DeployerKeys } from "./deployerKeys";
export * from "./document";
export * from "./functionPermission";
export * from "./lambdaFunction";
export { mergeStatements } from "./merging";
export type { OwnSecret } from "./ownSecret";
export * from "./packing";
export type { SigningKey } from "./signingKey";
export * from "./statements";
export { tokenVaultKeyStatements } from "./tokenVaultKey";
export type { TokenVaultUse } from "./tokenVaultKey";
export * from "./trust";
export type { WebIdentity } from "./webIdentity";

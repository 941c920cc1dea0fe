import * as apiKey from "./apiKeyCredentialProvider";
import * as oauth2 from "./oauth2CredentialProvider";
import type { Operation } from "./operation";
import * as sts from "./sts";
import * as tags from "./tags";
import * as tokenVault from "./tokenVault";

/** The emulated operations. The service model has the method, the path and the success status of each. */
export const controlPlaneOperations: Readonly<Record<string, Operation>> = {
  CreateApiKeyCredentialProvider: apiKey.createApiKeyCredentialProvider,
  GetApiKeyCredentialProvider: apiKey.getApiKeyCredentialProvider,
  UpdateApiKeyCredentialProvider: apiKey.updateApiKeyCredentialProvider,
  DeleteApiKeyCredentialProvider: apiKey.deleteApiKeyCredentialProvider,
  ListApiKeyCredentialProviders: apiKey.listApiKeyCredentialProviders,
  CreateOauth2CredentialProvider: oauth2.createOauth2CredentialProvider,
  GetOauth2CredentialProvider: oauth2.getOauth2CredentialProvider,
  UpdateOauth2CredentialProvider: oauth2.updateOauth2CredentialProvider,
  DeleteOauth2CredentialProvider: oauth2.deleteOauth2CredentialProvider,
  ListOauth2CredentialProviders: oauth2.listOauth2CredentialProviders,
  TagResource: tags.tagResource,
  UntagResource: tags.untagResource,
  ListTagsForResource: tags.listTagsForResource,
  GetTokenVault: tokenVault.getTokenVault,
  SetTokenVaultCMK: tokenVault.setTokenVaultCMK,
};

/** The emulated operations of AWS STS, for clients that look up their identity or assume a role. */
export const stsOperations: Readonly<Record<string, Operation>> = {
  GetCallerIdentity: sts.getCallerIdentity,
  AssumeRole: sts.assumeRole,
};

import { assumeRole } from "./assumeRole.js";
import { createApiKeyCredentialProvider } from "./createApiKeyCredentialProvider.js";
import { createOauth2CredentialProvider } from "./createOauth2CredentialProvider.js";
import { deleteApiKeyCredentialProvider } from "./deleteApiKeyCredentialProvider.js";
import { deleteOauth2CredentialProvider } from "./deleteOauth2CredentialProvider.js";
import { getApiKeyCredentialProvider } from "./getApiKeyCredentialProvider.js";
import { getCallerIdentity } from "./getCallerIdentity.js";
import { getOauth2CredentialProvider } from "./getOauth2CredentialProvider.js";
import { getTokenVault } from "./getTokenVault.js";
import { listApiKeyCredentialProviders } from "./listApiKeyCredentialProviders.js";
import { listOauth2CredentialProviders } from "./listOauth2CredentialProviders.js";
import { listTagsForResource } from "./listTagsForResource.js";
import type { Operation } from "./operation.js";
import { setTokenVaultCMK } from "./setTokenVaultCMK.js";
import { tagResource } from "./tagResource.js";
import { untagResource } from "./untagResource.js";
import { updateApiKeyCredentialProvider } from "./updateApiKeyCredentialProvider.js";
import { updateOauth2CredentialProvider } from "./updateOauth2CredentialProvider.js";

/** The operations that are emulated. Method, path and success status of each stand in the service model. */
export const controlPlaneOperations: Record<string, Operation> = {
  CreateApiKeyCredentialProvider: createApiKeyCredentialProvider,
  GetApiKeyCredentialProvider: getApiKeyCredentialProvider,
  UpdateApiKeyCredentialProvider: updateApiKeyCredentialProvider,
  DeleteApiKeyCredentialProvider: deleteApiKeyCredentialProvider,
  ListApiKeyCredentialProviders: listApiKeyCredentialProviders,
  CreateOauth2CredentialProvider: createOauth2CredentialProvider,
  GetOauth2CredentialProvider: getOauth2CredentialProvider,
  UpdateOauth2CredentialProvider: updateOauth2CredentialProvider,
  DeleteOauth2CredentialProvider: deleteOauth2CredentialProvider,
  ListOauth2CredentialProviders: listOauth2CredentialProviders,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  GetTokenVault: getTokenVault,
  SetTokenVaultCMK: setTokenVaultCMK,
};

/** The operations of the Security Token Service that are emulated, for clients that look up or change who they are. */
export const stsOperations: Record<string, Operation> = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
};

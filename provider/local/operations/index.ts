import { assumeRole } from "./assumeRole.js";
import { createApiKeyCredentialProvider } from "./createApiKeyCredentialProvider.js";
import { deleteApiKeyCredentialProvider } from "./deleteApiKeyCredentialProvider.js";
import { getApiKeyCredentialProvider } from "./getApiKeyCredentialProvider.js";
import { getCallerIdentity } from "./getCallerIdentity.js";
import { getTokenVault } from "./getTokenVault.js";
import { listApiKeyCredentialProviders } from "./listApiKeyCredentialProviders.js";
import { listTagsForResource } from "./listTagsForResource.js";
import type { Operation } from "./operation.js";
import { setTokenVaultCMK } from "./setTokenVaultCMK.js";
import { tagResource } from "./tagResource.js";
import { untagResource } from "./untagResource.js";
import { updateApiKeyCredentialProvider } from "./updateApiKeyCredentialProvider.js";

/** The operations that are emulated. Method, path and success status of each stand in the service model. */
export const controlPlaneOperations: Record<string, Operation> = {
  CreateApiKeyCredentialProvider: createApiKeyCredentialProvider,
  GetApiKeyCredentialProvider: getApiKeyCredentialProvider,
  UpdateApiKeyCredentialProvider: updateApiKeyCredentialProvider,
  DeleteApiKeyCredentialProvider: deleteApiKeyCredentialProvider,
  ListApiKeyCredentialProviders: listApiKeyCredentialProviders,
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

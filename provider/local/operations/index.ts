import type { Failure, Vault } from "../vault/vault";
import { assumeRole, getCallerIdentity } from "./callers";
import type { Caller, Callers } from "./callers";
import { apiKeyProviders, oauth2Providers } from "./credentialProviders";
import { getTokenVault, listTagsForResource, setTokenVaultCMK, tagResource, untagResource } from "./tokenVault";

/** The services that an operation can use. */
export interface Services {
  /** The token vault of the caller's account and Region. */
  readonly vault: Vault;
  readonly caller: Caller;
  readonly callers: Callers;
  readonly failure: Failure;
}

/**
 * One operation of the API. It takes a request that fits the service model and returns the members of the answer, or
 * throws a `ServiceError`. It changes nothing until all checks have passed.
 */
type Operation = (services: Services, request: never) => object | void;

/** The emulated operations. The service model has the method, the path and the success status of each. */
export const controlPlaneOperations: Readonly<Record<string, Operation>> = {
  CreateApiKeyCredentialProvider: apiKeyProviders.create,
  GetApiKeyCredentialProvider: apiKeyProviders.get,
  UpdateApiKeyCredentialProvider: apiKeyProviders.update,
  DeleteApiKeyCredentialProvider: apiKeyProviders.remove,
  ListApiKeyCredentialProviders: apiKeyProviders.list,
  CreateOauth2CredentialProvider: oauth2Providers.create,
  GetOauth2CredentialProvider: oauth2Providers.get,
  UpdateOauth2CredentialProvider: oauth2Providers.update,
  DeleteOauth2CredentialProvider: oauth2Providers.remove,
  ListOauth2CredentialProviders: oauth2Providers.list,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  GetTokenVault: getTokenVault,
  SetTokenVaultCMK: setTokenVaultCMK,
};

/** The emulated operations of AWS STS, for clients that look up their identity or assume a role. */
export const stsOperations: Readonly<
  Record<string, (services: Services, request: Readonly<Record<string, string>>) => object>
> = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
};

import { apiKeyCredentialProvider } from "./credentialProvider/apiKey";
import { oauth2CredentialProvider } from "./credentialProvider/oauth2";
import { policyNames } from "./stateOnly/policyNames";
import { policyPropagation } from "./stateOnly/policyPropagation";
import { stackOwner } from "./stateOnly/stackOwner";
import { tokenVault } from "./tokenVault";
import type { Handler } from "./process/handler";

/** Names of the dynamic resource types, as in their type tokens. */
type ResourceType =
  | "ApiKeyCredentialProvider"
  | "Oauth2CredentialProvider"
  | "PolicyNames"
  | "PolicyPropagation"
  | "StackOwner"
  | "TokenVault";

/** Handlers by resource type. */
export const handlers: Readonly<Record<ResourceType, Handler>> = {
  ApiKeyCredentialProvider: apiKeyCredentialProvider,
  Oauth2CredentialProvider: oauth2CredentialProvider,
  PolicyNames: policyNames,
  PolicyPropagation: policyPropagation,
  StackOwner: stackOwner,
  TokenVault: tokenVault,
};

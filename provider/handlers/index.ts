import { apiKeyCredentialProvider, oauth2CredentialProvider } from "./credentialProvider/handlers";
import { policyNames } from "./policyNames";
import { policyPropagation, stackOwner } from "./stateOnly";
import { tokenVault } from "./tokenVault";

/** Handlers by resource type, as in the type tokens. The types are keys of every state: never rename them. */
export const handlers = {
  ApiKeyCredentialProvider: apiKeyCredentialProvider,
  Oauth2CredentialProvider: oauth2CredentialProvider,
  PolicyNames: policyNames,
  PolicyPropagation: policyPropagation,
  StackOwner: stackOwner,
  TokenVault: tokenVault,
};

import { apiKeyCredentialProvider } from "./credentialProvider/apiKey";
import { oauth2CredentialProvider } from "./credentialProvider/oauth2";
import { policyNames } from "./stateOnly/policyNames";
import { policyPropagation } from "./stateOnly/policyPropagation";
import { stackOwner } from "./stateOnly/stackOwner";
import { tokenVault } from "./tokenVault";

/** What happens to each type of resource. */
export const handlers = {
  ApiKeyCredentialProvider: apiKeyCredentialProvider,
  Oauth2CredentialProvider: oauth2CredentialProvider,
  PolicyNames: policyNames,
  PolicyPropagation: policyPropagation,
  StackOwner: stackOwner,
  TokenVault: tokenVault,
} as const;

import { apiKeyCredentialProvider } from "./apiKeyCredentialProvider";
import { oauth2CredentialProvider } from "./oauth2CredentialProvider";
import { policyNames } from "./policyNames";
import { policyPropagation } from "./policyPropagation";
import { stackOwner } from "./stackOwner";
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

import { apiKeyCredentialProviderProblems } from "../rules/apiKeyCredentialProvider";
import { apiKey } from "../rules/limits";
import { credentialProviderHandler } from "./credentialProvider";

/** The lifecycle of an API-key credential provider. */
export const apiKeyCredentialProvider = credentialProviderHandler({
  kind: "apikeycredentialprovider",
  secret: {
    key: "apiKey",
    rule: apiKey,
    sourceMember: "apiKeySecretSource",
    configMember: "apiKeySecretConfig",
  },
  inputKeys: [],
  immutableKeys: [],
  secretArnKey: "apiKeySecretArn",
  secretArnPatternKey: "apiKeySecretArnPattern",
  hasSecret: () => true,
  otherSecrets: () => [],
  proofs: () => ({}),
  hasRecentMembers: () => false,
  complete: () => ({}),
  problems: apiKeyCredentialProviderProblems,
  content: (_inputs, secret) => secret,
  foundProof: () => ({}),
  // It has no status: it is there as soon as the call is answered.
  outputs: () => ({}),
  // The service shows no key.
  refreshed: () => ({}),
});

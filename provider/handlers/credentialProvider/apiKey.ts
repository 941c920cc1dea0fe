import { apiKeyCredentialProviderProblems } from "../../rules/providers/apiKeyCredentialProvider";
import { apiKey } from "../../rules/core/limits";
import { credentialProviderHandler } from "./handlers";

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

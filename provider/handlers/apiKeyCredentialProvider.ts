import { apiKeyCredentialProviderProblems } from "../rules/apiKeyCredentialProvider";
import { credentialProviderHandler } from "./credentialProvider";

/** The lifecycle of an API-key credential provider. */
export const apiKeyCredentialProvider = credentialProviderHandler({
  kind: "apikeycredentialprovider",
  inputKeys: ["apiKey"],
  immutableKeys: [],
  secretArnKey: "apiKeySecretArn",
  secretArnPatternKey: "apiKeySecretArnPattern",
  complete: ({ apiKey }) => ({ apiKey }),
  problems: apiKeyCredentialProviderProblems,
  content: ({ apiKey }) => ({ apiKey }),
  secrets: ({ apiKey }) => (typeof apiKey === "string" ? [apiKey] : []),
  // It has no status: it is there as soon as the call is answered.
  outputs: () => ({}),
  // The service shows no key.
  refreshed: () => ({}),
});

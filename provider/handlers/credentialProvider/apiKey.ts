import { apiKey } from "../../rules/core/limits";
import { apiKeyCredentialProviderProblems } from "../../rules/providers/credentialProvider";
import { credentialProviderHandler } from "./handlers";
import { defineKind } from "./kind";

/** Lifecycle of an API-key credential provider. */
export const apiKeyCredentialProvider = credentialProviderHandler(
  defineKind({
    type: "apikeycredentialprovider",
    secretInput: "apiKey",
    secretRule: apiKey,
    problems: apiKeyCredentialProviderProblems,
  }),
);

import { placementProblems } from "../../../provider/rules/credentials/credential";
import { credentialProviderArnProblems } from "../../../provider/rules/core/arn";
import { apiKeyCredentialProviderArgsProblems } from "../../../provider/rules/providers/credentialProvider";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { problemsOf } from "../../rules/outboundAuthRules";
import { vendorNames } from "../../../provider/rules/providers/oauth2/vendors";
import { refuses, type RowCheck } from "./checks";

const client = { clientId: "id", clientSecret: "secret" };
const clientWith = (changes: object) =>
  oauth2CredentialProviderArgsProblems({ vendor: "CustomOauth2", ...client, ...changes });
const credentialWith = (credential: object) =>
  problemsOf({ gateway: { name: "tools", role: "r" }, target: { type: "mcpServer" }, credential });

const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
const placement = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" };

export const oldSpellings: Readonly<Record<string, RowCheck>> = {
  "old-vendor": () => {
    for (const vendor of vendorNames)
      for (const spelling of [vendor.replace("Oauth2", "OAuth2"), vendor.toLowerCase()])
        refuses(
          oauth2CredentialProviderProblems({ vendor: spelling, ...client }).slice(0, 1),
          "vendor",
          new RegExp(`Write "${vendor}"`),
        );
  },
  "old-vendor-key": () => {
    for (const key of ["credentialProviderType", "credentialProviderVendor"])
      refuses(oauth2CredentialProviderArgsProblems({ [key]: "CustomOauth2", ...client }), key, /Write vendor/);
  },
  "old-config-input": () => {
    for (const key of ["oAuth2ProviderConfigInput", "oauth2ProviderConfigInput"])
      refuses(clientWith({ [key]: {} }), key, /write its properties directly, next to vendor/);
  },
  "old-config-member": () => {
    for (const key of ["customOAuth2ProviderConfig", "GoogleOauth2ProviderConfigInput", "includedOauth2ProviderConfig"])
      refuses(clientWith({ [key]: {} }), key, /write its properties directly, next to vendor/);
  },
  "old-credential-type": () => {
    const problems = credentialWith({ credentialProviderType: "API_KEY", apiKey: "k" });
    refuses(problems.slice(1), "credential.credentialProviderType", /Write type/);
  },
  "old-credential-nesting": () => {
    for (const [type, key] of [
      ["API_KEY", "apiKeyCredentialProvider"],
      ["OAUTH", "oauthCredentialProvider"],
    ]) {
      const problems = credentialWith({ type, credentialProvider: { [key!]: {} } });
      refuses(problems.slice(0, 1), `credential.credentialProvider.${key}`, /credentialProvider: \{ arn \}/);
    }
  },
  "old-provider-name": () => {
    refuses(clientWith({ credentialProviderName: "n" }), "credentialProviderName", /Write name/);
    refuses(
      apiKeyCredentialProviderArgsProblems({ credentialProviderName: "n", apiKey: "k" }),
      "credentialProviderName",
      /Write name/,
    );
  },
  "old-arn": () => {
    for (const old of ["agent-credential-provider", "acps"])
      refuses(
        credentialProviderArnProblems("arn", arn.replace("bedrock-agentcore", old), "apikeycredentialprovider"),
        "arn",
        /preview/,
      );
  },
  "old-placeholder": () => {
    refuses(
      credentialProviderArnProblems("arn", "{{credential-provider-arn}}", "apikeycredentialprovider"),
      "arn",
      /not the ARN of a credential provider/,
    );
  },
  "old-body": () => {
    const path = "credential.credentialLocation";
    refuses(placementProblems({ ...placement, credentialLocation: "BODY" }), path, /cannot be sent in the body/);
  },
};

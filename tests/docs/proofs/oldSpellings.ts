import { expect } from "chai";
import { placementProblems } from "../../../provider/rules/credentials/apiKey";
import { credentialProviderArnProblems } from "../../../provider/rules/core/arn";
import {
  respellApiKeyArgs,
  respellCredential,
  respellOauth2Args,
} from "../../../provider/rules/credentials/legacySpellings";
import { vendorNames } from "../../../provider/rules/providers/oauth2/vendors";
import { grantedStatements, pageRun, resource } from "../pageProgram";
import { accepts, refuses, type ProviderAuthentication } from "./proof";

const client = { clientId: "id", clientSecret: "secret" };
const oauthDiscovery = { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" };

/** What a program pasted, and what it becomes. */
function becomes(pasted: object, today: object): void {
  expect(respellOauth2Args(pasted)).to.deep.equal({ args: today, problems: [] });
}

const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
const placement = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" };

export const oldSpellings: Readonly<Record<string, ProviderAuthentication>> = {
  "old-vendor": () => {
    for (const vendor of vendorNames) {
      becomes({ vendor: vendor.replace("Oauth2", "OAuth2") }, { vendor });
      becomes({ vendor: vendor.toLowerCase() }, { vendor });
    }
  },
  "old-vendor-key": () => {
    for (const key of ["credentialProviderType", "credentialProviderVendor"])
      becomes({ [key]: "CustomOAuth2", ...client }, { vendor: "CustomOauth2", ...client });
  },
  "old-config-input": async () => {
    for (const key of ["oAuth2ProviderConfigInput", "oauth2ProviderConfigInput"])
      becomes(
        { vendor: "GithubOauth2", [key]: { githubOauth2ProviderConfig: client } },
        { vendor: "GithubOauth2", ...client },
      );
    const { inputs } = resource(await pageRun(), "Oauth2CredentialProvider", "pasted");
    expect(inputs).to.deep.include({ vendor: "CustomOauth2", oauthDiscovery });
    expect(inputs).to.not.have.property("oAuth2ProviderConfigInput");
  },
  "old-config-member": () => {
    becomes(
      { customOAuth2ProviderConfig: { oauthDiscovery, ...client } },
      { vendor: "CustomOauth2", oauthDiscovery, ...client },
    );
    becomes({ GoogleOauth2ProviderConfigInput: client }, { vendor: "GoogleOauth2", ...client });
    // Seventeen vendors share this one.
    becomes({ includedOauth2ProviderConfig: client }, client);
  },
  "old-credential-type": () => {
    expect(respellCredential({ credentialProviderType: "API_KEY", apiKey: "k" })).to.deep.equal({
      args: { type: "API_KEY", apiKey: "k" },
      problems: [],
    });
  },
  "old-credential-nesting": async () => {
    const credentialProvider = { apiKeyCredentialProvider: { providerArn: arn, ...placement } };
    expect(respellCredential({ type: "API_KEY", credentialProvider })).to.deep.equal({
      args: { type: "API_KEY", credentialProvider: { arn }, ...placement },
      problems: [],
    });
    const nested = { oauthCredentialProvider: { providerArn: arn, scopes: ["scope1"] } };
    expect(respellCredential({ type: "OAUTH", credentialProvider: nested })).to.deep.equal({
      args: { type: "OAUTH", credentialProvider: { arn }, scopes: ["scope1"] },
      problems: [],
    });
    const run = await pageRun();
    for (const name of ["pasted-key", "pasted-token"]) resource(run, "RolePolicy", name);
    expect(grantedStatements(run).filter(({ Sid }) => Sid === "ApiKeyProviders")).to.have.length(2);
  },
  "old-said-twice": () => {
    const { args, problems } = respellOauth2Args({ vendor: "GithubOauth2", credentialProviderType: "CustomOAuth2" });
    refuses(problems, "vendor", /given here and in credentialProviderType\. Write it once, here/);
    expect(args.vendor).to.equal("GithubOauth2");
  },
  "old-other-vendor": () => {
    const { problems } = respellOauth2Args({ vendor: "MicrosoftOauth2", customOAuth2ProviderConfig: client });
    refuses(problems, "customOAuth2ProviderConfig", /"MicrosoftOauth2" has microsoftOauth2ProviderConfig/);
  },
  "old-provider-name": () => {
    const oauth2 = respellOauth2Args({ vendor: "GithubOauth2", credentialProviderName: "n", ...client });
    const apiKey = respellApiKeyArgs({ credentialProviderName: "n", apiKey: "k" });
    for (const { args, problems } of [oauth2, apiKey]) {
      accepts(problems);
      expect(args).to.include({ name: "n" });
    }
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

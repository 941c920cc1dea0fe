import { expect } from "chai";
import { credentialProviderArn } from "../../../provider/iam/policy/credentialProviders";
import { credentialProviderArnProblems } from "../../../provider/rules/core/arn";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { cellOf, combinationProblems } from "../../../provider/rules/targets/combinations";
import { completeEndpoints } from "../../../provider/rules/providers/oauth2/endpoints";
import { vendors } from "../../../provider/rules/providers/oauth2/vendors";
import { isSecret, pageRun, resource } from "./program";
import { scope } from "./sample";
import { accepts, commandOf, membersOf, refuses, shape, type RowCheck } from "./checks";

const create = commandOf("CreateOauth2CredentialProvider");
const arn = credentialProviderArn({
  ...scope,
  vault: "default",
  kind: "oauth2credentialprovider",
  name: "oauth-credential-provider",
});
const previewArn =
  "arn:aws:agent-credential-provider:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/abcdefghijk";

const discoveryUrl = "https://id.example.com/.well-known/openid-configuration";
const metadata = {
  issuer: "https://example.auth0.com/",
  authorizationEndpoint: "https://example.auth0.com/authorize",
  tokenEndpoint: "https://example.auth0.com/oauth/token",
};
const custom = { vendor: "CustomOauth2", oauthDiscovery: { discoveryUrl }, clientId: "id", clientSecret: "secret" };

const problemsWith = (changes: object) => oauth2CredentialProviderProblems({ ...custom, ...changes });
const urlWith = (url: string) => problemsWith({ oauthDiscovery: { discoveryUrl: url } });
const metadataWith = (changes: object) =>
  problemsWith({ oauthDiscovery: { authorizationServerMetadata: { ...metadata, ...changes } } });
const at = (member: keyof typeof metadata) => `oauthDiscovery.authorizationServerMetadata.${member}`;

const command = () =>
  expect(create.command).to.equal("aws bedrock-agentcore-control create-oauth2-credential-provider");

const named = (name: string) => async () => {
  expect(create.flags).to.include("--name").and.not.include("--credential-provider-name");
  const { registered } = await pageRun();
  expect(registered.filter(({ inputs }) => inputs.name === name)).to.have.length(1);
};

const vendor = () => {
  expect(create.flags).to.include("--credential-provider-vendor").and.not.include("--credential-provider-type");
  expect(shape("CredentialProviderVendorType").enum).to.include("CustomOauth2").and.not.include("CustomOAuth2");
  refuses(problemsWith({ vendor: "CustomOAuth2" }), "vendor", /"CustomOauth2"/);
  refuses(
    oauth2CredentialProviderArgsProblems({ credentialProviderType: "CustomOAuth2" }),
    "credentialProviderType",
    /Write vendor/,
  );
};

const configInput = () => {
  expect(create.flags).to.include("--oauth2-provider-config-input").and.not.include("--o-auth2-provider-config-input");
};

const configMember = () => {
  expect(membersOf("Oauth2ProviderConfigInput"))
    .to.include("customOauth2ProviderConfig")
    .and.not.include("customOAuth2ProviderConfig");
};

const onlyOneForm = () => {
  accepts(problemsWith({}));
  accepts(metadataWith({}));
  const both = { discoveryUrl, authorizationServerMetadata: metadata };
  refuses(problemsWith({ oauthDiscovery: both }), "oauthDiscovery", /more than one of its forms/);
  refuses(problemsWith({ oauthDiscovery: {} }), "oauthDiscovery", /none of its forms/);
};

const client = () => {
  refuses(problemsWith({ clientId: undefined }), "clientId", /missing/);
  refuses(problemsWith({ clientSecret: undefined }), "clientSecret", /config\.requireSecret\("clientSecret"\)/);
};

/** Checks that a URL is required and begins with https. */
const endpoint = (member: keyof typeof metadata) => () => {
  accepts(metadataWith({}));
  refuses(metadataWith({ [member]: undefined }), at(member), /missing/);
  refuses(metadataWith({ [member]: metadata[member].replace("https", "http") }), at(member), /begin with https/);
};

export const oauthByDiscovery: Readonly<Record<string, RowCheck>> = {
  "oauth-targets": () => {
    const takes = (type: string) => cellOf({ target: type, credential: "OAUTH", grant: "CLIENT_CREDENTIALS" })?.verdict;
    for (const type of ["openApiSchema", "mcpServer", "passthrough", "agentcoreRuntime"])
      expect(takes(type)).to.equal("allowed");
    expect(takes("smithyModel")).to.equal("warned");
    for (const type of ["lambda", "apiGateway"])
      refuses(combinationProblems({ target: type, credential: "OAUTH" }), "credential.type", /does not accept "OAUTH"/);
  },
  "oauth-command": command,
  "oauth-region": async () => {
    const { inputs } = resource(await pageRun(), "Oauth2CredentialProvider", "crm");
    expect(inputs.connection).to.deep.equal({ region: "us-east-1" });
    refuses(problemsWith({ connection: { region: "Virginia" } }), "connection.region", /"us-east-1"/);
  },
  "oauth-name": named("oauth-credential-provider"),
  "oauth-vendor": vendor,
  "oauth-config-input": configInput,
  "oauth-config-member": () => {
    configMember();
    expect(vendors.CustomOauth2.member).to.equal("customOauth2ProviderConfig");
  },
  "oauth-discovery": onlyOneForm,
  "oauth-discovery-url": () => {
    for (const url of [
      discoveryUrl,
      "https://id.example.com/realm/.well-known/oauth-authorization-server",
      "https://id.example.com/.well-known/openid-configuration/tenant",
    ])
      accepts(urlWith(url));
    const path = "oauthDiscovery.discoveryUrl";
    refuses(urlWith("https://id.example.com"), path, /openid-configuration/);
    refuses(urlWith(`${discoveryUrl}?tenant=a`), path, /without a query/);
    refuses(urlWith(discoveryUrl.replace("https", "http")), path, /begin with https/);
    refuses(urlWith("<DiscoveryUrl>"), path, /not a URL/);
  },
  "oauth-client-id": () => {
    accepts(problemsWith({ clientId: "i".repeat(256) }));
    refuses(problemsWith({ clientId: "i".repeat(257) }), "clientId", /1 to 256/);
    refuses(problemsWith({ clientId: undefined }), "clientId", /missing/);
  },
  "oauth-client-secret": async () => {
    accepts(problemsWith({ clientSecret: "s".repeat(2048) }));
    refuses(problemsWith({ clientSecret: "s".repeat(2049) }), "clientSecret", /1 to 2048/);
    const { inputs } = resource(await pageRun(), "Oauth2CredentialProvider", "crm");
    expect(isSecret(inputs.clientSecret)).to.equal(true);
  },
  "oauth-note-arn": async () => expect((await pageRun()).exported.crmArn).to.equal(arn),
  "oauth-arn": () => {
    const problemsOfArn = (value: string) => credentialProviderArnProblems("arn", value, "oauth2credentialprovider");
    accepts(problemsOfArn(arn));
    refuses(problemsOfArn(previewArn), "arn", /preview.*oauth2credentialprovider\/NAME"/);
    refuses(problemsOfArn(arn.replace("oauth2", "apikey")), "arn", /ARN of an API-key credential provider/);
  },
};

export const oauthByMetadata: Readonly<Record<string, RowCheck>> = {
  "metadata-instead": onlyOneForm,
  "metadata-command": command,
  "metadata-name": named("oauth-metadata-provider"),
  "metadata-vendor": async () => {
    vendor();
    expect(completeEndpoints("Auth0Oauth2", { domain: "example.auth0.com" })).to.deep.equal(metadata);
    const { inputs } = resource(await pageRun(), "Oauth2CredentialProvider", "billing-in-short");
    expect(inputs).to.include({ vendor: "Auth0Oauth2", domain: "example.auth0.com" });
  },
  "metadata-config-input": () => {
    configInput();
    configMember();
  },
  "metadata-members": () => {
    expect(shape("Oauth2AuthorizationServerMetadata").required).to.have.members(Object.keys(metadata));
    for (const member of Object.keys(metadata)) endpoint(member as keyof typeof metadata)();
  },
  "metadata-issuer": endpoint("issuer"),
  "metadata-authorization": endpoint("authorizationEndpoint"),
  "metadata-token": endpoint("tokenEndpoint"),
  "metadata-response-types": () => {
    for (const responseTypes of [undefined, [], ["token"], ["code"]]) accepts(metadataWith({ responseTypes }));
    const path = "oauthDiscovery.authorizationServerMetadata.responseTypes";
    refuses(metadataWith({ responseTypes: "token" }), path, /list of strings/);
  },
  "metadata-client": client,
};

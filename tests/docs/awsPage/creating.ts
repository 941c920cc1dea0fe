import {
  AuthorizerType,
  BedrockAgentCoreControlClient,
  CredentialProviderType,
  OAuthGrantType,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { apiConfigurations, oauthConfiguration } from "../../../provider/components/grants/providerConfiguration";
import { credentialProviderArn, tokenVaultArn } from "../../../provider/iam/policy/credentialProviders";
import { providers } from "../../../provider/provider";
import { apiKeyCredentialProviderProblems } from "../../../provider/rules/providers/credentialProvider";
import { tokenProblems } from "../../../provider/rules/credentials/oauth";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { credentialTypesFor, combinationProblems } from "../../../provider/rules/targets/combinations";
import { targetTypes } from "../../../provider/rules/targets/targetKinds";
import { vendorNames, vendors, vendorsThatTake } from "../../../provider/rules/providers/oauth2/vendors";
import { pathsOf } from "../../rules/cases";
import { pageRun, resource } from "./program";
import { scope } from "./sample";
import { accepts, commandOf, modelText, refuses, service, shape, type RowCheck } from "./checks";

const github = { vendor: "GithubOauth2", clientId: "id", clientSecret: "secret" };

export const creating: Readonly<Record<string, RowCheck>> = {
  preview: () => {
    expect(service).to.include({ apiVersion: "2023-06-05", endpointPrefix: "bedrock-agentcore-control" });
    for (const old of ["CustomOAuth2", "customOAuth2ProviderConfig", "oAuth2ProviderConfigInput"])
      expect(modelText).to.not.contain(old);
  },
  "on-behalf-of-users": () => {
    accepts(tokenProblems({ scopes: [], grantType: "CLIENT_CREDENTIALS" }));
    const others = Object.values(OAuthGrantType).filter((grant) => grant !== "CLIENT_CREDENTIALS");
    expect(others.sort()).to.deep.equal(["AUTHORIZATION_CODE", "TOKEN_EXCHANGE"]);
    accepts(tokenProblems({ scopes: [], grantType: "TOKEN_EXCHANGE" }));
    const consent = { scopes: [], grantType: "AUTHORIZATION_CODE" };
    accepts(tokenProblems({ ...consent, defaultReturnUrl: "https://app.example.com/done" }));
    refuses(tokenProblems(consent), "credential.defaultReturnUrl", /missing/);
    const oauthDiscovery = { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" };
    const exchanging = { ...github, vendor: "CustomOauth2", oauthDiscovery };
    for (const grantType of ["TOKEN_EXCHANGE", "JWT_AUTHORIZATION_GRANT"])
      accepts(oauth2CredentialProviderProblems({ ...exchanging, onBehalfOfTokenExchangeConfig: { grantType } }));
  },
  "three-kinds": () => {
    const ofTargets = [...new Set(targetTypes.flatMap(credentialTypesFor))];
    expect(ofTargets.sort()).to.deep.equal([...Object.values(CredentialProviderType), "NONE"].sort());
    expect(ofTargets).to.have.length(6);
    accepts(combinationProblems({ target: "openApiSchema", credential: "NONE" }));
  },
  "two-legged": () => {
    expect(oauthConfiguration("arn", { scopes: [] }).oauth?.grantType).to.equal("CLIENT_CREDENTIALS");
  },
  "register-client": async () => {
    expect((await pageRun()).exported.registration).to.equal(vendors.MicrosoftOauth2.registration);
    for (const name of vendorNames) expect(vendors[name].registration).to.not.equal("");
  },
  "client-id-and-secret": () => {
    accepts(oauth2CredentialProviderProblems(github));
    const problems = oauth2CredentialProviderProblems({ vendor: "GithubOauth2" });
    expect(pathsOf(problems)).to.deep.equal(["clientId", "clientSecret"]);
  },
  "configure-target": async () => {
    const run = await pageRun();
    const { inputs } = resource(run, "AgentcoreGatewayTarget", "search");
    expect(apiConfigurations(inputs.credentialProviderConfiguration as never)).to.deep.equal(
      run.exported.searchConfigurations,
    );
  },
  inbound: async () => {
    expect(Object.values(AuthorizerType).sort()).to.deep.equal(["AUTHENTICATE_ONLY", "AWS_IAM", "CUSTOM_JWT", "NONE"]);
    const { inputs } = resource(await pageRun(), "AgentcoreGateway", "tools");
    expect(inputs.authorizerType).to.equal("AWS_IAM");
  },
  "console-open": async () => {
    const run = await pageRun();
    resource(run, "Oauth2CredentialProvider", "graph");
    resource(run, "ApiKeyCredentialProvider", "weather");
    const weather = credentialProviderArn({
      ...scope,
      vault: "default",
      kind: "apikeycredentialprovider",
      name: "weather",
    });
    accepts(apiKeyCredentialProviderProblems({ apiKey: "k", name: "weather", adopt: weather }));
    refuses(apiKeyCredentialProviderProblems({ apiKey: "k", adopt: "weather" }), "adopt", /not the ARN/);
  },
  "console-identity": () => expect(tokenVaultArn(scope)).to.match(/:token-vault\/default$/),
  "console-add": () => {
    expect(providers).to.include.all.keys("ApiKeyCredentialProvider", "Oauth2CredentialProvider");
  },
  "console-oauth-name": async () => {
    const named = (name?: string) => oauth2CredentialProviderProblems({ ...github, name });
    for (const name of [undefined, "graph", "a", "A_b-9", "a".repeat(128)]) accepts(named(name));
    for (const name of ["", "a".repeat(129), "a.b"]) refuses(named(name), "name", /1 to 128 letters, digits, - or _/);
    const { inputs } = resource(await pageRun(), "Oauth2CredentialProvider", "billing-in-short");
    expect(inputs.nameProposal).to.match(/^billing-in-short-[0-9a-f]{7}$/);
  },
  "console-included": () => {
    expect([...vendorNames].sort()).to.deep.equal([...(shape("CredentialProviderVendorType").enum ?? [])].sort());
    expect(vendorNames.filter((name) => name !== "CustomOauth2")).to.have.length(24);
  },
  "console-client": () => {
    const problemsWith = (changes: object) => oauth2CredentialProviderProblems({ ...github, ...changes });
    accepts(problemsWith({ clientId: "i".repeat(256), clientSecret: "s".repeat(2048) }));
    refuses(problemsWith({ clientId: "i".repeat(257) }), "clientId", /1 to 256/);
    refuses(problemsWith({ clientSecret: "s".repeat(2049) }), "clientSecret", /1 to 2048/);
    accepts(oauth2CredentialProviderArgsProblems({ ...github, vendor: "MicrosoftOauth2", tenantId: "contoso" }));
    const tenants = vendorsThatTake("tenant");
    expect(tenants).to.have.length(7);
    for (const vendor of tenants)
      expect(pathsOf(problemsWith({ vendor }))).to.deep.equal(["issuer", "authorizationEndpoint", "tokenEndpoint"]);
  },
  "console-add-client": () => {
    expect(commandOf("CreateOauth2CredentialProvider").command).to.match(/ create-oauth2-credential-provider$/);
  },
  "console-add-key": async () => {
    expect(commandOf("CreateApiKeyCredentialProvider").command).to.match(/ create-api-key-credential-provider$/);
    for (const length of [1, 65_536]) accepts(apiKeyCredentialProviderProblems({ apiKey: "k".repeat(length) }));
    for (const length of [0, 65_537])
      refuses(apiKeyCredentialProviderProblems({ apiKey: "k".repeat(length) }), "apiKey", /1 to 65536/);
    expect(resource(await pageRun(), "ApiKeyCredentialProvider", "weather").inputs.name).to.equal("weather");
  },
  sdk: () => {
    const { config } = new BedrockAgentCoreControlClient({ region: "us-east-1" });
    expect(config.serviceId).to.equal(service.serviceId);
  },
  "choose-type": () => {
    for (const [target, credential] of [
      ["lambda", "GATEWAY_IAM_ROLE"],
      ["openApiSchema", "API_KEY"],
      ["mcpServer", "OAUTH"],
    ])
      accepts(combinationProblems({ target: target, credential: credential }));
    refuses(
      combinationProblems({ target: "lambda", credential: "API_KEY" }),
      "credential.type",
      /It accepts "GATEWAY_IAM_ROLE"/,
    );
  },
};

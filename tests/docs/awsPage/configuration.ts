import { ApiKeyCredentialLocation } from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { apiConfigurations, apiKeyConfiguration } from "../../../provider/components/grants/providerConfiguration";
import { placementProblems } from "../../../provider/rules/credentials/credential";
import { credentialProviderArnProblems } from "../../../provider/rules/core/arn";
import { credentialLocations } from "../../../provider/rules/core/limits";
import { tokenProblems } from "../../../provider/rules/credentials/oauth";
import { problemsOf } from "../../rules/outboundAuthRules";
import { pageRun } from "./program";
import { accepts, refuses, type RowCheck } from "./checks";

const placement = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" };
const location = "credential.credentialLocation";
const parameterName = "credential.credentialParameterName";

const placementWith = (changes: object) => placementProblems({ ...placement, ...changes });

const refusesPlaceholders = (kind: "apikeycredentialprovider" | "oauth2credentialprovider") => () => {
  const arn = `arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/${kind}/name`;
  const problemsWith = (value: string) => credentialProviderArnProblems("arn", value, kind);
  accepts(problemsWith(arn));
  refuses(problemsWith("{{credential-provider-arn}}"), "arn", /not the ARN of a credential provider/);
  refuses(problemsWith(`${arn}*`), "arn", /must name one thing/);
  const credentialProvider = { arn };
  const credential =
    kind === "apikeycredentialprovider"
      ? { type: "API_KEY", credentialProvider, ...placement }
      : { type: "OAUTH", credentialProvider, scopes: [] };
  const target = { type: "openApiSchema" };
  accepts(problemsOf({ gateway: { name: "Tools", role: "tools" }, target, credential }));
};

const configurationOf = async (name: "search" | "customers") =>
  ((await pageRun()).exported[`${name}Configurations`] as { credentialProviderType: string }[])[0];

export const configuration: Readonly<Record<string, RowCheck>> = {
  configurations: async () => {
    expect((await pageRun()).exported.searchConfigurations).to.have.length(1);
    expect(apiConfigurations(undefined)).to.equal(undefined);
  },
  "configuration-key-type": async () => {
    expect((await configurationOf("search"))?.credentialProviderType).to.equal("API_KEY");
  },
  "configuration-key-provider": async () => {
    expect(await configurationOf("search")).to.have.nested.property("credentialProvider.apiKeyCredentialProvider");
  },
  "configuration-key-arn": refusesPlaceholders("apikeycredentialprovider"),
  "configuration-location": () => {
    accepts(placementWith({ credentialLocation: "HEADER" }));
    refuses(placementWith({ credentialLocation: "BODY" }), location, /write "HEADER" or "QUERY_PARAMETER"/);
  },
  "configuration-parameter": () => {
    accepts(placementWith({}));
    accepts(placementWith({ credentialParameterName: "p".repeat(64) }));
    refuses(placementWith({ credentialParameterName: undefined }), parameterName, /missing/);
    refuses(placementWith({ credentialParameterName: "p".repeat(65) }), parameterName, /1 to 64/);
    refuses(placementWith({ credentialParameterName: "X-Token:" }), parameterName, /HTTP header/);
    accepts(placementWith({ credentialLocation: "QUERY_PARAMETER", credentialParameterName: "api key" }));
  },
  "configuration-header-or-query": () => {
    expect(credentialLocations).to.deep.equal(Object.values(ApiKeyCredentialLocation));
    for (const credentialLocation of credentialLocations) accepts(placementWith({ credentialLocation }));
    refuses(placementWith({ credentialLocation: "COOKIE" }), location, /"HEADER", "QUERY_PARAMETER"/);
    const { apiKey: none } = apiKeyConfiguration("arn", placement);
    const { apiKey: empty } = apiKeyConfiguration("arn", { ...placement, credentialPrefix: "" });
    expect(none).to.not.have.property("credentialPrefix");
    expect(empty).to.have.property("credentialPrefix", "");
  },
  "configuration-oauth-type": async () => {
    expect((await configurationOf("customers"))?.credentialProviderType).to.equal("OAUTH");
  },
  "configuration-oauth-provider": async () => {
    const found = await configurationOf("customers");
    expect(found).to.have.nested.property("credentialProvider.oauthCredentialProvider.grantType", "CLIENT_CREDENTIALS");
    accepts(tokenProblems({ scopes: [], customParameters: { audience: "crm" } }));
  },
  "configuration-oauth-arn": refusesPlaceholders("oauth2credentialprovider"),
  "configuration-scopes": () => {
    const problemsWith = (scopes: unknown) => tokenProblems({ scopes });
    for (const scopes of [["scope1", "scope2"], [], ["s".repeat(64)], Array<string>(100).fill("s")])
      accepts(problemsWith(scopes));
    refuses(problemsWith(undefined), "credential.scopes", /missing: .* \[\] for none/);
    refuses(problemsWith(Array<string>(101).fill("s")), "credential.scopes", /0 to 100/);
    refuses(problemsWith(["s".repeat(65)]), "credential.scopes[0]", /1 to 64/);
    refuses(problemsWith(["scope1 scope2"]), "credential.scopes[0]", /its own entry/);
  },
};

import { expect } from "chai";
import {
  authorizationServerRules,
  propertiesOfConfiguration,
} from "../../provider/rules/providers/oauth2/configuration";
import { oauth2CredentialProviderProblems } from "../../provider/rules/providers/oauth2CredentialProvider";
import { vendorNames } from "../../provider/rules/providers/oauth2/vendors";
import { compilationProblems } from "../readme/strictCompilation";
import { signingClient, vendorFromConfiguration, vendorsPage } from "./vendorTable";
import { assertWritten } from "./writtenPage";

describe("docs/vendors.md", () => {
  it("is what the vendors' table says", () => {
    assertWritten("vendors.md", vendorsPage());
  });

  it("has recipes that compile, strictly", () => {
    expect(compilationProblems(vendorFromConfiguration)).to.deep.equal([]);
    expect(compilationProblems(signingClient)).to.deep.equal([]);
  });

  it("calls required what the checks miss, and optional what they do not", () => {
    const client = { clientId: "c", clientSecret: "s" };
    const endpoint = "https://id.example.com/x";
    const examples = {
      MicrosoftOauth2: { tenantId: "contoso" },
      CustomOauth2: { oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" } },
      OktaOauth2: { issuer: endpoint, authorizationEndpoint: endpoint, tokenEndpoint: endpoint },
      CognitoOauth2: { domain: "login.example.com", issuer: endpoint },
    };
    for (const [vendor, configuration] of Object.entries(examples)) {
      const given: Record<string, unknown> = { vendor, ...client, ...configuration };
      expect(oauth2CredentialProviderProblems(given), vendor).to.deep.equal([]);
      for (const property of Object.keys(given)) {
        const missing = oauth2CredentialProviderProblems({ ...given, [property]: undefined });
        expect(missing.length > 0, `${vendor}: ${property}`).to.equal(property !== "tenantId");
      }
    }
  });

  it("has a line for every property of CustomOauth2, and for every rule between them", () => {
    const lines = vendorsPage().split("\n");
    for (const property of propertiesOfConfiguration.custom)
      expect(lines.filter((line) => line.startsWith(`| \`${property}\` | `))).to.have.lengthOf.at.least(1);
    for (const { because } of authorizationServerRules)
      expect(lines.filter((line) => line.includes(` | ${because} | `))).to.have.length(1);
  });

  it("has a line for each of the 25 vendors", () => {
    const [firstTable = ""] = vendorsPage().split("\n## ");
    const lines = firstTable.split("\n");
    expect(vendorNames).to.have.length(25);
    for (const name of vendorNames) expect(lines.filter((line) => line.includes(`| \`${name}\` |`))).to.have.length(1);
  });
});

import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { webIdentityProblems } from "../../../provider/rules/credentials/oauth";

const audiences = ["https://id.example.com"];
const byAws = { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" };
const bySecret = { clientAuthenticationMethod: "CLIENT_SECRET_POST" };
const actor = { tokenExchangeGrantTypeConfig: { actorTokenContent: "AWS_IAM_ID_TOKEN_JWT" } };

describe("Conditions on tokens that AWS signs", () => {
  for (const [what, credential] of Object.entries({
    "is not needed": { oauth2: bySecret },
    "may be nothing": { oauth2: byAws, webIdentity: null },
    "may name audiences and an algorithm": { oauth2: byAws, webIdentity: { audiences, signingAlgorithm: "RS256" } },
    "may be for an actor": {
      oauth2: { ...bySecret, onBehalfOfTokenExchangeConfig: actor },
      webIdentity: { audiences },
    },
    "may be for a method that is not known yet": {
      oauth2: { clientAuthenticationMethod: unknownValue },
      webIdentity: { audiences },
    },
    "may be for a provider that is made elsewhere": { credentialProvider: {}, webIdentity: { audiences } },
  }))
    it(what, () => expect(webIdentityProblems(credential)).to.deep.equal([]));

  for (const { what, given, path, reason } of [
    {
      what: "is not for a client with a secret",
      given: { oauth2: bySecret, webIdentity: { audiences } },
      reason: /Remove it/,
    },
    {
      what: "is not known only later",
      given: { oauth2: byAws, webIdentity: { audiences: [unknownValue] } },
      reason: /not an Output/,
    },
    {
      what: "names an audience at least",
      given: { oauth2: byAws, webIdentity: { audiences: [] } },
      path: ".audiences",
      reason: /Write 1 to 10/,
    },
    {
      what: "holds no variable of IAM's",
      given: { oauth2: byAws, webIdentity: { audiences: ["${aws:x}"] } },
      path: ".audiences[0]",
      reason: /variable/,
    },
    {
      what: "has an algorithm of AWS's",
      given: { oauth2: byAws, webIdentity: { signingAlgorithm: "PS256" } },
      path: ".signingAlgorithm",
      reason: /"RS256", "ES384"/,
    },
    {
      what: "is spelt right",
      given: { oauth2: byAws, webIdentity: { audience: "x" } },
      path: ".audience",
      reason: /no such property/,
    },
  ])
    it(what, () => {
      const problems = webIdentityProblems(given);
      expect(problems).to.have.lengthOf(1);
      expect(problems[0]?.path).to.equal(`credential.webIdentity${path ?? ""}`);
      expect(problems[0]?.reason).to.match(reason);
    });
});

// What no document of AWS forbids: a preview warns, and `up` sends it.
import { expect } from "chai";
import { unknownValue } from "../../provider/rules/core/values";
import { tokenProblems } from "../../provider/rules/credentials/oauth";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
  oauth2CredentialProviderWarnings,
} from "../../provider/rules/providers/oauth2CredentialProvider";
import { vendorsThatTake } from "../../provider/rules/providers/oauth2/vendors";
import { pathsOf, reasonsOf } from "./cases";
import { problemsOf, warningsOf } from "./outboundAuthRules";

type Case = [name: string, args: Record<string, unknown>, path: string, reason: RegExp];

const client = { clientId: "c", clientSecret: "s" };
const server = {
  vendor: "CustomOauth2",
  clientId: "c",
  oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
};
const privateKeyJwtConfig = {
  privateKeySource: {
    kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
  },
  signingAlgorithm: "ES256",
};
const signing = { ...server, clientAuthenticationMethod: "PRIVATE_KEY_JWT", privateKeyJwtConfig };
const token = { ...server, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" };

const ofClients: Case[] = [
  ...vendorsThatTake("included").flatMap((vendor): Case[] =>
    ["issuer", "authorizationEndpoint", "tokenEndpoint"].map((endpoint) => [
      `${endpoint} for ${vendor}`,
      { ...client, vendor, [endpoint]: "https://id.example.com" },
      endpoint,
      /the service knows the endpoints of .*does not document what it does here\. Remove it, or write vendor: "CustomOauth2"/,
    ]),
  ),
  [
    "an endpoint that is an Output",
    { ...client, vendor: "ZoomOauth2", issuer: unknownValue },
    "issuer",
    /the service knows/,
  ],
  ["a secret next to a signature", { ...signing, clientSecret: "s" }, "clientSecret", /no secret, so it is not sent/],
  [
    "a secret next to a workload's token",
    { ...token, clientSecret: "s" },
    "clientSecret",
    /so it is not sent\..*Remove it, or/,
  ],
  ["a secret, once, however wrong it is", { ...signing, clientSecret: "s".repeat(3000) }, "clientSecret", /not sent/],
  ...["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", undefined].map((clientAuthenticationMethod): Case => [
    `a signing key for ${clientAuthenticationMethod ?? "the default method"}`,
    { ...server, clientSecret: "s", clientAuthenticationMethod, privateKeyJwtConfig },
    "privateKeyJwtConfig",
    /probably a mistake if .*does not sign with a key\. No document of AWS forbids it\. Remove it, or/,
  ]),
  ["a signing key next to a workload's token", { ...token, privateKeyJwtConfig }, "privateKeyJwtConfig", /mistake/],
  [
    "an actor's token for a JWT as grant",
    {
      ...server,
      clientSecret: "s",
      onBehalfOfTokenExchangeConfig: {
        grantType: "JWT_AUTHORIZATION_GRANT",
        tokenExchangeGrantTypeConfig: { actorTokenContent: "NONE" },
      },
    },
    "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig",
    /probably a mistake if .*write grantType: "TOKEN_EXCHANGE"/,
  ],
];

const consentUrl = { defaultReturnUrl: "https://app.example.com" };
const ofTokens: Case[] = [
  [
    "a return URL without user consent",
    consentUrl,
    "defaultReturnUrl",
    /is for user consent only\. Remove it, or write/,
  ],
  ["a return URL of an exchange", { ...consentUrl, grantType: "TOKEN_EXCHANGE" }, "defaultReturnUrl", /user consent/],
  [
    "the grant in customParameters",
    { customParameters: { grant_type: "password" } },
    'customParameters["grant_type"]',
    /does not set the grant\. Write credential\.grantType/,
  ],
];

describe("Arguments that no document of AWS forbids", () => {
  for (const [name, args, path, reason] of ofClients)
    it(`are no problem, and warned of: ${name}`, () => {
      expect([...oauth2CredentialProviderArgsProblems(args), ...oauth2CredentialProviderProblems(args)]).to.deep.equal(
        [],
      );
      const warnings = oauth2CredentialProviderWarnings(args);
      expect(pathsOf(warnings)).to.deep.equal([path]);
      expect(reasonsOf(warnings)).to.match(reason).and.not.contain("s".repeat(3000));
    });

  for (const [name, args, path, reason] of ofTokens)
    it(`are no problem, and warned of: ${name}`, () => {
      const provider =
        "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/c";
      const bundle = {
        gateway: { name: "tools", role: "tools-role" },
        target: { type: "mcpServer" },
        credential: { type: "OAUTH", credentialProvider: { arn: provider }, scopes: [], ...args },
      };
      expect(tokenProblems(bundle.credential)).to.deep.equal([]);
      expect(problemsOf(bundle)).to.deep.equal([]);
      const warnings = warningsOf(bundle).filter((warning) => warning.path === `credential.${path}`);
      expect(reasonsOf(warnings)).to.match(reason);
    });

  it("are warned of only where something is written", () => {
    for (const args of [{ ...client, vendor: "ZoomOauth2", issuer: null }, signing, token, { ...server, ...client }])
      expect(oauth2CredentialProviderWarnings(args)).to.deep.equal([]);
  });
});

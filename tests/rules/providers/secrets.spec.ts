import { expect } from "chai";
import * as fc from "fast-check";
import { renderProblems, type Problem } from "../../../provider/rules/core/problem";
import { apiKeyCredentialProviderProblems } from "../../../provider/rules/providers/credentialProvider";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { apiKey } from "../../../provider/rules/core/limits";
import { placementProblems } from "../../../provider/rules/credentials/credential";
import { environmentValueProblems } from "../../../provider/rules/providers/secretSource";
import { problemsOf } from "../outboundAuthRules";

/** Long and unusual enough to be in no message by chance. */
const canaries = fc
  .tuple(fc.stringMatching(/^[A-Z]{8}$/), fc.string({ unit: "binary", maxLength: 20 }))
  .map(([letters, more]) => `sk_${letters}${more}`);

const text = (problems: Problem[]) => renderProblems("X", problems);

describe("rules and secrets", () => {
  it("never repeat an API key, however wrong it or anything else is", () => {
    const keys = canaries.chain((canary) =>
      fc.constantFrom<[string, unknown]>(
        [canary, canary],
        [canary, canary.repeat(10_000)],
        [canary, [canary]],
        [canary, { value: canary }],
        [canary, ` ${canary} `],
      ),
    );
    fc.assert(
      fc.property(keys, fc.string(), ([canary, apiKey], name) => {
        const all = [
          ...apiKeyCredentialProviderProblems({ name, apiKey, accountId: name, connection: { region: name } }),
          ...problemsOf({
            gateway: { name },
            target: {},
            credential: { type: "API_KEY", apiKey, name, credentialLocation: name },
          }),
        ];
        expect(text(all)).to.not.include(canary.slice(0, 11));
      }),
      { numRuns: 50 },
    );
  });

  // A key ends up in the wrong place more easily than one thinks.
  const places: Record<string, (secret: string) => Problem[]> = {
    name: (secret) => apiKeyCredentialProviderProblems({ name: secret, apiKey: "k" }),
    "a tag's value": (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", tags: { team: `${secret}\u0000` } }),
    tags: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", tags: secret }),
    accountId: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", accountId: secret }),
    connection: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", connection: secret }),
    profile: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", connection: { profile: secret.repeat(50) } }),
    externalId: (secret) =>
      apiKeyCredentialProviderProblems({ apiKey: "k", connection: { assumeRole: { externalId: secret.repeat(200) } } }),
    credential: (secret) => problemsOf({ gateway: {}, target: {}, credential: secret }),
    credentialLocation: (secret) => bundleWith({ credentialLocation: secret }),
    credentialParameterName: (secret) => bundleWith({ credentialParameterName: `${secret}:\u0000` }),
    credentialPrefix: (secret) => bundleWith({ credentialPrefix: secret.repeat(20) }),
    credentialProvider: (secret) => bundleWith({ credentialProvider: secret }),
    "the provider's ARN": (secret) => bundleWith({ credentialProvider: { arn: secret, secretArn: secret } }),
    "the target's type": (secret) => problemsOf({ target: { type: secret }, credential: { type: secret } }),
    "the gateway's role": (secret) => problemsOf({ gateway: { name: secret, role: `${secret} *` } }),
  };
  const bundleWith = (members: object) =>
    problemsOf({ gateway: {}, target: {}, credential: { type: "API_KEY", ...members } });

  const client = { vendor: "CustomOauth2", clientId: "c", clientSecret: "s" };
  const clientWith = (members: object) => {
    const args = { ...client, ...members };
    return [
      ...oauth2CredentialProviderProblems(args),
      ...oauth2CredentialProviderArgsProblems(args),
      ...problemsOf({ gateway: {}, target: {}, credential: { type: "OAUTH", oauth2: args } }),
    ];
  };
  const tokenWith = (members: object) =>
    problemsOf({ gateway: {}, target: {}, credential: { type: "OAUTH", oauth2: client, ...members } });
  const metadataWith = (members: object) => clientWith({ oauthDiscovery: { authorizationServerMetadata: members } });
  const lambdaWith = (members: object) =>
    problemsOf({ target: { type: "lambda", ...members }, credential: { type: "GATEWAY_IAM_ROLE" } });
  const clientPlaces: Record<string, (secret: string) => Problem[]> = {
    "a client secret that is too long": (secret) => clientWith({ clientSecret: secret.repeat(200) }),
    "a client secret in a list": (secret) => clientWith({ clientSecret: [secret] }),
    "a client secret in an object": (secret) => clientWith({ clientSecret: { value: secret } }),
    vendor: (secret) => clientWith({ vendor: secret }),
    "vendor in an older spelling": (secret) => clientWith({ credentialProviderVendor: secret }),
    "another vendor's configuration": (secret) => clientWith({ githubOauth2ProviderConfig: secret }),
    "another vendor's configuration, within it": (secret) =>
      clientWith({ githubOauth2ProviderConfig: { clientSecret: secret } }),
    "the same property in another place": (secret) =>
      clientWith({ customOauth2ProviderConfig: { clientSecret: secret } }),
    "the wrapping of the configuration": (secret) => clientWith({ oauth2ProviderConfigInput: secret }),
    clientId: (secret) => clientWith({ clientId: secret.repeat(30) }),
    tenantId: (secret) => clientWith({ vendor: "MicrosoftOauth2", tenantId: secret.repeat(200) }),
    "a property of another vendor": (secret) => clientWith({ tenantId: secret, domain: secret }),
    "a misspelt property": (secret) => clientWith({ clientSecert: secret }),
    domain: (secret) => clientWith({ vendor: "Auth0Oauth2", domain: secret }),
    "domain of a vendor that has none": (secret) => clientWith({ vendor: "OktaOauth2", domain: secret }),
    "a tenant's endpoints": (secret) =>
      clientWith({ vendor: "OktaOauth2", issuer: secret, tokenEndpoint: `http://${secret}` }),
    "the password in an endpoint": (secret) =>
      clientWith({
        vendor: "OktaOauth2",
        tokenEndpoint: `https://me:${encodeURIComponent(secret.slice(0, 11))}@id.example.com`,
      }),
    "the query of a discovery URL": (secret) =>
      clientWith({ oauthDiscovery: { discoveryUrl: `https://id.example.com/?secret=${secret.slice(0, 11)}` } }),
    oauthDiscovery: (secret) => clientWith({ oauthDiscovery: secret }),
    "a misspelt member of oauthDiscovery": (secret) => clientWith({ oauthDiscovery: { clientSecret: secret } }),
    "the server's metadata": (secret) =>
      metadataWith({ issuer: secret, tokenEndpoint: [secret], responseTypes: secret, clientSecret: secret }),
    "a method in the server's metadata": (secret) => metadataWith({ tokenEndpointAuthMethods: [secret] }),
    clientAuthenticationMethod: (secret) => clientWith({ clientAuthenticationMethod: secret }),
    oauth2: (secret) => tokenWith({ oauth2: secret }),
    "a property next to oauth2": (secret) => tokenWith({ clientSecret: secret }),
    scopes: (secret) => tokenWith({ scopes: secret }),
    "a scope": (secret) => tokenWith({ scopes: [secret.repeat(10), `${secret} `] }),
    grantType: (secret) => tokenWith({ grantType: secret }),
    customParameters: (secret) => tokenWith({ customParameters: secret }),
    "a parameter's value": (secret) =>
      tokenWith({ customParameters: { grant_type: secret, client_secret: secret.repeat(300), list: [secret] } }),
    "a credential's older spelling": (secret) => tokenWith({ credentialProviderType: secret }),
    "the function": (secret) => lambdaWith({ function: `${secret} *`, qualifier: `${secret} ` }),
    "the function's ARN": (secret) => lambdaWith({ function: `arn:${secret}`, permission: secret }),
    "a credential that is none": (secret) =>
      problemsOf({ target: { type: "mcpServer" }, credential: { type: "NONE", apiKey: secret } }),
  };

  for (const [place, problemsOf] of Object.entries({ ...places, ...clientPlaces }))
    it(`never repeat a secret that was written as ${place}`, () => {
      fc.assert(
        fc.property(canaries, (secret) => {
          const problems = problemsOf(secret);
          expect(text(problems)).to.not.include(secret.slice(0, 11));
        }),
        { numRuns: 30 },
      );
    });

  it("find something wrong in each of these places, or there would be nothing to repeat", () => {
    for (const [place, problemsOf] of Object.entries(clientPlaces))
      expect(problemsOf("sk_ABCDEFGHmore"), place).to.not.be.empty;
  });

  it("name a misspelt property, but not its value", () => {
    const problems = oauth2CredentialProviderArgsProblems({ ...client, clientSecert: "sk_ABCDEFGH" });
    expect(text(problems))
      .to.match(/clientSecert: there is no such property/)
      .and.to.not.include("sk_ABCDEFGH");
  });
});

describe("A value that an HTTP request carries", () => {
  const key = (apiKey: unknown) => apiKeyCredentialProviderProblems({ apiKey, tags: {} });
  const client = (changes: object) =>
    oauth2CredentialProviderProblems({ vendor: "GithubOauth2", clientId: "id", clientSecret: "secret", ...changes });
  const placed = (changes: object) =>
    placementProblems({ credentialLocation: "HEADER", credentialParameterName: "X-Key", ...changes });
  const inside = /contains a control character.*which no HTTP header can carry\. Remove it\.$/;
  const cases = {
    apiKey: (text: string) => key(text),
    clientSecret: (text: string) => client({ clientSecret: text }),
    clientId: (text: string) => client({ clientId: text }),
    "credential.credentialPrefix": (text: string) => placed({ credentialPrefix: text }),
    "credential.credentialParameterName": (text: string) =>
      placed({ credentialLocation: "QUERY_PARAMETER", credentialParameterName: text }),
  };

  for (const [path, problemsOf] of Object.entries(cases)) {
    for (const end of ["\n", "\r\n", "\n\n"])
      it(`does not end with a newline: ${path}, ${JSON.stringify(end)}`, () => {
        const problems = problemsOf(`k-12345678${end}`);
        expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
        expect(problems[0]?.reason).to.match(/ends with a newline\. Remove the newline at the end\.$/);
        expect(problems[0]?.reason).to.not.include("k-12345678");
      });

    for (const char of ["\0", "\n", "\r", "\u001b", "\u007f"])
      it(`has no control character: ${path}, ${JSON.stringify(char)}`, () => {
        const problems = problemsOf(`k-1234${char}5678`);
        expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
        expect(problems[0]?.reason).to.match(inside);
      });

    it(`may have a tab, a space and other letters: ${path}`, () => {
      expect(problemsOf("k-1234\t5678 ü")).to.deep.equal([]);
    });
  }

  it("says the same about the value of an environment variable", () => {
    const [problem] = environmentValueProblems("apiKey", "SEARCH_KEY", "k-12345678\n", apiKey);
    expect(problem?.reason).to.match(
      /^the environment variable SEARCH_KEY: the API key ends with a newline\. Remove the/,
    );
  });
});

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../provider/rules/providers/oauth2CredentialProvider";
import { respellCredential, respellOauth2Args } from "../../../provider/rules/credentials/legacySpellings";
import { outboundAuthProblems } from "../../../provider/rules/components/outboundAuth";
import { vendorNames, vendors } from "../../../provider/rules/providers/oauth2/vendors";
import { pathsOf, reasonsOf } from "../judged";

const client = { clientId: "c", clientSecret: "s" };
const discovery = { oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" } };
const today = { vendor: "CustomOauth2", ...discovery, ...client };

const privateKeyJwtConfig = {
  privateKeySource: {
    kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
  },
  signingAlgorithm: "ES256",
};

const oauth2Arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/crm";
const apiKeyArn = oauth2Arn.replace("oauth2", "apikey");

describe("spellings of AWS's older pages", () => {
  describe("of an OAuth client", () => {
    for (const { name, written, means } of [
      { name: "today's", written: today, means: today },
      { name: "the vendor CustomOAuth2", written: { ...today, vendor: "CustomOAuth2" }, means: today },
      {
        name: "MicrosoftOAuth2",
        written: { vendor: "MicrosoftOAuth2", ...client, tenantId: "t" },
        means: { vendor: "MicrosoftOauth2", ...client, tenantId: "t" },
      },
      {
        name: "AtlassianOAuth2",
        written: { vendor: "AtlassianOAuth2", ...client },
        means: { vendor: "AtlassianOauth2", ...client },
      },
      {
        name: "LinkedInOAuth2",
        written: { vendor: "LinkedInOAuth2", ...client },
        means: { vendor: "LinkedinOauth2", ...client },
      },
      {
        name: "everything else of such a configuration, as it is",
        written: {
          vendor: "CustomOAuth2",
          customOAuth2ProviderConfig: {
            ...discovery,
            clientId: "c",
            clientAuthenticationMethod: "PRIVATE_KEY_JWT",
            privateKeyJwtConfig,
            onBehalfOfTokenExchangeConfig: { grantType: "TOKEN_EXCHANGE" },
          },
        },
        means: {
          vendor: "CustomOauth2",
          ...discovery,
          clientId: "c",
          clientAuthenticationMethod: "PRIVATE_KEY_JWT",
          privateKeyJwtConfig,
          onBehalfOfTokenExchangeConfig: { grantType: "TOKEN_EXCHANGE" },
        },
      },
      {
        name: "credentialProviderVendor",
        written: { ...today, vendor: undefined, credentialProviderVendor: "CustomOauth2" },
        means: today,
      },
      {
        name: "the preview's credentialProviderType and credentialProviderName",
        written: {
          ...discovery,
          ...client,
          credentialProviderType: "CustomOAuth2",
          credentialProviderName: "oauth-credential-provider",
        },
        means: { ...today, name: "oauth-credential-provider" },
      },
      {
        name: "the preview page's command with a discovery URL, as a whole",
        written: {
          credentialProviderName: "oauth-credential-provider",
          credentialProviderType: "CustomOAuth2",
          oAuth2ProviderConfigInput: { customOAuth2ProviderConfig: { ...discovery, ...client } },
        },
        means: { ...today, name: "oauth-credential-provider" },
      },
      {
        name: "the preview page's command with server metadata, as a whole",
        written: {
          credentialProviderType: "CustomOAuth2",
          oAuth2ProviderConfigInput: {
            customOAuth2ProviderConfig: {
              oauthDiscovery: {
                authorizationServerMetadata: {
                  issuer: "https://example.auth0.com/",
                  authorizationEndpoint: "https://example.auth0.com/authorize",
                  tokenEndpoint: "https://example.auth0.com/oauth/token",
                  responseTypes: ["token"],
                },
              },
              ...client,
            },
          },
        },
        means: {
          vendor: "CustomOauth2",
          oauthDiscovery: {
            authorizationServerMetadata: {
              issuer: "https://example.auth0.com/",
              authorizationEndpoint: "https://example.auth0.com/authorize",
              tokenEndpoint: "https://example.auth0.com/oauth/token",
              responseTypes: ["token"],
            },
          },
          ...client,
        },
      },
      {
        name: "the API's request of today",
        written: {
          name: "crm",
          credentialProviderVendor: "CustomOauth2",
          oauth2ProviderConfigInput: { customOauth2ProviderConfig: { ...discovery, ...client } },
        },
        means: { ...today, name: "crm" },
      },
      {
        name: "a request that leaves the configuration's name out",
        written: { credentialProviderVendor: "CustomOAuth2", oauth2ProviderConfigInput: { ...discovery, ...client } },
        means: today,
      },
      {
        name: "a configuration beside the vendor",
        written: { vendor: "CustomOauth2", customOauth2ProviderConfig: { ...discovery, ...client } },
        means: today,
      },
      {
        name: "a configuration that says the vendor",
        written: { customOAuth2ProviderConfig: { ...discovery, ...client } },
        means: today,
      },
      {
        name: "GoogleOauth2ProviderConfigInput",
        written: { vendor: "GoogleOauth2", oauth2ProviderConfigInput: { GoogleOauth2ProviderConfigInput: client } },
        means: { vendor: "GoogleOauth2", ...client },
      },
      {
        name: "SalesforceOauth2ProviderConfigInput",
        written: { oauth2ProviderConfigInput: { SalesforceOauth2ProviderConfigInput: client } },
        means: { vendor: "SalesforceOauth2", ...client },
      },
      {
        name: "linkedInOauth2ProviderConfig",
        written: { vendor: "LinkedInOAuth2", oauth2ProviderConfigInput: { linkedInOauth2ProviderConfig: client } },
        means: { vendor: "LinkedinOauth2", ...client },
      },
      {
        name: "a property in both places, with one value",
        written: { vendor: "GithubOauth2", clientId: "c", githubOauth2ProviderConfig: client },
        means: { vendor: "GithubOauth2", ...client },
      },
      {
        name: "an older spelling that is undefined",
        written: { vendor: "GithubOauth2", credentialProviderVendor: undefined, ...client },
        means: { vendor: "GithubOauth2", ...client },
      },
    ])
      it(`mean the same: ${name}`, () => {
        const { args, problems } = respellOauth2Args(written);
        expect(problems).to.deep.equal([]);
        expect(args).to.deep.equal(means);
        expect([
          ...oauth2CredentialProviderArgsProblems(args),
          ...oauth2CredentialProviderProblems(args),
        ]).to.deep.equal([]);
        expect(respellOauth2Args(args), "once is enough").to.deep.equal({ args, problems: [] });
      });

    for (const vendor of vendorNames)
      it(`mean the same in any case, with any wrapping: ${vendor}`, () => {
        const { member } = vendors[vendor];
        for (const respelt of [vendor.replace("Oauth2", "OAuth2"), vendor.toLowerCase(), vendor.toUpperCase()])
          for (const key of [member, member.replace("Oauth2", "OAuth2"), `${member}Input`])
            for (const wrapper of ["oauth2ProviderConfigInput", "oAuth2ProviderConfigInput"])
              expect(
                respellOauth2Args({ credentialProviderVendor: respelt, [wrapper]: { [key]: client } }),
              ).to.deep.equal({ args: { vendor, ...client }, problems: [] });
      });

    for (const { name, written, path, says } of [
      {
        name: "the configuration of another vendor",
        written: { vendor: "GithubOauth2", slackOauth2ProviderConfig: client },
        path: "slackOauth2ProviderConfig",
        says: /configuration of another vendor: "GithubOauth2" has githubOauth2ProviderConfig, not slackOauth2ProviderConfig\. Write the vendor's properties without it, beside vendor/,
      },
      {
        name: "a custom configuration for an included vendor",
        written: {
          credentialProviderVendor: "CognitoOauth2",
          oauth2ProviderConfigInput: { customOauth2ProviderConfig: { ...discovery, ...client } },
        },
        path: "customOauth2ProviderConfig",
        says: /"CognitoOauth2" has includedOauth2ProviderConfig/,
      },
      {
        name: "two configurations at once",
        written: { googleOauth2ProviderConfig: client, githubOauth2ProviderConfig: client },
        path: "githubOauth2ProviderConfig",
        says: /"GoogleOauth2" has googleOauth2ProviderConfig/,
      },
      {
        name: "a property twice, with different values",
        written: { vendor: "GithubOauth2", clientId: "a", githubOauth2ProviderConfig: client },
        path: "clientId",
        says: /^is given here and in githubOauth2ProviderConfig\. Write it once, here\.$/,
      },
      {
        name: "the vendor twice",
        written: { vendor: "GithubOauth2", credentialProviderVendor: "SlackOauth2", ...client },
        path: "vendor",
        says: /^is given here and in credentialProviderVendor/,
      },
      {
        name: "the name twice",
        written: { vendor: "GithubOauth2", name: "a", credentialProviderName: "b", ...client },
        path: "name",
        says: /^is given here and in credentialProviderName/,
      },
    ])
      it(`are refused where they contradict: ${name}`, () => {
        for (const at of ["", "credential.oauth2"]) {
          const { problems } = respellOauth2Args(written, at);
          expect(pathsOf(problems)).to.deep.equal([at === "" ? path : `${at}.${path}`]);
          if (at === "") expect(reasonsOf(problems)).to.match(says);
        }
      });

    it("leave the vendor open where the configuration is one that many have", () => {
      const { args, problems } = respellOauth2Args({ includedOauth2ProviderConfig: client });
      expect(problems).to.deep.equal([]);
      expect(args).to.deep.equal(client);
      expect(pathsOf(oauth2CredentialProviderProblems(args))).to.deep.equal(["vendor"]);
    });

    it("leave a vendor that does not exist to the rules, which list all", () => {
      const { args } = respellOauth2Args({ vendor: "DiscordOAuth2", ...client });
      expect(reasonsOf(oauth2CredentialProviderProblems(args))).to.match(
        /must be one of "CustomOauth2", "GoogleOauth2"/,
      );
    });

    it("do not change what the program wrote", () => {
      const written = { credentialProviderType: "CustomOAuth2", customOAuth2ProviderConfig: { ...client } };
      respellOauth2Args(written);
      expect(written).to.deep.equal({ credentialProviderType: "CustomOAuth2", customOAuth2ProviderConfig: client });
    });

    for (const other of [undefined, null, "CustomOAuth2", 7, [today]])
      it(`leave alone what are no arguments: ${JSON.stringify(other)}`, () =>
        expect(respellOauth2Args(other)).to.deep.equal({ args: other, problems: [] }));
  });

  describe("of a bundle's credential", () => {
    const apiKey = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" };
    for (const { name, written, means } of [
      { name: "credentialProviderType", written: { credentialProviderType: "NONE" }, means: { type: "NONE" } },
      {
        name: "the page's configuration with the gateway's role",
        written: { credentialProviderType: "GATEWAY_IAM_ROLE" },
        means: { type: "GATEWAY_IAM_ROLE" },
      },
      {
        name: "the page's configuration with an API key",
        written: {
          credentialProviderType: "API_KEY",
          credentialProvider: { apiKeyCredentialProvider: { providerArn: apiKeyArn, ...apiKey } },
        },
        means: { type: "API_KEY", credentialProvider: { arn: apiKeyArn }, ...apiKey },
      },
      {
        name: "the page's configuration with OAuth",
        written: {
          credentialProviderType: "OAUTH",
          credentialProvider: { oauthCredentialProvider: { providerArn: oauth2Arn, scopes: ["scope1", "scope2"] } },
        },
        means: { type: "OAUTH", credentialProvider: { arn: oauth2Arn }, scopes: ["scope1", "scope2"] },
      },
      {
        name: "providerArn in today's place",
        written: { type: "OAUTH", credentialProvider: { providerArn: oauth2Arn }, scopes: [] },
        means: { type: "OAUTH", credentialProvider: { arn: oauth2Arn }, scopes: [] },
      },
      {
        name: "the page's client, made by the bundle",
        written: {
          type: "OAUTH",
          scopes: [],
          oauth2: {
            credentialProviderType: "CustomOAuth2",
            oAuth2ProviderConfigInput: { customOAuth2ProviderConfig: { ...discovery, ...client } },
          },
        },
        means: { type: "OAUTH", scopes: [], oauth2: today },
      },
    ])
      it(`mean the same: ${name}`, () =>
        expect(respellCredential(written)).to.deep.equal({ args: means, problems: [] }));

    for (const { name, written, path, says } of [
      {
        name: "scopes twice",
        written: {
          type: "OAUTH",
          scopes: ["a"],
          credentialProvider: { oauthCredentialProvider: { providerArn: oauth2Arn, scopes: ["b"] } },
        },
        path: "credential.scopes",
        says: /^is given here and in credential\.credentialProvider\. Write it once, here\.$/,
      },
      {
        name: "the type twice",
        written: { type: "OAUTH", credentialProviderType: "API_KEY" },
        path: "credential.type",
        says: /^is given here and in credential\.credentialProviderType/,
      },
      {
        name: "the client's configuration of another vendor",
        written: { type: "OAUTH", oauth2: { vendor: "SlackOauth2", githubOauth2ProviderConfig: client } },
        path: "credential.oauth2.githubOauth2ProviderConfig",
        says: /"SlackOauth2" has slackOauth2ProviderConfig/,
      },
    ])
      it(`are refused where they contradict: ${name}`, () => {
        const { problems } = respellCredential(written);
        expect(pathsOf(problems)).to.deep.equal([path]);
        expect(reasonsOf(problems)).to.match(says);
      });
  });

  describe("that no longer mean anything are refused, with what to write:", () => {
    const bundle = (credential: object, target: object = { type: "openApiSchema" }) =>
      outboundAuthProblems({ gateway: { name: "tools", role: "r" }, target, credential });
    const withArn = (arn: string) => bundle({ type: "OAUTH", credentialProvider: { arn }, scopes: [] });
    const preview = "arn:aws:agent-credential-provider:us-east-1:123456789012:token-vault/default";

    for (const { name, problems, path, says } of [
      {
        name: "BODY",
        problems: bundle({ type: "API_KEY", apiKey: "k", credentialLocation: "BODY", credentialParameterName: "key" }),
        path: "credential.credentialLocation",
        says: /cannot be sent in the body\. Write "HEADER" or "QUERY_PARAMETER"/,
      },
      {
        name: "the preview's ARN of an OAuth client",
        problems: withArn(`${preview}/oauth2credentialprovider/abcdefghijk`),
        path: "credential.credentialProvider.arn",
        says: /form of AgentCore's preview.*token-vault\/default\/oauth2credentialprovider\/NAME/,
      },
      {
        name: "the preview's ARN of an API key, in the page's nesting",
        problems: bundle({
          credentialProviderType: "API_KEY",
          credentialProvider: {
            apiKeyCredentialProvider: {
              providerArn: `${preview}/apikeycredentialprovider/abcdefghijk`,
              credentialLocation: "HEADER",
              credentialParameterName: "X-Subscription-Token",
            },
          },
        }),
        path: "credential.credentialProvider.arn",
        says: /form of AgentCore's preview.*apikeycredentialprovider\/NAME/,
      },
      {
        name: "the ARN that the model's patterns name",
        problems: withArn(oauth2Arn.replace("bedrock-agentcore", "acps")),
        path: "credential.credentialProvider.arn",
        says: /form of AgentCore's preview/,
      },
      ...["oauthcredentialprovider", "oauth2-credential-provider", "api-key"].map((segment) => ({
        name: `${segment} in the ARN`,
        problems: withArn(oauth2Arn.replace("oauth2credentialprovider", segment)),
        path: "credential.credentialProvider.arn",
        says: /not the ARN of a credential provider\. Write "arn:aws:bedrock-agentcore:.*oauth2credentialprovider\/NAME"/,
      })),
      {
        name: "the page's placeholder of the ARN",
        problems: withArn("{{credential-provider-arn}}"),
        path: "credential.credentialProvider.arn",
        says: /not the ARN of a credential provider/,
      },
      {
        name: "a function with a star for its alias",
        problems: bundle(
          { type: "GATEWAY_IAM_ROLE" },
          { type: "lambda", function: "arn:aws:lambda:us-east-1:111122223333:function:search:*" },
        ),
        path: "target.function",
        says: /must name one thing: write it without \*/,
      },
      {
        name: "passthrough's example without scopes",
        problems: bundle({ type: "OAUTH", credentialProvider: { arn: oauth2Arn } }, { type: "passthrough" }),
        path: "credential.scopes",
        says: /missing: write the scopes/,
      },
    ])
      it(name, () => {
        expect(pathsOf(problems)).to.deep.equal([path]);
        expect(reasonsOf(problems)).to.match(says);
      });
  });

  describe("are not looked for in what is still to come:", () => {
    class Anything {}
    const throwIfInvalid = (): never => {
      throw new Error("looked into");
    };
    const closed: object = new Proxy(new Anything(), {
      get: throwIfInvalid,
      has: throwIfInvalid,
      ownKeys: throwIfInvalid,
      getOwnPropertyDescriptor: throwIfInvalid,
    });
    const values: Record<string, unknown> = {
      "an Output": pulumi.output({ customOauth2ProviderConfig: client, providerArn: oauth2Arn }),
      "a secret": pulumi.secret({ customOauth2ProviderConfig: client }),
      "a promise": Promise.resolve({ customOauth2ProviderConfig: client }),
      "a resource, or anything else with a class": closed,
      "a list": [client],
    };
    for (const [name, value] of Object.entries(values)) {
      it(`${name} as a property of the client`, () => {
        const keys = ["clientId", "oauthDiscovery", "tags", "connection", "oauth2ProviderConfigInput"];
        for (const key of [...keys, "customOAuth2ProviderConfig", "credentialProviderName"]) {
          const { args, problems } = respellOauth2Args({ vendor: "CustomOAuth2", [key]: value });
          expect(problems).to.deep.equal([]);
          expect(args.vendor).to.equal("CustomOauth2");
          expect(args[key === "credentialProviderName" ? "name" : key] === value).to.equal(true, key);
        }
      });

      it(`${name} as a vendor`, () => {
        expect(respellOauth2Args({ credentialProviderVendor: value }).args.vendor === value).to.equal(true);
      });

      it(`${name} within an older wrapping`, () => {
        const { args } = respellOauth2Args({ customOAuth2ProviderConfig: { clientId: value, oauthDiscovery: value } });
        expect([args.clientId === value, args.oauthDiscovery === value]).to.deep.equal([true, true]);
      });

      it(`${name} in a credential`, () => {
        for (const key of ["credentialProvider", "oauth2", "scopes", "customParameters"]) {
          const { args, problems } = respellCredential({ credentialProviderType: "OAUTH", [key]: value });
          expect(problems).to.deep.equal([]);
          expect(args[key] === value).to.equal(true, key);
        }
        const { args } = respellCredential({ credentialProvider: { oauthCredentialProvider: { providerArn: value } } });
        expect((args.credentialProvider as { arn: unknown }).arn === value).to.equal(true);
      });

      it(`${name} in place of all arguments`, () => {
        expect(respellOauth2Args(value).args === value).to.equal(true);
        expect(respellCredential(value).args === value).to.equal(true);
      });
    }

    it("one value twice is given once, and two are not compared by what is in them", () => {
      const value = pulumi.output("c");
      expect(
        respellOauth2Args({ vendor: "GithubOauth2", clientId: value, githubOauth2ProviderConfig: { clientId: value } })
          .problems,
      ).to.deep.equal([]);
      const other = { clientId: pulumi.output("c") };
      const { problems } = respellOauth2Args({
        vendor: "GithubOauth2",
        clientId: value,
        githubOauth2ProviderConfig: other,
      });
      expect(pathsOf(problems)).to.deep.equal(["clientId"]);
    });
  });
});

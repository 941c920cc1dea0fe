import { expect } from "chai";
import { unknownValue } from "../../../../provider/rules/core/values";
import {
  completeEndpoints,
  discoveryUrlProblems,
  httpsUrlProblems,
  tenantProblems,
} from "../../../../provider/rules/providers/oauth2/endpoints";
import type { Oauth2Vendor } from "../../../../provider/rules/providers/oauth2/vendors";
import { itAccepts, pathsOf, reasonsOf } from "../../cases";

describe("rules of URLs", () => {
  describe("to which secrets are sent", () => {
    const problemsOf = (url: unknown) =>
      httpsUrlProblems("tokenEndpoint", url, "the token endpoint", "secrets are sent to it");

    itAccepts(problemsOf, [
      ["a host", "https://id.example.com"],
      ["a path", "https://id.example.com/oauth2/v1/token"],
      ["a slash at its end", "https://acme.us.auth0.com/"],
      ["a port", "https://id.example.com:8443/token"],
      ["a query", "https://id.example.com/token?tenant=acme"],
      ["an address", "https://[2001:db8::1]/token"],
      ["capitals in the scheme, which are the same", "HTTPS://id.example.com"],
      ["none: whether there has to be one is another question", undefined],
      ["null", null],
      ["one that is unknown", unknownValue],
    ]);

    for (const [name, url, says] of [
      ["an empty text", "", /is not a URL\. Write https:\/\/HOST\/PATH/],
      ["a host alone", "id.example.com", /is not a URL/],
      ["a path alone", "/oauth2/token", /is not a URL/],
      ["a scheme alone", "https://", /is not a URL/],
      ["a blank within", "https://id.example.com/to ken", /is not a URL/],
      ["a blank at its end", "https://id.example.com/token ", /is not a URL/],
      ["a line break", "https://id.example.com/\ntoken", /is not a URL/],
      ["HTTP", "http://id.example.com/token", /must begin with https:\/\/, because secrets are sent to it/],
      ["HTTP to this machine", "http://localhost/token", /must begin with https/],
      ["a file", "file:///etc/passwd", /must begin with https/],
      ["a user name", "https://user@id.example.com", /contains a user name or password\. Remove it/],
      ["a password", "https://:secret@id.example.com", /contains a user name or password/],
      ["a number", 7, /must be a string, not a value of type number/],
      ["a list", ["https://id.example.com"], /must be a string, not a list/],
    ] as const)
      it(`refuse ${name}`, () => {
        expect(pathsOf(problemsOf(url))).to.deep.equal(["tokenEndpoint"]);
        expect(reasonsOf(problemsOf(url)))
          .to.match(says)
          .and.to.match(/^the token endpoint /);
      });
  });

  describe("of an authorization server's metadata", () => {
    const problemsOf = (url: unknown) => discoveryUrlProblems("discoveryUrl", url);
    const well = "https://id.example.com/.well-known";

    itAccepts(problemsOf, [
      ["OpenID's place", `${well}/openid-configuration`],
      ["OAuth's place", `${well}/oauth-authorization-server`],
      ["a path before it", "https://id.example.com/tenant/v2.0/.well-known/openid-configuration"],
      ["a path behind it, as RFC 8414 has it", `${well}/oauth-authorization-server/tenant/a`],
      ["a port", "https://id.example.com:8443/.well-known/openid-configuration"],
      ["one that is unknown", unknownValue],
      ["none", undefined],
    ]);

    for (const [name, url, says] of [
      ["the issuer", "https://id.example.com", /not the address of an authorization server's metadata/],
      ["another well-known place", `${well}/jwks.json`, /openid-configuration or https:/],
      ["a place that ends alike", `${well}/openid-configuration2`, /not the address/],
      ["a slash at its end", `${well}/openid-configuration/`, /not the address/],
      ["a query", `${well}/openid-configuration?tenant=a`, /without a query/],
      ["a fragment", `${well}/openid-configuration#a`, /not the address/],
      ["the page's placeholder", "<DiscoveryUrl>", /is not a URL/],
      ["HTTP", `${well}/openid-configuration`.replace("https", "http"), /because it says where secrets are sent/],
      [
        "one with a query, and name the alternative",
        `${well}/x?p=flow`,
        /write authorizationServerMetadata: \{ issuer/,
      ],
      ["a number", 7, /must be a string/],
    ] as const)
      it(`refuse ${name}`, () => {
        expect(pathsOf(problemsOf(url))).to.deep.equal(["discoveryUrl"]);
        expect(reasonsOf(problemsOf(url))).to.match(says);
      });
  });
});

const endpoints = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};
const problemsOf = (vendor: Oauth2Vendor, given: object) =>
  tenantProblems(vendor, { ...given }, (property) => property);

describe("the endpoints of a vendor's tenant", () => {
  for (const [name, why] of [
    ["issuer", "OAuth defines issuers so"],
    ["authorizationEndpoint", "users sign in there"],
    ["tokenEndpoint", "secrets are sent to it"],
  ] as const)
    it(`must be HTTPS, and the message has the true reason: ${name}`, () => {
      const written = { ...endpoints, [name]: "http://id.example.com" };
      expect(reasonsOf(problemsOf("OktaOauth2", written))).to.contain(`must begin with https://, because ${why}.`);
    });

  const derivations: [vendor: Oauth2Vendor, domain: string, follows: object][] = [
    [
      "Auth0Oauth2",
      "acme.us.auth0.com",
      {
        issuer: "https://acme.us.auth0.com/",
        authorizationEndpoint: "https://acme.us.auth0.com/authorize",
        tokenEndpoint: "https://acme.us.auth0.com/oauth/token",
      },
    ],
    [
      "OneLoginOauth2",
      "acme.onelogin.com",
      {
        issuer: "https://acme.onelogin.com/oidc/2",
        authorizationEndpoint: "https://acme.onelogin.com/oidc/2/auth",
        tokenEndpoint: "https://acme.onelogin.com/oidc/2/token",
      },
    ],
    [
      "CognitoOauth2",
      "acme.auth.us-east-1.amazoncognito.com",
      {
        authorizationEndpoint: "https://acme.auth.us-east-1.amazoncognito.com/oauth2/authorize",
        tokenEndpoint: "https://acme.auth.us-east-1.amazoncognito.com/oauth2/token",
      },
    ],
    [
      "FusionAuthOauth2",
      "login.example.com",
      {
        authorizationEndpoint: "https://login.example.com/oauth2/authorize",
        tokenEndpoint: "https://login.example.com/oauth2/token",
      },
    ],
  ];

  for (const [vendor, domain, follows] of derivations)
    describe(`of ${vendor}`, () => {
      const derived = Object.keys(follows);
      const missing = Object.keys(endpoints).filter((name) => !derived.includes(name));
      const rest = Object.fromEntries(Object.entries(endpoints).filter(([name]) => missing.includes(name)));

      it(`follow from the domain: ${derived.join(", ")}`, () => {
        expect(completeEndpoints(vendor, { domain })).to.deep.equal(follows);
        expect(problemsOf(vendor, { domain, ...rest })).to.deep.equal([]);
      });

      it(`have to be written where they do not: ${missing.join(", ") || "none"}`, () => {
        expect(pathsOf(problemsOf(vendor, { domain }))).to.deep.equal(missing);
        if (missing.length > 0) expect(reasonsOf(problemsOf(vendor, { domain }))).to.match(/missing.*has its own/);
      });

      it("are as written, where they are", () => {
        for (const [name, url] of Object.entries(endpoints))
          expect(completeEndpoints(vendor, { domain, [name]: url })).to.deep.equal({ ...follows, [name]: url });
        expect(completeEndpoints(vendor, endpoints)).to.deep.equal(endpoints);
      });

      it("follow later where the domain is only known later, without a problem", () => {
        const later = Object.fromEntries(derived.map((name) => [name, unknownValue]));
        expect(completeEndpoints(vendor, { domain: unknownValue })).to.deep.equal(later);
        expect(problemsOf(vendor, { domain: unknownValue, ...rest })).to.deep.equal([]);
      });

      it("are all missing without a domain, with the remedy", () => {
        const problems = problemsOf(vendor, {});
        expect(pathsOf(problems)).to.deep.equal(Object.keys(endpoints));
        for (const { path, reason } of problems)
          if (derived.includes(path)) expect(reason).to.match(/or domain: "HOST", from which it follows\.$/);
          else expect(reason).to.match(/Write the URL from the tenant's discovery document\.$/);
      });

      for (const [name, wrong] of [
        ["a URL", `https://${domain}`],
        ["a path", `${domain}/login`],
        ["a port", `${domain}:443`],
        ["a single label", "acme"],
        ["an empty text", ""],
        ["a blank", "acme example.com"],
        ["a user name", `me@${domain}`],
        ["a dot at its end", `${domain}.`],
        ["a line break", `${domain}\n`],
        ["a hyphen before it", `-${domain}`],
        ["254 characters", `${"a".repeat(250)}.com`],
        ["a number", 7],
      ] as const)
        it(`are reported once for ${name} instead of the domain`, () => {
          const problems = problemsOf(vendor, { domain: wrong, ...rest });
          expect(pathsOf(problems)).to.deep.equal(["domain"]);
          expect(reasonsOf(problems)).to.match(/^the domain /);
        });
    });

  for (const vendor of ["OktaOauth2", "PingOneOauth2", "CyberArkOauth2"] as const)
    describe(`of ${vendor}`, () => {
      it("follow from no domain: it is refused, known or not, with what to write", () => {
        for (const domain of ["acme.okta.com", unknownValue]) {
          const problems = problemsOf(vendor, { ...endpoints, domain });
          expect(pathsOf(problems)).to.deep.equal(["domain"]);
          expect(reasonsOf(problems)).to.match(
            /do not follow from a domain; those of "OneLoginOauth2", "FusionAuthOauth2", "Auth0Oauth2", "CognitoOauth2" do\. Write issuer, authorizationEndpoint, tokenEndpoint instead\.$/,
          );
          expect(completeEndpoints(vendor, { domain })).to.deep.equal({});
        }
      });

      it("are all written", () => {
        expect(problemsOf(vendor, endpoints)).to.deep.equal([]);
        expect(pathsOf(problemsOf(vendor, {}))).to.deep.equal(Object.keys(endpoints));
        expect(reasonsOf(problemsOf(vendor, {}))).to.not.match(/domain/);
      });
    });

  for (const name of Object.keys(endpoints)) {
    it(`have to be HTTPS URLs: ${name}`, () => {
      for (const wrong of ["id.example.com", "http://id.example.com", "", 7]) {
        expect(pathsOf(problemsOf("OktaOauth2", { ...endpoints, [name]: wrong }))).to.deep.equal([name]);
        expect(pathsOf(problemsOf("Auth0Oauth2", { domain: "acme.auth0.com", [name]: wrong }))).to.deep.equal([name]);
      }
    });

    it(`may be known later: ${name}`, () => {
      expect(problemsOf("OktaOauth2", { ...endpoints, [name]: unknownValue })).to.deep.equal([]);
      expect(completeEndpoints("OktaOauth2", { [name]: unknownValue })).to.deep.equal({ [name]: unknownValue });
    });

    it(`count as not written where they are null: ${name}`, () => {
      expect(pathsOf(problemsOf("OktaOauth2", { ...endpoints, [name]: null }))).to.deep.equal([name]);
      expect(problemsOf("Auth0Oauth2", { domain: "acme.auth0.com", [name]: null })).to.deep.equal([]);
    });
  }
});

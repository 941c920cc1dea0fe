import { expect } from "chai";
import { unknownValue } from "../../../../provider/rules/core/values";
import { completeEndpoints, tenantProblems } from "../../../../provider/rules/providers/oauth2/endpoints";
import type { Oauth2Vendor } from "../../../../provider/rules/providers/oauth2/vendors";
import { pathsOf, reasonsOf } from "../../cases";

const endpoints = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};
const problemsOf = (vendor: Oauth2Vendor, given: object) =>
  tenantProblems(vendor, { ...given }, (property) => property);

describe("the endpoints of a vendor's tenant", () => {
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

      it("are all missing without a domain, and told how they could follow", () => {
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
        it(`are told once to be wrong for ${name} in place of the domain`, () => {
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

import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { discoveryUrlProblems, httpsUrlProblems } from "../../../provider/rules/providers/oauth2/endpoints";
import { itAccepts, pathsOf, reasonsOf } from "../cases";

describe("rules of URLs", () => {
  describe("to which secrets are sent", () => {
    const problemsOf = (url: unknown) => httpsUrlProblems("tokenEndpoint", url, "the token endpoint");

    itAccepts(problemsOf, [
      ["a host", "https://id.example.com"],
      ["a path", "https://id.example.com/oauth2/v1/token"],
      ["a slash at its end", "https://acme.us.auth0.com/"],
      ["a port", "https://id.example.com:8443/token"],
      ["a query", "https://id.example.com/token?tenant=acme"],
      ["an address", "https://[2001:db8::1]/token"],
      ["capitals in the scheme, which are the same", "HTTPS://id.example.com"],
      ["none: whether there has to be one is another question", undefined],
      ["null, likewise", null],
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
      ["HTTP", `${well}/openid-configuration`.replace("https", "http"), /must begin with https/],
      ["a number", 7, /must be a string/],
    ] as const)
      it(`refuse ${name}`, () => {
        expect(pathsOf(problemsOf(url))).to.deep.equal(["discoveryUrl"]);
        expect(reasonsOf(problemsOf(url))).to.match(says);
      });
  });
});

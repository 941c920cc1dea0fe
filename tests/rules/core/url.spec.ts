import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { discoveryUrlProblems, httpsUrlProblems } from "../../../provider/rules/core/url";
import { pathsOf, reasonsOf } from "../judged";

describe("rules of URLs", () => {
  describe("to which secrets are sent", () => {
    const judge = (url: unknown) => httpsUrlProblems("tokenEndpoint", url, "the token endpoint");

    for (const { name, url } of [
      { name: "a host", url: "https://id.example.com" },
      { name: "a path", url: "https://id.example.com/oauth2/v1/token" },
      { name: "a slash at its end", url: "https://acme.us.auth0.com/" },
      { name: "a port", url: "https://id.example.com:8443/token" },
      { name: "a query", url: "https://id.example.com/token?tenant=acme" },
      { name: "an address", url: "https://[2001:db8::1]/token" },
      { name: "capitals in the scheme, which are the same", url: "HTTPS://id.example.com" },
      { name: "none: whether there has to be one is another question", url: undefined },
      { name: "null, likewise", url: null },
      { name: "one that is only known later", url: unknownValue },
    ])
      it(`accept ${name}`, () => expect(judge(url)).to.deep.equal([]));

    for (const { name, url, says } of [
      { name: "an empty text", url: "", says: /is not a URL\. Write https:\/\/HOST\/PATH/ },
      { name: "a host alone", url: "id.example.com", says: /is not a URL/ },
      { name: "a path alone", url: "/oauth2/token", says: /is not a URL/ },
      { name: "a scheme alone", url: "https://", says: /is not a URL/ },
      { name: "a blank within", url: "https://id.example.com/to ken", says: /is not a URL/ },
      { name: "a blank at its end", url: "https://id.example.com/token ", says: /is not a URL/ },
      { name: "a line break", url: "https://id.example.com/\ntoken", says: /is not a URL/ },
      {
        name: "HTTP",
        url: "http://id.example.com/token",
        says: /must begin with https:\/\/, because secrets are sent to it/,
      },
      { name: "HTTP to this machine", url: "http://localhost/token", says: /must begin with https/ },
      { name: "a file", url: "file:///etc/passwd", says: /must begin with https/ },
      { name: "a user name", url: "https://user@id.example.com", says: /contains a user name or password\. Remove it/ },
      { name: "a password", url: "https://:secret@id.example.com", says: /contains a user name or password/ },
      { name: "a number", url: 7, says: /must be a string, not a value of type number/ },
      { name: "a list", url: ["https://id.example.com"], says: /must be a string, not a list/ },
    ])
      it(`refuse ${name}`, () => {
        expect(pathsOf(judge(url))).to.deep.equal(["tokenEndpoint"]);
        expect(reasonsOf(judge(url)))
          .to.match(says)
          .and.to.match(/^the token endpoint /);
      });
  });

  describe("of an authorization server's metadata", () => {
    const judge = (url: unknown) => discoveryUrlProblems("discoveryUrl", url);
    const well = "https://id.example.com/.well-known";

    for (const { name, url } of [
      { name: "OpenID's place", url: `${well}/openid-configuration` },
      { name: "OAuth's place", url: `${well}/oauth-authorization-server` },
      { name: "a path before it", url: "https://id.example.com/tenant/v2.0/.well-known/openid-configuration" },
      { name: "a path behind it, as RFC 8414 has it", url: `${well}/oauth-authorization-server/tenant/a` },
      { name: "a port", url: "https://id.example.com:8443/.well-known/openid-configuration" },
      { name: "one that is only known later", url: unknownValue },
      { name: "none", url: undefined },
    ])
      it(`accept ${name}`, () => expect(judge(url)).to.deep.equal([]));

    for (const { name, url, says } of [
      {
        name: "the issuer",
        url: "https://id.example.com",
        says: /not the address of an authorization server's metadata/,
      },
      { name: "another well-known place", url: `${well}/jwks.json`, says: /openid-configuration or https:/ },
      { name: "a place that ends alike", url: `${well}/openid-configuration2`, says: /not the address/ },
      { name: "a slash at its end", url: `${well}/openid-configuration/`, says: /not the address/ },
      { name: "a query", url: `${well}/openid-configuration?tenant=a`, says: /without a query/ },
      { name: "a fragment", url: `${well}/openid-configuration#a`, says: /not the address/ },
      { name: "the page's placeholder", url: "<DiscoveryUrl>", says: /is not a URL/ },
      { name: "HTTP", url: `${well}/openid-configuration`.replace("https", "http"), says: /must begin with https/ },
      { name: "a number", url: 7, says: /must be a string/ },
    ])
      it(`refuse ${name}`, () => {
        expect(pathsOf(judge(url))).to.deep.equal(["discoveryUrl"]);
        expect(reasonsOf(judge(url))).to.match(says);
      });
  });
});

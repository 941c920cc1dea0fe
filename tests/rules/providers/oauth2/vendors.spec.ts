import { expect } from "chai";
import model from "../../../../provider/local/model/model.json";
import { propertiesOfConfiguration } from "../../../../provider/rules/providers/oauth2/configuration";
import { isVendor, vendorNames, vendors } from "../../../../provider/rules/providers/oauth2/vendors";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { pathsOf, reasonsOf } from "../../cases";

const shapes = model.shapes as unknown as Record<
  string,
  { enum?: string[]; members?: Record<string, { shape: string }>; required?: string[] }
>;
const union = shapes.Oauth2ProviderConfigInput!.members!;

const endpoints = {
  issuer: "https://id.example.com",
  authorizationEndpoint: "https://id.example.com/authorize",
  tokenEndpoint: "https://id.example.com/token",
};

/** Configuration of a vendor of each kind. Source: AgentCore Developer Guide, "Provider setup and configuration". */
const kinds: Record<string, { vendors: string[]; takes: string[]; needs: object }> = {
  fixed: {
    vendors: [
      ...["GoogleOauth2", "GithubOauth2", "SlackOauth2", "SalesforceOauth2", "AtlassianOauth2", "LinkedinOauth2"],
    ],
    takes: [],
    needs: {},
  },
  included: {
    vendors: [
      ...["XOauth2", "FacebookOauth2", "YandexOauth2", "RedditOauth2", "ZoomOauth2", "TwitchOauth2", "SpotifyOauth2"],
      ...["DropboxOauth2", "NotionOauth2", "HubspotOauth2"],
    ],
    takes: Object.keys(endpoints),
    needs: {},
  },
  directory: { vendors: ["MicrosoftOauth2"], takes: ["tenantId"], needs: {} },
  tenant: {
    vendors: [
      ...["OktaOauth2", "OneLoginOauth2", "PingOneOauth2", "CyberArkOauth2", "FusionAuthOauth2"],
      ...["Auth0Oauth2", "CognitoOauth2"],
    ],
    takes: ["domain", "issuer", "authorizationEndpoint", "tokenEndpoint"],
    needs: endpoints,
  },
  custom: {
    vendors: ["CustomOauth2"],
    takes: [
      ...["oauthDiscovery", "clientAuthenticationMethod", "privateKeyJwtConfig", "onBehalfOfTokenExchangeConfig"],
      ...["privateEndpoint", "privateEndpointOverrides", "certificateConfigurations"],
    ],
    needs: { oauthDiscovery: { authorizationServerMetadata: endpoints } },
  },
};
const everyProperty = [...new Set(Object.values(kinds).flatMap(({ takes }) => takes))];

describe("the vendors of OAuth 2 credential providers", () => {
  it("are the API's 25", () => {
    expect(vendorNames).to.have.members(shapes.CredentialProviderVendorType!.enum!).and.to.have.lengthOf(25);
  });

  it("use every member of the API's configuration", () => {
    const used = new Set(vendorNames.map((name) => vendors[name].member));
    expect([...used]).to.have.members(Object.keys(union));
  });

  it("differ from other texts, and from members of every object", () => {
    for (const other of ["customOauth2", "CustomOAuth2", "constructor", "__proto__", "", undefined, null, 7, {}])
      expect(isVendor(other)).to.equal(false);
  });

  for (const [kind, { vendors: names, takes, needs }] of Object.entries(kinds))
    for (const vendor of names)
      describe(vendor, () => {
        const given = { vendor, clientId: "c", clientSecret: "s", ...needs };
        const entry = vendors[vendor as keyof typeof vendors];

        it(`has its own configuration, or the one that ${kind} vendors share`, () => {
          const own = `${vendor[0]!.toLowerCase()}${vendor.slice(1)}ProviderConfig`;
          expect(entry.member).to.equal(own in union ? own : "includedOauth2ProviderConfig");
          expect(entry.takes).to.equal(kind);
        });

        it(`takes ${["clientId", "clientSecret", ...takes].join(", ")}: what the API's configuration has`, () => {
          expect(oauth2CredentialProviderProblems(given)).to.deep.equal([]);
          const all = { ...given, ...Object.fromEntries(takes.map((property) => [property, "x"])) };
          expect(oauth2CredentialProviderArgsProblems(all)).to.deep.equal([]);
          const members = Object.keys(shapes[union[entry.member]!.shape]!.members!);
          // The domain is ours: the endpoints follow from it.
          const sent = takes.filter((property) => property !== "domain");
          expect(members).to.include.members(["clientId", "clientSecret", ...sent]);
        });

        const ofOthers = everyProperty.filter((property) => !takes.includes(property));
        it(`refuses ${ofOthers.join(", ")}, by path, and says whose they are`, () => {
          const all = { ...given, ...Object.fromEntries(ofOthers.map((property) => [property, "x"])) };
          for (const path of ["", "credential.oauth2"]) {
            const problems = oauth2CredentialProviderArgsProblems(all, path);
            const paths = ofOthers.map((property) => (path === "" ? property : `${path}.${property}`));
            expect(pathsOf(problems)).to.have.members(paths);
            for (const property of ofOthers) {
              const owners = Object.values(kinds).find(
                (other) => other.takes.includes(property) && other !== kinds.included,
              );
              const { reason } = problems.find((problem) => problem.path.endsWith(property))!;
              for (const owner of owners!.vendors) expect(reason).to.include(`"${owner}"`);
              expect(reason).to.include(`not to "${vendor}". Properties here: vendor, clientId, clientSecret, name`);
            }
          }
        });

        it("says where its client is registered: a page, or whose console", () => {
          expect(entry.registration).to.match(
            /^(https:\/\/[a-z0-9.-]+(\/[\w/-]*)?|your .+|the authorization server's .+)$/,
          );
          expect(entry.label).to.match(/./);
        });
      });

  it("are all in this table", () => {
    expect(Object.values(kinds).flatMap((kind) => kind.vendors)).to.have.members([...vendorNames]);
    expect([...new Set(Object.values(propertiesOfConfiguration).flat())]).to.have.members(everyProperty);
  });

  it("have nothing to refuse where a property of another vendor is undefined", () => {
    const given = { vendor: "GithubOauth2", clientId: "c", clientSecret: "s", tenantId: undefined, domain: undefined };
    expect(reasonsOf(oauth2CredentialProviderArgsProblems(given))).to.equal("");
  });
});

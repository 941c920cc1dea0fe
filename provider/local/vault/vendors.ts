import { shapeNamed } from "../model/model";

/** Members of the union with a provider's configuration, in requests and in answers. */
export type ConfigMember =
  | "customOauth2ProviderConfig"
  | "googleOauth2ProviderConfig"
  | "githubOauth2ProviderConfig"
  | "slackOauth2ProviderConfig"
  | "salesforceOauth2ProviderConfig"
  | "microsoftOauth2ProviderConfig"
  | "atlassianOauth2ProviderConfig"
  | "linkedinOauth2ProviderConfig"
  | "includedOauth2ProviderConfig";

export interface Endpoints {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

export const endpointNames = ["issuer", "authorizationEndpoint", "tokenEndpoint"] as const;

export interface Vendor {
  readonly member: ConfigMember;
  /**
   * Source of the endpoints: `oauthDiscovery` in the request, the tenant's own endpoints in the request, or the vendor's.
   * `{tenant}` is replaced by the request's `tenantId`.
   */
  readonly endpoints: "discovery" | "tenant" | Endpoints;
}

export function vendorNamed(name: string): Vendor {
  const vendor = vendors[name];
  if (!vendor) throw new Error(`There is no vendor ${name}.`);
  return vendor;
}

/** Returns the name of the shape in which a vendor's configuration is answered. */
export function answeredShape(vendor: string): string {
  const { members = {} } = shapeNamed("Oauth2ProviderConfigOutput");
  return members[vendorNamed(vendor).member]?.shape ?? "";
}

export const vendors: Readonly<Record<string, Vendor>> = {
  CustomOauth2: { member: "customOauth2ProviderConfig", endpoints: "discovery" },

  GoogleOauth2: vendor(
    "googleOauth2ProviderConfig",
    "https://accounts.google.com",
    "/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token",
  ),
  GithubOauth2: vendor(
    "githubOauth2ProviderConfig",
    "https://github.com",
    "/login/oauth/authorize",
    "/login/oauth/access_token",
  ),
  SlackOauth2: vendor("slackOauth2ProviderConfig", "https://slack.com", "/oauth/v2/authorize", "/api/oauth.v2.access"),
  SalesforceOauth2: vendor(
    "salesforceOauth2ProviderConfig",
    "https://login.salesforce.com",
    "/services/oauth2/authorize",
    "/services/oauth2/token",
  ),
  MicrosoftOauth2: vendor(
    "microsoftOauth2ProviderConfig",
    "https://login.microsoftonline.com/{tenant}/v2.0",
    "/{tenant}/oauth2/v2.0/authorize",
    "/{tenant}/oauth2/v2.0/token",
  ),
  AtlassianOauth2: vendor("atlassianOauth2ProviderConfig", "https://auth.atlassian.com", "/authorize", "/oauth/token"),
  LinkedinOauth2: vendor(
    "linkedinOauth2ProviderConfig",
    "https://www.linkedin.com/oauth",
    "/oauth/v2/authorization",
    "/oauth/v2/accessToken",
  ),

  XOauth2: included("https://x.com", "/i/oauth2/authorize", "https://api.x.com/2/oauth2/token"),
  FacebookOauth2: included(
    "https://www.facebook.com",
    "/dialog/oauth",
    "https://graph.facebook.com/oauth/access_token",
  ),
  YandexOauth2: included("https://oauth.yandex.com", "/authorize", "/token"),
  RedditOauth2: included("https://www.reddit.com", "/api/v1/authorize", "/api/v1/access_token"),
  ZoomOauth2: included("https://zoom.us", "/oauth/authorize", "/oauth/token"),
  TwitchOauth2: included("https://id.twitch.tv/oauth2", "/oauth2/authorize", "/oauth2/token"),
  SpotifyOauth2: included("https://accounts.spotify.com", "/authorize", "/api/token"),
  DropboxOauth2: included("https://www.dropbox.com", "/oauth2/authorize", "https://api.dropboxapi.com/oauth2/token"),
  NotionOauth2: included("https://api.notion.com", "/v1/oauth/authorize", "/v1/oauth/token"),
  HubspotOauth2: included("https://app.hubspot.com", "/oauth/authorize", "https://api.hubapi.com/oauth/v1/token"),

  OktaOauth2: tenant(),
  OneLoginOauth2: tenant(),
  PingOneOauth2: tenant(),
  CyberArkOauth2: tenant(),
  FusionAuthOauth2: tenant(),
  Auth0Oauth2: tenant(),
  CognitoOauth2: tenant(),
};

/** An endpoint that begins with a slash is on the issuer's host. */
function vendor(member: ConfigMember, issuer: string, authorizationEndpoint: string, tokenEndpoint: string): Vendor {
  const host = /^https:\/\/[^/]+/.exec(issuer)?.[0] ?? "";
  const url = (endpoint: string) => (endpoint.startsWith("/") ? host + endpoint : endpoint);
  return {
    member,
    endpoints: { issuer, authorizationEndpoint: url(authorizationEndpoint), tokenEndpoint: url(tokenEndpoint) },
  };
}

function included(issuer: string, authorizationEndpoint: string, tokenEndpoint: string): Vendor {
  return vendor("includedOauth2ProviderConfig", issuer, authorizationEndpoint, tokenEndpoint);
}

function tenant(): Vendor {
  return { member: "includedOauth2ProviderConfig", endpoints: "tenant" };
}

/**
 * The vendors of OAuth 2 credential providers: which member of the API's configuration each has, what it is configured
 * with, and where its OAuth client is registered.
 *
 * Sources: service model "bedrock-agentcore-control" 2023-06-05 (vendors, members); AgentCore Developer Guide, "Provider
 * setup and configuration" (which vendors need the endpoints of a tenant); the vendors' own documentation (what follows
 * from a domain, registration pages).
 */

/** The endpoints of one tenant of a vendor. */
export interface TenantEndpoints {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

/** What a vendor is configured with, besides client id and secret. */
export type VendorConfiguration =
  /** Nothing: the service knows the vendor's endpoints. */
  | "fixed"
  /** The endpoints of a tenant. */
  | "tenant"
  /** The directory that users belong to. */
  | "directory"
  /** An authorization server of any kind. */
  | "custom";

interface Vendor {
  /** What people call it. */
  readonly label: string;
  /** Member of the API's `oauth2ProviderConfigInput`. */
  readonly member: string;
  readonly takes: VendorConfiguration;
  /** Where its OAuth client is registered; a tenant's own console where there is no page for everybody. */
  readonly registration: string;
  /** What follows from a tenant's domain, where the vendor's documentation leaves no choice. */
  readonly fromDomain?: (domain: string) => Partial<TenantEndpoints>;
}

const included = "includedOauth2ProviderConfig";

const table = {
  CustomOauth2: {
    label: "any other authorization server",
    member: "customOauth2ProviderConfig",
    takes: "custom",
    registration: "the authorization server's own administration",
  },
  GoogleOauth2: {
    label: "Google",
    member: "googleOauth2ProviderConfig",
    takes: "fixed",
    registration: "https://console.cloud.google.com/apis/credentials",
  },
  GithubOauth2: {
    label: "GitHub",
    member: "githubOauth2ProviderConfig",
    takes: "fixed",
    registration: "https://github.com/settings/developers",
  },
  SlackOauth2: {
    label: "Slack",
    member: "slackOauth2ProviderConfig",
    takes: "fixed",
    registration: "https://api.slack.com/apps",
  },
  SalesforceOauth2: {
    label: "Salesforce",
    member: "salesforceOauth2ProviderConfig",
    takes: "fixed",
    registration: "https://login.salesforce.com",
  },
  MicrosoftOauth2: {
    label: "Microsoft Entra ID",
    member: "microsoftOauth2ProviderConfig",
    takes: "directory",
    registration: "https://entra.microsoft.com",
  },
  AtlassianOauth2: {
    label: "Atlassian",
    member: "atlassianOauth2ProviderConfig",
    takes: "fixed",
    registration: "https://developer.atlassian.com/console/myapps/",
  },
  LinkedinOauth2: {
    label: "LinkedIn",
    member: "linkedinOauth2ProviderConfig",
    takes: "fixed",
    registration: "https://www.linkedin.com/developers/apps",
  },
  XOauth2: { label: "X", member: included, takes: "fixed", registration: "https://developer.x.com" },
  FacebookOauth2: {
    label: "Facebook",
    member: included,
    takes: "fixed",
    registration: "https://developers.facebook.com/apps",
  },
  YandexOauth2: { label: "Yandex", member: included, takes: "fixed", registration: "https://oauth.yandex.com" },
  RedditOauth2: {
    label: "Reddit",
    member: included,
    takes: "fixed",
    registration: "https://www.reddit.com/prefs/apps",
  },
  ZoomOauth2: { label: "Zoom", member: included, takes: "fixed", registration: "https://marketplace.zoom.us" },
  TwitchOauth2: {
    label: "Twitch",
    member: included,
    takes: "fixed",
    registration: "https://dev.twitch.tv/console/apps",
  },
  SpotifyOauth2: {
    label: "Spotify",
    member: included,
    takes: "fixed",
    registration: "https://developer.spotify.com/dashboard",
  },
  DropboxOauth2: {
    label: "Dropbox",
    member: included,
    takes: "fixed",
    registration: "https://www.dropbox.com/developers/apps",
  },
  NotionOauth2: {
    label: "Notion",
    member: included,
    takes: "fixed",
    registration: "https://www.notion.so/my-integrations",
  },
  HubspotOauth2: { label: "HubSpot", member: included, takes: "fixed", registration: "https://developers.hubspot.com" },
  OktaOauth2: {
    label: "Okta",
    member: included,
    takes: "tenant",
    registration: "your Okta Admin Console, Applications",
  },
  OneLoginOauth2: {
    label: "OneLogin",
    member: included,
    takes: "tenant",
    registration: "your OneLogin administration, Applications",
    fromDomain: (domain) => ({
      issuer: `https://${domain}/oidc/2`,
      authorizationEndpoint: `https://${domain}/oidc/2/auth`,
      tokenEndpoint: `https://${domain}/oidc/2/token`,
    }),
  },
  PingOneOauth2: {
    label: "PingOne",
    member: included,
    takes: "tenant",
    registration: "https://console.pingone.com",
  },
  CyberArkOauth2: {
    label: "CyberArk",
    member: included,
    takes: "tenant",
    registration: "your CyberArk Identity Administration, Web Apps",
  },
  FusionAuthOauth2: {
    label: "FusionAuth",
    member: included,
    takes: "tenant",
    registration: "your FusionAuth administration, Applications",
    // A tenant's issuer is whatever its administrator wrote there.
    fromDomain: (domain) => ({
      authorizationEndpoint: `https://${domain}/oauth2/authorize`,
      tokenEndpoint: `https://${domain}/oauth2/token`,
    }),
  },
  Auth0Oauth2: {
    label: "Auth0",
    member: included,
    takes: "tenant",
    registration: "https://manage.auth0.com",
    fromDomain: (domain) => ({
      // With the slash at its end: that is how the tokens have it.
      issuer: `https://${domain}/`,
      authorizationEndpoint: `https://${domain}/authorize`,
      tokenEndpoint: `https://${domain}/oauth/token`,
    }),
  },
  CognitoOauth2: {
    label: "Amazon Cognito",
    member: included,
    takes: "tenant",
    registration: "https://console.aws.amazon.com/cognito",
    // The issuer names the user pool, which the domain does not tell.
    fromDomain: (domain) => ({
      authorizationEndpoint: `https://${domain}/oauth2/authorize`,
      tokenEndpoint: `https://${domain}/oauth2/token`,
    }),
  },
} as const satisfies Record<string, Vendor>;

/** A vendor, as the API spells it. */
export type Oauth2Vendor = keyof typeof table;

/** The table, for looking up. */
export const vendors: Readonly<Record<Oauth2Vendor, Vendor>> = table;

export const vendorNames = Object.keys(table) as readonly Oauth2Vendor[];

/** Whether a text is a vendor's name, spelt as the API does. */
export function isVendor(value: unknown): value is Oauth2Vendor {
  return typeof value === "string" && Object.hasOwn(table, value);
}

/** Properties of a provider by what its vendor is configured with. */
export const propertiesOfConfiguration = {
  fixed: [],
  directory: ["tenantId"],
  tenant: ["domain", "issuer", "authorizationEndpoint", "tokenEndpoint"],
  custom: [
    "oauthDiscovery",
    "clientAuthenticationMethod",
    "privateKeyJwtConfig",
    "onBehalfOfTokenExchangeConfig",
    "privateEndpoint",
    "privateEndpointOverrides",
    "certificateConfigurations",
  ],
} as const satisfies Record<VendorConfiguration, readonly string[]>;

/** The vendors that are configured in one way. */
export function vendorsThatTake(takes: VendorConfiguration): Oauth2Vendor[] {
  return vendorNames.filter((name) => vendors[name].takes === takes);
}

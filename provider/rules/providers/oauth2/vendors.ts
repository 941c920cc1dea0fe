/**
 * The vendors of OAuth 2 credential providers, one row each.
 *
 * Sources: service model "bedrock-agentcore-control" 2023-06-05 (vendors, members); AgentCore Developer Guide, "Provider
 * setup and configuration" (vendors that need a tenant's endpoints); the vendors' documentation (endpoints that follow
 * from a domain, registration pages).
 */

export interface TenantEndpoints {
  /** Issuer of the tokens. */
  readonly issuer: string;
  /** Page on which users sign in. */
  readonly authorizationEndpoint: string;
  /** Endpoint that issues tokens. */
  readonly tokenEndpoint: string;
}

export const endpointNames = ["issuer", "authorizationEndpoint", "tokenEndpoint"] as const;

/**
 * The configuration that a vendor takes besides client id and secret:
 * - `fixed`: none, because the service knows the endpoints.
 * - `included`: as `fixed`, but the API has members for endpoints. AWS describes them only for vendors with tenants.
 * - `directory`: the directory of the users.
 * - `tenant`: the endpoints of a tenant.
 * - `custom`: any authorization server.
 */
export type VendorConfiguration = "fixed" | "included" | "directory" | "tenant" | "custom";

/**
 * Vendors that do not support CLIENT_CREDENTIALS according to their own documentation or AWS's, by the reason.
 *
 * Sources: https://accounts.google.com/.well-known/openid-configuration (grant_types_supported); GitHub Docs, "Authorizing
 * OAuth apps"; Slack API, "oauth.v2.access"; Notion API, "Create a token"; AgentCore Developer Guide, "Dropbox" and "HubSpot";
 * Salesforce Help, article 000886201. The Developer Guide contradicts the last one: its page "Salesforce" names the grant.
 */
const withoutClientCredentials: ReadonlyMap<unknown, string> = new Map([
  ["GoogleOauth2", "Google gives tokens to applications only with keys of a service account"],
  ["GithubOauth2", "GitHub gives tokens of OAuth apps only for users"],
  ["SlackOauth2", "Slack gives tokens only after a user installs the app"],
  ["NotionOauth2", "Notion gives tokens only after a user installs the integration"],
  ["DropboxOauth2", "AWS documents that Dropbox does not support them"],
  ["HubspotOauth2", "AWS documents that HubSpot does not support them"],
  [
    "SalesforceOauth2",
    "AWS documents them, but Salesforce refuses them at login.salesforce.com, and this vendor takes no My Domain URL",
  ],
]);

/** Returns why a vendor does not give tokens to applications without a user, according to a document. */
export function noClientCredentialsBecause(vendor: unknown): string | undefined {
  return withoutClientCredentials.get(vendor);
}

interface Vendor {
  readonly label: string;
  /** URL of the page on which the OAuth client is registered, or a description of the tenant's own page. */
  readonly registration: string;
  /** Member of the API's `oauth2ProviderConfigInput`. */
  readonly member: string;
  readonly takes: VendorConfiguration;
  /** Returns the endpoints that follow from a tenant's domain according to the vendor's documentation. */
  readonly fromDomain?: (domain: string) => Partial<TenantEndpoints>;
}

const fixed = (label: string, registration: string, member: string) =>
  ({ label, registration, member, takes: "fixed" }) as const;

const included = (label: string, registration: string) =>
  ({ label, registration, member: "includedOauth2ProviderConfig", takes: "included" }) as const;

const tenant = (label: string, registration: string) =>
  ({ label, registration, member: "includedOauth2ProviderConfig", takes: "tenant" }) as const;

/** One row for each vendor of the service. */
const table = {
  CustomOauth2: {
    label: "any other authorization server",
    registration: "the authorization server's own administration",
    member: "customOauth2ProviderConfig",
    takes: "custom",
  },
  GoogleOauth2: fixed("Google", "https://console.cloud.google.com/apis/credentials", "googleOauth2ProviderConfig"),
  GithubOauth2: fixed("GitHub", "https://github.com/settings/developers", "githubOauth2ProviderConfig"),
  SlackOauth2: fixed("Slack", "https://api.slack.com/apps", "slackOauth2ProviderConfig"),
  SalesforceOauth2: fixed("Salesforce", "https://login.salesforce.com", "salesforceOauth2ProviderConfig"),
  MicrosoftOauth2: {
    label: "Microsoft Entra ID",
    registration: "https://entra.microsoft.com",
    member: "microsoftOauth2ProviderConfig",
    takes: "directory",
  },
  AtlassianOauth2: fixed(
    "Atlassian",
    "https://developer.atlassian.com/console/myapps/",
    "atlassianOauth2ProviderConfig",
  ),
  LinkedinOauth2: fixed("LinkedIn", "https://www.linkedin.com/developers/apps", "linkedinOauth2ProviderConfig"),
  XOauth2: included("X", "https://developer.x.com"),
  FacebookOauth2: included("Facebook", "https://developers.facebook.com/apps"),
  YandexOauth2: included("Yandex", "https://oauth.yandex.com"),
  RedditOauth2: included("Reddit", "https://www.reddit.com/prefs/apps"),
  ZoomOauth2: included("Zoom", "https://marketplace.zoom.us"),
  TwitchOauth2: included("Twitch", "https://dev.twitch.tv/console/apps"),
  SpotifyOauth2: included("Spotify", "https://developer.spotify.com/dashboard"),
  DropboxOauth2: included("Dropbox", "https://www.dropbox.com/developers/apps"),
  NotionOauth2: included("Notion", "https://www.notion.so/my-integrations"),
  HubspotOauth2: included("HubSpot", "https://developers.hubspot.com"),
  OktaOauth2: tenant("Okta", "your Okta Admin Console, Applications"),
  OneLoginOauth2: {
    ...tenant("OneLogin", "your OneLogin administration, Applications"),
    fromDomain: (domain: string) => ({
      issuer: `https://${domain}/oidc/2`,
      authorizationEndpoint: `https://${domain}/oidc/2/auth`,
      tokenEndpoint: `https://${domain}/oidc/2/token`,
    }),
  },
  PingOneOauth2: tenant("PingOne", "https://console.pingone.com"),
  CyberArkOauth2: tenant("CyberArk", "your CyberArk Identity Administration, Web Apps"),
  FusionAuthOauth2: {
    ...tenant("FusionAuth", "your FusionAuth administration, Applications"),
    // The administrator of a tenant can choose any issuer.
    fromDomain: (domain: string) => ({
      authorizationEndpoint: `https://${domain}/oauth2/authorize`,
      tokenEndpoint: `https://${domain}/oauth2/token`,
    }),
  },
  Auth0Oauth2: {
    ...tenant("Auth0", "https://manage.auth0.com"),
    fromDomain: (domain: string) => ({
      // The issuer in the tokens ends with a slash.
      issuer: `https://${domain}/`,
      authorizationEndpoint: `https://${domain}/authorize`,
      tokenEndpoint: `https://${domain}/oauth/token`,
    }),
  },
  CognitoOauth2: {
    ...tenant("Amazon Cognito", "https://console.aws.amazon.com/cognito"),
    // The issuer names the user pool, which does not follow from the domain.
    fromDomain: (domain: string) => ({
      authorizationEndpoint: `https://${domain}/oauth2/authorize`,
      tokenEndpoint: `https://${domain}/oauth2/token`,
    }),
  },
} as const satisfies Record<string, Vendor>;

/** Rows of the table by the vendor's name. */
type Table = typeof table;

/** Name of a vendor in the API. */
export type Oauth2Vendor = keyof Table;

/** The vendors whose row in the table has these columns. */
type VendorsWith<Columns> = { [V in Oauth2Vendor]: Table[V] extends Columns ? V : never }[Oauth2Vendor];

/** The vendors whose endpoints the service knows. */
export type FixedVendor = VendorsWith<{ takes: "fixed" }>;
/** The vendors whose endpoints the service knows, although the API has members for them. */
export type IncludedVendor = VendorsWith<{ takes: "included" }>;
/** The vendors whose tenants have separate endpoints. */
export type TenantVendor = VendorsWith<{ takes: "tenant" }>;
/** The vendors whose endpoints and issuer follow from a tenant's domain. */
export type DomainVendor = VendorsWith<{ fromDomain: (domain: string) => TenantEndpoints }>;
/** The vendors whose endpoints, but not the issuer, follow from a tenant's domain. */
export type DomainAndIssuerVendor = Exclude<VendorsWith<{ fromDomain: unknown }>, DomainVendor>;

export const vendors: Readonly<Record<Oauth2Vendor, Vendor>> = table;

export const vendorNames: readonly Oauth2Vendor[] = Object.keys(table).filter(isVendor);

export function isVendor(value: unknown): value is Oauth2Vendor {
  return typeof value === "string" && Object.hasOwn(table, value);
}

export function vendorsThatTake(configuration: VendorConfiguration): Oauth2Vendor[] {
  return vendorNames.filter((name) => vendors[name].takes === configuration);
}

/** What each example asks for and what comes of it, in the groups that examples/README.md has. */

export interface Example {
  /** What the program asks for in plain text. */
  settings?: Record<string, string>;
  secrets?: Record<string, string>;
  /** How many policies its preview shows. */
  policies: number;
  /** How the targets sign in, by name: the member of their configuration. */
  targets: Record<string, "apiKey" | "oauth" | "gatewayIamRole">;
  /** Its README has no commands and no policy to do the same by hand: it is not on AWS's page, or others have them. */
  notByHand?: boolean;
}

export type Examples = Record<string, Example>;

const client = { clientId: "agent-tools" };
const clientSecret = { clientSecret: "CANARY-client-secret-0c7e" };
const searchKey = { searchKey: "CANARY-search-key-58d1" };

/** Those of AWS's page "Setting up Outbound Auth". */
const page: Examples = {
  "lambda-with-iam-role": { policies: 2, targets: { delivery: "gatewayIamRole" } },
  "openapi-with-api-key": { secrets: searchKey, policies: 3, targets: { search: "apiKey" } },
  "mcp-server-with-oauth-discovery": {
    settings: {
      ...client,
      endpoint: "https://crm.example.com/mcp",
      discoveryUrl: "https://id.example.com/.well-known/openid-configuration",
      scopes: "crm.read crm.write",
    },
    secrets: clientSecret,
    policies: 3,
    targets: { crm: "oauth" },
  },
  "openapi-with-oauth-metadata": {
    settings: client,
    secrets: clientSecret,
    policies: 3,
    targets: { groceries: "oauth" },
  },
  "openapi-with-included-vendor": { settings: client, secrets: clientSecret, policies: 3, targets: { music: "oauth" } },
};

/** The one that Pulumi itself checks the types of, as it does for users; `npm test` runs it. */
const checkedByPulumi: Examples = {
  "three-targets": {
    secrets: { ...searchKey, ...clientSecret },
    policies: 7,
    targets: { delivery: "gatewayIamRole", search: "apiKey", crm: "oauth" },
    notByHand: true,
  },
};

export const groups = { page, checkedByPulumi };

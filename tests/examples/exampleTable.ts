/** What each example asks for and what comes of it, in the groups that examples/README.md has. */

export interface Example {
  /** What the program asks for in plain text. */
  settings?: Record<string, string>;
  secrets?: Record<string, string>;
  /** How many policies its preview shows in full. */
  policies: number;
  /** How many it cannot show yet, because they name what AWS makes up the name of. @default 0 */
  laterPolicies?: number;
  /** How the targets sign in, by their names in the program: the member of their configuration. */
  targets: Record<string, "apiKey" | "oauth" | "gatewayIamRole">;
  /** How its README calls what makes the credentials. @default - an `OutboundAuth` for each target */
  bundles?: string[];
  /** Credential providers of each kind that the account may have, where that is more than usual. */
  quota?: number;
}

export type Examples = Record<string, Example>;

const client = { clientId: "agent-tools" };
const clientSecret = { clientSecret: "CANARY-client-secret-0c7e" };
const crm = { endpoint: "https://crm.example.com/mcp" };
const tenant = { tenantId: "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f" };
/** Whose users it is about. */
const application = {
  userDiscoveryUrl: "https://id.example.com/.well-known/openid-configuration",
  userClientId: "assistant",
  returnUrl: "https://app.example.com/consented",
};
const searchKey = { searchKey: "CANARY-search-key-58d1" };

/** Those of AWS's page "Setting up Outbound Auth": their READMEs have what to do by hand, command by command. */
const page: Examples = {
  "lambda-with-iam-role": { policies: 2, targets: { delivery: "gatewayIamRole" } },
  "openapi-with-api-key": { secrets: searchKey, policies: 3, targets: { search: "apiKey" } },
  "mcp-server-with-oauth-discovery": {
    settings: {
      ...client,
      ...crm,
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

/** What of AWS's own a gateway calls or reads. */
const aws: Examples = {
  "lambda-in-another-account": {
    settings: { theirRoleArn: "arn:aws:iam::999999999999:role/deployer" },
    policies: 1,
    targets: { stock: "gatewayIamRole" },
  },
  "openapi-with-own-secret-and-key": {
    secrets: searchKey,
    policies: 2,
    laterPolicies: 1,
    targets: { search: "apiKey" },
  },
  "api-gateway-stage": {
    policies: 0,
    laterPolicies: 1,
    targets: { tickets: "gatewayIamRole" },
    bundles: ["`GatewayTarget` `tickets`"],
  },
  "agentcore-runtime": {
    settings: { runtimeArn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/assistant-a1B2c3D4e5" },
    policies: 1,
    targets: { assistant: "gatewayIamRole" },
  },
};

/** Authorization servers that give tokens of users: those who consent, and those whose token is exchanged. */
const users: Examples = {
  "openapi-with-google-user-consent": {
    settings: { ...client, ...application },
    secrets: clientSecret,
    policies: 4,
    targets: { calendar: "oauth" },
  },
  "mcp-server-with-github": {
    settings: { ...client, ...application },
    secrets: clientSecret,
    policies: 4,
    targets: { code: "oauth" },
  },
  "mcp-server-on-behalf-of-user": {
    settings: {
      ...client,
      ...crm,
      oktaDomain: "acme.okta.com",
      gatewayAudience: "api://tools",
      audience: "api://crm",
      scopes: "crm.read crm.write",
    },
    secrets: clientSecret,
    policies: 4,
    targets: { crm: "oauth" },
  },
  "openapi-on-behalf-of-microsoft-user": {
    settings: { ...client, ...tenant },
    secrets: clientSecret,
    policies: 4,
    targets: { mail: "oauth" },
  },
};

/** Authorization servers that give the gateway a token of its own. */
const machines: Examples = {
  "mcp-server-with-okta": {
    settings: { ...client, ...crm, oktaDomain: "acme.okta.com", scopes: "crm.read crm.write" },
    secrets: clientSecret,
    policies: 3,
    targets: { crm: "oauth" },
  },
  "mcp-server-with-auth0": {
    settings: { ...client, ...crm, auth0Domain: "acme.us.auth0.com", audience: "https://crm.example.com" },
    secrets: clientSecret,
    policies: 3,
    targets: { crm: "oauth" },
  },
  "mcp-server-with-cognito": {
    settings: {
      ...client,
      ...crm,
      userPoolId: "us-east-1_AbCdEf123",
      cognitoDomain: "acme.auth.us-east-1.amazoncognito.com",
      scopes: "crm/read crm/write",
    },
    secrets: clientSecret,
    policies: 3,
    targets: { crm: "oauth" },
  },
  "openapi-with-microsoft": {
    settings: { ...client, ...tenant },
    secrets: clientSecret,
    policies: 3,
    targets: { directory: "oauth" },
  },
};

const shops = Array.from({ length: 100 }, (_, index) => `shop-${String(index + 1).padStart(3, "0")}`);

const many: Examples = {
  "two-regions": {
    secrets: searchKey,
    policies: 6,
    targets: { "search-us-east-1": "apiKey", "search-eu-west-1": "apiKey" },
  },
  "hundred-targets": {
    settings: { shops: JSON.stringify(shops) },
    secrets: { accessTokens: JSON.stringify(Object.fromEntries(shops.map((shop) => [shop, `CANARY-${shop}`]))) },
    policies: 9,
    targets: Object.fromEntries(shops.map((shop) => [shop, "apiKey"])),
    bundles: ["`GatewayOutboundAuth` `shops`"],
    quota: 100,
  },
};

/** The one that Pulumi itself checks the types of, as it does for users; `npm test` runs it. */
const checkedByPulumi: Examples = {
  "three-targets": {
    secrets: { ...searchKey, ...clientSecret },
    policies: 7,
    targets: { delivery: "gatewayIamRole", search: "apiKey", crm: "oauth" },
  },
};

export const groups = { page, aws, machines, users, many, checkedByPulumi };

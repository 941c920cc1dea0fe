/** Settings and results of each example, in the groups of examples/README.md. */

export interface Example {
  /** Settings in plain text. */
  settings?: Record<string, string>;
  secrets?: Record<string, string>;
  /** Number of policies that the preview shows in full. */
  policies: number;
  /** Number of policies that are unknown at preview, because AWS chooses a name in them. @default 0 */
  laterPolicies?: number;
  /** Member of the credential configuration, by the target's name in the program. */
  targets: Record<string, "apiKey" | "oauth" | "gatewayIamRole">;
  /** Texts for the components in the README. @default - an `OutboundAuth` for each target */
  bundles?: string[];
  /** Quota of credential providers of each kind. @default - the service's */
  quota?: number;
}

export type Examples = Record<string, Example>;

const client = { clientId: "agent-tools" };
const clientSecret = { clientSecret: "CANARY-client-secret-0c7e" };
const crm = { endpoint: "https://crm.example.com/mcp" };
const tenant = { tenantId: "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f" };
/** The application of the users. */
const application = {
  userDiscoveryUrl: "https://id.example.com/.well-known/openid-configuration",
  userClientId: "assistant",
  returnUrl: "https://app.example.com/consented",
};
const searchKey = { searchKey: "CANARY-search-key-58d1" };

/** The cases of AWS's page "Setting up Outbound Auth". Their READMEs list the manual steps. */
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

/** Resources of AWS that a gateway calls or reads. */
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

/** OAuth tokens of users, by consent or token exchange. */
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

/** OAuth tokens of the gateway itself. */
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

/** The one with tests. */
const tested: Examples = {
  "tested-stack": {
    secrets: searchKey,
    policies: 4,
    targets: { search: "apiKey", tickets: "gatewayIamRole" },
    bundles: ["`GatewayTarget` `search`", "`GatewayTarget` `tickets`"],
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

export const groups = { page, aws, machines, users, many, tested, checkedByPulumi };

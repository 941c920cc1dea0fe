import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { Editor } from "./editor";

const bundle = (target: string, credential: string, gateway = "role") =>
  `new agentcore.OutboundAuth("crm", { gateway: ${gateway}, target: { ${target} }, credential: { ${credential} } });`;
const provider = (properties: string) => `new agentcore.Oauth2CredentialProvider("crm", { ${properties} });`;
const keyProvider = (properties: string) => `new agentcore.ApiKeyCredentialProvider("crm", { ${properties} });`;
const group = (properties: string) =>
  `new agentcore.GatewayOutboundAuth("crm", { gateway: role, targets: { a: { ${properties} } } });`;
const gateway = `const gateway = new bedrock.AgentcoreGateway("tools", { roleArn: role.arn, authorizerType: "AWS_IAM" });\n`;
const targetOfGateway = (properties: string) =>
  `${gateway}new agentcore.GatewayTarget("crm", { gateway: role, credential: { type: "NONE" }, ${properties} });`;

const openApi = `type: "openApiSchema"`;
const lambdaTarget = `type: "lambda", function: "f"`;
const place = `credentialLocation: "HEADER", credentialParameterName: "X-Key"`;
const apiKey = `type: "API_KEY", apiKey: "k", ${place}`;
const signed = `type: "GATEWAY_IAM_ROLE"`;
const client = `clientId: "a", clientSecret: "b"`;
const google = `vendor: "GoogleOauth2", ${client}`;
const custom = `vendor: "CustomOauth2", clientId: "a", oauthDiscovery: { discoveryUrl: "u" }`;
const oauth = (oauth2: string, more = "scopes: []") => `type: "OAUTH", ${more}, oauth2: { ${oauth2} }`;
const none = `credential: { type: "NONE" }`;
const mcp = `target: { type: "mcpServer" }`;

/** Mistake, program, and the text that the error marks or that its message contains. */
const rows: [string, string, string][] = [
  // Kinds of targets and credentials.
  ["a misspelled credential", bundle(openApi, `type: "APIKEY"`), `Did you mean '"API_KEY"'?`],
  ["a part of the name of a target", bundle(`type: "mcp"`, apiKey), `"mcpServer"`],
  ["a target in lower case", bundle(`type: "openapi"`, apiKey), `"openApiSchema"`],
  ["no kind of credential", bundle(openApi, `apiKey: "k", ${place}`), "'type'"],
  ["no kind of target", bundle("", apiKey), "target"],
  ["a credential in a variable", `const credential = { type: "NONE" };\n${bundle(openApi, "...credential")}`, "'type'"],
  ["a target in a variable", `const target = { type: "mcpServer" };\n${bundle("...target", apiKey)}`, "'type'"],
  ["no credential", `new agentcore.OutboundAuth("crm", { gateway: role, ${mcp} });`, "'credential'"],
  ["no target", `new agentcore.OutboundAuth("crm", { gateway: role, ${none} });`, "'target'"],
  ["no gateway", `new agentcore.OutboundAuth("crm", { ${mcp}, ${none} });`, "'gateway'"],
  ["no logical name", `new agentcore.OutboundAuth({ gateway: role, ${mcp}, ${none} });`, "2-3 arguments"],

  // API keys.
  [
    "an API key without a location",
    bundle(openApi, `type: "API_KEY", apiKey: "k"`),
    "credentialLocation, credentialParam",
  ],
  ["a location that does not exist", bundle(openApi, apiKey.replace("HEADER", "BODY")), `'"BODY"'`],
  ["an unknown property", bundle(openApi, `${apiKey}, prefix: "Key "`), "'prefix'"],
  ["a key that is a number", bundle(openApi, apiKey.replace(`"k"`, "1")), "apiKey"],
  ["a key that may be missing", bundle(openApi, apiKey.replace(`"k"`, `config.getSecret("k")`)), "'apiKey'"],
  [
    "an environment variable that may be missing",
    bundle(openApi, apiKey.replace(`"k"`, "process.env.KEY")),
    "'apiKey'",
  ],
  ["fromEnv with a value", keyProvider(`apiKey: agentcore.fromEnv(config.requireSecret("k"))`), "requireSecret"],
  [
    "a secret without the key in it",
    keyProvider(`apiKey: agentcore.fromSecretsManager({ secretId: "a" })`),
    "'jsonKey'",
  ],
  ["neither a key nor a provider", bundle(openApi, `type: "API_KEY", ${place}`), "'apiKey'"],
  ["both a key and a provider", bundle(openApi, `${apiKey}, credentialProvider: { arn: "a" }`), "credentialProvider"],
  [
    "a provider as a text",
    bundle(openApi, `type: "API_KEY", credentialProvider: "arn", ${place}`),
    "credentialProvider",
  ],
  ["scopes of an API key", bundle(openApi, `${apiKey}, scopes: []`), "'scopes'"],
  ["a Region of an API key", bundle(openApi, `${apiKey}, region: "us-east-1"`), "'region'"],
  ["a name that is a number", bundle(openApi, `${apiKey}, name: 1`), "name"],
  ["tags as a list", bundle(openApi, `${apiKey}, tags: ["team"]`), "tags"],
  ["a tag that is a number", bundle(openApi, `${apiKey}, tags: { team: 1 }`), "team"],
  [
    "a duration as a text",
    keyProvider(`apiKey: "k", connection: { assumeRole: { roleArn: "r", durationSeconds: "9" } }`),
    "durationSeconds",
  ],
  ["options among the arguments", keyProvider(`apiKey: "k", protect: true`), "'protect'"],
  ["a misspelled key", keyProvider(`apikey: "k"`), "'apiKey'"],

  // OAuth clients.
  ["an OAuth token without scopes", bundle(`type: "mcpServer"`, `type: "OAUTH", oauth2: { ${google} }`), "'scopes'"],
  ["scopes as a text", bundle(openApi, oauth(google, `scopes: "read"`)), "scopes"],
  ["a scope that is a number", bundle(openApi, oauth(google, "scopes: [1]")), "'number'"],
  [
    "a grant in lower case",
    bundle(openApi, oauth(google, `scopes: [], grantType: "client_credentials"`)),
    `'"CLIENT_CREDENTIALS"'`,
  ],
  ["a client beside the credential", bundle(openApi, `type: "OAUTH", scopes: [], ${google}`), "'vendor'"],
  ["no client", bundle(openApi, `type: "OAUTH", scopes: []`), "'oauth2'"],
  ["a location of a token", bundle(openApi, `${oauth(google)}, credentialLocation: "HEADER"`), "'credentialLocation'"],
  ["a vendor that does not exist", provider(`vendor: "Google", ${client}`), `'"Google"'`],
  ["a vendor in lower case", provider(`vendor: "googleOauth2", ${client}`), `Did you mean '"GoogleOauth2"'?`],
  ["no vendor", provider(client), "vendor"],
  ["a client without its secret", provider(`vendor: "GoogleOauth2", clientId: "a"`), "'clientSecret'"],
  ["a property of another vendor", provider(`${google}, tenantId: "c"`), "'tenantId'"],
  ["a misspelled tenant", provider(`vendor: "MicrosoftOauth2", tenant: "t", ${client}`), "'tenantId'"],
  [
    "a domain from which nothing follows",
    provider(`vendor: "OktaOauth2", domain: "a.okta.com", ${client}`),
    "'domain'",
  ],
  [
    "a tenant without its endpoints",
    provider(`vendor: "OktaOauth2", ${client}`),
    "issuer, authorizationEndpoint, tokenEndpoint",
  ],
  ["a tenant without its domain", provider(`vendor: "Auth0Oauth2", ${client}`), "'domain'"],
  ["a tenant without its issuer", provider(`vendor: "CognitoOauth2", domain: "d.example.com", ${client}`), "'issuer'"],
  ["a server without its endpoints", provider(`vendor: "CustomOauth2", ${client}`), "'oauthDiscovery'"],
  ["a server's issuer beside the discovery", provider(`vendor: "CustomOauth2", issuer: "i", ${client}`), "'issuer'"],
  ["a discovery URL as a text", provider(`vendor: "CustomOauth2", oauthDiscovery: "u", ${client}`), "oauthDiscovery"],
  ["a server's client without a secret", provider(custom), "'clientSecret'"],
  [
    "a signature without its key",
    provider(`${custom}, clientAuthenticationMethod: "PRIVATE_KEY_JWT"`),
    "'privateKeyJwtConfig'",
  ],
  [
    "a secret beside a signature",
    provider(`${custom}, clientSecret: "b", clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT"`),
    "clientAuthenticationMethod",
  ],

  // Targets.
  ["a Lambda target without its function", bundle(`type: "lambda"`, signed), "'function'"],
  ["a misspelled function", bundle(`type: "lambda", functionArn: "f"`, signed), "'functionArn'"],
  ["another resource as a function", bundle(`type: "lambda", function: role.role`, signed), "function"],
  ["another resource as a runtime", bundle(`type: "agentcoreRuntime", runtime: role.role`, signed), "runtime"],
  ["another resource as an API", bundle(`type: "apiGateway", restApi: role.role, stage: "p"`, signed), "restApi"],
  ["calls of a Lambda target", bundle(`${lambdaTarget}, calls: { gateway: "a" }`, signed), "'calls'"],
  ["calls of a form that does not exist", bundle(`${openApi}, calls: { lambda: "a" }`, signed), "'lambda'"],
  [
    "the members of a stage outside api",
    bundle(`${openApi}, calls: { restApi: "a", stage: "p" }`, signed),
    "'restApi'",
  ],
  [
    "a statement in lower case",
    bundle(`${openApi}, calls: { statements: [{ action: "a:B", resource: "*" }] }`, signed),
    "'action'",
  ],
  [
    "a statement that denies",
    bundle(`${openApi}, calls: { statements: [{ Effect: "Deny", Action: "a:B", Resource: "*" }] }`, signed),
    "Effect",
  ],
  ["a schema as a text", bundle(`${openApi}, schema: "s3://b/k"`, apiKey), "schema"],
  ["a bucket without a key", bundle(`${openApi}, schema: { bucket: "b" }`, apiKey), "'key'"],
  ["a bucket and an address", bundle(`${openApi}, schema: { bucket: "b", uri: "s3://b/k" }`, apiKey), "uri"],

  // Gateways and roles.
  ["a name instead of a gateway", bundle(openApi, apiKey, `"tools"`), "gateway"],
  ["a role's ARN instead of a gateway", bundle(openApi, apiKey, "role.arn"), "gateway"],
  ["the gateway itself", gateway + bundle(openApi, apiKey, "gateway"), "'role'"],
  ["a role of @pulumi/aws", bundle(openApi, apiKey, `Role.get("r", "r")`), "gateway"],
  ["a gateway without a role", bundle(openApi, apiKey, `{ name: "tools" }`), "'role'"],
  ["a GatewayRole as a role", bundle(openApi, apiKey, `{ name: "tools", role }`), "role"],
  ["a GatewayRole without the gateway's name", `new agentcore.GatewayRole("x", { name: "tools" });`, "'gatewayName'"],
  [
    "a wait as a number",
    `new agentcore.GatewayRole("x", { gatewayName: "a", policyPropagation: 30 });`,
    "policyPropagation",
  ],

  // Providers of another kind.
  [
    "a client as an API key",
    `const other = ${provider(google)}\n${bundle(openApi, `type: "API_KEY", credentialProvider: other, ${place}`)}`,
    "credentialProvider",
  ],
  [
    "an API key as a client",
    `const other = ${keyProvider(`apiKey: "k"`)}\n${bundle(openApi, `type: "OAUTH", credentialProvider: other, scopes: []`)}`,
    "credentialProvider",
  ],
  ["a Region outside the connection", `agentcore.TokenVault.get("v", "default", { region: "us-east-1" });`, "'region'"],

  // Outputs and promises where a plain value is needed.
  ["a kind of target that is an Output", bundle(`type: pulumi.output("mcpServer" as const)`, apiKey), "type"],
  ["a kind of credential that is an Output", bundle(openApi, `type: pulumi.output("NONE" as const)`), "type"],
  ["a vendor that is an Output", provider(`vendor: pulumi.output("GoogleOauth2" as const), ${client}`), "vendor"],
  [
    "a grant that is an Output",
    bundle(openApi, oauth(google, `scopes: [], grantType: pulumi.output("TOKEN_EXCHANGE" as const)`)),
    "grantType",
  ],
  [
    "a switch that is an Output",
    bundle(`type: "mcpServer", hasToolSchema: pulumi.output(true)`, apiKey),
    "hasToolSchema",
  ],
  ["a permission that is an Output", bundle(`${lambdaTarget}, permission: pulumi.output(true)`, signed), "permission"],
  ["a gateway's name that is an Output", bundle(openApi, apiKey, `{ name: role.gatewayName, role: "r" }`), "name"],
  [
    "targets that are an Output",
    `new agentcore.GatewayOutboundAuth("g", { gateway: role, targets: pulumi.output({}) });`,
    "targets",
  ],
  [
    "a number of targets that is an Output",
    `new agentcore.GatewayOutboundAuth("g", { gateway: role, targets: {}, targetsPerPolicy: pulumi.output(3) });`,
    "targetsPerPolicy",
  ],
  ["a gateway without await", bundle(openApi, apiKey, "Promise.resolve(role)"), "gateway"],
  [
    "a target without await",
    `const load = async () => ({ type: "mcpServer" as const });\nnew agentcore.OutboundAuth("crm", { gateway: role, target: load(), ${none} });`,
    "target",
  ],
  [
    "a credential without await",
    `const load = async () => ({ type: "NONE" as const });\nnew agentcore.OutboundAuth("crm", { gateway: role, ${mcp}, credential: load() });`,
    "credential",
  ],

  // Groups and gateway targets.
  ["a misspelled property of a target in a group", group(`${mcp}, ${none}, moved: "a"`), "'moved'"],
  [
    "a property of another kind in a group",
    group(`target: { ${lambdaTarget}, runtime: "r" }, credential: { ${signed} }`),
    "'runtime'",
  ],
  ["a target in a group without a credential", group(mcp), "'credential'"],
  ["a gateway in a group", group(`gateway: role, ${mcp}, ${none}`), "'gateway'"],
  ["the kind of a target beside the credential", group(`type: "mcpServer", ${none}`), "'type'"],
  [
    "a list of targets",
    `new agentcore.GatewayOutboundAuth("g", { gateway: role, targets: [{ ${mcp}, ${none} }] });`,
    "targets",
  ],
  [
    "a target that is not in the group",
    `const tools = ${group(`${mcp}, ${none}`)}\nexport const b = tools.targets.b;`,
    "'b'",
  ],
  [
    "a gateway target without its gateway",
    targetOfGateway(`targetConfiguration: { mcp: { mcpServer: { endpoint: "e" } } }`),
    "'gatewayIdentifier'",
  ],
  ["a gateway target with the target of a bundle", targetOfGateway(`gatewayIdentifier: gateway, ${mcp}`), "'target'"],
  [
    "a gateway target of a kind that does not exist",
    targetOfGateway(`gatewayIdentifier: gateway, targetConfiguration: { mcp: { openapi: {} } }`),
    "'openapi'",
  ],
  [
    "a bundle as the configuration of a target",
    `const crm = ${bundle(openApi, apiKey)}\n${gateway}new bedrock.AgentcoreGatewayTarget("crm", { gatewayIdentifier: gateway.gatewayId, targetConfiguration: {}, credentialProviderConfiguration: crm });`,
    "credentialProviderConfiguration",
  ],
  [
    "a gateway in iam without its partition",
    `iam.workloadTokenStatements({ region: "us-east-1", accountId: "1", gatewayName: "g" });`,
    "'partition'",
  ],
];

describe("The compiler's message about", function () {
  this.timeout(60_000);

  const editor = new Editor();
  after(() => editor.close());

  for (const [mistake, program, named] of rows)
    it(`${mistake} is short, and names it`, () => {
      const problems = editor.problems(program);
      expect(problems).to.have.lengthOf(1);
      const [{ marked, message } = { marked: "", message: "" }] = problems;
      expect(`${marked}: ${message}`).to.contain(named);
      expect(message.split("\n")).to.have.length.lessThan(8);
      expect(message).to.have.length.lessThan(800);
    });
});

const existing = { name: "tools", role: "tools" };
const bySignature = { type: "GATEWAY_IAM_ROLE" } as const;
const byKey = { type: "API_KEY", apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key" } as const;
const create = (target: agentcore.TargetArgs, credential: agentcore.CredentialArgs) => () =>
  new agentcore.OutboundAuth("crm", { gateway: existing, target, credential });

/** Programs that compile, because no type can say it shortly. */
const previewed: { mistake: string; program: () => unknown; message: string }[] = [
  {
    mistake: "a credential that the target does not accept",
    program: create({ type: "lambda", function: "f" }, byKey),
    message: `credential.type: a target of type "lambda" does not accept "API_KEY"`,
  },
  {
    mistake: "a signature without what the role calls",
    program: create({ type: "openApiSchema" }, bySignature),
    message: "target.calls: missing: write what the role calls",
  },
  {
    mistake: "calls with an API key",
    program: create({ type: "openApiSchema", calls: { gateway: "arn" } }, byKey),
    message: `target.calls: names what the gateway's role calls, and is for "GATEWAY_IAM_ROLE" only.`,
  },
  {
    mistake: "calls of two forms",
    program: create({ type: "openApiSchema", calls: { gateway: "arn", runtime: "arn" } }, bySignature),
    message: "target.calls: sets more than one of its forms.",
  },
  {
    mistake: "a function's ARN for API Gateway",
    program: create(
      {
        type: "lambda",
        function:
          "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations",
      },
      bySignature,
    ),
    message: "target.function: ",
  },
  {
    mistake: "a target's configuration that is an Output",
    program: () =>
      new agentcore.GatewayTarget("crm", {
        gateway: existing,
        gatewayIdentifier: "tools-0123456789",
        credential: { type: "NONE" },
        targetConfiguration: pulumi.output({ mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } }),
      }),
    message: "plain objects down to there, not Outputs.",
  },
];

describe("A preview reports", () => {
  for (const { mistake, program, message } of previewed)
    it(mistake, () => {
      expect(program).to.throw(message);
    });
});

import { expect } from "chai";
import { cellOf, targetTypes } from "../../provider/rules/targets/targetKinds";
import { targetColumns } from "../rules/targets/targetColumns";
import { imports, placement } from "./programs";
import { ok, resourcesOf, type Project, type World } from "./project";
import { begin, planned, refusal } from "./fixtures";

const here = "us-east-1:123456789012";
const runtime = `arn:aws:bedrock-agentcore:${here}:runtime/assistant-a1B2c3D4e5`;
const otherGateway = `arn:aws:bedrock-agentcore:${here}:gateway/search-0123456789`;
const table = `arn:aws:dynamodb:${here}:table/tickets`;
const vaultKey = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
const modelled = `statements: [{ Action: "dynamodb:GetItem", Resource: "${table}" }]`;

/** JavaScript of a credential, by column of the table. */
const credentials: Record<string, string> = {
  NONE: `{ type: "NONE" }`,
  GATEWAY_IAM_ROLE: `{ type: "GATEWAY_IAM_ROLE" }`,
  CALLER_IAM_CREDENTIALS: `{ type: "CALLER_IAM_CREDENTIALS", service: "execute-api" }`,
  CLIENT_CREDENTIALS: `{ type: "OAUTH", oauth2, scopes: [] }`,
  AUTHORIZATION_CODE: `{ type: "OAUTH", oauth2, scopes: [], grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done" }`,
  TOKEN_EXCHANGE: `{ type: "OAUTH", oauth2: exchanging, scopes: [], grantType: "TOKEN_EXCHANGE" }`,
  JWT_PASSTHROUGH: `{ type: "JWT_PASSTHROUGH" }`,
  API_KEY: `{ type: "API_KEY", apiKey: config.requireSecret("key"), ${placement} }`,
};

/** JavaScript of what a target has besides its type where the gateway's own role calls it. */
const called: Record<string, string> = {
  openApiSchema: `calls: { api: { restApi: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] } }`,
  mcpServer: `calls: { runtime: "${runtime}", qualifier: "prod" }`,
  apiGateway: `restApi: "a1b2c3d4e5", stage: "prod"`,
  passthrough: `calls: { functionUrl: "tickets", qualifier: "live" }`,
  lambda: `function: "tickets"`,
  smithyModel: `calls: { ${modelled} }`,
  agentcoreRuntime: `runtime: "${runtime}"`,
  connector: `calls: { ${modelled} }`,
};

interface Bundle {
  readonly name: string;
  readonly type: string;
  /** JavaScript. */
  readonly target: string;
  readonly credential: string;
}

/** One for each cell that a target takes for certain. */
const cells = targetTypes.flatMap((type) =>
  targetColumns
    .filter(
      (column) => cellOf({ target: type, credential: column.type, grant: column.grantType })?.verdict === "allowed",
    )
    .map(({ type: credential, grantType }): Bundle => {
      const besides = credential === "GATEWAY_IAM_ROLE" ? called[type] : "";
      const column = grantType ?? credential;
      return {
        name: `${type}-${column}`,
        type,
        target: `{ type: "${type}", ${besides} }`,
        credential: credentials[column] as string,
      };
    }),
);

/** What the table does not tell apart. */
const others: Bundle[] = [
  {
    name: "another-gateway",
    type: "calls",
    target: `{ type: "mcpServer", calls: { gateway: "${otherGateway}" } }`,
    credential: `{ type: "GATEWAY_IAM_ROLE", invokeOwnGateway: false }`,
  },
  {
    name: "any-service",
    type: "calls",
    target: `{ type: "mcpServer", calls: { ${modelled} } }`,
    credential: `{ type: "GATEWAY_IAM_ROLE", service: "dynamodb", region: "eu-west-1" }`,
  },
  {
    name: "schema",
    type: "calls",
    target: `{ type: "openApiSchema", schema: { bucket: "schemas", key: "tickets.json" } }`,
    credential: credentials.NONE!,
  },
  {
    name: "schema-and-key",
    type: "calls",
    target: `{ type: "openApiSchema", schema: { uri: "s3://schemas/tickets.json" } }`,
    credential: credentials.API_KEY!,
  },
  {
    name: "static-tools",
    type: "calls",
    target: `{ targetConfiguration: { mcp: { mcpServer: { endpoint: "https://crm.example.com/mcp", mcpToolSchema: { inlinePayload: { payload: "{}" } } } } } }`,
    credential: credentials.AUTHORIZATION_CODE!,
  },
  {
    name: "shown-operations",
    type: "calls",
    target: `{ targetConfiguration: { mcp: { apiGateway: {
      restApiId: pulumi.output("a1b2c3d4e5"), stage: "prod",
      apiGatewayToolConfiguration: { toolFilters: [{ filterPath: "/tickets/*", methods: ["GET"] }] },
    } } } }`,
    credential: credentials.GATEWAY_IAM_ROLE!,
  },
  {
    name: "consent-with-key",
    type: "narrowed",
    target: `{ type: "mcpServer" }`,
    credential: credentials.AUTHORIZATION_CODE!,
  },
  {
    name: "own-secret",
    type: "narrowed",
    target: `{ type: "mcpServer" }`,
    credential: `{ type: "API_KEY", ${placement}, credentialProvider: {
      arn: "arn:aws:bedrock-agentcore:${here}:token-vault/default/apikeycredentialprovider/given",
      secretArn: "arn:aws:secretsmanager:${here}:secret:given-AbCdEf", kmsKeyArn: pulumi.output("${vaultKey}"),
    } }`,
  },
];

const bundles = [...cells, ...others];

/** A role for each kind of target, because the inline policies of one do not hold them all. */
const program = (all: readonly Bundle[] = bundles) => `${imports}
const oauth2 = { vendor: "GithubOauth2", clientId: "client", clientSecret: config.requireSecret("key") };
const exchanging = {
  ...oauth2, vendor: "CustomOauth2", oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
  onBehalfOfTokenExchangeConfig: { grantType: "JWT_AUTHORIZATION_GRANT" },
};
const roles = {};
for (const type of ${JSON.stringify([...new Set(all.map(({ type }) => type))])})
  roles[type] = new agentcore.GatewayRole(type, {
    gatewayName: type, tokenVaultKeyArn: type === "narrowed" ? "${vaultKey}" : undefined,
  });
exports.configurations = {};
${all
  .map(
    ({ name, type, target, credential }) =>
      `exports.configurations["${name}"] = new agentcore.OutboundAuth("${name}", { gateway: roles.${type}, target: ${target}, credential: ${credential} }).credentialProviderConfiguration;`,
  )
  .join("\n")}
`;

const key = ["ApiKeyProviders", "ApiKeySecrets"];
const token = ["OAuthProviders", "OAuthSecrets"];

/** The statements of each bundle's own policy, by what its name ends in or is. */
const ownStatements: Record<string, string[]> = {
  NONE: [],
  CALLER_IAM_CREDENTIALS: [],
  JWT_PASSTHROUGH: [],
  API_KEY: key,
  CLIENT_CREDENTIALS: token,
  AUTHORIZATION_CODE: token,
  TOKEN_EXCHANGE: token,
  "openApiSchema-GATEWAY_IAM_ROLE": ["InvokeApi"],
  "mcpServer-GATEWAY_IAM_ROLE": ["InvokeRuntimes"],
  "apiGateway-GATEWAY_IAM_ROLE": ["InvokeApi"],
  "passthrough-GATEWAY_IAM_ROLE": ["InvokeFunctionUrls", "InvokeViaUrl"],
  "lambda-GATEWAY_IAM_ROLE": ["InvokeFunctions"],
  "smithyModel-GATEWAY_IAM_ROLE": ["ModelledService"],
  "agentcoreRuntime-GATEWAY_IAM_ROLE": ["InvokeRuntimes"],
  "connector-GATEWAY_IAM_ROLE": ["ModelledService"],
  "another-gateway": ["InvokeGateways"],
  "any-service": ["ModelledService"],
  schema: ["SchemaObject"],
  "schema-and-key": [...key, "SchemaObject"],
  "static-tools": token,
  "shown-operations": ["InvokeApi"],
  "consent-with-key": token,
  "own-secret": ["ApiKeyProviders", "ExternalSecrets", "ExternalSecretKey"],
};

/** The statements that the bundles of each role share. */
const sharedStatements: Record<string, string[]> = {
  openApiSchema: ["ApiKeyVault", "InvokeOwnGateway", "OAuthVault", "WorkloadToken", "WorkloadTokenForJWT"],
  mcpServer: [
    "ApiKeyVault",
    "InvokeOwnGateway",
    "OAuthVault",
    "WorkloadToken",
    "WorkloadTokenForJWT",
    "WorkloadTokenForTargetSetup",
  ],
  apiGateway: ["ApiKeyVault", "WorkloadToken"],
  passthrough: ["ApiKeyVault", "OAuthVault", "WorkloadToken"],
  lambda: [],
  smithyModel: [],
  agentcoreRuntime: ["OAuthVault", "WorkloadToken"],
  connector: [],
  calls: ["ApiKeyVault", "InvokeOwnGateway", "OAuthVault", "WorkloadToken", "WorkloadTokenForJWT"],
  narrowed: [
    "ApiKeyVault",
    "OAuthVault",
    "TokenVaultKey",
    "TokenVaultKey",
    "WorkloadToken",
    "WorkloadTokenForJWT",
    "WorkloadTokenForTargetSetup",
  ],
};

const sidsOf = (policy: unknown) =>
  (JSON.parse(String(policy)) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);

describe("A bundle for every target and credential", () => {
  let world: World;
  let project: Project;
  const previewed = new Map<string, unknown>();
  before(async () => {
    ({ world, project } = await begin(program()));
  });
  after(() => world.close());

  it("grants what the table of permissions has, known at the first preview", async () => {
    const { plan, stdout, stderr } = await project.previewJson();
    expect(plan, stdout + stderr).to.not.equal(undefined);
    for (const { urn, newState } of plan?.steps ?? [])
      if (urn.includes("aws:iam/rolePolicy:RolePolicy")) previewed.set(urn, newState?.inputs?.policy);
    const own = new Map([...previewed].filter(([urn]) => urn.includes("OutboundAuth$")));
    for (const { name } of bundles) {
      const urn = [...own.keys()].find((one) => one.endsWith(`::${name}`));
      const expected = ownStatements[name] ?? ownStatements[name.split("-").at(-1) as string];
      expect(urn === undefined ? [] : sidsOf(own.get(urn)), name).to.deep.equal(expected);
    }
    for (const [type, expected] of Object.entries(sharedStatements)) {
      const shared = [...previewed].filter(([urn]) => urn.includes("GatewayRole$") && urn.includes(`::${type}-`));
      expect(shared.flatMap(([, policy]) => sidsOf(policy)).sort(), type).to.deep.equal(expected);
    }
  });

  it("grants the same at up, and plans nothing afterwards", async () => {
    ok(await project.up());
    const made = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    expect(made).to.have.length(previewed.size);
    for (const { urn, inputs } of made) expect(inputs?.policy, urn).to.equal(previewed.get(urn));
    expect(await planned(project)).to.deep.equal({});
  });

  it("keeps what the names of shared policies begin with, which stands in every state", async () => {
    const made = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    const namesOf = (type: string) =>
      made
        .filter(({ urn }) => urn.includes("GatewayRole$") && urn.includes(`::${type}-`))
        .map(({ urn, inputs }) => `${urn.split("::").at(-1)} ${String(inputs?.namePrefix)}`)
        .sort();
    const groups = ["api-key-vault", "oauth-vault", "own-gateway", "workload-token", "workload-token-for-jwt"];
    expect(namesOf("mcpServer")).to.deep.equal(
      [...groups, "workload-token-for-setup"].map((group) => `mcpServer-${group} agentcore-mcpserver-${group}-`),
    );
    expect(namesOf("narrowed")).to.include.members([
      "narrowed-oauth-vault-key agentcore-narrowed-oauth-vault-key-b8b7da1-",
      "narrowed-workload-token-for-setup agentcore-narrowed-workload-token-for-setup-",
    ]);
  });

  it("hands out the configuration of each", async () => {
    const { configurations } = await project.stackOutputs<{ configurations: Record<string, object> }>();
    const expected: Record<string, object> = {
      "openApiSchema-GATEWAY_IAM_ROLE": { gatewayIamRole: { service: "execute-api" } },
      "mcpServer-GATEWAY_IAM_ROLE": { gatewayIamRole: { service: "bedrock-agentcore" } },
      "passthrough-GATEWAY_IAM_ROLE": { gatewayIamRole: { service: "lambda" } },
      "apiGateway-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "lambda-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "smithyModel-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "agentcoreRuntime-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "any-service": { gatewayIamRole: { service: "dynamodb", region: "eu-west-1" } },
      "passthrough-CALLER_IAM_CREDENTIALS": { callerIamCredentials: { service: "execute-api" } },
      "agentcoreRuntime-JWT_PASSTHROUGH": { jwtPassthrough: {} },
    };
    for (const [name, configuration] of Object.entries(expected))
      expect(configurations[name], name).to.deep.equal(configuration);
    expect(configurations["mcpServer-AUTHORIZATION_CODE"]).to.have.nested.include({
      "oauth.grantType": "AUTHORIZATION_CODE",
      "oauth.defaultReturnUrl": "https://app.example.com/done",
    });
  });

  it("replaces a policy that would lose an operation", async () => {
    const before = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    project.setProgram(program().replaceAll("/tickets/{id}", "/orders/{id}"));
    ok(await project.up());
    const after = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    const nameIn = (policies: typeof before) =>
      policies.find(({ urn }) => urn.endsWith("::openApiSchema-GATEWAY_IAM_ROLE"))?.inputs?.namePrefix;
    expect(nameIn(after)).to.be.a("string").and.not.equal(nameIn(before));
  });
});

describe("What targets and gateways do not agree in", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(program([])));
  });
  after(() => world.close());

  const previewOf = (bundle: string, role = "") => {
    project.setProgram(`${program([])}
const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools", ${role} });
new agentcore.OutboundAuth("bundle", { gateway, ${bundle} });`);
    return project.preview();
  };

  for (const { name, bundle, role, says } of [
    {
      name: "a value that is known later",
      bundle: `target: { type: "mcpServer", calls: { runtime: pulumi.output("${runtime}*") } }, credential: { type: "GATEWAY_IAM_ROLE" }`,
      says: /target\.calls\.runtime: an ARN in a policy must name one thing/,
    },
    {
      name: "statements that are known later",
      bundle: `target: { type: "smithyModel", calls: { statements: pulumi.output([{ Action: "*", Resource: "*" }]) } }, credential: { type: "GATEWAY_IAM_ROLE" }`,
      says: /target\.calls\.statements\[0\]\.Action: contains a wildcard/,
    },
    {
      name: "a gateway's authorizer",
      bundle: `target: { type: "passthrough" }, credential: ${credentials.CALLER_IAM_CREDENTIALS}`,
      role: `authorizerType: "CUSTOM_JWT"`,
      says: /credential\.type: a gateway with authorizerType "CUSTOM_JWT" does not support "CALLER_IAM_CREDENTIALS"/,
    },
    {
      name: "a gateway's protocol that is known later",
      bundle: `target: { type: "passthrough" }, credential: ${credentials.API_KEY}`,
      role: `protocolType: pulumi.output("MCP")`,
      says: /target\.type: the service says "HTTP target configuration is not supported/,
    },
  ])
    it(`is refused at preview: ${name}`, async () => {
      expect(await refusal(previewOf(bundle, role))).to.match(says);
    });

  it("is a warning where documents disagree, and where a statement is wide", async () => {
    const preview = await previewOf(
      `target: { type: "smithyModel", calls: { statements: [{ Action: "dynamodb:ListTables", Resource: "*" }] } }, credential: { type: "GATEWAY_IAM_ROLE" } });
new agentcore.OutboundAuth("open", { gateway, target: { type: "passthrough" }, credential: { type: "NONE" } });
new agentcore.OutboundAuth("far", {
  gateway, target: { type: "mcpServer", calls: { runtime: "${runtime.replace("123456789012", "999999999999")}" } },
  credential: { type: "GATEWAY_IAM_ROLE" },
});
new agentcore.OutboundAuth("exchange", {
  gateway, target: { type: "mcpServer" },
  credential: {
    type: "OAUTH", scopes: [], grantType: "TOKEN_EXCHANGE",
    credentialProvider: { arn: "arn:aws:bedrock-agentcore:${here}:token-vault/default/oauth2credentialprovider/crm" },
  }`,
    );
    const { stdout: text } = ok(preview);
    expect(text).to.match(/warning: .*statements\[0\]\.Resource: matches more than one resource/);
    expect(text).to.match(/warning: .*in account 999999999999, but the gateway is in 123456789012/);
    expect(text).to.match(/warning: .*requires a provider with onBehalfOfTokenExchangeConfig/);
    expect(text).to.match(/warning: .*"NONE" for a target of type "passthrough" may not work/);
  });
});

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { cellOf } from "../../provider/rules/targets/combinations";
import { targetTypes, type TargetType } from "../../provider/rules/targets/targetKinds";
import { targetColumns } from "../rules/targets/targetColumns";
import {
  apiKey,
  byRole,
  callersCredentials,
  customClient,
  header,
  mcpServer,
  noCredential,
  secretKey,
} from "./programs";
import { ok, resourcesOf, type Project, type World } from "./project";
import { begin, planned } from "./fixtures";

const here = "us-east-1:123456789012";
const runtime = `arn:aws:bedrock-agentcore:${here}:runtime/assistant-a1B2c3D4e5`;
const gateway = `arn:aws:bedrock-agentcore:${here}:gateway/search-0123456789`;
const statements = [{ Action: "dynamodb:GetItem", Resource: `arn:aws:dynamodb:${here}:table/tickets` }];
const vaultKey = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";

type Args = agentcore.TargetOutboundAuthArgs;

const github = () => ({ vendor: "GithubOauth2", clientId: "client", clientSecret: secretKey() }) as const;
const forUsers = (): agentcore.NewOAuthProviderArgs => ({
  type: "OAUTH",
  oauth2: github(),
  scopes: [],
  grantType: "AUTHORIZATION_CODE",
  defaultReturnUrl: "https://app.example.com/done",
});
const exchanging = () => ({
  ...customClient(),
  onBehalfOfTokenExchangeConfig: { grantType: "JWT_AUTHORIZATION_GRANT" as const },
});

/** Credentials by column of the table. */
const credentials: Record<string, () => Args["credential"]> = {
  NONE: () => noCredential,
  GATEWAY_IAM_ROLE: () => byRole,
  CALLER_IAM_CREDENTIALS: () => callersCredentials,
  CLIENT_CREDENTIALS: () => ({ type: "OAUTH", oauth2: github(), scopes: [] }),
  AUTHORIZATION_CODE: forUsers,
  TOKEN_EXCHANGE: () => ({ type: "OAUTH", oauth2: exchanging(), scopes: [], grantType: "TOKEN_EXCHANGE" }),
  JWT_PASSTHROUGH: () => ({ type: "JWT_PASSTHROUGH" }),
  API_KEY: apiKey,
};

/** Targets by type. The gateway's own role calls those that say what they call. */
const called = (path: string): Record<TargetType, Args["target"]> => {
  const operations = [{ method: "GET", path }];
  return {
    openApiSchema: { type: "openApiSchema", calls: { api: { restApi: "a1b2c3d4e5", stage: "prod", operations } } },
    mcpServer: { ...mcpServer, calls: { runtime, qualifier: "prod" } },
    apiGateway: { type: "apiGateway", restApi: "a1b2c3d4e5", stage: "prod" },
    passthrough: { type: "passthrough", calls: { functionUrl: "tickets", qualifier: "live" } },
    lambda: { type: "lambda", function: "tickets" },
    smithyModel: { type: "smithyModel", calls: { statements } },
    agentcoreRuntime: { type: "agentcoreRuntime", runtime },
    connector: { type: "connector", calls: { statements } },
    httpConnector: { type: "httpConnector", memory: "notes-a1B2c3D4e5" },
    inferenceProvider: { type: "inferenceProvider", calls: { statements } },
    inferenceConnector: { type: "inferenceConnector", calls: { statements } },
  };
};

/** Combinations that the table supports without a warning, by name `TARGET-COLUMN`. */
const cells = targetTypes.flatMap((type) =>
  targetColumns
    .filter(({ type: of, grantType: grant }) => cellOf({ target: type, credential: of, grant })?.verdict === "allowed")
    .map((column) => ({
      type,
      column: column.grantType ?? column.type,
      name: `${type}-${column.grantType ?? column.type}`,
    })),
);

/** Targets that differ from the table's cells. The roles of their gateways are `calls` and `narrowed`. */
const others: Record<"calls" | "narrowed", () => Record<string, Args>> = {
  calls: () => ({
    "another-gateway": {
      target: { ...mcpServer, calls: { gateway } },
      credential: { ...byRole, invokeOwnGateway: false },
    },
    "any-service": {
      target: { ...mcpServer, calls: { statements } },
      credential: { ...byRole, service: "dynamodb", region: "eu-west-1" },
    },
    schema: {
      target: { type: "openApiSchema", schema: { bucket: "schemas", key: "tickets.json" } },
      credential: noCredential,
    },
    "schema-and-key": {
      target: { type: "openApiSchema", schema: { uri: "s3://schemas/tickets.json" } },
      credential: apiKey(),
    },
    "static-tools": {
      target: {
        targetConfiguration: {
          mcp: {
            mcpServer: { endpoint: "https://crm.example.com/mcp", mcpToolSchema: { inlinePayload: { payload: "{}" } } },
          },
        },
      },
      credential: forUsers(),
    },
    "shown-operations": {
      target: {
        targetConfiguration: {
          mcp: {
            apiGateway: {
              restApiId: pulumi.output("a1b2c3d4e5"),
              stage: "prod",
              apiGatewayToolConfiguration: { toolFilters: [{ filterPath: "/tickets/*", methods: ["GET"] }] },
            },
          },
        },
      },
      credential: byRole,
    },
  }),
  narrowed: () => ({
    "consent-with-key": { target: mcpServer, credential: forUsers() },
    "own-secret": {
      target: mcpServer,
      credential: {
        type: "API_KEY",
        ...header,
        credentialProvider: {
          arn: `arn:aws:bedrock-agentcore:${here}:token-vault/default/apikeycredentialprovider/given`,
          secretArn: `arn:aws:secretsmanager:${here}:secret:given-AbCdEf`,
          kmsKeyArn: pulumi.output(vaultKey),
        },
      },
    },
  }),
};

/** Every combination. Each kind of target has its own role: all inline policies together are too long for one. */
const program =
  (path = "/tickets/{id}") =>
  () => {
    const configurations: Record<string, unknown> = {};
    const declare = (role: agentcore.GatewayRole, bundles: Record<string, Args>) => {
      for (const [name, args] of Object.entries(bundles))
        configurations[name] = new agentcore.OutboundAuth(name, {
          gateway: role,
          ...args,
        }).credentialProviderConfiguration;
    };
    for (const type of new Set(cells.map((cell) => cell.type))) {
      const role = new agentcore.GatewayRole(type, { gatewayName: type });
      for (const { name, column } of cells.filter((cell) => cell.type === type)) {
        const target = type === "lambda" || column === "GATEWAY_IAM_ROLE" ? called(path)[type] : { type };
        // The Memory connector knows its service.
        const isBare = type === "httpConnector" && column === "CALLER_IAM_CREDENTIALS";
        const credential = isBare ? { type: column } : credentials[column]!();
        declare(role, { [name]: { target, credential } });
      }
    }
    declare(new agentcore.GatewayRole("calls", { gatewayName: "calls" }), others.calls());
    const narrowed = new agentcore.GatewayRole("narrowed", { gatewayName: "narrowed", tokenVaultKeyArn: vaultKey });
    declare(narrowed, others.narrowed());
    return { configurations };
  };

const key = ["ApiKeyProviders", "ApiKeySecrets"];
const token = ["OAuthProviders", "OAuthSecrets"];

/** The statements of each bundle's own policy, by its name or the end of its name. */
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
  "httpConnector-GATEWAY_IAM_ROLE": ["MemoryConnector"],
  "inferenceProvider-GATEWAY_IAM_ROLE": ["ModelledService"],
  "inferenceConnector-GATEWAY_IAM_ROLE": ["ModelledService"],
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
  httpConnector: [],
  inferenceProvider: ["ApiKeyVault", "WorkloadToken"],
  inferenceConnector: ["ApiKeyVault", "WorkloadToken"],
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
    const bundles = (plan?.steps ?? []).filter(({ urn }) => urn.includes("::agentcore:index:OutboundAuth::"));
    const names = bundles.map(({ urn }) => urn.split("::").at(-1)!);
    expect(names).to.include.members(cells.map(({ name }) => name));
    for (const name of names) {
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

  it("keeps the prefixes of the names of shared policies, which every state contains", async () => {
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

  it("returns the configuration of each", async () => {
    const { configurations } = await project.stackOutputs<{ configurations: Record<string, object> }>();
    const expected: Record<string, object> = {
      "openApiSchema-GATEWAY_IAM_ROLE": { gatewayIamRole: { service: "execute-api" } },
      "mcpServer-GATEWAY_IAM_ROLE": { gatewayIamRole: { service: "bedrock-agentcore" } },
      "passthrough-GATEWAY_IAM_ROLE": { gatewayIamRole: { service: "lambda" } },
      "apiGateway-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "lambda-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "smithyModel-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "agentcoreRuntime-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "httpConnector-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "httpConnector-CALLER_IAM_CREDENTIALS": { callerIamCredentials: {} },
      "inferenceProvider-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
      "inferenceConnector-GATEWAY_IAM_ROLE": { gatewayIamRole: {} },
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
    project.setProgram(program("/orders/{id}"));
    ok(await project.up());
    const after = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    const nameIn = (policies: typeof before) =>
      policies.find(({ urn }) => urn.endsWith("::openApiSchema-GATEWAY_IAM_ROLE"))?.inputs?.namePrefix;
    expect(nameIn(after)).to.be.a("string").and.not.equal(nameIn(before));
  });
});

import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import { UNKNOWN, type Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, API_KEY_PROVIDER, GATEWAY, OAUTH_PROVIDER, ROLE, ROLE_POLICY, TARGET } from "./samples";
import {
  createFunction,
  createGateway,
  createRestApi,
  functionArnOf,
  gatewayInputs,
  lambdaConfiguration,
} from "./samples";
import { mayInvokeFunction, policyOf, roleInputs, targetInputs, trustPolicy } from "./samples";
import { readJournal } from "../../provider/sandbox/store";

describe("the pretend AgentCore control plane", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let gateways = 0;
  const newName = (): string => `tools${++gateways}`;

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-agentcore-"));
    plugin = await startPlugin(store);
  });
  after(() => {
    plugin.stop();
    rmSync(store, { recursive: true, force: true });
  });

  describe("a gateway", () => {
    it("gets an id from its name in lower case, and the workload identity of that id", async () => {
      await plugin.create(ROLE, "r", {
        ...roleInputs("Mixed"),
        assumeRolePolicy: JSON.stringify(trustPolicy("mixed")),
      });
      const { id, outputs } = await plugin.create(GATEWAY, "g", gatewayInputs("Mixed"));
      expect(id).to.match(/^mixed-[0-9a-z]{10}$/);
      const arn = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}`;
      expect(outputs).to.deep.include({
        gatewayId: id,
        gatewayArn: `${arn}:gateway/${id}`,
        gatewayUrl: `https://${id}.gateway.bedrock-agentcore.eu-west-1.amazonaws.com/mcp`,
        workloadIdentityDetails: [
          { workloadIdentityArn: `${arn}:workload-identity-directory/default/workload-identity/${id}` },
        ],
      });
    });

    it("stands in the Region of its own property before the provider's", async () => {
      const name = newName();
      const assumeRolePolicy = JSON.stringify(trustPolicy(name)).replace("eu-west-1", "us-east-1");
      await plugin.create(ROLE, "r", { name, assumeRolePolicy });
      const { outputs } = await plugin.create(GATEWAY, "g", { ...gatewayInputs(name), region: "us-east-1" });
      expect(outputs.gatewayArn).to.include(":us-east-1:");
    });

    describe("is refused at preview", () => {
      const rows: { name: string; changes: Properties; property: string }[] = [
        { name: "with an underscore in its name", changes: { name: "my_tools" }, property: "name" },
        { name: "with two dashes in a row", changes: { name: "my--tools" }, property: "name" },
        { name: "with another authorizer", changes: { authorizerType: "JWT" }, property: "authorizerType" },
        {
          name: "without the JWT authorizer's configuration",
          changes: { authorizerConfiguration: null },
          property: "authorizerConfiguration",
        },
        { name: "with another protocol", changes: { protocolType: "HTTP" }, property: "protocolType" },
        { name: "without a role", changes: { roleArn: null }, property: "roleArn" },
        { name: "with a role that is no ARN", changes: { roleArn: "tools" }, property: "roleArn" },
      ];
      for (const { name, changes, property } of rows)
        it(name, async () => {
          const { failures } = await plugin.check(GATEWAY, "g", { ...gatewayInputs("g"), ...changes });
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });
    });

    it("is refused with a name of 49 characters, although the provider's schema lets it pass", async () => {
      const name = "g".repeat(49);
      expect((await plugin.check(GATEWAY, "g", gatewayInputs(name))).failures).to.deep.equal([]);
      expect(await messageOf(plugin.create(GATEWAY, "g", gatewayInputs(name)))).to.include("([0-9a-zA-Z][-]?){1,48}");
    });

    it("is refused under a name that is taken", async () => {
      const name = newName();
      await createGateway(plugin, name);
      expect(await messageOf(plugin.create(GATEWAY, "g", gatewayInputs(name)))).to.include("ConflictException");
    });

    describe("is refused with a role", () => {
      const trusted = trustPolicy("tools").Statement[0]!;
      const rows: { name: string; trust?: object; roleArn?: string; message: string }[] = [
        { name: "that does not exist", message: "does not exist" },
        {
          name: "of another account",
          roleArn: "arn:aws:iam::111122223333:role/tools",
          message: "Cross-account pass role",
        },
        {
          name: "whose ARN leaves out its path",
          roleArn: `arn:aws:iam::${ACCOUNT}:role/x/tools`,
          trust: trusted,
          message: "does not exist",
        },
        {
          name: "that trusts another service",
          trust: { ...trusted, Principal: { Service: "lambda.amazonaws.com" } },
          message: "not authorized to assume role",
        },
        {
          name: "that trusts the service for another account",
          trust: { ...trusted, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
          message: "not authorized to assume role",
        },
        {
          name: "that trusts the service for another gateway",
          trust: { ...trusted, Condition: trustPolicy("other").Statement[0]!.Condition },
          message: "not authorized to assume role",
        },
      ];
      for (const { name, trust, roleArn, message } of rows)
        it(name, async () => {
          const role = newName();
          if (trust !== undefined)
            await plugin.create(ROLE, role, {
              name: role,
              assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }).replaceAll(
                "gateway/tools-",
                `gateway/${role}-`,
              ),
            });
          const inputs = {
            ...gatewayInputs(role),
            ...(roleArn === undefined ? {} : { roleArn: roleArn.replace(/tools$/, role) }),
          };
          expect(await messageOf(plugin.create(GATEWAY, "g", inputs))).to.include(message);
        });
    });

    it("is updated in place, with the same demands on its role", async () => {
      const name = newName();
      const { id, outputs } = await createGateway(plugin, name);
      const later = await plugin.update(GATEWAY, id, outputs, { ...gatewayInputs(name), description: "tools" });
      expect(later).to.include({ gatewayId: id, description: "tools" });
      const moved = { ...gatewayInputs(name), roleArn: `arn:aws:iam::${ACCOUNT}:role/nobody` };
      expect(await messageOf(plugin.update(GATEWAY, id, outputs, moved))).to.include("does not exist");
    });

    it("is not deleted while it has targets, and deleted twice without complaint", async () => {
      const { id, outputs } = await createGateway(plugin, newName());
      const target = await plugin.create(TARGET, "t", targetInputs(id));
      expect(await messageOf(plugin.delete(GATEWAY, id, outputs))).to.include("has 1 targets associated with it");
      await plugin.delete(TARGET, target.id, target.outputs);
      await plugin.delete(GATEWAY, id, outputs);
      await plugin.delete(GATEWAY, id, outputs);
      const operations = readJournal(store).map(({ operation }) => operation);
      expect(operations.slice(-2)).to.deep.equal(["DeleteGatewayTarget", "DeleteGateway"]);
    });
  });

  describe("a target", () => {
    const mcpServer = { mcp: { mcpServer: { endpoint: "https://mcp.example.com" } } };
    const tool = { name: "open", description: "Opens a ticket", inputSchema: { type: "object" } };
    const lambda = lambdaConfiguration(functionArnOf("f"));
    const openApi = { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } };
    const toolFilters = [{ filterPath: "/pets/*", methods: ["GET"] }];
    // Its id is put in once there is an API.
    const restApi = { restApiId: "", stage: "prod", apiGatewayToolConfiguration: { toolFilters } };
    const ofRestApi = (changes: Properties) => ({
      get mcp() {
        return { apiGateway: { ...restApi, ...changes } };
      },
    });
    const apiGateway = { mcp: { apiGateway: restApi } };
    const smithy = { mcp: { smithyModel: { inlinePayload: { payload: "{}" } } } };
    const connector = {
      mcp: { connector: { source: { connectorId: "web-search" }, configurations: [{ name: "webSearch" }] } },
    };
    const passthrough = { http: { passthrough: { endpoint: "https://api.example.com", protocolType: "CUSTOM" } } };
    const runtimeArn = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}:runtime/agent-0123456789`;
    const runtime = { http: { agentcoreRuntime: { arn: runtimeArn } } };
    const inferenceConnector = { inference: { connector: { source: { connectorId: "bedrock-mantle" } } } };
    const inferenceProvider = { inference: { provider: { endpoint: "https://llm.example.com" } } };
    const apiKey = (changes: Properties) => ({ apiKey: { providerArn: API_KEY_PROVIDER, ...changes } });
    const oauth = (changes: Properties) => ({ oauth: { providerArn: OAUTH_PROVIDER, scopes: ["read"], ...changes } });
    const callback = { grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done" };

    let mcp: string;
    let iamAuthorized: string;
    let http: string;
    let iamHttp: string;
    before(async () => {
      const name = newName();
      mcp = (await createGateway(plugin, name)).id;
      await createFunction(plugin, "f");
      const policy = policyOf(mayInvokeFunction(functionArnOf("f")));
      await plugin.create(ROLE_POLICY, "invoke", { role: name, name: "invoke", policy });
      iamAuthorized = (
        await createGateway(plugin, newName(), { authorizerType: "AWS_IAM", authorizerConfiguration: null })
      ).id;
      http = (await createGateway(plugin, newName(), { protocolType: null })).id;
      const callers = { protocolType: null, authorizerType: "AWS_IAM", authorizerConfiguration: null };
      iamHttp = (await createGateway(plugin, newName(), callers)).id;
      restApi.restApiId = await createRestApi(plugin, "prod", { "/pets/{id}": { get: {} } });
    });

    it("gets an id of ten letters and digits, and can be read by it", async () => {
      const { id, outputs } = await plugin.create(TARGET, "t", targetInputs(mcp, newName()));
      expect(id).to.match(/^[0-9A-Za-z]{10}$/);
      expect((await plugin.read(TARGET, id, {}, outputs)).outputs).to.deep.equal(outputs);
    });

    it("is updated in place, which the journal shows with the credential", async () => {
      const { id, outputs } = await plugin.create(TARGET, "t", targetInputs(mcp, newName()));
      const credentialProviderConfiguration = apiKey({ providerArn: `${API_KEY_PROVIDER}-2` });
      await plugin.update(TARGET, id, outputs, { ...outputs, targetId: null, credentialProviderConfiguration });
      const { operation, detail } = readJournal(store).at(-1)!;
      expect(operation).to.equal("UpdateGatewayTarget");
      expect(detail).to.deep.include({ targetId: id, credentialProviderConfiguration });
    });

    describe("is refused at preview", () => {
      const rows: { name: string; changes: Properties; property: string }[] = [
        { name: "without a configuration", changes: { targetConfiguration: null }, property: "targetConfiguration" },
        { name: "of no kind", changes: { targetConfiguration: { mcp: {} } }, property: "targetConfiguration" },
        {
          name: "of two kinds",
          changes: { targetConfiguration: { mcp: { ...lambda.mcp, ...mcpServer.mcp } } },
          property: "targetConfiguration",
        },
        {
          name: "of two protocols",
          changes: { targetConfiguration: { ...lambda, ...passthrough } },
          property: "targetConfiguration",
        },
        {
          name: "with two credentials",
          changes: { credentialProviderConfiguration: { ...apiKey({}), ...oauth({}) } },
          property: "credentialProviderConfiguration",
        },
        { name: "with a name that the service does not take", changes: { name: "a b" }, property: "name" },
        {
          name: "with a header that cannot be one",
          changes: { metadataConfiguration: { allowedRequestHeaders: ["X Trace"] } },
          property: "metadataConfiguration",
        },
      ];
      for (const { name, changes, property } of rows)
        it(name, async () => {
          const { failures } = await plugin.check(TARGET, "t", { ...targetInputs(mcp), ...changes });
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });
    });

    const rows: {
      name: string;
      on?: "iamAuthorized" | "http" | "iamHttp";
      target?: Properties;
      credential: Properties | null;
      message?: string;
    }[] = [
      { name: "accepts an empty prefix", credential: apiKey({ credentialPrefix: "" }) },
      { name: "accepts a key in the query", credential: apiKey({ credentialLocation: "QUERY_PARAMETER" }) },
      {
        name: "refuses a key in a cookie",
        credential: apiKey({ credentialLocation: "COOKIE" }),
        message: "credentialLocation must be one of",
      },
      {
        name: "refuses an empty parameter name",
        credential: apiKey({ credentialParameterName: "" }),
        message: "length between 1 and 64",
      },
      {
        name: "refuses a parameter name of 65 characters",
        credential: apiKey({ credentialParameterName: "x".repeat(65) }),
        message: "length between 1 and 64",
      },
      {
        name: "refuses an API key without a provider",
        credential: apiKey({ providerArn: null }),
        message: "API key credential provider is required for API_KEY credential provider type",
      },
      {
        name: "refuses an OAuth2 provider for an API key",
        credential: apiKey({ providerArn: OAUTH_PROVIDER }),
        message: "does not name a apikeycredentialprovider",
      },
      {
        name: "refuses an API key provider for OAuth",
        credential: oauth({ providerArn: API_KEY_PROVIDER }),
        message: "does not name a oauth2credentialprovider",
      },
      {
        name: "refuses a provider of another Region",
        credential: apiKey({ providerArn: API_KEY_PROVIDER.replace("eu-west-1", "us-east-1") }),
        message: "Region eu-west-1",
      },
      {
        name: "refuses a provider of another account",
        credential: apiKey({ providerArn: API_KEY_PROVIDER.replace(ACCOUNT, "111122223333") }),
        message: `account ${ACCOUNT}`,
      },
      {
        name: "refuses a provider of a Region that was not known",
        credential: apiKey({ providerArn: API_KEY_PROVIDER.replace("eu-west-1", "undefined") }),
        message: "is not the ARN",
      },
      {
        name: "refuses OAuth without scopes",
        credential: oauth({ scopes: null }),
        message: "oauth.scopes is required",
      },
      { name: "accepts OAuth with no scope", credential: oauth({ scopes: [] }) },
      {
        name: "refuses another grant",
        credential: oauth({ grantType: "IMPLICIT" }),
        message: "grantType must be one of",
      },
      {
        name: "refuses user consent without a return URL",
        credential: oauth({ grantType: "AUTHORIZATION_CODE" }),
        message: "defaultReturnUrl is required",
      },
      { name: "accepts user consent with one", credential: oauth(callback) },
      {
        name: "refuses user consent on a gateway without JWT",
        on: "iamAuthorized",
        credential: oauth(callback),
        message: "authorizerType CUSTOM_JWT",
      },
      {
        name: "refuses eleven custom parameters",
        credential: oauth({ customParameters: Object.fromEntries([..."abcdefghijk"].map((key) => [key, "v"])) }),
        message: "1 to 10 parameters",
      },
      { name: "accepts a Lambda function with the gateway's role", target: lambda, credential: { gatewayIamRole: {} } },
      {
        name: "refuses a Lambda function with an API key",
        target: lambda,
        credential: apiKey({}),
        message: "Lambda target only supports GATEWAY_IAM_ROLE credential provider type",
      },
      {
        name: "refuses a Lambda function without a credential",
        target: lambda,
        credential: null,
        message: "is required for a target of type mcp.lambda",
      },
      { name: "accepts an OpenAPI schema without a credential", target: openApi, credential: null },
      { name: "accepts an API Gateway stage without a credential", target: apiGateway, credential: null },
      {
        name: "accepts an API Gateway stage with the gateway's role",
        target: apiGateway,
        credential: { gatewayIamRole: {} },
      },
      {
        name: "refuses OAuth for an API Gateway stage",
        target: apiGateway,
        credential: oauth({}),
        message: "oauth is not supported for a target of type mcp.apiGateway",
      },
      {
        name: "refuses a Smithy model without a credential",
        target: smithy,
        credential: null,
        message: "is required for a target of type mcp.smithyModel",
      },
      { name: "accepts a Smithy model with OAuth for the gateway itself", target: smithy, credential: oauth({}) },
      {
        name: "refuses user consent for a Smithy model",
        target: smithy,
        credential: oauth(callback),
        message: "grantType AUTHORIZATION_CODE is not supported for a target of type mcp.smithyModel",
      },
      {
        name: "refuses a connector without a credential",
        target: connector,
        credential: null,
        message: "is required for a target of type mcp.connector",
      },
      {
        name: "refuses a return URL without a scheme",
        credential: oauth({ ...callback, defaultReturnUrl: "app.example.com/done" }),
        message: "defaultReturnUrl failed to satisfy constraint",
      },
      {
        name: "refuses a scope of 65 characters",
        credential: oauth({ scopes: ["s".repeat(65)] }),
        message: "1 to 64 characters",
      },
      {
        name: "refuses a service for the gateway's role where the service is known",
        target: lambda,
        credential: { gatewayIamRole: { service: "lambda" } },
        message: "gatewayIamRole.service is not supported for a target of type mcp.lambda",
      },
      {
        name: "refuses the caller's own identity on a gateway with JWT",
        on: "http",
        target: passthrough,
        credential: { callerIamCredentials: { service: "execute-api" } },
        message: "needs a gateway with authorizerType AWS_IAM",
      },
      { name: "accepts an MCP server without a credential", target: mcpServer, credential: null },
      {
        name: "refuses the gateway's role for an MCP server without a service",
        target: mcpServer,
        credential: { gatewayIamRole: {} },
        message: "IamCredentialProvider is required for mcpServer targets using IAM authentication",
      },
      {
        name: "accepts it with a service",
        target: mcpServer,
        credential: { gatewayIamRole: { service: "bedrock-agentcore" } },
      },
      {
        name: "refuses the gateway's role with a Region and no service",
        target: lambda,
        credential: { gatewayIamRole: { region: "eu-west-1" } },
        message: "needs gatewayIamRole.service",
      },
      {
        name: "refuses the caller's JWT for an OpenAPI target",
        credential: { jwtPassthrough: {} },
        message: "jwtPassthrough is not supported",
      },
      {
        name: "refuses an HTTP target on an MCP gateway",
        target: passthrough,
        credential: null,
        message: "HTTP target configuration is not supported for gateways with MCP protocol type",
      },
      {
        name: "accepts an HTTP target with the caller's JWT",
        on: "http",
        target: passthrough,
        credential: { jwtPassthrough: {} },
      },
      {
        name: "refuses the caller's JWT where callers have none",
        on: "iamHttp",
        target: passthrough,
        credential: { jwtPassthrough: {} },
        message: "JWT_PASSTHROUGH needs a gateway with authorizerType CUSTOM_JWT or AUTHENTICATE_ONLY",
      },
      {
        name: "accepts the caller's own identity on a gateway that checks it",
        on: "iamHttp",
        target: passthrough,
        credential: { callerIamCredentials: { service: "execute-api", region: "eu-west-1" } },
      },
      {
        name: "refuses the caller's own identity without a service",
        on: "iamHttp",
        target: passthrough,
        credential: { callerIamCredentials: {} },
        message: "callerIamCredentials.service is required",
      },
      {
        name: "refuses the caller's own identity for a tool",
        on: "iamAuthorized",
        credential: { callerIamCredentials: { service: "execute-api" } },
        message: "callerIamCredentials is not supported for a target of type mcp.openApiSchema",
      },
      {
        name: "refuses a service for the gateway's role that is none",
        target: mcpServer,
        credential: { gatewayIamRole: { service: "execute api" } },
        message: "service failed to satisfy constraint",
      },
      ...[{}, { service: "bedrock-agentcore" }].map((role) => ({
        name: `accepts a runtime with the gateway's role ${JSON.stringify(role)}`,
        on: "http" as const,
        target: runtime,
        credential: { gatewayIamRole: role },
      })),
      { name: "accepts a runtime with OAuth", on: "http", target: runtime, credential: oauth({}) },
      {
        name: "refuses a runtime with OAuth for a user",
        on: "http",
        target: runtime,
        credential: oauth(callback),
        message: "grantType AUTHORIZATION_CODE is not supported for a target of type http.agentcoreRuntime",
      },
      {
        name: "refuses a runtime with an API key",
        on: "http",
        target: runtime,
        credential: apiKey({}),
        message: "apiKey is not supported for a target of type http.agentcoreRuntime",
      },
      {
        name: "refuses a runtime without a credential",
        on: "http",
        target: runtime,
        credential: null,
        message: "is required for a target of type http.agentcoreRuntime",
      },
      { name: "accepts a passthrough with an API key", on: "http", target: passthrough, credential: apiKey({}) },
      {
        name: "accepts a model behind a connector",
        on: "http",
        target: inferenceConnector,
        credential: { gatewayIamRole: {} },
      },
      { name: "accepts a model behind an endpoint", on: "http", target: inferenceProvider, credential: apiKey({}) },
      {
        name: "refuses a model with the caller's JWT",
        on: "http",
        target: inferenceProvider,
        credential: { jwtPassthrough: {} },
        message: "jwtPassthrough is not supported for a target of type inference.provider",
      },
      {
        name: "refuses a model on an MCP gateway",
        target: inferenceProvider,
        credential: apiKey({}),
        message: "Inference target configuration is not supported for gateways with MCP protocol type",
      },
      { name: "accepts a connector with the gateway's role", target: connector, credential: { gatewayIamRole: {} } },
      {
        name: "refuses an API Gateway stage without filters, which the provider's schema lets pass",
        target: ofRestApi({ apiGatewayToolConfiguration: null }),
        credential: { gatewayIamRole: {} },
        message: "apiGatewayToolConfiguration is required",
      },
      {
        name: "refuses an API Gateway stage that does not exist",
        target: ofRestApi({ stage: "test" }),
        credential: null,
        message: "with stage test was not found",
      },
      {
        name: "refuses a REST API that does not exist",
        target: ofRestApi({ restApiId: "a1b2c3d4e5" }),
        credential: null,
        message: "REST API a1b2c3d4e5 with stage prod was not found",
      },
      ...[
        { filterPath: "/pets/{id}", methods: ["POST"] },
        { filterPath: "/dogs/*", methods: ["GET"] },
      ].map((filter) => ({
        name: `refuses a filter that nothing in the API matches, as ${filter.methods.join()} ${filter.filterPath}`,
        target: ofRestApi({ apiGatewayToolConfiguration: { toolFilters: [filter] } }),
        credential: null,
        message: `matches ${filter.filterPath}`,
      })),
      {
        name: "accepts a tool of an operation with a name of its own",
        target: ofRestApi({
          apiGatewayToolConfiguration: {
            toolFilters,
            toolOverrides: [{ name: "pet", path: "/pets/{id}", method: "GET" }],
          },
        }),
        credential: null,
      },
      {
        name: "refuses a tool of an operation that the API does not have",
        target: ofRestApi({
          apiGatewayToolConfiguration: {
            toolFilters,
            toolOverrides: [{ name: "pet", path: "/pets/*", method: "GET" }],
          },
        }),
        credential: null,
        message: "has no operation GET /pets/*",
      },
      {
        name: "refuses a tool schema where no user consents",
        target: {
          mcp: { mcpServer: { ...mcpServer.mcp.mcpServer, mcpToolSchema: { inlinePayload: { payload: "{}" } } } },
        },
        credential: apiKey({}),
        message: "mcpToolSchema is only supported with grantType AUTHORIZATION_CODE",
      },
      {
        name: "refuses tools that are listed at every call where a user consents",
        target: { mcp: { mcpServer: { ...mcpServer.mcp.mcpServer, listingMode: "DYNAMIC" } } },
        credential: oauth(callback),
        message: "listingMode DYNAMIC is not supported with grantType AUTHORIZATION_CODE",
      },
      {
        name: "refuses an MCP target on an HTTP gateway",
        on: "http",
        credential: apiKey({}),
        message: "needs a gateway with protocolType MCP",
      },
    ];
    for (const { name, on, target, credential, message = "no error" } of rows)
      it(name, async () => {
        const gateway = { mcp, http, iamHttp, iamAuthorized }[on ?? "mcp"];
        const inputs = {
          ...targetInputs(gateway, newName()),
          ...(target === undefined ? {} : { targetConfiguration: target }),
          credentialProviderConfiguration: credential,
        };
        expect(await messageOf(plugin.create(TARGET, "t", inputs))).to.include(message);
      });

    describe("has a configuration of the form that its kind has", () => {
      const server = mcpServer.mcp.mcpServer;
      const rows: { name: string; configuration: Properties; reason?: string }[] = [
        {
          name: "a Lambda function with its tools",
          configuration: { mcp: { lambda: { lambdaArn: functionArnOf("f") } } },
          reason:
            "Value at 'targetConfiguration.mcp.lambda.toolSchema' failed to satisfy constraint: Member must not be null",
        },
        {
          name: "tools with a type of input",
          configuration: {
            mcp: {
              lambda: {
                ...lambda.mcp.lambda,
                toolSchema: { inlinePayloads: [{ ...tool, inputSchema: { type: "text" } }] },
              },
            },
          },
          reason:
            "inlinePayloads[0].inputSchema.type' failed to satisfy constraint: Member must satisfy enum value set",
        },
        {
          name: "nested inputs",
          configuration: {
            mcp: {
              lambda: {
                ...lambda.mcp.lambda,
                toolSchema: {
                  inlinePayloads: [
                    {
                      ...tool,
                      inputSchema: { type: "object", properties: [{ name: "id", type: "string", required: true }] },
                    },
                  ],
                },
              },
            },
          },
        },
        {
          name: "a schema from one place",
          configuration: { mcp: { openApiSchema: { inlinePayload: { payload: "{}" }, s3: { uri: "s3://b/k" } } } },
          reason: "must have exactly one of inlinePayload, s3",
        },
        {
          name: "a schema from S3",
          configuration: { mcp: { smithyModel: { s3: { uri: "https://b/k" } } } },
          reason: "targetConfiguration.mcp.smithyModel.s3.uri' failed to satisfy constraint",
        },
        {
          name: "an MCP server by HTTPS",
          configuration: { mcp: { mcpServer: { endpoint: "http://mcp.example.com" } } },
          reason: "mcpServer.endpoint' failed to satisfy constraint",
        },
        {
          name: "a priority",
          configuration: { mcp: { mcpServer: { ...server, resourcePriority: 1001 } } },
          reason: "must be a whole number between 0 and 1000",
        },
        {
          name: "a mode of listing",
          configuration: { mcp: { mcpServer: { ...server, listingMode: "NEVER" } } },
          reason: "[DEFAULT, DYNAMIC]",
        },
        {
          name: "members that the kind has",
          configuration: { mcp: { mcpServer: { ...server, url: "https://mcp.example.com" } } },
          reason: "targetConfiguration.mcp.mcpServer has no member url",
        },
        {
          name: "methods of HTTP",
          configuration: {
            mcp: {
              apiGateway: {
                ...restApi,
                apiGatewayToolConfiguration: { toolFilters: [{ filterPath: "/", methods: ["ALL"] }] },
              },
            },
          },
          reason: "toolFilters[0].methods[0]' failed to satisfy constraint",
        },
        {
          name: "a connector's configurations, which the service demands",
          configuration: { mcp: { connector: { source: { connectorId: "web-search" } } } },
          reason: "mcp.connector.configurations' failed to satisfy constraint: Member must not be null",
        },
        {
          name: "a runtime by its ARN",
          configuration: { http: { agentcoreRuntime: { arn: `${runtimeArn}/runtime-endpoint/DEFAULT` } } },
          reason: "http.agentcoreRuntime.arn' failed to satisfy constraint",
        },
        {
          name: "a passthrough with its protocol",
          configuration: { http: { passthrough: { endpoint: "https://api.example.com" } } },
          reason: "http.passthrough.protocolType' failed to satisfy constraint: Member must not be null",
        },
        {
          name: "a passthrough with parameters of the query",
          configuration: {
            http: { passthrough: { ...passthrough.http.passthrough, staticQueryParameters: { "a b": "c" } } },
          },
          reason: "staticQueryParameters key' failed to satisfy constraint",
        },
        {
          name: "paths of a model's operations",
          configuration: {
            inference: { provider: { endpoint: "https://llm.example.com", operations: [{ path: "v1/messages" }] } },
          },
          reason: "operations[0].path' failed to satisfy constraint",
        },
        { name: "values that are not known yet", configuration: { mcp: { mcpServer: { endpoint: UNKNOWN } } } },
        {
          name: "no more than one kind, also while values are not known",
          configuration: { mcp: { mcpServer: { endpoint: UNKNOWN }, lambda: UNKNOWN } },
          reason: "must have exactly one of",
        },
      ];
      for (const { name, configuration, reason } of rows)
        it(name, async () => {
          const inputs = { ...targetInputs(mcp), targetConfiguration: configuration };
          const reasons = (await plugin.check(TARGET, "t", inputs)).failures
            .map((failure) => failure.reason)
            .join("\n");
          if (reason === undefined) expect(reasons).to.equal("");
          else expect(reasons).to.include(reason);
        });
    });

    it("is replaced by one of another kind, which its own name would stop", async () => {
      const olds = { ...targetInputs(mcp, newName()), targetConfiguration: mcpServer };
      const { replaces, deleteBeforeReplace } = await plugin.diff(TARGET, "t", olds, {
        ...olds,
        targetConfiguration: openApi,
      });
      expect({ replaces, deleteBeforeReplace }).to.deep.equal({
        replaces: ["targetConfiguration"],
        deleteBeforeReplace: false,
      });
      const moved = { mcp: { mcpServer: { endpoint: "https://mcp2.example.com" } } };
      expect((await plugin.diff(TARGET, "t", olds, { ...olds, targetConfiguration: moved })).replaces).to.deep.equal(
        [],
      );
    });

    describe("that is an MCP server lists its tools, for which the gateway's role", () => {
      const vault = API_KEY_PROVIDER.split("/").slice(0, 2).join("/");
      const directory = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}:workload-identity-directory/default`;
      const agentcore = (action: string) => `bedrock-agentcore:${action}`;
      const allow = (action: string, Resource: string[]) => ({ Effect: "Allow", Action: agentcore(action), Resource });
      const identities = (gateway: string) => [directory, `${directory}/workload-identity/${gateway}`];
      const vends = (action: string, provider: string, gateway: string) =>
        allow(action, [vault, provider, ...identities(gateway)]);
      const userConsent = (gateway: string) => ({
        ...allow("GetWorkloadAccessTokenForUserId", identities(gateway)),
        Condition: { StringLike: { "bedrock-agentcore:userid": `${gateway}_*` } },
      });
      const token = (gateway: string) => allow("GetWorkloadAccessToken", identities(gateway));

      const rows: {
        name: string;
        credential: Properties;
        server?: Properties;
        statements: (gateway: string) => object[];
        message?: string;
      }[] = [
        {
          name: "may vend the API key",
          credential: apiKey({}),
          statements: (gateway) => [token(gateway), vends("GetResourceApiKey", API_KEY_PROVIDER, gateway)],
        },
        {
          name: "may vend the OAuth token",
          credential: oauth({}),
          statements: (gateway) => [token(gateway), vends("GetResourceOauth2Token", OAUTH_PROVIDER, gateway)],
        },
        {
          name: "must not lack a token of its own",
          credential: apiKey({}),
          statements: (gateway) => [vends("GetResourceApiKey", API_KEY_PROVIDER, gateway)],
          message: `is not authorized to perform: ${agentcore("GetWorkloadAccessToken")} on resource: ${directory}`,
        },
        {
          name: "must not lack the vault",
          credential: oauth({}),
          statements: (gateway) => [
            token(gateway),
            allow("GetResourceOauth2Token", [OAUTH_PROVIDER, ...identities(gateway)]),
          ],
          message: `is not authorized to perform: ${agentcore("GetResourceOauth2Token")} on resource: ${vault}`,
        },
        {
          name: "must not lack the provider",
          credential: oauth({}),
          statements: (gateway) => [token(gateway), vends("GetResourceOauth2Token", `${OAUTH_PROVIDER}-2`, gateway)],
          message: `on resource: ${OAUTH_PROVIDER}`,
        },
        {
          name: "must not lack another credential's action",
          credential: oauth({}),
          statements: (gateway) => [token(gateway), vends("GetResourceApiKey", OAUTH_PROVIDER, gateway)],
          message: "unexpected state 'FAILED', wanted target 'READY'",
        },
        {
          name: "may ask for a user's consent under a user of the target",
          credential: oauth(callback),
          statements: (gateway) => [userConsent(gateway), vends("GetResourceOauth2Token", OAUTH_PROVIDER, gateway)],
        },
        {
          name: "must not ask for a user's consent with a token without a user",
          credential: oauth(callback),
          statements: (gateway) => [token(gateway), vends("GetResourceOauth2Token", OAUTH_PROVIDER, gateway)],
          message: agentcore("GetWorkloadAccessTokenForUserId"),
        },
        {
          name: "needs nothing where the tools are given",
          credential: oauth(callback),
          server: { mcpToolSchema: { inlinePayload: { payload: "{}" } } },
          statements: () => [],
        },
        {
          name: "needs nothing where the tools are listed at every call",
          credential: apiKey({}),
          server: { listingMode: "DYNAMIC" },
          statements: () => [],
        },
      ];
      for (const { name, credential, server = {}, statements, message = "no error" } of rows)
        it(name, async () => {
          const role = newName();
          const { id } = await createGateway(plugin, role);
          const granted = statements(id);
          if (granted.length > 0)
            await plugin.create(ROLE_POLICY, "vend", { role, name: "vend", policy: policyOf(...granted) });
          const inputs = {
            ...targetInputs(id),
            targetConfiguration: { mcp: { mcpServer: { ...mcpServer.mcp.mcpServer, ...server } } },
            credentialProviderConfiguration: credential,
          };
          expect(await messageOf(plugin.create(TARGET, "t", inputs))).to.include(message);
        });
    });

    it("is refused on a gateway that does not exist", async () => {
      const inputs = targetInputs("nowhere-0123456789");
      expect(await messageOf(plugin.create(TARGET, "t", inputs))).to.include(
        "Gateway with ID nowhere-0123456789 does not exist",
      );
    });

    it("is refused under a name that the gateway has already", async () => {
      const inputs = targetInputs(mcp, newName());
      await plugin.create(TARGET, "t", inputs);
      expect(await messageOf(plugin.create(TARGET, "t", inputs))).to.include("ConflictException");
    });

    it("is refused as the 101st of a gateway", async () => {
      const { id } = await createGateway(plugin, newName());
      for (let i = 1; i <= 100; i++) await plugin.create(TARGET, "t", targetInputs(id, `t${i}`));
      expect(await messageOf(plugin.create(TARGET, "t", targetInputs(id, "t101")))).to.include(
        "ServiceQuotaExceededException",
      );
    });
  });
});

import { expect } from "chai";
import { UNKNOWN, type Properties } from "../../provider/sandbox/core/propertyValues";
import { readJournal } from "../../provider/sandbox";
import { Sandbox, messageOf } from "./pluginClient";
import {
  ACCOUNT,
  AGENTCORE,
  API_KEY_PROVIDER,
  OAUTH_PROVIDER,
  ROLE_POLICY,
  TARGET,
  OTHER_ACCOUNT,
  createFunction,
  createGateway,
  creates,
  functionArnOf,
  lambdaConfiguration,
  mayInvoke,
  openApi,
  policyOf,
  rejectsAtPreview,
  targetInputs,
  tool,
  mcpServer,
  apiKey,
  oauth,
  consent,
} from "./samples";

describe("gateway targets in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let count = 0;
  const newName = (): string => `tools${++count}`;

  const lambda = lambdaConfiguration(functionArnOf("f"));
  const toolFilters = [{ filterPath: "/pets/*", methods: ["GET"] }];
  const restApi = (changes: Properties = {}) => ({
    mcp: { apiGateway: { restApiId, stage: "prod", apiGatewayToolConfiguration: { toolFilters }, ...changes } },
  });
  const smithy = { mcp: { smithyModel: { inlinePayload: { payload: "{}" } } } };
  const connectorSource = { source: { connectorId: "web-search" } };
  const connector = { mcp: { connector: { ...connectorSource, configurations: [{ name: "webSearch" }] } } };
  const passthrough = { endpoint: "https://api.example.com", protocolType: "CUSTOM" };
  const httpPassthrough = { http: { passthrough } };
  const runtimeArn = `${AGENTCORE}:runtime/agent-0123456789`;
  const runtime = { http: { agentcoreRuntime: { arn: runtimeArn } } };
  const inference = { inference: { provider: { endpoint: "https://llm.example.com" } } };
  const inferenceConnector = { inference: { connector: { source: { connectorId: "bedrock-mantle" } } } };
  const role = (gatewayIamRole: Properties = {}) => ({ gatewayIamRole });
  const caller = (changes: Properties = { service: "execute-api" }) => ({ callerIamCredentials: changes });
  const jwt = { jwtPassthrough: {} };

  const gateways: Record<string, string> = {};
  let restApiId = "";
  before(async () => {
    const { plugin } = sandbox;
    const iam = { authorizerType: "AWS_IAM", authorizerConfiguration: null };
    const variants = { mcp: {}, mcpiam: iam, http: { protocolType: null }, httpiam: { ...iam, protocolType: null } };
    for (const [variant, changes] of Object.entries(variants))
      gateways[variant] = (await createGateway(plugin, variant, changes)).id;
    await createFunction(plugin, "f");
    await plugin.create(ROLE_POLICY, { role: "mcp", name: "invoke", policy: policyOf(mayInvoke(functionArnOf("f"))) });
    const body = JSON.stringify({ openapi: "3.0.1", paths: { "/pets/{id}": { get: {} } } });
    restApiId = (await plugin.create("aws:apigateway/restApi:RestApi", { name: "api", body })).id;
    const deployment = (await plugin.create("aws:apigateway/deployment:Deployment", { restApi: restApiId })).id;
    await plugin.create("aws:apigateway/stage:Stage", { restApi: restApiId, deployment, stageName: "prod" });
  });

  it("have an id of ten letters and digits, and record their credential", async () => {
    const { id, outputs } = await sandbox.plugin.create(TARGET, targetInputs(gateways.mcp!, newName()));
    expect(id).to.match(/^[0-9A-Za-z]{10}$/);
    const credentialProviderConfiguration = apiKey({ providerArn: `${API_KEY_PROVIDER}-2` });
    await sandbox.plugin.update(TARGET, id, outputs, { ...outputs, targetId: null, credentialProviderConfiguration });
    const { operation, detail } = readJournal(sandbox.store).at(-1)!;
    expect(operation).to.equal("UpdateGatewayTarget");
    expect(detail).to.deep.include({ targetId: id, credentialProviderConfiguration });
  });

  rejectsAtPreview(sandbox, TARGET, targetInputs("g"), {
    "a missing configuration": [{ targetConfiguration: null }, "targetConfiguration"],
    "a configuration of no kind": [{ targetConfiguration: { mcp: {} } }, "targetConfiguration"],
    "a configuration of two protocols": [{ targetConfiguration: { ...lambda, ...runtime } }, "targetConfiguration"],
    "two credentials": [
      { credentialProviderConfiguration: { ...apiKey(), ...oauth() } },
      "credentialProviderConfiguration",
    ],
    "a name with a space": [{ name: "a b" }, "name"],
    "a header with a space": [
      { metadataConfiguration: { allowedRequestHeaders: ["X Trace"] } },
      "metadataConfiguration",
    ],
  });

  // The shapes follow the service model.
  const lambdaTools = (inputSchema: Properties) => ({
    mcp: { lambda: { ...lambda.mcp.lambda, toolSchema: { inlinePayloads: [{ ...tool, inputSchema }] } } },
  });
  const shapes: Record<string, [configuration: Properties, reason?: string]> = {
    "no Lambda function without tools": [
      { mcp: { lambda: { lambdaArn: functionArnOf("f") } } },
      "Value at 'targetConfiguration.mcp.lambda.toolSchema' failed",
    ],
    "no input of another type": [lambdaTools({ type: "text" }), "inlinePayloads[0].inputSchema.type' failed"],
    "nested inputs": [lambdaTools({ type: "object", properties: [{ name: "id", type: "string", required: true }] })],
    "no schema from two sources": [
      { mcp: { openApiSchema: { inlinePayload: { payload: "{}" }, s3: { uri: "s3://b/k" } } } },
      "must have exactly one of inlinePayload, s3",
    ],
    "no schema from another service than S3": [
      { mcp: { smithyModel: { s3: { uri: "https://b/k" } } } },
      "smithyModel.s3.uri' failed",
    ],
    "no MCP server without TLS": [mcpServer({ endpoint: "http://mcp.example.com" }), "mcpServer.endpoint' failed"],
    "no priority above 1000": [mcpServer({ resourcePriority: 1001 }), "must be a whole number between 0 and 1000"],
    "no other listing mode": [mcpServer({ listingMode: "NEVER" }), "[DEFAULT, DYNAMIC]"],
    "no unknown members": [mcpServer({ url: "https://a" }), "targetConfiguration.mcp.mcpServer has no member url"],
    "no other HTTP methods": [
      restApi({ apiGatewayToolConfiguration: { toolFilters: [{ filterPath: "/", methods: ["ALL"] }] } }),
      "toolFilters[0].methods[0]' failed",
    ],
    "no connector without configurations": [
      { mcp: { connector: connectorSource } },
      "connector.configurations' failed",
    ],
    "no endpoint instead of a runtime": [
      { http: { agentcoreRuntime: { arn: `${runtimeArn}/runtime-endpoint/DEFAULT` } } },
      "http.agentcoreRuntime.arn' failed",
    ],
    "no passthrough without a protocol": [
      { http: { passthrough: { endpoint: passthrough.endpoint } } },
      "passthrough.protocolType' failed",
    ],
    "no query parameter with a space": [
      { http: { passthrough: { ...passthrough, staticQueryParameters: { "a b": "c" } } } },
      "staticQueryParameters key' failed",
    ],
    "no relative path of an operation": [
      { inference: { provider: { ...inference.inference.provider, operations: [{ path: "v1" }] } } },
      "operations[0].path' failed",
    ],
    "values that are not known yet": [mcpServer({ endpoint: UNKNOWN })],
    "no second kind, even with unknown values": [
      { mcp: { mcpServer: { endpoint: UNKNOWN }, lambda: UNKNOWN } },
      "must have exactly one of",
    ],
  };
  for (const [title, [targetConfiguration, reason]] of Object.entries(shapes))
    it(`may have ${title}`, async () => {
      const { failures } = await sandbox.plugin.check(TARGET, "t", { ...targetInputs("g"), targetConfiguration });
      const reasons = failures.map((failure) => failure.reason).join("\n");
      if (reason === undefined) expect(reasons).to.equal("");
      else expect(reasons).to.include(reason);
    });

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-outbound-auth.html
  const otherRegion = API_KEY_PROVIDER.replace("eu-west-1", "us-east-1");
  const manyParameters = Object.fromEntries([..."abcdefghijk"].map((key) => [key, "v"]));
  const credentials: Record<string, [credential: Properties, message: string]> = {
    "an empty prefix": [apiKey({ credentialPrefix: "" }), "no error"],
    "a key in the query": [apiKey({ credentialLocation: "QUERY_PARAMETER" }), "no error"],
    "a key in a cookie": [apiKey({ credentialLocation: "COOKIE" }), "enum value set: [HEADER, QUERY_PARAMETER]"],
    "an empty parameter name": [apiKey({ credentialParameterName: "" }), "length between 1 and 64"],
    "an API key without a provider": [apiKey({ providerArn: null }), "API key credential provider is required"],
    "an OAuth2 provider for an API key": [
      apiKey({ providerArn: OAUTH_PROVIDER }),
      "does not name a apikeycredentialprovider",
    ],
    "an API key provider for OAuth": [
      oauth({ providerArn: API_KEY_PROVIDER }),
      "does not name a oauth2credentialprovider",
    ],
    "a provider of another Region": [apiKey({ providerArn: otherRegion }), "Region eu-west-1"],
    "a provider of another account": [
      apiKey({ providerArn: API_KEY_PROVIDER.replace(ACCOUNT, OTHER_ACCOUNT) }),
      `account ${ACCOUNT}`,
    ],
    "a provider of an unknown Region": [
      apiKey({ providerArn: otherRegion.replace("us-east-1", "undefined") }),
      "is not the ARN",
    ],
    "OAuth without a list of scopes": [oauth({ scopes: null }), "scopes' failed"],
    "OAuth with an empty list of scopes": [oauth({ scopes: [] }), "no error"],
    "a scope of 65 characters": [oauth({ scopes: ["s".repeat(65)] }), "length between 1 and 64"],
    "another grant": [oauth({ grantType: "IMPLICIT" }), "enum value set"],
    "user consent without a return URL": [oauth({ grantType: "AUTHORIZATION_CODE" }), "defaultReturnUrl is required"],
    "user consent with a return URL": [consent(), "no error"],
    "a return URL without a scheme": [
      consent({ defaultReturnUrl: "app.example.com/done" }),
      "defaultReturnUrl' failed",
    ],
    "eleven custom parameters": [oauth({ customParameters: manyParameters }), "length between 1 and 10"],
    "the caller's JWT for a tool": [jwt, "jwtPassthrough is not supported"],
  };
  creates(
    sandbox,
    TARGET,
    () => targetInputs(gateways.mcp!, newName()),
    Object.fromEntries(
      Object.entries(credentials).map(([title, [credential, message]]) => [
        title,
        [{ credentialProviderConfiguration: credential }, message],
      ]),
    ),
  );

  type Kind = [configuration: Properties | (() => Properties), credential: Properties | null, message: string];
  /** Combinations by gateway. */
  const kinds: Record<string, Record<string, Kind>> = {
    mcp: {
      "a Lambda function with the gateway's role": [lambda, role(), "no error"],
      "a Lambda function with an API key": [lambda, apiKey(), "Lambda target only supports GATEWAY_IAM_ROLE"],
      "a Lambda function without a credential": [lambda, null, "is required"],
      "a Lambda function with a signing service": [
        lambda,
        role({ service: "lambda" }),
        "gatewayIamRole.service is not supported",
      ],
      "a signing Region without a service": [lambda, role({ region: "eu-west-1" }), "needs gatewayIamRole.service"],
      "an OpenAPI schema without a credential": [openApi, null, "no error"],
      "an API Gateway stage without a credential": [restApi, null, "no error"],
      "an API Gateway stage with the gateway's role": [restApi, role(), "no error"],
      "an API Gateway stage with OAuth": [restApi, oauth(), "oauth is not supported"],
      "an API Gateway stage without filters": [
        () => restApi({ apiGatewayToolConfiguration: null }),
        null,
        "ToolConfiguration is required",
      ],
      "a stage that does not exist": [() => restApi({ stage: "test" }), null, "with stage test was not found"],
      "a stage that the program does not create, after the service's text": [
        () => restApi({ stage: "test" }),
        null,
        "was not found. The sandbox knows only what the program creates; docs/how-to/sandbox.md#existing-resources",
      ],
      "a filter that matches nothing": [
        () => restApi({ apiGatewayToolConfiguration: { toolFilters: [{ filterPath: "/dogs/*", methods: ["GET"] }] } }),
        null,
        "matches /dogs/*",
      ],
      "a tool for an operation that does not exist": [
        () =>
          restApi({
            apiGatewayToolConfiguration: {
              toolFilters,
              toolOverrides: [{ name: "pet", path: "/pets/*", method: "GET" }],
            },
          }),
        null,
        "has no operation GET /pets/*",
      ],
      "a Smithy model without a credential": [smithy, null, "is required"],
      "a Smithy model with OAuth": [smithy, oauth(), "no error"],
      "a Smithy model with user consent": [smithy, consent(), "AUTHORIZATION_CODE is not supported"],
      "a connector without a credential": [connector, null, "is required"],
      "a connector with the gateway's role": [connector, role(), "no error"],
      "an MCP server without a credential": [mcpServer, null, "no error"],
      "an MCP server with the gateway's role and no service": [
        mcpServer,
        role(),
        "IamCredentialProvider is required for mcpServer",
      ],
      "an MCP server with the gateway's role and a service": [
        mcpServer,
        role({ service: "bedrock-agentcore" }),
        "no error",
      ],
      "a signing service with a space": [mcpServer, role({ service: "execute api" }), "service' failed"],
      "a tool schema without user consent": [
        () => mcpServer({ mcpToolSchema: { inlinePayload: { payload: "{}" } } }),
        apiKey(),
        "mcpToolSchema is only supported",
      ],
      "dynamic listing with user consent": [
        () => mcpServer({ listingMode: "DYNAMIC" }),
        consent(),
        "listingMode DYNAMIC is not supported",
      ],
      "an HTTP target on an MCP gateway": [httpPassthrough, null, "HTTP target configuration is not supported"],
      "an inference target on an MCP gateway": [inference, apiKey(), "no error"],
    },
    mcpiam: {
      "user consent on a gateway without JWT": [openApi, consent(), "authorizerType CUSTOM_JWT"],
      "the caller's AWS identity for a tool": [openApi, caller(), "callerIamCredentials is not supported"],
    },
    http: {
      "an MCP target on an HTTP gateway": [openApi, apiKey(), "protocolType MCP"],
      "a passthrough with an API key": [httpPassthrough, apiKey(), "no error"],
      "a passthrough with the caller's JWT": [httpPassthrough, jwt, "no error"],
      "the caller's AWS identity on a gateway with JWT": [httpPassthrough, caller(), "authorizerType AWS_IAM"],
      "a runtime with the gateway's role": [runtime, role(), "no error"],
      "a runtime with OAuth": [runtime, oauth(), "no error"],
      "a runtime with user consent": [runtime, consent(), "is not supported"],
      "a runtime with an API key": [runtime, apiKey(), "is not supported"],
      "a runtime without a credential": [runtime, null, "is required"],
      "an inference connector": [inferenceConnector, role(), "no error"],
      "an inference provider": [inference, apiKey(), "no error"],
      "an inference provider with the caller's JWT": [inference, jwt, "jwtPassthrough is not supported"],
      "an inference provider with OAuth": [inference, oauth(), "oauth is not supported"],
      "an inference connector without a credential": [inferenceConnector, null, "is required"],
    },
    httpiam: {
      "the caller's JWT where callers have none": [httpPassthrough, jwt, "authorizerType CUSTOM_JWT or AUTHENTICATE"],
      "the caller's AWS identity": [httpPassthrough, caller(), "no error"],
      "the caller's AWS identity without a service": [httpPassthrough, caller({}), "service' failed"],
    },
  };
  for (const [gateway, rows] of Object.entries(kinds))
    for (const [title, [configuration, credentialProviderConfiguration, message]] of Object.entries(rows))
      it(`${message === "no error" ? "accept" : "reject"} ${title}`, async () => {
        const targetConfiguration = typeof configuration === "function" ? configuration() : configuration;
        const changes = { targetConfiguration, credentialProviderConfiguration };
        const inputs = { ...targetInputs(gateways[gateway]!, newName()), ...changes };
        expect(await messageOf(sandbox.plugin.create(TARGET, inputs))).to.include(message);
      });

  it("are replaced by a target of another kind, which conflicts under the same name", async () => {
    const olds = { ...targetInputs("g"), targetConfiguration: mcpServer() };
    const change = (targetConfiguration: Properties) =>
      sandbox.plugin.diff(TARGET, olds, { ...olds, targetConfiguration });
    const { replaces, deleteBeforeReplace } = await change(openApi);
    expect({ replaces, deleteBeforeReplace }).to.deep.equal({
      replaces: ["targetConfiguration"],
      deleteBeforeReplace: false,
    });
    expect((await change(mcpServer({ endpoint: "https://mcp2.example.com" }))).replaces).to.deep.equal([]);
    const inputs = targetInputs(gateways.mcp!, newName());
    await sandbox.plugin.create(TARGET, inputs);
    expect(await messageOf(sandbox.plugin.create(TARGET, inputs))).to.include("ConflictException");
  });

  it("need a gateway", async () => {
    expect(await messageOf(sandbox.plugin.create(TARGET, targetInputs("nowhere-0123456789")))).to.include(
      "Gateway with ID nowhere-0123456789 does not exist",
    );
  });

  it("are at most 100 for each gateway", async () => {
    const { id } = await createGateway(sandbox.plugin, newName());
    for (let number = 1; number <= 100; number++) await sandbox.plugin.create(TARGET, targetInputs(id, `t${number}`));
    expect(await messageOf(sandbox.plugin.create(TARGET, targetInputs(id, "t101")))).to.include(
      "ServiceQuotaExceededException",
    );
  });
});

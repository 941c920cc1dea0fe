import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import type { Properties } from "./propertyValues";
import { ACCOUNT, API_KEY_PROVIDER, GATEWAY, OAUTH_PROVIDER, ROLE, ROLE_POLICY, TARGET } from "./samples";
import { createFunction, createGateway, functionArnOf, gatewayInputs, mayInvokeFunction, policyOf } from "./samples";
import { roleInputs, targetInputs, trustPolicy } from "./samples";
import { readJournal } from "./store";

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
    const lambda = { mcp: { lambda: { lambdaArn: functionArnOf("f") } } };
    const openApi = { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } };
    const apiGateway = { mcp: { apiGateway: { restApiId: "a1b2c3d4e5", stage: "prod" } } };
    const smithy = { mcp: { smithyModel: { inlinePayload: { payload: "{}" } } } };
    const connector = { mcp: { connector: { source: { connectorId: "web-search" } } } };
    const passthrough = { http: { passthrough: { endpoint: "https://api.example.com" } } };
    const apiKey = (changes: Properties) => ({ apiKey: { providerArn: API_KEY_PROVIDER, ...changes } });
    const oauth = (changes: Properties) => ({ oauth: { providerArn: OAUTH_PROVIDER, scopes: ["read"], ...changes } });
    const callback = { grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done" };

    let mcp: string;
    let iamAuthorized: string;
    let http: string;
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
      ];
      for (const { name, changes, property } of rows)
        it(name, async () => {
          const { failures } = await plugin.check(TARGET, "t", { ...targetInputs(mcp), ...changes });
          expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
        });
    });

    const rows: {
      name: string;
      on?: "iamAuthorized" | "http";
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
        message: "providerArn is required",
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
        message: "apiKey is not supported for a target of type mcp.lambda",
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
        message: "service is required",
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
        message: "not supported on a gateway with protocolType MCP",
      },
      {
        name: "accepts an HTTP target with the caller's JWT",
        on: "http",
        target: passthrough,
        credential: { jwtPassthrough: {} },
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
        const gateway = on === undefined ? mcp : on === "http" ? http : iamAuthorized;
        const inputs = {
          ...targetInputs(gateway, newName()),
          ...(target === undefined ? {} : { targetConfiguration: target }),
          credentialProviderConfiguration: credential,
        };
        expect(await messageOf(plugin.create(TARGET, "t", inputs))).to.include(message);
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

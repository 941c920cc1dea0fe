import { expect } from "chai";
import { programRunner } from "./programRunner";

/** A program in which whatever can be left out is `nothing`; prints what it registers. */
const program = (nothing: "null" | "undefined") => `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const nothing = ${nothing};
const registered = {};
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    registered[type + " " + name] = inputs;
    return { id: name + "-id", state: inputs };
  },
  call: () => ({}),
});
const gateway = new agentcore.GatewayRole("tools", {
  gatewayName: "tools", tokenVaultKeyArn: nothing, authorizerType: nothing, protocolType: nothing, policyPropagation: nothing,
});
const credential = { type: "GATEWAY_IAM_ROLE", invokeOwnGateway: nothing };
const tickets = { target: { type: "lambda", function: "tickets", qualifier: nothing, permission: nothing, schema: nothing }, credential };
const byUrl = {
  target: { type: "mcpServer", calls: { functionUrl: "tickets", qualifier: nothing }, hasToolSchema: nothing },
  credential: { ...credential, service: nothing, region: nothing },
};
const key = { type: "API_KEY", apiKey: "secret-value", credentialLocation: "HEADER", credentialParameterName: "X-Key" };
new agentcore.OutboundAuth("tickets", { gateway, ...tickets });
new agentcore.OutboundAuth("by-url", { gateway, ...byUrl });
new agentcore.GatewayOutboundAuth("many", {
  gateway, longestName: nothing, attachablePolicies: nothing, policyPath: nothing,
  targets: { tickets: { ...tickets, movedFrom: nothing }, byUrl },
});
new agentcore.GatewayTarget("docs", {
  gateway, gatewayIdentifier: "tools-0123456789", credential: key, calls: nothing, permission: nothing,
  targetConfiguration: { mcp: { lambda: nothing, openApiSchema: { inlinePayload: { payload: "{}" } } } },
});
const ofProvider = { name: nothing, adopt: nothing, tags: nothing, connection: nothing };
new agentcore.ApiKeyCredentialProvider("search", { apiKey: "secret-value", accountId: nothing, ...ofProvider },
  { customTimeouts: { create: nothing } });
new agentcore.ApiKeyCredentialProvider("later", { apiKey: "secret-value", name: pulumi.output(nothing) });
const discoveryUrl = "https://id.example.com/.well-known/openid-configuration";
const oauth2 = {
  vendor: "CustomOauth2", clientId: "app", clientSecret: "secret-value", oauthDiscovery: { discoveryUrl }, accountId: nothing,
  clientAuthenticationMethod: nothing, privateKeyJwtConfig: nothing, onBehalfOfTokenExchangeConfig: nothing, ...ofProvider,
};
const schema = { bucket: "schemas", key: "crm.json", uri: nothing, kmsKeyArn: nothing };
const consent = { grantType: "AUTHORIZATION_CODE", defaultReturnUrl: "https://app.example.com/done", customParameters: nothing };
const crm = {
  target: { type: "openApiSchema", calls: nothing, schema },
  credential: { type: "OAUTH", credentialProvider: nothing, oauth2, scopes: ["read"], ...consent },
};
const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/maps";
const maps = {
  target: { type: "openApiSchema", schema: { bucket: nothing, key: nothing, uri: "s3://schemas/maps.json" } },
  credential: { ...key, apiKey: nothing, ...ofProvider, credentialProvider: { arn, secretArn: nothing, kmsKeyArn: nothing } },
};
new agentcore.OutboundAuth("crm", { gateway, ...crm });
new agentcore.OutboundAuth("maps", { gateway, ...maps });
new agentcore.GatewayOutboundAuth("more", { gateway, targets: {
  crm, maps, search: { target: crm.target, credential: { ...key, credentialProvider: nothing, ...ofProvider } },
} });
process.on("exit", () => process.stdout.write(JSON.stringify(registered)));
`;

describe("A JavaScript program that writes null for nothing", () => {
  const printedBy = programRunner();

  function run(nothing: "null" | "undefined"): Record<string, unknown> {
    const printed = printedBy(program(nothing));
    // To the engine, null is nothing.
    return JSON.parse(printed, (_, value: unknown) => value ?? undefined) as Record<string, unknown>;
  }

  it("gives a provider without a name a name of its own", () => {
    const registered = run("null");
    for (const name of ["search", "later"]) {
      const provider = registered[`pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider ${name}`];
      expect(provider, name)
        .to.have.property("nameProposal")
        .that.matches(new RegExp(`^${name}-[0-9a-f]{7}$`));
    }
  });

  it("makes what the same program makes that leaves it out", () => {
    const registered = run("null");
    expect(Object.keys(registered)).to.include("aws:iam/policy:Policy many-all");
    expect(registered).to.deep.equal(run("undefined"));
  });
});

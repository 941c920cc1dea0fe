import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  ApiKeyCredentialProvider,
  GatewayOutboundAuth,
  GatewayRole,
  GatewayTarget,
  OutboundAuth,
} from "../../provider";
import { runProgram } from "./runProgram";
import { apiKey, byRole } from "./samples";

/** A program in which everything optional is `nothing`. The types do not allow `null`, but JavaScript does. */
function program(nothing: undefined) {
  const gateway = new GatewayRole("tools", {
    gatewayName: "tools",
    tokenVaultKeyArn: nothing,
    authorizerType: nothing,
    protocolType: nothing,
    policyPropagation: nothing,
  });
  const signed = { ...byRole, invokeOwnGateway: nothing };
  const tickets = {
    target: { type: "lambda", function: "tickets", qualifier: nothing, permission: nothing, schema: nothing },
    credential: signed,
  } as const;
  const byUrl = {
    target: { type: "mcpServer", calls: { functionUrl: "tickets", qualifier: nothing }, hasToolSchema: nothing },
    credential: { ...signed, service: nothing, region: nothing },
  } as const;
  const ofProvider = { name: nothing, adopt: nothing, tags: nothing, connection: nothing };
  const client = {
    vendor: "CustomOauth2",
    clientId: "app",
    clientSecret: "secret-value",
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    accountId: nothing,
    clientAuthenticationMethod: nothing,
    privateKeyJwtConfig: nothing,
    onBehalfOfTokenExchangeConfig: nothing,
    ...ofProvider,
  } as const;
  const crm = {
    target: {
      type: "openApiSchema",
      calls: nothing,
      schema: { bucket: "schemas", key: "crm.json", uri: nothing, kmsKeyArn: nothing },
    },
    credential: {
      type: "OAUTH",
      credentialProvider: nothing,
      oauth2: client,
      scopes: ["read"],
      grantType: "AUTHORIZATION_CODE",
      defaultReturnUrl: "https://app.example.com/done",
      customParameters: nothing,
    },
  } as const;
  const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/maps";
  const maps = {
    target: { type: "openApiSchema", schema: { bucket: nothing, key: nothing, uri: "s3://schemas/maps.json" } },
    credential: {
      ...apiKey,
      apiKey: nothing,
      ...ofProvider,
      credentialProvider: { arn, secretArn: nothing, kmsKeyArn: nothing },
    },
  } as const;
  const search = { target: crm.target, credential: { ...apiKey, credentialProvider: nothing, ...ofProvider } };
  for (const [name, { target, credential }] of Object.entries({ tickets, "by-url": byUrl, maps }))
    new OutboundAuth(name, { gateway, target, credential });
  new OutboundAuth("crm", { gateway, target: crm.target, credential: { ...crm.credential, scopes: ["read"] } });
  new GatewayOutboundAuth("many", {
    gateway,
    targetsPerPolicy: nothing,
    attachablePolicies: nothing,
    policyPath: nothing,
    targets: { tickets: { ...tickets, movedFrom: nothing }, byUrl, maps, search },
  });
  new GatewayTarget("docs", {
    gateway,
    gatewayIdentifier: "tools-0123456789",
    credential: apiKey,
    calls: nothing,
    permission: nothing,
    targetConfiguration: { mcp: { lambda: nothing, openApiSchema: { inlinePayload: { payload: "{}" } } } },
  });
  const timeouts = { customTimeouts: { create: nothing } };
  new ApiKeyCredentialProvider("search", { apiKey: "secret-value", accountId: nothing, ...ofProvider }, timeouts);
  new ApiKeyCredentialProvider("later", { apiKey: "secret-value", name: pulumi.output(nothing) as never });
}

async function registeredBy(nothing: undefined | null): Promise<Record<string, unknown>> {
  const { registered, errors } = await runProgram(() => program(nothing as undefined));
  expect(errors).to.deep.equal([]);
  const inputs = Object.fromEntries(registered.map((one) => [`${one.type} ${one.name}`, one.inputs as unknown]));
  // For the engine, null and undefined are the same.
  return JSON.parse(JSON.stringify(inputs), (_, value: unknown) => value ?? undefined) as Record<string, unknown>;
}

describe("A JavaScript program that writes null for everything optional", () => {
  let registered: Record<string, unknown>;
  before(async () => (registered = await registeredBy(null)));

  it("gets automatic names for its providers", () => {
    for (const name of ["search", "later"]) {
      const provider = registered[`pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider ${name}`];
      expect(provider, name)
        .to.have.property("nameProposal")
        .that.matches(new RegExp(`^${name}-[0-9a-f]{7}$`));
    }
  });

  it("gets the same resources as a program that leaves it out", async () => {
    expect(Object.keys(registered)).to.include("aws:iam/policy:Policy many-all");
    expect(registered).to.deep.equal(await registeredBy(undefined));
  });
});

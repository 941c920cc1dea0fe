import Module from "node:module";
import * as bedrock from "@pulumi/aws/bedrock";
import { Role } from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import { Bucket } from "@pulumi/aws/s3";
import { Secret } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  ApiKeyCredentialProvider,
  GatewayOutboundAuth,
  GatewayRole,
  GatewayTarget,
  OutboundAuth,
  TokenVault,
  fromSecretsManager,
  type ApiKeyCredentialProviderArgs,
  type CredentialArgs,
  type GatewayArgs,
  type LambdaTargetArgs,
  type TargetArgs,
} from "../../provider";
import type { Statement } from "../../provider/iam/policy/document";
import { located, runProgram, type MockOptions } from "./runProgram";
import { apiKey, byRole, openApi } from "./samples";

const byProvider = (credentialProvider: ApiKeyCredentialProvider) => ({
  ...apiKey,
  apiKey: undefined,
  credentialProvider,
});
const oauth2 = { vendor: "SalesforceOauth2", clientId: "client", clientSecret: "secret-value" } as const;

/** Declares a bundle of every kind; returns configuration and statements of each. */
function program(providerScope: Partial<ApiKeyCredentialProviderArgs>, test: number) {
  const role = new GatewayRole("tools", { gatewayName: "tools" });
  const existing = { name: "existing", role: new Role(`existing-${test}`, { assumeRolePolicy: "{}" }) };
  const made = new ApiKeyCredentialProvider("given", { apiKey: "secret-value", ...providerScope });
  const found = ApiKeyCredentialProvider.get("found", made.credentialProviderArn);
  const tickets = new lambda.Function("tickets", { role: "arn:aws:iam::123456789012:role/tickets" });
  const live = new lambda.Alias("live", { functionName: "tickets", functionVersion: "1" });
  const bundle = (name: string, gateway: GatewayArgs, target: TargetArgs, credential: CredentialArgs) =>
    new OutboundAuth(name, { gateway, target, credential });
  const docs = { target: { type: "mcpServer" }, credential: { type: "NONE" } } as const;
  new GatewayOutboundAuth("undemanding", { gateway: role, targets: { docs } });
  const bundles = {
    search: bundle("search", role, openApi, apiKey),
    crm: bundle("crm", role, { type: "mcpServer" }, { type: "OAUTH", oauth2, scopes: ["read"] }),
    given: bundle("with-given", existing, openApi, byProvider(made)),
    found: bundle("with-found", existing, openApi, byProvider(found)),
    tickets: bundle("tickets", role, { type: "lambda", function: tickets }, byRole),
    live: bundle("live", role, { type: "lambda", function: live, permission: true }, byRole),
    ...new GatewayOutboundAuth("tools", { gateway: role, targets: { news: { target: openApi, credential: apiKey } } })
      .targets,
  };
  TokenVault.get("vault");
  new GatewayTarget("in-one", {
    gateway: role,
    gatewayIdentifier: new bedrock.AgentcoreGateway("tools", {
      name: "tools",
      roleArn: role.arn,
      authorizerType: "AWS_IAM",
    }),
    targetConfiguration: { mcp: { lambda: { lambdaArn: tickets, toolSchema: {} } } },
    credential: byRole,
  });
  const known = ({ credentialProviderConfiguration, statements }: OutboundAuth) =>
    pulumi.all([credentialProviderConfiguration, statements]);
  return Object.fromEntries(Object.entries(bundles).map(([name, one]) => [name, known(one)]));
}

const everyBundle = ["search", "crm", "given", "found", "tickets", "live", "news"];

interface Case extends MockOptions {
  /** Account and Region of a provider outside a bundle. */
  readonly providerScope?: Partial<ApiKeyCredentialProviderArgs>;
  readonly scope?: string;
  /** Bundles whose values are unknown. */
  readonly unknown?: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "return the inputs, and nothing for look-ups": {},
  // What mocks leave out is unknown at a preview: here the function's name.
  "do the same at a preview": { isPreview: true, unknown: ["tickets", "live"] },
  "return the arguments of look-ups": { lookUp: ({ inputs }) => inputs as Record<string, unknown> },
  "return nothing at all": { stateOf: () => ({}) },
  "return account and Region": {
    lookUp: located("cn-north-1", "999999999999", "aws-cn"),
    scope: "aws-cn:bedrock-agentcore:cn-north-1:999999999999",
    providerScope: { accountId: "999999999999", connection: { region: "cn-north-1" } },
  },
};

let tests = 0;
const run = ({ providerScope = {}, ...options }: Case) => runProgram(() => program(providerScope, ++tests), options);

describe("A unit test of a program, with mocks that", () => {
  for (const [name, options] of Object.entries(cases))
    it(`${name}, gets configurations and statements, and ends`, async () => {
      const { values, errors, registered } = await run(options);
      const { unknown = [], scope = "aws:bedrock-agentcore:us-east-1:123456789012" } = options;
      expect(errors).to.deep.equal([]);
      expect(registered.map(({ type }) => type)).to.include("pulumi-nodejs:dynamic/agentcore:StackOwner");
      expect([...Object.keys(values), ...unknown]).to.have.members(everyBundle);
      const text = JSON.stringify(values);
      expect(text).to.not.match(/undefined|null|secret-value/);
      expect(text).to.match(
        new RegExp(`arn:${scope}:token-vault/default/apikeycredentialprovider/search-[0-9a-f]{7}"`),
      );
      for (const arn of unknown.includes("live") ? [] : [/:function:tickets"/, /:function:tickets:live"/])
        expect(text).to.match(arn);
    });

  it("return nothing, waits for IAM only if there is a policy", async () => {
    const { registered } = await run({});
    const waits = registered.filter(({ type }) => type.endsWith(":PolicyPropagation")).map(({ name }) => name);
    expect(waits).to.include("tools").and.not.include("undemanding");
  });

  it("return the inputs, loads no module after its constructors: Jest fails a test that ends before that", async () => {
    const late: string[] = [];
    // Node.js has no public name for the function that every `require` calls.
    const loader = Module as unknown as { _load: (name: string, ...rest: unknown[]) => unknown };
    const { _load: load } = loader;
    const { errors } = await runProgram(() => {
      program({}, ++tests);
      loader._load = (name, ...rest) => {
        if (/dist.provider/.test(String(new Error().stack))) late.push(name);
        return load(name, ...rest);
      };
    });
    loader._load = load;
    expect(errors).to.deep.equal([]);
    expect(late).to.deep.equal([]);
  });

  const roleArn = "arn:aws:iam::123456789012:role/other";
  const runtime = () =>
    new bedrock.AgentcoreAgentRuntime("search", {
      agentRuntimeName: "search",
      roleArn,
      agentRuntimeArtifact: { containerConfiguration: { containerUri: "image" } },
      networkConfiguration: { networkMode: "PUBLIC" },
    });
  const memory = () => new bedrock.AgentcoreMemory("notes", { name: "notes", eventExpiryDuration: 30 });
  const gateway = () => new bedrock.AgentcoreGateway("other", { name: "other", roleArn, authorizerType: "AWS_IAM" });
  const secretId = () => new Secret("key").arn;
  const ofAgentCore = (resource: string) => `arn:aws:bedrock-agentcore:us-east-1:123456789012:${resource}`;
  for (const [name, target, state, path, credential] of [
    [
      "a runtime",
      () => ({ type: "agentcoreRuntime", runtime: runtime() }),
      { agentRuntimeArn: ofAgentCore("runtime/search-0123456789") },
      "target.runtime",
    ],
    [
      "a runtime's Output in a configuration",
      () => ({ targetConfiguration: { http: { agentcoreRuntime: { arn: runtime().agentRuntimeArn } } } }),
      { agentRuntimeArn: ofAgentCore("runtime/search-0123456789") },
      "target.targetConfiguration.http.agentcoreRuntime.arn",
    ],
    [
      "a memory",
      () => ({ type: "httpConnector", memory: memory() }),
      { arn: ofAgentCore("memory/notes-0123456789") },
      "target.memory",
    ],
    [
      "another gateway",
      () => ({ type: "mcpServer", calls: { gateway: gateway() } }),
      { gatewayArn: ofAgentCore("gateway/other-0123456789") },
      "target.calls.gateway",
    ],
    [
      "a bucket",
      () => ({ type: "openApiSchema", schema: { bucket: new Bucket("schemas").bucket, key: "a.json" } }),
      { bucket: "schemas" },
      "target.schema.bucket",
      () => ({ type: "NONE" }),
    ],
    [
      "a secret",
      () => openApi,
      { arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf" },
      "credential.apiKey",
      () => ({ ...apiKey, apiKey: fromSecretsManager({ secretId: secretId(), jsonKey: "key" }) }),
    ],
  ] as [string, () => TargetArgs, object, string, (() => CredentialArgs)?][])
    it(`return what only AWS knows about ${name}, gets statements, and otherwise says what the mocks must return`, async () => {
      const runWith = (more: object) =>
        runProgram(
          () => {
            const args = { gateway: new GatewayRole("tools", { gatewayName: "tools" }), target: target() };
            const { statements } = new OutboundAuth("it", { ...args, credential: credential?.() ?? byRole });
            return { statements };
          },
          { stateOf: ({ inputs }) => ({ ...(inputs as object), ...more }) },
        );
      expect((await runWith(state)).errors).to.deep.equal([]);
      const { errors } = await runWith({});
      expect(errors.join()).to.contain(`${path}: `).and.contain("newResource of the mocks returns");
    });

  it("run one test after another, gives each its own stack owner", async () => {
    for (const { errors, registered } of [await run({}), await run({})]) {
      expect(errors).to.deep.equal([]);
      expect(registered.filter(({ type }) => type.endsWith(":StackOwner"))).to.have.lengthOf(1);
    }
  });
});

describe("A Lambda function of the same program", () => {
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:tickets";

  /** Previews bundles that all name the function or its alias in another way. */
  const preview = () =>
    runProgram(
      () => {
        const gateway = new GatewayRole("tools", { gatewayName: "tools" });
        const tickets = new lambda.Function("tickets", { name: "tickets", role: "arn" });
        const live = new lambda.Alias("live", { name: "live", functionName: "tickets", functionVersion: "1" });
        const lambdaTarget = (name: string, lambdaFunction: LambdaTargetArgs["function"]) =>
          new OutboundAuth(name, { gateway, target: { type: "lambda", function: lambdaFunction }, credential: byRole });
        const configured = new GatewayTarget("configured", {
          gateway,
          gatewayIdentifier: "tools-0123456789",
          credential: byRole,
          targetConfiguration: { mcp: { lambda: { lambdaArn: tickets.arn, toolSchema: {} } } },
        });
        const url = { type: "mcpServer", calls: { functionUrl: tickets.arn } } as const;
        const bundles = {
          resource: lambdaTarget("resource", tickets),
          arn: lambdaTarget("arn", tickets.arn),
          aliasArn: lambdaTarget("alias-arn", live.arn),
          derived: lambdaTarget("derived", pulumi.interpolate`${tickets.arn}`),
          configured: configured.outboundAuth,
          url: new OutboundAuth("url", { gateway, target: url, credential: byRole }),
        };
        return Object.fromEntries(Object.entries(bundles).map(([name, { statements }]) => [name, statements]));
      },
      // The aws provider adds the Region at preview, but not the ARN.
      { isPreview: true, stateOf: ({ inputs }) => ({ region: "us-east-1", ...(inputs as object) }) },
    );

  it("has a policy that the first preview shows, also if the program names it by the resource's arn", async () => {
    const { values, errors } = await preview();
    expect(errors).to.deep.equal([]);
    const resources = Object.entries(values).map(([name, statements]) => {
      return [name, (statements as Statement[]).flatMap(({ Resource }) => Resource)[0]];
    });
    expect(Object.fromEntries(resources)).to.deep.equal({
      resource: arn,
      arn,
      aliasArn: `${arn}:live`,
      configured: arn,
      url: arn,
    });
  });
});

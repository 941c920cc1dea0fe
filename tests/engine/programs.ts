/** Programs that engine tests run: functions, which run in the process of the test. */
import { existsSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";

/** The secret `key` of the stack. */
export const secretKey = () => new pulumi.Config().requireSecret("key");

export const header = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" } as const;
export const openApi = { type: "openApiSchema" } as const;
export const mcpServer = { type: "mcpServer" } as const;
export const byRole = { type: "GATEWAY_IAM_ROLE" } as const;
export const callersCredentials = { type: "CALLER_IAM_CREDENTIALS", service: "execute-api" } as const;
export const noCredential = { type: "NONE" } as const;
export const discovery = {
  oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
};

/** A credential with the secret `key` of the stack. */
export const apiKey = () => ({ type: "API_KEY", apiKey: secretKey(), ...header }) as const;

/** A gateway and its role. */
export function gatewayNamed(name: string, opts: pulumi.ResourceOptions = {}) {
  const role = new agentcore.GatewayRole(name, { gatewayName: name }, opts);
  const args = { name, roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP" };
  return { role, gateway: new aws.bedrock.AgentcoreGateway(name, args, opts) };
}

export const toolsGateway = (opts?: pulumi.ResourceOptions) => gatewayNamed("tools", opts);

export const openApiConfiguration = {
  mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } },
};
export const serverConfiguration = { mcp: { mcpServer: { endpoint: "https://crm.example.com/mcp" } } };
export const toolSchema = {
  inlinePayloads: [{ name: "open", description: "Opens a ticket", inputSchema: { type: "object" } }],
};

type TargetConfiguration = aws.bedrock.AgentcoreGatewayTargetArgs["targetConfiguration"];

/** A target of the gateway, with the credential of its bundle. */
export function gatewayTarget(
  name: string,
  gateway: aws.bedrock.AgentcoreGateway,
  { credentialProviderConfiguration }: Pick<agentcore.OutboundAuth, "credentialProviderConfiguration">,
  targetConfiguration: TargetConfiguration = openApiConfiguration,
  opts: pulumi.CustomResourceOptions = {},
) {
  const { gatewayId: gatewayIdentifier } = gateway;
  const args = { name, gatewayIdentifier, credentialProviderConfiguration, targetConfiguration };
  return new aws.bedrock.AgentcoreGatewayTarget(name, args, opts);
}

/** A gateway with one OpenAPI target that it calls with an API key. */
export const oneTarget =
  (credential: Partial<agentcore.NewApiKeyProviderArgs> = {}, options: () => pulumi.ResourceOptions = () => ({})) =>
  () => {
    const opts = options();
    const { role, gateway } = toolsGateway(opts);
    const args = { gateway: role, target: openApi, credential: { ...apiKey(), ...credential } };
    const search = new agentcore.OutboundAuth("search", args, opts);
    gatewayTarget("search", gateway, search, openApiConfiguration, opts);
    return { roleName: role.roleName };
  };

type OAuthClient = agentcore.NewOAuthProviderArgs["oauth2"];

/** A client of an authorization server that is described by its discovery document. */
export const customClient = (): OAuthClient => ({
  vendor: "CustomOauth2",
  clientId: "client",
  clientSecret: secretKey(),
  ...discovery,
});

/** A gateway with one MCP server that it calls with an OAuth token. */
export function crmServer(oauth2: OAuthClient = customClient()) {
  const { role, gateway } = toolsGateway();
  const credential = { type: "OAUTH" as const, oauth2, scopes: ["crm.read"] };
  const crm = new agentcore.OutboundAuth("crm", { gateway: role, target: mcpServer, credential });
  gatewayTarget("crm", gateway, crm, serverConfiguration);
  return { role, crm };
}

/** The same as a program. */
export const oauthTarget = (oauth2?: () => OAuthClient) => () => {
  const { role, crm } = crmServer(oauth2?.());
  const { callbackUrl, credentialProvider: provider } = crm;
  const registration = provider instanceof agentcore.Oauth2CredentialProvider ? provider.registration : undefined;
  return { roleName: role.roleName, callbackUrl, registration };
};

interface LambdaTargetOptions {
  target?: (fn: aws.lambda.Function, alias: aws.lambda.Alias) => Omit<agentcore.LambdaTargetArgs, "type">;
  functionOpts?: pulumi.CustomResourceOptions;
  /** Region of function and alias. */
  region?: string;
}

/** A gateway with one Lambda function that it calls with its own role. */
export function lambdaTarget({ target, functionOpts, region }: LambdaTargetOptions = {}) {
  const { role, gateway } = toolsGateway();
  const tickets = ticketsFunction(functionOpts, region);
  const live = liveAlias(tickets, functionOpts, region);
  const called = target?.(tickets, live) ?? { function: tickets };
  const args = { gateway: role, target: { type: "lambda" as const, ...called }, credential: byRole };
  const bundle = new agentcore.OutboundAuth("tickets", args);
  gatewayTarget("tickets", gateway, bundle, { mcp: { lambda: { lambdaArn: bundle.functionArn, toolSchema } } });
  return { role, tickets, live, roleName: role.roleName };
}

/** One credential provider and nothing else. */
export const oneProvider =
  (args: Partial<agentcore.ApiKeyCredentialProviderArgs> = {}, opts: pulumi.CustomResourceOptions = {}) =>
  () => ({
    arn: new agentcore.ApiKeyCredentialProvider("search", { apiKey: secretKey(), ...args }, opts).credentialProviderArn,
  });

/** The trust policy of a role that a service assumes. */
export const trustPolicy = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

/** A function and its role. */
export function ticketsFunction(
  opts: pulumi.CustomResourceOptions = {},
  region?: string,
  source = "exports.handler = async () => ({});",
): aws.lambda.Function {
  const role = new aws.iam.Role("tickets", { assumeRolePolicy: trustPolicy("lambda.amazonaws.com") }, opts).arn;
  const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(source) });
  const args = { region, role, runtime: "nodejs22.x", handler: "index.handler", publish: true, code };
  return new aws.lambda.Function("tickets", args, opts);
}

/** The alias `live` of a function. */
export function liveAlias(
  { name: functionName, version }: aws.lambda.Function,
  opts: pulumi.CustomResourceOptions = {},
  region?: string,
): aws.lambda.Alias {
  return new aws.lambda.Alias("live", { region, name: "live", functionName, functionVersion: version }, opts);
}

type Targets = Record<string, agentcore.TargetOutboundAuthArgs>;
type GroupOptions = Partial<Omit<agentcore.GatewayOutboundAuthArgs<Targets>, "gateway" | "targets">>;

export const targetNames = (count: number) => Array.from({ length: count }, (_, index) => `target-${index}`);

/** Targets that the gateway calls with an API key. `more` returns what else a target has. */
export const searchTargets = (names: readonly string[], more: (name: string) => object = () => ({})): Targets =>
  Object.fromEntries(names.map((name) => [name, { target: openApi, credential: apiKey(), ...more(name) }]));

/** Declares a gateway with these targets in one group. */
export function targetGroup(targets: Targets, options: GroupOptions = {}) {
  const { role, gateway } = toolsGateway();
  const tools = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets, ...options });
  for (const [name, bundle] of Object.entries(tools.targets)) gatewayTarget(name, gateway, bundle);
  return { role, roleName: role.roleName };
}

/** A program with targets that the gateway calls with an API key, all in one group. */
export const group =
  (names: readonly string[], options: GroupOptions = {}) =>
  () => ({ roleName: targetGroup(searchTargets(names), options).roleName });

/** The same targets, each with its own inline policy. */
export const singles =
  (
    names: readonly string[],
    optionsOf: (name: string) => pulumi.ComponentResourceOptions = () => ({}),
    more?: (name: string) => object,
  ) =>
  () => {
    const { role, gateway } = toolsGateway();
    for (const [name, args] of Object.entries(searchTargets(names, more)))
      gatewayTarget(name, gateway, new agentcore.OutboundAuth(name, { gateway: role, ...args }, optionsOf(name)));
    return { roleName: role.roleName };
  };

/** A program that fails as soon as its folder has this file. */
export const failsWhenAsked = (program: () => unknown, file: string) => () => {
  program();
  const timer = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(timer);
    throw new Error("asked to fail");
  }, 20);
};

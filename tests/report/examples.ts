// Previews of a gateway with targets, as programs with this package declare them.
import { same } from "./previews";
import type { PreviewArgs, Sides, StepArgs } from "./previews";

export const canary = "CANARY-secret";
export const ownSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:crm-AbCdEf";
export const keyArn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001";
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const roleArn = "arn:aws:iam::123456789012:role/tools-role";

export const roleComponent: StepArgs = { type: "agentcore:index:GatewayRole", name: "tools", ...same({}) };
export const role: StepArgs = {
  op: "same",
  type: "aws:iam/role:Role",
  name: "tools",
  parent: roleComponent,
  id: "tools-role",
  before: { name: "tools-role", arn: roleArn, assumeRolePolicy: JSON.stringify({ Statement: [] }) },
};
export const gateway: StepArgs = {
  op: "same",
  type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  name: "tools",
  id: "tools-abcdefghij",
  before: { name: "tools", gatewayId: "tools-abcdefghij", roleArn },
  propertyDependencies: { roleArn: [role] },
};
const gatewaySteps = [roleComponent, role, gateway];

/** Properties of a credential provider: those of which tests change some. */
export interface ProviderProperties {
  readonly credentialProviderArn: string;
  readonly [name: string]: unknown;
}

const managedSecret = (folder: string, name: string) =>
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/${folder}/${name}-????????-??????`;

/** Returns the properties of an API-key credential provider whose key the program writes. */
export const apiKey = (name: string, others: object = {}): ProviderProperties => ({
  name,
  credentialProviderArn: `${vault}/apikeycredentialprovider/${name}`,
  apiKeySecretArnPattern: managedSecret("apikey", name),
  apiKey: "[secret]",
  connection: { region: "us-east-1" },
  ...others,
});

/** Returns the properties of an OAuth client whose secret the program writes. */
export const oauth = (name: string, others: object = {}): ProviderProperties => ({
  name,
  credentialProviderArn: `${vault}/oauth2credentialprovider/${name}`,
  clientSecretArnPattern: managedSecret("oauth2", name),
  clientSecret: "[secret]",
  clientId: "shop",
  vendor: "GithubOauth2",
  ...others,
});

export const openApi = (server = "https://api.example.com/v1"): object => ({
  mcp: {
    openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0", servers: [{ url: server }] }) } },
  },
});

export const allow = (action: string, resource: string, others: object = {}): object => ({
  Effect: "Allow",
  Action: [action],
  Resource: [resource],
  ...others,
});

/** Returns the statements for the key or token of a provider with these properties. */
function providerStatements({ credentialProviderArn, ...others }: ProviderProperties): object[] {
  const isApiKey = credentialProviderArn.includes("/apikey");
  const secret = isApiKey ? others.apiKeySecretArnPattern : others.clientSecretArnPattern;
  return [
    allow(`bedrock-agentcore:${isApiKey ? "GetResourceApiKey" : "GetResourceOauth2Token"}`, credentialProviderArn),
    allow("secretsmanager:GetSecretValue", String(secret)),
  ];
}

type Side = keyof Sides<unknown>;

interface TargetArgs {
  readonly name: string;
  readonly kind?: "apiKey" | "oauth";
  readonly provider?: Sides<ProviderProperties>;
  readonly statements?: Sides<readonly object[]>;
  readonly configuration?: Sides<object>;
  readonly credential?: Sides<object>;
  readonly gateway?: StepArgs;
  /** Changes of the step of the credential provider. */
  readonly providerStep?: Partial<StepArgs>;
  /** Changes of the step of the target. */
  readonly targetStep?: Partial<StepArgs>;
  /** The sides on which the target exists. */
  readonly exists?: readonly Side[];
}

/** Returns the steps of a bundle and its target. */
export function target(args: TargetArgs): StepArgs[] {
  const { name, kind = "apiKey", exists = ["before", "after"], gateway: ofTarget = gateway, provider = {} } = args;
  const sidesOf = <Value>(value: (side: Side) => Value): Sides<Value> =>
    Object.fromEntries(exists.map((side) => [side, value(side)]));
  const statements = (side: Side) =>
    args.statements?.[side] ?? (provider[side] === undefined ? [] : providerStatements(provider[side]));
  const bundle: StepArgs = { type: "agentcore:index:OutboundAuth", name, ...sidesOf(() => ({})) };
  const own: StepArgs = {
    type: `pulumi-nodejs:dynamic/agentcore:${kind === "apiKey" ? "ApiKey" : "Oauth2"}CredentialProvider`,
    name,
    parent: bundle,
    ...provider,
    ...args.providerStep,
  };
  const policy: StepArgs = {
    type: "aws:iam/rolePolicy:RolePolicy",
    name,
    parent: bundle,
    ...sidesOf((side) => ({
      role: "tools-role",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements(side) }),
    })),
    propertyDependencies: { role: [role] },
  };
  const propagation: StepArgs = {
    type: "pulumi-nodejs:dynamic/agentcore:PolicyPropagation",
    name,
    parent: bundle,
    ...sidesOf((side) => ({ policies: JSON.stringify(statements(side)) })),
  };
  const providers = args.provider === undefined ? [] : [own];
  const declared: StepArgs = {
    type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
    name,
    ...sidesOf((side) => ({
      name,
      gatewayIdentifier: ofTarget.id,
      targetConfiguration: args.configuration?.[side] ?? openApi(),
      credentialProviderConfiguration: args.credential?.[side] ?? {
        [kind]: { providerArn: provider[side]?.credentialProviderArn },
      },
    })),
    propertyDependencies: {
      gatewayIdentifier: [ofTarget],
      credentialProviderConfiguration: [propagation, ...providers],
    },
    line: "index.ts#10,1",
    ...args.targetStep,
  };
  return [bundle, ...providers, policy, propagation, declared];
}

export interface Example {
  readonly steps: readonly StepArgs[];
  readonly args?: PreviewArgs;
}

const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:orders";

const search = target({ name: "search", provider: same(apiKey("search")) });

/** Returns the step of a new policy of the role. */
export const policyOfRole = (name: string, policy: string): StepArgs => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name,
  after: { role: "tools-role", policy },
  propertyDependencies: { role: [role] },
  line: "index.ts#70,1",
});

const onGateway = (...steps: readonly StepArgs[]): Example => ({ steps: [...gatewaySteps, ...steps] });

export const examples = {
  "no changes": onGateway(...search),
  "a new target": onGateway(...target({ name: "search", exists: ["after"], provider: { after: apiKey("search") } })),
  "a deleted target": onGateway(...target({ name: "news", exists: ["before"], provider: { before: apiKey("news") } })),
  "a deleted target whose secret a wildcard covers": onGateway(
    ...target({ name: "news", exists: ["before"], provider: { before: apiKey("news") } }),
    policyOfRole("debug", JSON.stringify({ Statement: [allow("secretsmanager:GetSecretValue", "*")] })),
  ),
  "a rotated key": onGateway(
    ...target({
      name: "search",
      provider: same(apiKey("search")),
      providerStep: { op: "update", changed: ["apiKey"] },
    }),
  ),
  "another vendor": onGateway(
    ...target({
      name: "crm",
      kind: "oauth",
      provider: { before: oauth("crm-1"), after: oauth("crm-2", { vendor: "SlackOauth2" }) },
      providerStep: { op: "replace", changed: ["vendor"] },
    }),
  ),
  "a secret from another source": onGateway(
    ...target({
      name: "search",
      provider: {
        before: apiKey("search"),
        after: apiKey("search", { apiKey: undefined, apiKeyFrom: { env: "SEARCH_KEY" } }),
      },
      providerStep: { changed: ["apiKey", "apiKeyFrom", "apiKeyFingerprint"] },
    }),
  ),
  "a new Lambda target": onGateway(
    ...target({
      name: "orders",
      exists: ["after"],
      statements: { after: [allow("lambda:InvokeFunction", functionArn)] },
      configuration: { after: { mcp: { lambda: { lambdaArn: functionArn } } } },
      credential: { after: { gatewayIamRole: {} } },
    }),
  ),
  "a policy with a wildcard": onGateway(
    ...search,
    policyOfRole("debug", JSON.stringify({ Statement: [allow("secretsmanager:GetSecretValue", "*")] })),
  ),
  "a policy with a secret": onGateway(
    ...search,
    policyOfRole("hidden", `{"Statement":[{"Effect":"Allow","Action":"[secret]","Resource":"*"}]}`),
  ),
  "a failed preview": {
    steps: [...gatewaySteps, ...target({ name: "new", exists: ["after"], provider: { after: apiKey("new") } })],
    args: { diagnostics: [{ severity: "error", message: `error: ${canary}` }] },
  },
} as const satisfies Readonly<Record<string, Example>>;

// The calls that a gateway makes with its role, and what IAM checks of each. Nothing here comes from the package, so that a
// mistake of the package does not agree with itself.
import type { Context } from "../../provider/sandbox/policies/patterns";

/** Names and ids in the calls for one target. */
export interface Setup {
  /** Partition of the gateway and its credential providers. */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Also the name of the gateway's workload identity. */
  readonly gatewayId: string;
  /** Directory of that identity. */
  readonly directory: string;
  readonly vault: string;
  /** Id of the vault's customer managed key. */
  readonly vaultKey: string;
  readonly provider: string;
  /** Follows the provider's name in the name of a secret that AgentCore manages. */
  readonly secretSuffix: string;
  /** The user's own secret: the end of its ARN, its account and its key. */
  readonly ownSecret: string;
  readonly ownSecretAccount: string;
  readonly ownSecretKey: string;
  /** Key with which a client signs, and KMS's name for the algorithm. */
  readonly signingKey: string;
  readonly signingKeyAccount: string;
  readonly signingAlgorithm: string;
  readonly functionName: string;
  readonly functionAccount: string;
  /** Alias or version; `""` for the function itself. */
  readonly qualifier: string;
  readonly api: string;
  readonly stage: string;
  readonly method: string;
  /** An operation without parameters, and one with. */
  readonly path: string;
  readonly pathWithParameter: string;
  readonly runtime: string;
  readonly endpoint: string;
  /** Id of a memory in AgentCore Memory. */
  readonly memory: string;
  /** Id of another gateway. */
  readonly otherGateway: string;
  /** Part of the user id with which a target is set up, after the gateway's id. */
  readonly targetId: string;
  /** Schema of a target in S3, and its encryption key. */
  readonly bucket: string;
  readonly schema: string;
  readonly schemaKey: string;
  /** Private CA certificate of a target: the name of its object and the end of its secret's ARN, and its encryption key. */
  readonly certificate: string;
  readonly certificateSecret: string;
  readonly certificateKey: string;
  /** A table that a Smithy model reads. */
  readonly table: string;
}

/** A call with one of its ARNs. IAM checks each ARN on its own. */
export interface RuntimeCall {
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the service sends, and that a policy must use. */
  readonly context: Context;
  /** Document that describes the call. */
  readonly source: string;
  /** IAM cannot distinguish ARNs with this prefix, because a path has a parameter. */
  readonly within?: string;
}

interface KindOfCall extends Pick<RuntimeCall, "action" | "source"> {
  readonly resources: (setup: Setup) => readonly string[];
  /** Several, if nothing documents which one the service sends. A policy must allow each. */
  readonly contexts?: (setup: Setup) => readonly Context[];
  readonly within?: (setup: Setup) => string;
}

const arnIn = (account: keyof Setup, service: string, resource: (setup: Setup) => string) => (setup: Setup) =>
  `arn:${setup.partition}:${service}:${setup.region}:${setup[account]}:${resource(setup)}`;
const agentcore = (resource: (setup: Setup) => string) => arnIn("accountId", "bedrock-agentcore", resource);
const key = (account: keyof Setup, id: keyof Setup) => arnIn(account, "kms", (setup) => `key/${setup[id]}`);

/** ARNs by resource. */
export const arns = {
  directory: agentcore(({ directory }) => `workload-identity-directory/${directory}`),
  identity: agentcore(
    ({ directory, gatewayId }) => `workload-identity-directory/${directory}/workload-identity/${gatewayId}`,
  ),
  vault: agentcore(({ vault }) => `token-vault/${vault}`),
  vaultKey: key("accountId", "vaultKey"),
  apiKeyProvider: agentcore(({ vault, provider }) => `token-vault/${vault}/apikeycredentialprovider/${provider}`),
  oauthProvider: agentcore(({ vault, provider }) => `token-vault/${vault}/oauth2credentialprovider/${provider}`),
  apiKeySecret: arnIn("accountId", "secretsmanager", (setup) => managedSecret("apikey", setup)),
  clientSecret: arnIn("accountId", "secretsmanager", (setup) => managedSecret("oauth2", setup)),
  ownSecret: arnIn("ownSecretAccount", "secretsmanager", ({ ownSecret }) => `secret:${ownSecret}`),
  ownSecretKey: key("ownSecretAccount", "ownSecretKey"),
  signingKey: key("signingKeyAccount", "signingKey"),
  function: arnIn(
    "functionAccount",
    "lambda",
    ({ functionName, qualifier }) => `function:${functionName}${qualifier && `:${qualifier}`}`,
  ),
  runtime: agentcore(({ runtime }) => `runtime/${runtime}`),
  endpoint: agentcore(({ runtime, endpoint }) => `runtime/${runtime}/runtime-endpoint/${endpoint}`),
  memory: agentcore(({ memory }) => `memory/${memory}`),
  gateway: agentcore(({ gatewayId }) => `gateway/${gatewayId}`),
  otherGateway: agentcore(({ otherGateway }) => `gateway/${otherGateway}`),
  table: arnIn("accountId", "dynamodb", ({ table }) => `table/${table}`),
  schema: ({ partition, bucket, schema }: Setup) => `arn:${partition}:s3:::${bucket}/${schema}`,
  schemaKey: key("accountId", "schemaKey"),
  certificate: ({ partition, bucket, certificate }: Setup) => `arn:${partition}:s3:::${bucket}/${certificate}`,
  certificateSecret: arnIn("accountId", "secretsmanager", ({ certificateSecret }) => `secret:${certificateSecret}`),
  certificateKey: key("accountId", "certificateKey"),
} as const;

const defaultVault = agentcore(() => "token-vault/default");

function managedSecret(folder: string, { vault, provider, secretSuffix }: Setup): string {
  return `secret:bedrock-agentcore-identity!${vault}/${folder}/${provider}${secretSuffix}`;
}

const stageArn = arnIn("accountId", "execute-api", ({ api, stage }) => `${api}/${stage}/`);
const identities = [arns.directory, arns.identity];
const of =
  (...resources: ((setup: Setup) => string)[]) =>
  (setup: Setup) =>
    resources.map((resource) => resource(setup));

/** Condition keys of a service that uses a key. In China, both names are possible. */
const through =
  (service: string, more: (setup: Setup) => Context = () => ({})) =>
  (setup: Setup) => {
    const host = `${service}.${setup.region}.amazonaws.com`;
    const names = setup.partition === "aws-cn" ? [`${host}.cn`, host] : [host];
    return names.map((name) => ({ "kms:ViaService": name, ...more(setup) }));
  };
const ofVault = (setup: Setup) => ({
  "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn": arns.vault(setup),
});
const useVaultKey = (action: string): KindOfCall => ({
  action: `kms:${action}`,
  resources: of(arns.vaultKey),
  contexts: through("bedrock-agentcore-identity", ofVault),
  source: 'AgentCore Developer Guide, "Encryption at rest" of AgentCore Identity',
});

const reference = "Service Authorization Reference: requires every resource type of the action";
const outboundAuth = 'AgentCore Developer Guide, "Setting up Outbound Auth"';
const functionUrls = 'Lambda Developer Guide, "Control access to Lambda function URLs"';
const apiGateway = 'API Gateway Developer Guide, "Control access for invoking an API"';
const schemas = 'AgentCore Developer Guide, "Set up permissions for AgentCore Gateway"';
const certificates = "AgentCore Control Plane API Reference, CreateGatewayTarget: certificateConfigurations";
const signing = 'AgentCore Developer Guide, "Private Key JWT client authentication"';

const memoryConnector = 'AgentCore Developer Guide, "Access AgentCore Memory through a gateway"';

/** A request that the Memory connector forwards. */
const ofMemory = (action: string): KindOfCall => ({
  action: `bedrock-agentcore:${action}`,
  resources: of(arns.memory),
  source: memoryConnector,
});

/** Every kind of call. */
const callKinds = {
  workloadToken: {
    action: "bedrock-agentcore:GetWorkloadAccessToken",
    resources: of(...identities),
    source: reference,
  },
  workloadTokenForJwt: {
    action: "bedrock-agentcore:GetWorkloadAccessTokenForJWT",
    resources: of(...identities),
    source: reference,
  },
  workloadTokenForSetup: {
    action: "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
    resources: of(...identities),
    source: "public records of targets whose tools the service lists with a generated user id",
  },
  apiKey: {
    action: "bedrock-agentcore:GetResourceApiKey",
    resources: of(arns.vault, arns.apiKeyProvider, ...identities),
    source: reference,
  },
  oauthToken: {
    action: "bedrock-agentcore:GetResourceOauth2Token",
    resources: of(arns.vault, arns.oauthProvider, ...identities),
    source: reference,
  },
  apiKeyFromDefaultVault: {
    action: "bedrock-agentcore:GetResourceApiKey",
    resources: of(defaultVault),
    source: "granted once for all targets of a role, also if a provider is in another vault",
  },
  oauthTokenFromDefaultVault: {
    action: "bedrock-agentcore:GetResourceOauth2Token",
    resources: of(defaultVault),
    source: "granted once for all targets of a role, also if a provider is in another vault",
  },
  apiKeySecret: {
    action: "secretsmanager:GetSecretValue",
    resources: of(arns.apiKeySecret),
    source: outboundAuth,
  },
  clientSecret: {
    action: "secretsmanager:GetSecretValue",
    resources: of(arns.clientSecret),
    source: outboundAuth,
  },
  ownSecret: {
    action: "secretsmanager:GetSecretValue",
    resources: of(arns.ownSecret),
    source: "read with the identity of the caller, like a managed secret",
  },
  ownSecretKey: {
    action: "kms:Decrypt",
    resources: of(arns.ownSecretKey),
    contexts: through("secretsmanager", (setup) => ({ "kms:EncryptionContext:SecretARN": arns.ownSecret(setup) })),
    source: 'Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager"',
  },
  readVault: useVaultKey("Decrypt"),
  writeVault: useVaultKey("Encrypt"),
  createVaultDataKey: useVaultKey("GenerateDataKeyWithoutPlaintext"),
  signature: {
    action: "kms:Sign",
    resources: of(arns.signingKey),
    contexts: through("bedrock-agentcore-identity", ({ signingAlgorithm }) => ({
      "kms:SigningAlgorithm": signingAlgorithm,
    })),
    source: signing,
  },
  describeSigningKey: {
    action: "kms:DescribeKey",
    resources: of(arns.signingKey),
    contexts: through("bedrock-agentcore-identity"),
    source: signing,
  },
  webIdentityToken: {
    action: "sts:GetWebIdentityToken",
    resources: () => ["*"],
    source: "Service Authorization Reference of STS: there is no resource type",
  },
  function: {
    action: "lambda:InvokeFunction",
    resources: of(arns.function),
    contexts: ({ functionAccount }) => [{ "aws:ResourceAccount": functionAccount }],
    source: outboundAuth,
  },
  functionUrl: {
    action: "lambda:InvokeFunctionUrl",
    resources: of(arns.function),
    contexts: () => [{ "lambda:FunctionUrlAuthType": "AWS_IAM" }],
    source: functionUrls,
  },
  functionByUrl: {
    action: "lambda:InvokeFunction",
    resources: of(arns.function),
    contexts: () => [{ "lambda:InvokedViaFunctionUrl": "true" }],
    source: `${functionUrls}: since October 2025`,
  },
  apiOperation: {
    action: "execute-api:Invoke",
    resources: (setup) => [`${stageArn(setup)}${setup.method}/${setup.path}`],
    source: apiGateway,
  },
  apiOperationWithParameter: {
    action: "execute-api:Invoke",
    resources: (setup) => [`${stageArn(setup)}${setup.method}/${setup.pathWithParameter}`],
    within: (setup) => `${stageArn(setup)}${setup.method}/${setup.pathWithParameter.split("/")[0]}/`,
    source: apiGateway,
  },
  apiStage: {
    action: "execute-api:Invoke",
    resources: (setup) =>
      ["GET/tickets", "DELETE/tickets/7/notes/1"].map((operation) => `${stageArn(setup)}${operation}`),
    within: stageArn,
    source: apiGateway,
  },
  runtime: {
    action: "bedrock-agentcore:InvokeAgentRuntime",
    resources: of(arns.runtime, arns.endpoint),
    source: `${reference}; denied in public records where one is missing`,
  },
  otherGateway: {
    action: "bedrock-agentcore:InvokeGateway",
    resources: of(arns.otherGateway),
    source: "Service Authorization Reference",
  },
  ownGateway: {
    action: "bedrock-agentcore:InvokeGateway",
    resources: of(arns.gateway),
    source: `${outboundAuth}, IAM-based outbound authorization`,
  },
  listEvents: ofMemory("ListEvents"),
  createEvent: ofMemory("CreateEvent"),
  getEvent: ofMemory("GetEvent"),
  deleteEvent: ofMemory("DeleteEvent"),
  listSessions: ofMemory("ListSessions"),
  listActors: ofMemory("ListActors"),
  retrieveMemoryRecords: ofMemory("RetrieveMemoryRecords"),
  listMemoryRecords: ofMemory("ListMemoryRecords"),
  getMemoryRecord: ofMemory("GetMemoryRecord"),
  deleteMemoryRecord: ofMemory("DeleteMemoryRecord"),
  listMemoryExtractionJobs: ofMemory("ListMemoryExtractionJobs"),
  startMemoryExtractionJob: ofMemory("StartMemoryExtractionJob"),
  webSearch: {
    action: "bedrock-agentcore:InvokeWebSearch",
    resources: ({ partition, region }) => [`arn:${partition}:bedrock-agentcore:${region}:aws:tool/web-search.v1`],
    source: 'AgentCore Developer Guide, "Web Search Tool"',
  },
  customStatement: {
    action: "dynamodb:GetItem",
    resources: of(arns.table),
    source: "the Smithy model of the target",
  },
  schema: {
    action: "s3:GetObject",
    resources: of(arns.schema),
    source: schemas,
  },
  certificate: {
    action: "s3:GetObject",
    resources: of(arns.certificate),
    source: certificates,
  },
  certificateObjectKey: {
    action: "kms:Decrypt",
    resources: of(arns.certificateKey),
    contexts: through("s3"),
    source: certificates,
  },
  certificateSecret: {
    action: "secretsmanager:GetSecretValue",
    resources: of(arns.certificateSecret),
    source: certificates,
  },
  certificateSecretKey: {
    action: "kms:Decrypt",
    resources: of(arns.certificateKey),
    contexts: through("secretsmanager", (setup) => ({
      "kms:EncryptionContext:SecretARN": arns.certificateSecret(setup),
    })),
    source: certificates,
  },
  schemaKey: {
    action: "kms:Decrypt",
    resources: of(arns.schemaKey),
    contexts: through("s3"),
    source: schemas,
  },
} as const satisfies Readonly<Record<string, KindOfCall>>;

export type CallName = keyof typeof callKinds;

export const callNames = Object.keys(callKinds) as CallName[];

/** All requests that the Memory connector forwards. */
export const memoryCalls = callNames.filter((name) => callKinds[name].source === memoryConnector);

/** The calls of one kind in a setup. */
export function runtimeCalls(name: CallName, setup: Setup): RuntimeCall[] {
  const { action, resources, contexts = () => [{}], within, source }: KindOfCall = callKinds[name];
  return contexts(setup).flatMap((context) =>
    resources(setup).map((resource) => ({ action, resource, context, source, within: within?.(setup) })),
  );
}

/** Account of a resource. */
export function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

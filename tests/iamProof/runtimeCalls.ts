// The calls that a gateway makes with its role, and what IAM gets to see of each: all of them must be allowed. Nothing here
// is taken from the package: a wrong belief of its own must not agree with itself.
import type { Context } from "../../provider/sandbox/policies/patterns";

/** Everything that decides what the calls for one target touch. */
export interface Situation {
  /** Place of the gateway and its credential providers. */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** The gateway's id, which is its workload identity's name too. */
  readonly gatewayId: string;
  /** Where that identity is. */
  readonly directory: string;
  readonly vault: string;
  /** Id of the vault's customer managed key. */
  readonly vaultKey: string;
  readonly provider: string;
  /** What follows the provider's name in the name of a secret that AgentCore manages. */
  readonly secretSuffix: string;
  /** A secret of the user's own, as its ARN ends, with account and key. */
  readonly ownSecret: string;
  readonly ownSecretAccount: string;
  readonly ownSecretKey: string;
  /** The key with which a client signs, and how KMS calls the algorithm. */
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
  /** Id of another gateway. */
  readonly otherGateway: string;
  /** What comes between the gateway's id and the random part in the user id under which a target is set up. */
  readonly targetId: string;
  /** Schema of a target in S3, and the key that it is encrypted with. */
  readonly bucket: string;
  readonly schema: string;
  readonly schemaKey: string;
  /** What only the program knows of: a table that a Smithy model is about. */
  readonly table: string;
}

/** One ARN of a call: IAM checks each on its own. */
export interface RuntimeCall {
  readonly action: string;
  readonly resource: string;
  /** The condition keys that a policy has to narrow the call by, as the service sends them. */
  readonly context: Context;
  /** Where it is said that the gateway makes this call, and what is checked. */
  readonly source: string;
  /** Where a path has a parameter, IAM cannot tell apart what begins like this. */
  readonly within?: string;
}

interface KindOfCall extends Pick<RuntimeCall, "action" | "source"> {
  readonly resources: (at: Situation) => readonly string[];
  /** Each of these has to do: whichever it is that the service sends, is not on record then. */
  readonly contexts?: (at: Situation) => readonly Context[];
  readonly within?: (at: Situation) => string;
}

const arnIn = (account: keyof Situation, service: string, resource: (at: Situation) => string) => (at: Situation) =>
  `arn:${at.partition}:${service}:${at.region}:${at[account]}:${resource(at)}`;
const agentcore = (resource: (at: Situation) => string) => arnIn("accountId", "bedrock-agentcore", resource);
const key = (account: keyof Situation, id: keyof Situation) => arnIn(account, "kms", (at) => `key/${at[id]}`);

/** ARNs by what they are of. */
export const arns = {
  directory: agentcore(({ directory }) => `workload-identity-directory/${directory}`),
  identity: agentcore(
    ({ directory, gatewayId }) => `workload-identity-directory/${directory}/workload-identity/${gatewayId}`,
  ),
  vault: agentcore(({ vault }) => `token-vault/${vault}`),
  vaultKey: key("accountId", "vaultKey"),
  apiKeyProvider: agentcore(({ vault, provider }) => `token-vault/${vault}/apikeycredentialprovider/${provider}`),
  oauthProvider: agentcore(({ vault, provider }) => `token-vault/${vault}/oauth2credentialprovider/${provider}`),
  apiKeySecret: arnIn("accountId", "secretsmanager", (at) => managedSecret("apikey", at)),
  clientSecret: arnIn("accountId", "secretsmanager", (at) => managedSecret("oauth2", at)),
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
  gateway: agentcore(({ gatewayId }) => `gateway/${gatewayId}`),
  otherGateway: agentcore(({ otherGateway }) => `gateway/${otherGateway}`),
  table: arnIn("accountId", "dynamodb", ({ table }) => `table/${table}`),
  schema: ({ partition, bucket, schema }: Situation) => `arn:${partition}:s3:::${bucket}/${schema}`,
  schemaKey: key("accountId", "schemaKey"),
} as const;

function managedSecret(folder: string, { vault, provider, secretSuffix }: Situation): string {
  return `secret:bedrock-agentcore-identity!${vault}/${folder}/${provider}${secretSuffix}`;
}

const stageArn = arnIn("accountId", "execute-api", ({ api, stage }) => `${api}/${stage}/`);
const identities = [arns.directory, arns.identity];
const of =
  (...resources: ((at: Situation) => string)[]) =>
  (at: Situation) =>
    resources.map((resource) => resource(at));

/** What services call themselves where they use a key for somebody. In China both names are possible. */
const through =
  (service: string, more: (at: Situation) => Context = () => ({})) =>
  (at: Situation) => {
    const host = `${service}.${at.region}.amazonaws.com`;
    const names = at.partition === "aws-cn" ? [`${host}.cn`, host] : [host];
    return names.map((name) => ({ "kms:ViaService": name, ...more(at) }));
  };
const ofVault = (at: Situation) => ({
  "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn": arns.vault(at),
});
const useVaultKey = (action: string): KindOfCall => ({
  action: `kms:${action}`,
  resources: of(arns.vaultKey),
  contexts: through("bedrock-agentcore-identity", ofVault),
  source: 'AgentCore Developer Guide, "Encryption at rest" of AgentCore Identity',
});

const reference = "Service Authorization Reference: all of these resource types are required";
const outboundAuth = 'AgentCore Developer Guide, "Setting up Outbound Auth"';
const functionUrls = 'Lambda Developer Guide, "Control access to Lambda function URLs"';
const apiGateway = 'API Gateway Developer Guide, "Control access for invoking an API"';
const schemas = 'AgentCore Developer Guide, "Set up permissions for AgentCore Gateway"';
const signing = 'AgentCore Developer Guide, "Private Key JWT client authentication"';

/** Every kind of call, with what IAM checks of it. */
const kinds = {
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
    source: "public records of targets whose tools are listed under a user id of the service's own",
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
    source: "the caller's identity reads it, as it does with managed ones",
  },
  ownSecretKey: {
    action: "kms:Decrypt",
    resources: of(arns.ownSecretKey),
    contexts: through("secretsmanager", (at) => ({ "kms:EncryptionContext:SecretARN": arns.ownSecret(at) })),
    source: 'Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager"',
  },
  readVault: useVaultKey("Decrypt"),
  writeVault: useVaultKey("Encrypt"),
  dataKeyOfVault: useVaultKey("GenerateDataKeyWithoutPlaintext"),
  signature: {
    action: "kms:Sign",
    resources: of(arns.signingKey),
    contexts: through("bedrock-agentcore-identity", ({ signingAlgorithm }) => ({
      "kms:SigningAlgorithm": signingAlgorithm,
    })),
    source: signing,
  },
  lookAtSigningKey: {
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
    resources: (at) => [`${stageArn(at)}${at.method}/${at.path}`],
    source: apiGateway,
  },
  apiOperationWithParameter: {
    action: "execute-api:Invoke",
    resources: (at) => [`${stageArn(at)}${at.method}/${at.pathWithParameter}`],
    within: (at) => `${stageArn(at)}${at.method}/${at.pathWithParameter.split("/")[0]}/`,
    source: apiGateway,
  },
  apiStage: {
    action: "execute-api:Invoke",
    resources: (at) => ["GET/tickets", "DELETE/tickets/7/notes/1"].map((operation) => `${stageArn(at)}${operation}`),
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
  modelledService: {
    action: "dynamodb:GetItem",
    resources: of(arns.table),
    source: "the Smithy model of the target",
  },
  schema: {
    action: "s3:GetObject",
    resources: of(arns.schema),
    source: schemas,
  },
  schemaKey: {
    action: "kms:Decrypt",
    resources: of(arns.schemaKey),
    contexts: through("s3"),
    source: schemas,
  },
} as const satisfies Readonly<Record<string, KindOfCall>>;

export type CallName = keyof typeof kinds;

export const callNames = Object.keys(kinds) as CallName[];

/** One kind of call where these things are. */
export function runtimeCalls(name: CallName, at: Situation): RuntimeCall[] {
  const { action, resources, contexts = () => [{}], within, source }: KindOfCall = kinds[name];
  return contexts(at).flatMap((context) =>
    resources(at).map((resource) => ({ action, resource, context, source, within: within?.(at) })),
  );
}

/** The account in an ARN, which is what IAM takes for the resource's. */
export function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

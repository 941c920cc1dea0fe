// Calls that resemble those of a gateway, and that its role must not allow.
import type { AccessRequest } from "../../provider/sandbox/policies/evaluator";
import { accountOf, callNames, runtimeCalls, type CallName, type RuntimeCall, type Setup } from "./runtimeCalls";

export type ForbiddenCall = Required<Pick<AccessRequest, "action" | "resource" | "context">>;

/** Names with the same beginning or end, in another case, or with a suffix like those of the service. */
const similarNames = (own: string) => [
  ...["2", "-2", "_", "-12345678", "-1a2b3c4"].map((end) => `${own}${end}`),
  own.slice(0, -1),
  `my-${own}`,
  `my${own}`,
  changedCase(own),
  "billing",
  "*",
];

const changedCase = (text: string) => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());

const gatewayIds = (own: string) => {
  const [name, end] = [own.slice(0, -11), own.slice(-10)];
  return [
    ...["other", `${name}-abc`, `${name}-2`, `${name}2`, `my-${name}`, name.slice(0, -1), changedCase(name)].map(
      (other) => `${other}-${end}`,
    ),
    own.slice(0, -1),
    `${own}0`,
    name,
  ];
};

/** Ids of runtimes and memories. */
const idsLike = (own: string) => {
  const [name, end] = [own.slice(0, -11), own.slice(-10)];
  return [`my_${own}`, `${own}2`, own.slice(0, -1), `${name}-f6G7h8I9j0`, `${name}2-${end}`, name];
};

const secretsLike = (own: string) => {
  const [name, end] = [own.slice(0, -7), own.slice(-6)];
  return [`${name}2-${end}`, `my-${own}`, `other/${own}`, `${name}-GhIjKl`, name, `${own}x`, own.slice(0, -1)];
};

const accounts = () => ["999999999999", "123456789012", "123456789013", "012345678901"];
const keys = (own: string) => [`${own.slice(0, -1)}0`, `${own}0`, `f${own.slice(1)}`];

/** Other values for one name or id of a setup. */
const otherNames: Readonly<Record<keyof Setup, (own: string) => readonly string[]>> = {
  partition: () => ["aws", "aws-cn", "aws-us-gov", "aw", "awsx"],
  region: () => ["us-east-2", "us-west-1", "eu-west-1", "us-east-11", "cn-northwest-1", "us-gov-east-1"],
  accountId: accounts,
  gatewayId: gatewayIds,
  directory: () => ["other"],
  vault: () => ["other", "default2", "my-default", "defaul", "default"],
  vaultKey: keys,
  provider: similarNames,
  secretSuffix: () => [
    "",
    "-LMwdhV",
    "-0e976f98-LMwdhV-x",
    "-0e976f98-LMwdh",
    "2-0e976f98-LMwdhV",
    "-x-0e976f98-LMwdhV",
  ],
  ownSecret: secretsLike,
  ownSecretAccount: accounts,
  ownSecretKey: keys,
  signingKey: keys,
  signingKeyAccount: accounts,
  signingAlgorithm: () => [
    "RSASSA_PKCS1_V1_5_SHA_256",
    "RSASSA_PKCS1_V1_5_SHA_512",
    "RSASSA_PSS_SHA_256",
    "RSASSA_PSS_SHA_384",
    "ECDSA_SHA_256",
    "ECDSA_SHA_512",
  ],
  functionName: similarNames,
  functionAccount: accounts,
  qualifier: () => ["", "live", "live2", "liv", "my-live", "Live", "canary", "7", "77", "17", "8", "$LATEST", "*"],
  api: (own) => [`${own}f`, own.slice(0, -1), "z9y8x7w6v5", "*"],
  stage: similarNames,
  method: () => ["POST", "DELETE", "GETS", "*"],
  path: similarNames,
  pathWithParameter: () => ["tickets", "ticket/7", "tickets2/7", "my-tickets/7", "my/tickets/7", "reports/7", "*"],
  runtime: idsLike,
  memory: idsLike,
  endpoint: () => ["DEFAULT", "DEFAULT2", "prod", "prod2", "my_prod", "Prod", "pro", "canary", "*"],
  otherGateway: gatewayIds,
  // Other targets of the gateway have user ids of the same form. A policy can only distinguish gateways.
  targetId: () => [],
  bucket: similarNames,
  schema: similarNames,
  schemaKey: keys,
  certificate: similarNames,
  certificateSecret: secretsLike,
  certificateKey: keys,
  table: similarNames,
};

/** Other values of condition keys. `undefined` means a request without the key. */
const otherValues: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "aws:ResourceAccount": ["999999999999"],
  "bedrock-agentcore:userid": [undefined, "alice", "tools_x", "*"],
  "kms:EncryptionContext:SecretARN": [undefined],
  "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn": [undefined],
  "kms:SigningAlgorithm": [undefined],
  "kms:ViaService": [undefined, "bedrock-agentcore.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com"],
  "lambda:FunctionUrlAuthType": [undefined, "NONE"],
  "lambda:InvokedViaFunctionUrl": [undefined, "false"],
};

/** Services that use KMS keys. */
const servicesWithKeys = ["secretsmanager", "bedrock-agentcore-identity", "s3"];

/** Other actions on the same ARNs. */
const otherActions: Readonly<Record<string, readonly string[]>> = {
  "bedrock-agentcore": [
    "GetWorkloadAccessToken",
    "GetWorkloadAccessTokenForJWT",
    "GetWorkloadAccessTokenForUserId",
    "DeleteWorkloadIdentity",
    "GetResourceApiKey",
    "GetResourceOauth2Token",
    "GetApiKeyCredentialProvider",
    "UpdateOauth2CredentialProvider",
    "CompleteResourceTokenAuth",
    "InvokeGateway",
    "InvokeAgentRuntime",
    "InvokeAgentRuntimeForUser",
    "StopRuntimeSession",
    "UpdateGateway",
    "DeleteAgentRuntime",
    "GetMemory",
    "DeleteMemory",
    "BatchCreateMemoryRecords",
    "BatchDeleteMemoryRecords",
  ],
  dynamodb: ["PutItem", "DeleteItem", "Scan"],
  "execute-api": ["ManageConnections", "InvalidateCache"],
  kms: [
    ...["Decrypt", "Encrypt", "Sign", "DescribeKey", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
    ...["ReEncryptFrom", "CreateGrant", "GetPublicKey", "PutKeyPolicy", "Verify", "ScheduleKeyDeletion"],
  ],
  lambda: [
    "InvokeFunction",
    "InvokeFunctionUrl",
    "InvokeAsync",
    "GetFunction",
    "UpdateFunctionCode",
    "AddPermission",
    "DeleteFunction",
  ],
  s3: ["PutObject", "DeleteObject", "GetObjectVersion"],
  secretsmanager: ["DescribeSecret", "PutSecretValue", "UpdateSecret", "DeleteSecret", "GetResourcePolicy"],
  sts: ["AssumeRole", "TagGetWebIdentityToken", "GetFederationToken"],
};

export interface Neighbour {
  readonly part: keyof Setup;
  readonly setup: Setup;
}

export function neighboursOf(own: Setup): Neighbour[] {
  return (Object.keys(otherNames) as (keyof Setup)[]).flatMap((part) =>
    otherNames[part](own[part])
      .filter((value) => value !== own[part])
      .map((value) => ({ part, setup: { ...own, [part]: value } })),
  );
}

/**
 * Calls that a role for these calls must not allow. Each differs from a needed call in one part, and contains one ARN. A
 * name that is in the ARN and in a condition also differs in only one of them.
 */
export function forbiddenCalls(names: readonly CallName[], own: Setup): ForbiddenCall[] {
  const needed = names.flatMap((name) => runtimeCalls(name, own));
  const all = [
    ...neighboursOf(own).flatMap(({ setup }) => names.flatMap((name) => mixed(name, own, setup))),
    ...callNames.filter((name) => !names.includes(name)).flatMap((name) => runtimeCalls(name, own)),
    ...needed.flatMap((call) => [...withOtherConditions(call), ...withOtherActions(call), ...withOtherParts(call)]),
  ];
  return distinct(all).filter((call) => !isNeeded(call, needed));
}

/** Each call once. */
export function distinct(calls: readonly ForbiddenCall[]): ForbiddenCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify([call.action, call.resource, call.context]), call])).values()];
}

/** True for a needed call, and for a call that IAM cannot distinguish from one. */
export function isNeeded({ action, resource, context }: ForbiddenCall, needed: readonly RuntimeCall[]): boolean {
  const actual: ForbiddenCall["context"] = { ...requestContext(resource), ...context };
  return needed.some(
    (call) =>
      call.action === action &&
      (call.resource === resource || (call.within !== undefined && resource.startsWith(call.within))) &&
      Object.entries(call.context).every(([name, value]) => actual[name] === value),
  );
}

/** Condition keys of every request. */
export const requestContext = (resource: string) => ({ "aws:ResourceAccount": accountOf(resource) });

/** The calls of another setup, and calls with only its ARN or only its condition keys. */
function mixed(name: CallName, own: Setup, other: Setup): ForbiddenCall[] {
  const [ours, theirs] = [runtimeCalls(name, own), runtimeCalls(name, other)];
  return [
    ...theirs,
    ...ours.flatMap((call) => theirs.map(({ resource }) => ({ ...call, resource }))),
    ...ours.flatMap((call) => theirs.map(({ context }) => ({ ...call, context }))),
  ];
}

function withOtherConditions(call: RuntimeCall): ForbiddenCall[] {
  return Object.entries(call.context).flatMap(([name, own]) => {
    const services = name === "kms:ViaService" ? servicesWithKeys.map((one) => replacedService(String(own), one)) : [];
    return [...(otherValues[name] ?? []), ...services].map((value) => {
      const { [name]: _, ...rest } = call.context;
      return { ...call, context: value === undefined ? rest : { ...rest, [name]: value } };
    });
  });
}

const replacedService = (host: string, service: string) => host.replace(/^[^.]+/, service);

function withOtherActions(call: RuntimeCall): ForbiddenCall[] {
  const [service = ""] = call.action.split(":");
  const others = (otherActions[service] ?? []).map((action) => `${service}:${action}`);
  // AWS may add an action with a longer name.
  return [...others, `${call.action}s`]
    .filter((action) => action !== call.action)
    .map((action) => ({ ...call, action }));
}

/** ARNs below the call's, and ARNs with another word in one place. */
function withOtherParts(call: RuntimeCall): ForbiddenCall[] {
  if (call.resource === "*") return [];
  const parts = call.resource.split(/([/:])/);
  const others = parts.flatMap((part, index) =>
    /^[/:]?$/.test(part) ? [] : [parts.map((one, at) => (at === index ? "other" : one)).join("")],
  );
  return ["/more", ":more"]
    .map((end) => `${call.resource}${end}`)
    .concat(others)
    .map((resource) => ({ ...call, resource }));
}

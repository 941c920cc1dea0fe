import { assertGatewayName } from "./agentcoreGateway";
import { allow } from "../policy/allow";
import {
  credentialProviderArn,
  defaultTokenVault,
  gatewayIdPattern,
  gatewayWorkloadIdentityArnPattern,
  tokenVaultArn,
  workloadIdentityDirectoryArn,
} from "../policy/arn";
import type { CredentialProviderId, CredentialProviderKind, AwsScope } from "../policy/arn";
import { credentialSourceStatements } from "./credentialSource";
import type { CredentialSource } from "./credentialSource";
import type { Statement } from "../policy/document";
import { assertArnComponent, assertAwsScope, providerNamePart, tokenVaultPart } from "../policy/arnComponent";
import { assertFunction, functionArn } from "./lambdaFunction";
import type { LambdaFunctionId } from "./lambdaFunction";
import { tokenVaultKeyStatements } from "./tokenVaultKey";
import type { WebIdentity } from "./webIdentity";

/** The gateway whose execution role gets a statement. */
export interface Gateway extends AwsScope {
  /** The gateway's name as declared; its ARNs hold it in lower case. */
  readonly gatewayName: string;
}

/**
 * The two ARNs that identify the gateway itself. Every token action is checked against both: a role that lacks one of
 * them is denied although the credential provider's own ARN is allowed (Service Authorization Reference: both resource
 * types are required).
 *
 * @throws Error if place or name would match more than one gateway.
 */
export function identityArns(gateway: Gateway): string[] {
  assertAwsScope(gateway);
  assertGatewayName(gateway.gatewayName);
  return [workloadIdentityDirectoryArn(gateway), gatewayWorkloadIdentityArnPattern(gateway, gateway.gatewayName)];
}

/**
 * What every API-key or OAuth target needs first: a token that says which gateway is asking.
 *
 * @throws Error if place or name would match more than one gateway.
 */
export function workloadTokenStatements(gateway: Gateway): Statement[] {
  return [allow("WorkloadToken", ["bedrock-agentcore:GetWorkloadAccessToken"], identityArns(gateway))];
}

/**
 * What a target adds that gets a token for the user of the request: a token that says, besides the gateway, whose JWT came
 * in. The plain one stays needed, to list tools.
 *
 * @throws Error if place or name would match more than one gateway.
 */
export function workloadTokenForJwtStatements(gateway: Gateway): Statement[] {
  return [allow("WorkloadTokenForJWT", ["bedrock-agentcore:GetWorkloadAccessTokenForJWT"], identityArns(gateway))];
}

/** How far a token for the setup of targets goes. */
export interface TargetSetup {
  /** Only for the user ids that the service makes for the setup of this gateway's targets. @default false */
  readonly userIdCondition?: boolean;
}

/**
 * What an MCP server without a static tool schema adds where users consent: its tools are listed when it is set up, under a
 * user id that the service makes of the gateway's id, the target's id and a random part. That the service asks with such a
 * user id is on record; that IAM sees it in `bedrock-agentcore:userid` is not, so the condition is off by default.
 *
 * @throws Error if place or name would match more than one gateway.
 */
export function workloadTokenForTargetSetupStatements(
  gateway: Gateway,
  { userIdCondition }: TargetSetup = {},
): Statement[] {
  const condition = { StringLike: { "bedrock-agentcore:userid": `${gatewayIdPattern(gateway.gatewayName)}_*` } };
  return [
    allow(
      "WorkloadTokenForTargetSetup",
      ["bedrock-agentcore:GetWorkloadAccessTokenForUserId"],
      identityArns(gateway),
      userIdCondition === true ? condition : undefined,
    ),
  ];
}

/** How a gateway gets what a kind of credential provider holds. */
interface Vending {
  readonly action: string;
  /** Beginning of the statements' ids. */
  readonly sid: string;
}

const vending: Readonly<Record<CredentialProviderKind, Vending>> = {
  apikeycredentialprovider: { action: "bedrock-agentcore:GetResourceApiKey", sid: "ApiKey" },
  oauth2credentialprovider: { action: "bedrock-agentcore:GetResourceOauth2Token", sid: "OAuth" },
};

/**
 * The part of `GetResourceApiKey` or `GetResourceOauth2Token` that all targets with such a credential share. IAM checks
 * each ARN of a call on its own, so this part stands once per role, and {@link credentialProviderStatements} adds each
 * provider.
 *
 * @throws Error if place or name would match more than one gateway.
 */
export function tokenVaultStatements(kind: CredentialProviderKind, gateway: Gateway): Statement[] {
  const { action, sid } = vending[kind];
  return [allow(`${sid}Vault`, [action], [tokenVaultArn(gateway), ...identityArns(gateway)])];
}

/** What a credential provider needs besides what it proves itself with. */
export interface ProviderNeeds {
  /** The actor token of an exchange on behalf of a user, where AWS issues it. @default - none */
  readonly actorToken?: WebIdentity;
  /**
   * ARN of the token vault's customer managed key. For many providers on one role, leave it to
   * {@link tokenVaultKeyStatements}, once. @default - the vault has the service's key, which needs no grant
   */
  readonly tokenVaultKeyArn?: string;
}

/**
 * What one credential provider adds: the provider (and its vault, where that is not the one that
 * {@link tokenVaultStatements} grants), and what it proves itself with, which the gateway gets with its own role.
 *
 * @throws Error if a part of the provider's id, or the ARN of a key or of a secret that AgentCore does not manage, would
 * match more than it says.
 */
export function credentialProviderStatements(
  provider: CredentialProviderId,
  credential: CredentialSource,
  { actorToken, tokenVaultKeyArn }: ProviderNeeds = {},
): Statement[] {
  assertAwsScope(provider);
  assertArnComponent("vault", provider.vault, tokenVaultPart);
  assertArnComponent("name", provider.name, providerNamePart);
  const { action, sid } = vending[provider.kind];
  const otherVault = provider.vault === defaultTokenVault ? [] : [tokenVaultArn(provider, provider.vault)];
  return [
    allow(`${sid}Providers`, [action], [...otherVault, credentialProviderArn(provider)]),
    ...credentialSourceStatements(provider, credential, actorToken),
    ...(tokenVaultKeyArn === undefined ? [] : tokenVaultKeyStatements(provider, tokenVaultKeyArn)),
  ];
}

/**
 * What a Lambda target adds: the call of exactly the function, alias or version that the target names. An ARN with a
 * qualifier does not cover the function itself, nor the other way round; `:*` would admit every old version.
 *
 * Source of the condition: AgentCore Developer Guide, "Setting up Outbound Auth".
 *
 * @throws Error if a part of the id would match more than one function, alias or version.
 */
export function invokeFunctionStatements(id: LambdaFunctionId): Statement[] {
  assertFunction(id);
  return [
    allow("InvokeFunctions", ["lambda:InvokeFunction"], [functionArn(id)], {
      StringEquals: { "aws:ResourceAccount": id.accountId },
    }),
  ];
}

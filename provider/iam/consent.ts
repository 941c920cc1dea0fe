import { exactGatewayArn, identityArns, workloadTokenForJwtStatements } from "./gateway/agentcoreGateway";
import type { Gateway } from "./gateway/agentcoreGateway";
import {
  agentcoreArn,
  assertArnComponent,
  assertAwsScope,
  consentPortalId,
  consentPortalName,
  providerName,
  secretArn as secretArnComponent,
  tokenVaultId,
} from "./policy/arn";
import type { AwsScope } from "./policy/arn";
import {
  credentialProviderArn,
  isManagedSecretArn,
  managedSecretArnPattern,
  tokenVaultArn,
} from "./policy/credentialProviders";
import type { CredentialProviderId } from "./policy/credentialProviders";
import { agentcoreTrustPolicy, allow } from "./policy/document";
import type { Statement } from "./policy/document";

/**
 * Returns the permission of the application that users return to after consent (`defaultReturnUrl` of a target with
 * AUTHORIZATION_CODE). The application confirms that the user who consented is the user who asked. The gateway's role does not
 * need it.
 *
 * `gateway` is the gateway that asked the user. `providers` are the OAuth clients that users consent to, at least one, in the
 * gateway's account and Region.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, `CompleteResourceTokenAuth`: all four resource types
 * are required.
 *
 * @throws Error if a part would match more than one gateway or provider, or if a provider is for API keys or in another
 * account or Region.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.callbackStatements({ ...scope, gatewayName: "tools" }, [
 *   { ...scope, vault: "default", kind: "oauth2credentialprovider", name: "calendar" },
 * ]);
 * export const policy = iam.policyDocument(statements);
 */
export function callbackStatements(gateway: Gateway, providers: readonly CredentialProviderId[]): Statement[] {
  const resources = oauthClientArns("providers", gateway, providers);
  return [allow("CompleteTokenAuth", ["bedrock-agentcore:CompleteResourceTokenAuth"], resources)];
}

/**
 * Returns the permission to register URLs that users return to after consent, in the workload identity of a gateway. It is for
 * the identity that calls `UpdateWorkloadIdentity` with `allowedResourceOauth2ReturnUrls`, which replaces the whole list: read it first.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore: both resource types are required.
 *
 * @throws Error if a part would match more than one gateway.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tools = { partition: "aws", region: "us-east-1", accountId: "123456789012", gatewayName: "tools" };
 * export const policy = iam.policyDocument(iam.returnUrlStatements(tools));
 */
export function returnUrlStatements(gateway: Gateway): Statement[] {
  const actions = ["bedrock-agentcore:GetWorkloadIdentity", "bedrock-agentcore:UpdateWorkloadIdentity"];
  return [allow("RegisterReturnUrls", actions, identityArns(gateway))];
}

/**
 * Returns the ARNs that a request for tokens of users has: vaults, the gateway's identity, and the OAuth clients.
 *
 * @throws Error if there is no client, or one is for API keys or in another account or Region.
 */
function oauthClientArns(path: string, gateway: Gateway, providers: readonly CredentialProviderId[]): string[] {
  const identity = identityArns(gateway);
  if (providers.length === 0) throw new Error(`${path}: list at least one.`);
  for (const [index, provider] of providers.entries()) assertOauthProvider(`${path}[${index}]`, provider, gateway);
  const vaults = providers.map((provider) => tokenVaultArn(provider, provider.vault));
  return [...new Set([...vaults, ...identity, ...providers.map(credentialProviderArn)])];
}

function assertOauthProvider(path: string, provider: CredentialProviderId, gateway: Gateway): void {
  assertArnComponent(`${path}.name`, provider.name, providerName);
  assertArnComponent(`${path}.vault`, provider.vault, tokenVaultId);
  if (provider.kind !== "oauth2credentialprovider")
    throw new Error(`${path}.kind: users consent to OAuth clients only. Write "oauth2credentialprovider".`);
  for (const member of ["partition", "region", "accountId"] as const)
    if (provider[member] !== gateway[member])
      throw new Error(
        `${path}.${member}: a gateway's providers are in its account and Region. Write "${gateway[member]}".`,
      );
}

/** A consent portal: AWS's application that users return to after consent. It is identified by its name or its id. */
export type ConsentPortal = AwsScope &
  (
    | {
        /** The portal's name. It does not have to exist yet. */
        readonly portalName: string;
      }
    | {
        /** Id of a portal that exists. AWS appends `-` and ten characters to its name. */
        readonly portalId: string;
      }
  );

/** An OAuth client that a consent portal uses. */
export interface ConsentPortalClient extends CredentialProviderId {
  /** ARN of its secret, if it is your own or has a name of the older form. @default - a pattern for exactly the managed secret */
  readonly secretArn?: string;
}

/**
 * Returns the trust policy of a consent portal's execution role: AgentCore can assume it for this portal of this account only.
 * With the portal's name, it works before the portal exists.
 *
 * Source: AgentCore Developer Guide, "Consent portal execution role".
 *
 * @throws Error if a part would match more than one portal.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const assumeRolePolicy = iam.consentPortalTrustPolicy({ ...scope, portalName: "consent" });
 */
export function consentPortalTrustPolicy(portal: ConsentPortal): string {
  assertAwsScope(portal);
  const sourceArn = agentcoreArn(portal, `consent-portal/${idPattern(portal)}`);
  return agentcoreTrustPolicy("ConsentPortalAssumesRole", portal.accountId, sourceArn);
}

function idPattern(portal: ConsentPortal): string {
  if ("portalId" in portal) {
    assertArnComponent("portalId", portal.portalId, consentPortalId);
    return portal.portalId;
  }
  assertArnComponent("portalName", portal.portalName, consentPortalName);
  return `${portal.portalName}-??????????`;
}

/**
 * Returns the permissions of a consent portal's execution role. AWS's page grants them on every gateway, client and identity of
 * the account; these are for one gateway and its clients.
 *
 * `gateway` is the portal's source. `clients` are the OAuth clients of its targets, and the client with which users sign in to
 * the portal, in the gateway's account and Region.
 *
 * Source: AgentCore Developer Guide, "Consent portal execution role".
 *
 * @throws Error if a part would match more than one gateway, client or secret, or if a client is for API keys or in another
 * account or Region.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const client = { ...scope, vault: "default", kind: "oauth2credentialprovider" } as const;
 * const statements = iam.consentPortalStatements({ ...scope, gatewayName: "tools" }, [
 *   { ...client, name: "sign-in" },
 *   { ...client, name: "calendar" },
 * ]);
 * export const policy = iam.policyDocument(statements);
 */
export function consentPortalStatements(gateway: Gateway, clients: readonly ConsentPortalClient[]): Statement[] {
  const tokenArns = oauthClientArns("clients", gateway, clients);
  const vaults = [...new Set(clients.map((client) => tokenVaultArn(client, client.vault)))];
  const action = (name: string) => `bedrock-agentcore:${name}`;
  return [
    allow("ReadGateway", ["GetGateway", "GetGatewayTarget", "ListGatewayTargets"].map(action), [
      exactGatewayArn(gateway),
    ]),
    allow("ReadClients", [action("GetOauth2CredentialProvider")], [...vaults, ...clients.map(credentialProviderArn)]),
    // A list has no name of a client.
    allow(
      "ListClients",
      [action("ListOauth2CredentialProviders")],
      vaults.flatMap((vault) => [vault, `${vault}/oauth2credentialprovider/*`]),
    ),
    ...workloadTokenForJwtStatements(gateway),
    allow("UserTokens", ["CompleteResourceTokenAuth", "GetResourceOauth2Token"].map(action), tokenArns),
    ...secretStatements(clients),
  ];
}

function secretStatements(clients: readonly ConsentPortalClient[]): Statement[] {
  const arns = clients.map((client, index) => {
    if (client.secretArn !== undefined)
      assertArnComponent(`clients[${index}].secretArn`, client.secretArn, secretArnComponent);
    return client.secretArn ?? managedSecretArnPattern(client);
  });
  const managed = [...new Set(arns.filter(isManagedSecretArn))];
  const own = [...new Set(arns.filter((arn) => !isManagedSecretArn(arn)))];
  const read = ["secretsmanager:GetSecretValue"];
  const ofAgentcore = {
    StringEquals: { "aws:ResourceTag/aws:secretsmanager:owningService": "bedrock-agentcore-identity" },
  };
  return [
    ...(managed.length === 0 ? [] : [allow("OAuthSecrets", read, managed, ofAgentcore)]),
    ...(own.length === 0 ? [] : [allow("ExternalSecrets", read, own)]),
  ];
}

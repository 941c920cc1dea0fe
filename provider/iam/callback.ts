import { allow } from "./policy/allow";
import { credentialProviderArn, tokenVaultArn } from "./policy/arn";
import type { CredentialProviderId } from "./policy/arn";
import type { Statement } from "./policy/document";
import { assertArnComponent, assertAwsScope, providerNamePart, tokenVaultPart } from "./policy/arnComponent";
import { assertGatewayName } from "./gateway/agentcoreGateway";
import { identityArns } from "./gateway/statements";
import type { Gateway } from "./gateway/statements";

/**
 * What your own application needs that users come back to after they have consented (`defaultReturnUrl` of a target with
 * AUTHORIZATION_CODE): to say that the user who consented is the one who asked. The gateway's role does not need it.
 *
 * `gateway` is the gateway that asked the user, by its name: 1 to 48 letters and digits with single `-` between them.
 * `providers` are the OAuth clients that users consent to, one at least, in the gateway's account and Region.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, `CompleteResourceTokenAuth`: all four resource types
 * are required.
 *
 * @throws Error if a part would match more than one gateway or provider, a provider holds API keys or is elsewhere, or
 * there is none.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const statements = iam.callbackStatements({ ...place, gatewayName: "tools" }, [
 *   { ...place, vault: "default", kind: "oauth2credentialprovider", name: "calendar" },
 * ]);
 * export const policy = iam.policyDocument(statements);
 */
export function callbackStatements(gateway: Gateway, providers: readonly CredentialProviderId[]): Statement[] {
  assertAwsScope(gateway);
  assertGatewayName(gateway.gatewayName);
  if (providers.length === 0) throw new Error("providers: name one at least.");
  for (const [index, provider] of providers.entries()) assertConsentedTo(`providers[${index}]`, provider, gateway);
  return [
    allow(
      "CompleteTokenAuth",
      ["bedrock-agentcore:CompleteResourceTokenAuth"],
      [
        ...new Set([
          ...providers.map((provider) => tokenVaultArn(provider, provider.vault)),
          ...identityArns(gateway),
          ...providers.map(credentialProviderArn),
        ]),
      ],
    ),
  ];
}

function assertConsentedTo(path: string, provider: CredentialProviderId, gateway: Gateway): void {
  assertArnComponent(`${path}.name`, provider.name, providerNamePart);
  assertArnComponent(`${path}.vault`, provider.vault, tokenVaultPart);
  if (provider.kind !== "oauth2credentialprovider")
    throw new Error(`${path}.kind: users consent to OAuth clients only. Write "oauth2credentialprovider".`);
  for (const member of ["partition", "region", "accountId"] as const)
    if (provider[member] !== gateway[member])
      throw new Error(
        `${path}.${member}: a gateway's providers are in its account and Region. Write "${gateway[member]}".`,
      );
}

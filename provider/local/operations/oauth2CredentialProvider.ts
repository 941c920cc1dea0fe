import { fieldRule } from "../model/errors";
import { knownMembers } from "../model/model";
import type { Secret } from "../vault/secrets";
import type { Contents, ProviderRecord, Vault } from "../vault/vault";
import { answeredShape, vendorNamed } from "../vault/vendors";
import type { Endpoints } from "../vault/vendors";
import { pageOfProviders, providerItem } from "./list";
import type { PageRequest } from "./list";
import { checkOauth2Rules } from "./oauth2Rules";
import type { Oauth2Config, Oauth2Request } from "./oauth2Rules";
import { wireTimes } from "./operation";
import type { Services } from "./operation";

export function createOauth2CredentialProvider(
  { vault, failure }: Pick<Services, "vault" | "failure">,
  request: Oauth2Request & { readonly tags?: Record<string, string> },
): object {
  const config = checkOauth2Rules(request, vault.scope);
  const content = requestedContent(vault, request, config);
  return answer(vault.create("oauth2", request.name, content, request.tags, failure));
}

export function getOauth2CredentialProvider({ vault }: Pick<Services, "vault">, { name }: { name: string }): object {
  const record = vault.get("oauth2", name);
  const answered = { ...answerWithTimes(record), failureReason: record.failureReason };
  vault.countRead(record);
  return answered;
}

/**
 * Replaces configuration and secret as a whole: members that the request leaves out are removed. The service does not
 * document a change of the vendor. Infrastructure tools replace the provider then, so the change is an error here.
 */
export function updateOauth2CredentialProvider(
  { vault, failure }: Pick<Services, "vault" | "failure">,
  request: Oauth2Request,
): object {
  const config = checkOauth2Rules(request, vault.scope);
  const record = vault.get("oauth2", request.name);
  if (record.content.vendor !== request.credentialProviderVendor)
    throw fieldRule("credentialProviderVendor", "The vendor of a credential provider cannot be changed");
  const content = requestedContent(vault, request, config, record.content.secret);
  vault.update(record, content, failure);
  return answerWithTimes({ ...record, content });
}

export function deleteOauth2CredentialProvider(
  { vault, failure }: Pick<Services, "vault" | "failure">,
  { name }: { name: string },
): void {
  vault.remove("oauth2", name, failure);
}

export function listOauth2CredentialProviders({ vault }: Pick<Services, "vault">, request: PageRequest): object {
  return pageOfProviders(vault.list("oauth2"), request, (record) => ({
    ...providerItem(record),
    credentialProviderVendor: record.content.vendor,
  }));
}

/** Returns the secret and the configuration that a valid request asks for. */
function requestedContent(
  vault: Vault,
  { name, credentialProviderVendor: vendor }: Oauth2Request,
  config: Oauth2Config,
  current?: Secret,
): Contents["oauth2"] {
  const { clientId, clientSecret, clientSecretConfig } = config;
  const managed = clientSecret ? vault.managedSecret("oauth2", name, clientSecret, current) : undefined;
  const secret = clientSecretConfig ? vault.externalSecret(clientSecretConfig) : managed;
  // An empty client ID counts as absent, like an empty secret.
  const answered = { ...config, clientId: clientId || undefined, oauthDiscovery: discovery(vendor, config) };
  return {
    secret,
    vendor,
    config: { [vendorNamed(vendor).member]: knownMembers(answeredShape(vendor), answered) },
  };
}

function discovery(vendor: string, config: Oauth2Config): object | undefined {
  const { endpoints } = vendorNamed(vendor);
  if (endpoints === "discovery") return config.oauthDiscovery;
  if (endpoints === "tenant") {
    const { issuer, authorizationEndpoint, tokenEndpoint } = config;
    return { authorizationServerMetadata: { issuer, authorizationEndpoint, tokenEndpoint } };
  }
  // "common" is Microsoft's name for every tenant.
  const fill = (url: string) => url.replace("{tenant}", () => config.tenantId ?? "common");
  const metadata: Endpoints = {
    issuer: fill(endpoints.issuer),
    authorizationEndpoint: fill(endpoints.authorizationEndpoint),
    tokenEndpoint: fill(endpoints.tokenEndpoint),
  };
  return { authorizationServerMetadata: metadata };
}

/**
 * The model requires `clientSecretArn`, but a client that authenticates with a signed token has no secret. The service
 * does not document its answer for such a client; here the member is absent.
 */
function answer({ name, arn, callbackUrl, status, content }: ProviderRecord<"oauth2">): object {
  const { secret, config } = content;
  return {
    name,
    credentialProviderArn: arn,
    clientSecretArn: secret && { secretArn: secret.arn },
    clientSecretSource: secret?.source,
    clientSecretJsonKey: secret?.source === "EXTERNAL" ? secret.jsonKey : undefined,
    callbackUrl,
    oauth2ProviderConfigOutput: config,
    status,
  };
}

/** Get and Update add the vendor and the times. */
function answerWithTimes(record: ProviderRecord<"oauth2">): object {
  return { ...answer(record), credentialProviderVendor: record.content.vendor, ...wireTimes(record) };
}

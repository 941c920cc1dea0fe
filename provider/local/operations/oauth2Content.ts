import { shapeNamed } from "../model/model.js";
import { knownPart } from "../model/projection.js";
import type { Secret } from "../vault/secrets.js";
import type { Contents, ProviderConfig, Vault } from "../vault/vault.js";
import { vendors } from "../vault/vendors.js";
import type { Endpoints } from "../vault/vendors.js";
import type { Oauth2Config, Oauth2Request } from "./oauth2Request.js";

/** The secret and the configuration that a checked request asks for. */
export function requestedContent(vault: Vault, request: Oauth2Request, current?: Secret): Contents["oauth2"] {
  const { name, credentialProviderVendor: vendor, oauth2ProviderConfigInput: input } = request;
  const { member } = vendors[vendor]!;
  const config = input[member]!;
  return { secret: requestedSecret(vault, name, config, current), vendor, config: answeredConfig(vendor, config) };
}

function requestedSecret(vault: Vault, name: string, config: Oauth2Config, current?: Secret): Secret | undefined {
  const { clientSecret, clientSecretConfig } = config;
  if (clientSecretConfig) return vault.externalSecret(clientSecretConfig);
  return clientSecret ? vault.managedSecret("oauth2", name, clientSecret, current) : undefined;
}

/** What the request's configuration looks like in an answer: just the members that the answer's shape has. */
function answeredConfig(vendor: string, config: Oauth2Config): ProviderConfig {
  const { member } = vendors[vendor]!;
  const { shape } = shapeNamed("Oauth2ProviderConfigOutput").members![member]!;
  // An empty client ID counts as none, as an empty secret does.
  const answered = { ...config, clientId: config.clientId || undefined, oauthDiscovery: discovery(vendor, config) };
  return { [member]: knownPart(shape, answered) };
}

function discovery(vendor: string, config: Oauth2Config): object | undefined {
  const { endpoints } = vendors[vendor]!;
  if (endpoints === "discovery") return config.oauthDiscovery;
  if (endpoints === "tenant") {
    const { issuer, authorizationEndpoint, tokenEndpoint } = config;
    return { authorizationServerMetadata: { issuer, authorizationEndpoint, tokenEndpoint } };
  }
  // Microsoft's own name for every tenant.
  const tenant = config.tenantId ?? "common";
  const filled = Object.entries(endpoints).map(([name, url]: [string, string]) => [
    name,
    url.replace("{tenant}", () => tenant),
  ]);
  return { authorizationServerMetadata: Object.fromEntries(filled) as Endpoints };
}

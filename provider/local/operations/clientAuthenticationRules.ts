import type { ClientAuthenticationMethod, Oauth2Config, Refuse } from "./oauth2Request.js";

/** What the client needs to prove who it is. An empty ID or secret passes the model, but counts as missing. */
export function checkClientAuthentication(config: Oauth2Config, refuse: Refuse): void {
  const { clientAuthenticationMethod: given, clientId } = config;
  const method = given ?? "CLIENT_SECRET_BASIC";
  if (given && config.oauthDiscovery?.authorizationServerMetadata?.tokenEndpointAuthMethods) {
    const message = "TokenEndpointAuthMethods must not be provided together with clientAuthenticationMethod";
    refuse("oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods", message);
  }
  // A workload's own token says who it is.
  if (!clientId && method !== "AWS_IAM_ID_TOKEN_JWT") {
    refuse("clientId", "Missing required parameter in oauth2ProviderConfigInput.customOauth2ProviderConfig");
  }
  if (method === "CLIENT_SECRET_BASIC" || method === "CLIENT_SECRET_POST") checkSecret(config, refuse);
  else checkNoSecret(method, config, refuse);
  if (method === "PRIVATE_KEY_JWT") checkPrivateKey(config, refuse);
}

function checkSecret({ clientSecret, clientSecretSource, clientSecretConfig }: Oauth2Config, refuse: Refuse): void {
  const methods = "CLIENT_SECRET_BASIC and CLIENT_SECRET_POST authentication methods";
  if (clientSecretSource === "EXTERNAL") {
    if (clientSecret) refuse("clientSecret", "ClientSecret must not be provided when secret source is EXTERNAL");
    if (!clientSecretConfig) refuse("clientSecretConfig", `clientSecretConfig is required for ${methods}`);
    return;
  }
  if (!clientSecret) refuse("clientSecret", `clientSecret is required for ${methods}`);
  if (clientSecretConfig) {
    // Not on record for this kind: the rule, and its text, that API keys have.
    const message = "ClientSecretConfig must not be provided when secret source is MANAGED or not specified";
    refuse("clientSecretConfig", message);
  }
}

/** That such clients have no secret is documented; that the service refuses one is not. */
function checkNoSecret(method: ClientAuthenticationMethod, config: Oauth2Config, refuse: Refuse): void {
  const { clientSecret, clientSecretSource, clientSecretConfig } = config;
  const message = (member: string) => `${member} must not be provided for the ${method} authentication method`;
  if (clientSecret) refuse("clientSecret", message("ClientSecret"));
  if (clientSecretConfig) refuse("clientSecretConfig", message("ClientSecretConfig"));
  if (clientSecretSource === "EXTERNAL") refuse("clientSecretSource", message("An EXTERNAL secret"));
}

const reservedClaims = {
  additionalHeaderClaims: ["alg", "typ"],
  additionalPayloadClaims: ["iss", "sub", "jti", "exp", "iat", "nbf"],
} as const;

/** The first rule has the service's text, the others are as documented. */
function checkPrivateKey({ privateKeyJwtConfig: config }: Oauth2Config, refuse: Refuse): void {
  const field = "privateKeyJwtConfig";
  if (!config) return refuse(field, `${field} is required when clientAuthenticationMethod is PRIVATE_KEY_JWT`);
  for (const name of ["privateKeySource", "signingAlgorithm"] as const) {
    if (!config[name]) refuse(`${field}.${name}`, `${name} is required in ${field}`);
  }
  for (const name of ["additionalHeaderClaims", "additionalPayloadClaims"] as const) {
    const reserved = reservedClaims[name].find((claim) => Object.hasOwn(config[name] ?? {}, claim));
    if (reserved) refuse(`${field}.${name}`, `${name} must not contain ${reserved}`);
  }
}

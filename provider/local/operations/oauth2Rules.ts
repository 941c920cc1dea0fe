import { fieldRule } from "../model/errors";
import type { AwsScope } from "../vault/records";
import { vendorNamed } from "../vault/vendors";
import type { ConfigMember, Endpoints, Vendor } from "../vault/vendors";

/** The members that the create and the update request of an OAuth2 provider share. */
export interface Oauth2Request {
  readonly name: string;
  readonly credentialProviderVendor: string;
  readonly oauth2ProviderConfigInput: { readonly [M in ConfigMember]?: Oauth2Config };
}

/** The members of all structures in the union that the rules read. Each structure has some of them. */
export interface Oauth2Config extends Partial<Endpoints> {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly clientSecretSource?: "MANAGED" | "EXTERNAL";
  readonly clientSecretConfig?: { readonly secretId: string; readonly jsonKey: string };
  readonly tenantId?: string;
  readonly oauthDiscovery?: { readonly authorizationServerMetadata?: { readonly tokenEndpointAuthMethods?: string[] } };
  readonly clientAuthenticationMethod?:
    "CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST" | "AWS_IAM_ID_TOKEN_JWT" | "PRIVATE_KEY_JWT";
  readonly privateKeyJwtConfig?: {
    readonly privateKeySource?: { readonly kmsKeySource?: { readonly kmsKeyArn: string } };
    readonly signingAlgorithm?: string;
    readonly additionalHeaderClaims?: Record<string, string>;
    readonly additionalPayloadClaims?: Record<string, string>;
  };
  readonly onBehalfOfTokenExchangeConfig?: {
    readonly grantType: "TOKEN_EXCHANGE" | "JWT_AUTHORIZATION_GRANT";
    readonly tokenExchangeGrantTypeConfig?: {
      readonly actorTokenContent: "NONE" | "M2M" | "AWS_IAM_ID_TOKEN_JWT";
      readonly actorTokenScopes?: string[];
    };
  };
  readonly privateEndpoint?: object;
  readonly privateEndpointOverrides?: object[];
  readonly certificateConfigurations?: object[];
}

/** Throws the error for a member of the configuration. */
type Reject = (field: string, message: string) => never;

/**
 * Checks the service's rules between the members of a request and returns the vendor's configuration. Messages that have
 * been observed are the service's own. For rules that only the documentation states, the text is ours.
 */
export function checkOauth2Rules(
  { credentialProviderVendor, oauth2ProviderConfigInput }: Oauth2Request,
  { region }: Pick<AwsScope, "region">,
): Oauth2Config {
  const path = "oauth2ProviderConfigInput";
  const vendor = vendorNamed(credentialProviderVendor);
  const config = oauth2ProviderConfigInput[vendor.member];
  if (!config)
    throw fieldRule(path, `Provided configuration does not match selected type: ${credentialProviderVendor}`);
  const reject: Reject = (field, message) => {
    throw fieldRule(`${path}.${vendor.member}.${field}`, message);
  };
  checkEndpoints(credentialProviderVendor, vendor, config, reject);
  checkClientAuthentication(config, reject);
  checkKeyRegion(config, region, reject);
  checkTokenExchange(config, reject);
  if (config.certificateConfigurations && !config.privateEndpoint && !config.privateEndpointOverrides?.length)
    reject("certificateConfigurations", "CertificateConfigurations must not be provided without a private endpoint");
  return config;
}

/** Vendors with an address for each tenant require the endpoints; all others forbid them. */
function checkEndpoints(name: string, { endpoints, member }: Vendor, config: Oauth2Config, reject: Reject): void {
  if (endpoints === "discovery") return;
  for (const endpoint of ["issuer", "authorizationEndpoint", "tokenEndpoint"] as const) {
    const isPresent = Boolean(config[endpoint]);
    if (endpoints === "tenant" && !isPresent)
      reject(endpoint, `Missing required parameter in oauth2ProviderConfigInput.${member}: ${endpoint} for ${name}`);
    if (endpoints !== "tenant" && isPresent) reject(endpoint, `${endpoint} must not be provided for ${name}`);
  }
}

/** An empty ID or secret passes the model, but counts as missing. */
function checkClientAuthentication(config: Oauth2Config, reject: Reject): void {
  const { clientAuthenticationMethod, clientId, oauthDiscovery } = config;
  const method = clientAuthenticationMethod ?? "CLIENT_SECRET_BASIC";
  if (clientAuthenticationMethod && oauthDiscovery?.authorizationServerMetadata?.tokenEndpointAuthMethods)
    reject(
      "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods",
      "TokenEndpointAuthMethods must not be provided together with clientAuthenticationMethod",
    );
  // With AWS_IAM_ID_TOKEN_JWT, the workload's own token identifies the client.
  if (!clientId && method !== "AWS_IAM_ID_TOKEN_JWT")
    reject("clientId", "Missing required parameter in oauth2ProviderConfigInput.customOauth2ProviderConfig");
  if (method === "CLIENT_SECRET_BASIC" || method === "CLIENT_SECRET_POST") checkSecret(config, reject);
  else checkNoSecret(method, config, reject);
  if (method === "PRIVATE_KEY_JWT") checkPrivateKey(config, reject);
}

function checkSecret({ clientSecret, clientSecretSource, clientSecretConfig }: Oauth2Config, reject: Reject): void {
  const methods = "CLIENT_SECRET_BASIC and CLIENT_SECRET_POST authentication methods";
  if (clientSecretSource === "EXTERNAL") {
    if (clientSecret) reject("clientSecret", "ClientSecret must not be provided when secret source is EXTERNAL");
    if (!clientSecretConfig) reject("clientSecretConfig", `clientSecretConfig is required for ${methods}`);
    return;
  }
  if (!clientSecret) reject("clientSecret", `clientSecret is required for ${methods}`);
  // Not documented for OAuth2: this is the rule and the text for API keys.
  if (clientSecretConfig)
    reject(
      "clientSecretConfig",
      "ClientSecretConfig must not be provided when secret source is MANAGED or not specified",
    );
}

/** The documentation says that such clients have no secret. It does not say that the service rejects one. */
function checkNoSecret(method: string, config: Oauth2Config, reject: Reject): void {
  const { clientSecret, clientSecretSource, clientSecretConfig } = config;
  const message = (subject: string) => `${subject} must not be provided for the ${method} authentication method`;
  if (clientSecret) reject("clientSecret", message("ClientSecret"));
  if (clientSecretConfig) reject("clientSecretConfig", message("ClientSecretConfig"));
  if (clientSecretSource === "EXTERNAL") reject("clientSecretSource", message("An EXTERNAL secret"));
}

const reservedClaims = {
  additionalHeaderClaims: ["alg", "typ"],
  additionalPayloadClaims: ["iss", "sub", "jti", "exp", "iat", "nbf"],
} as const;

/** The first message is the service's own; the others follow the documentation. */
function checkPrivateKey({ privateKeyJwtConfig: config }: Oauth2Config, reject: Reject): void {
  const field = "privateKeyJwtConfig";
  if (!config) return reject(field, `${field} is required when clientAuthenticationMethod is PRIVATE_KEY_JWT`);
  for (const name of ["privateKeySource", "signingAlgorithm"] as const)
    if (!config[name]) reject(`${field}.${name}`, `${name} is required in ${field}`);
  for (const name of ["additionalHeaderClaims", "additionalPayloadClaims"] as const) {
    const reserved = reservedClaims[name].find((claim) => Object.hasOwn(config[name] ?? {}, claim));
    if (reserved) reject(`${field}.${name}`, `${name} must not contain ${reserved}`);
  }
}

/** The signing key may belong to another account, but not to another Region. */
function checkKeyRegion({ privateKeyJwtConfig }: Oauth2Config, region: string, reject: Reject): void {
  const arn = privateKeyJwtConfig?.privateKeySource?.kmsKeySource?.kmsKeyArn;
  if (arn !== undefined && arn.split(":")[3] !== region)
    reject(
      "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn",
      "KmsKeyArn must name a key in the Region of the credential provider",
    );
}

function checkTokenExchange({ onBehalfOfTokenExchangeConfig }: Oauth2Config, reject: Reject): void {
  const { grantType, tokenExchangeGrantTypeConfig: exchange } = onBehalfOfTokenExchangeConfig ?? {};
  if (!exchange) return;
  const field = "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig";
  if (grantType !== "TOKEN_EXCHANGE")
    reject(field, "TokenExchangeGrantTypeConfig must not be provided unless grant type is TOKEN_EXCHANGE");
  if (exchange.actorTokenScopes && exchange.actorTokenContent !== "M2M")
    reject(`${field}.actorTokenScopes`, "ActorTokenScopes must not be provided unless actor token content is M2M");
}

import { refusal } from "../model/refusals";
import type { RefusalId } from "../model/refusals";
import type { AwsScope } from "../vault/records";
import { endpointNames, vendorNamed } from "../vault/vendors";
import type { ConfigMember, Endpoints } from "../vault/vendors";

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
type Reject = (member: string, id: RefusalId, values?: Readonly<Record<string, string>>) => never;

/** Checks the service's rules between the members of a request and returns the vendor's configuration. */
export function checkOauth2Rules(
  { credentialProviderVendor: name, oauth2ProviderConfigInput }: Oauth2Request,
  { region }: Pick<AwsScope, "region">,
): Oauth2Config {
  const path = "oauth2ProviderConfigInput";
  const { member: configMember, endpoints } = vendorNamed(name);
  const config = oauth2ProviderConfigInput[configMember];
  if (!config) throw refusal("otherVendorsConfig", { field: path, vendor: name });
  const reject: Reject = (member, id, values) => {
    throw refusal(id, { field: `${path}.${configMember}.${member}`, ...values });
  };
  const missing = endpoints === "tenant" ? endpointNames.find((endpoint) => !config[endpoint]) : undefined;
  if (missing) reject(missing, "endpointMissing", { member: missing, vendor: name });
  checkClientAuthentication(config, reject);
  checkKeyRegion(config, region, reject);
  checkActorScopes(config, reject);
  if (config.certificateConfigurations && !config.privateEndpoint && !config.privateEndpointOverrides?.length)
    reject("certificateConfigurations", "certificateUnexpected");
  return config;
}

/** Returns true if the client authenticates with a secret, not with a signed token. */
export function hasSecret({ clientAuthenticationMethod: method }: Oauth2Config): boolean {
  return method !== "AWS_IAM_ID_TOKEN_JWT" && method !== "PRIVATE_KEY_JWT";
}

/** An empty ID or secret passes the model, but counts as missing. */
function checkClientAuthentication(config: Oauth2Config, reject: Reject): void {
  const { clientAuthenticationMethod: method, clientId, oauthDiscovery } = config;
  if (method && oauthDiscovery?.authorizationServerMetadata?.tokenEndpointAuthMethods)
    reject("oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods", "twoMethods");
  // With AWS_IAM_ID_TOKEN_JWT, the workload's own token identifies the client.
  if (!clientId && method !== "AWS_IAM_ID_TOKEN_JWT") reject("clientId", "clientIdMissing");
  if (hasSecret(config)) checkSecret(config, reject);
  if (method === "PRIVATE_KEY_JWT") checkPrivateKey(config, reject);
}

function checkSecret({ clientSecret, clientSecretSource, clientSecretConfig }: Oauth2Config, reject: Reject): void {
  if (clientSecretSource === "EXTERNAL") {
    if (clientSecret) reject("clientSecret", "clientSecretUnexpected");
    if (!clientSecretConfig) reject("clientSecretConfig", "clientSecretConfigMissing");
    return;
  }
  if (!clientSecret) reject("clientSecret", "clientSecretMissing");
  if (clientSecretConfig) reject("clientSecretConfig", "clientSecretConfigUnexpected");
}

const reservedClaims = {
  additionalHeaderClaims: ["alg", "typ"],
  additionalPayloadClaims: ["iss", "sub", "jti", "exp", "iat", "nbf"],
} as const;

function checkPrivateKey({ privateKeyJwtConfig: config }: Oauth2Config, reject: Reject): void {
  const field = "privateKeyJwtConfig";
  if (!config) return reject(field, "privateKeyConfigMissing");
  for (const member of ["privateKeySource", "signingAlgorithm"] as const)
    if (!config[member]) reject(`${field}.${member}`, "privateKeyMemberMissing", { member });
  for (const member of ["additionalHeaderClaims", "additionalPayloadClaims"] as const) {
    const claim = reservedClaims[member].find((reserved) => Object.hasOwn(config[member] ?? {}, reserved));
    if (claim) reject(`${field}.${member}`, "reservedClaim", { member, claim });
  }
}

/** The signing key may belong to another account, but not to another Region. */
function checkKeyRegion({ privateKeyJwtConfig }: Oauth2Config, region: string, reject: Reject): void {
  const arn = privateKeyJwtConfig?.privateKeySource?.kmsKeySource?.kmsKeyArn;
  if (arn !== undefined && arn.split(":")[3] !== region)
    reject("privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn", "keyElsewhere");
}

function checkActorScopes({ onBehalfOfTokenExchangeConfig }: Oauth2Config, reject: Reject): void {
  const exchange = onBehalfOfTokenExchangeConfig?.tokenExchangeGrantTypeConfig;
  if (exchange?.actorTokenScopes && exchange.actorTokenContent !== "M2M")
    reject("onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenScopes", "scopesUnexpected");
}

import { fieldRule } from "../errors.js";
import type { Place } from "../vault/vault.js";
import { vendors } from "../vault/vendors.js";
import { checkClientAuthentication } from "./clientAuthenticationRules.js";
import type { Oauth2Config, Oauth2Request, Refuse } from "./oauth2Request.js";

/**
 * The service's rules between the members of a request. Those that are on record have the service's own texts. Where
 * only its documentation states a rule the text is ours, and that the service refuses the request is not measured.
 */
export function checkOauth2Rules(
  { credentialProviderVendor: vendor, oauth2ProviderConfigInput }: Oauth2Request,
  { region }: Pick<Place, "region">,
): void {
  const path = "oauth2ProviderConfigInput";
  const { member } = vendors[vendor]!;
  const config = oauth2ProviderConfigInput[member];
  if (!config) throw fieldRule(path, `Provided configuration does not match selected type: ${vendor}`);
  const refuse: Refuse = (field, message) => {
    throw fieldRule(`${path}.${member}.${field}`, message);
  };
  checkEndpoints(vendor, config, refuse);
  checkClientAuthentication(config, refuse);
  checkKeyRegion(config, region, refuse);
  checkTokenExchange(config, refuse);
  checkCertificates(config, refuse);
}

/** As documented: who has an address of his own at the vendor must give it, and nobody else may. */
function checkEndpoints(vendor: string, config: Oauth2Config, refuse: Refuse): void {
  const { endpoints, member } = vendors[vendor]!;
  if (endpoints === "discovery") return;
  for (const name of ["issuer", "authorizationEndpoint", "tokenEndpoint"] as const) {
    const isGiven = Boolean(config[name]);
    if (endpoints === "tenant" && !isGiven) {
      refuse(name, `Missing required parameter in oauth2ProviderConfigInput.${member}: ${name} for ${vendor}`);
    }
    if (endpoints !== "tenant" && isGiven) refuse(name, `${name} must not be provided for ${vendor}`);
  }
}

/** As documented: the key may be another account's, but not another Region's. */
function checkKeyRegion({ privateKeyJwtConfig }: Oauth2Config, region: string, refuse: Refuse): void {
  const arn = privateKeyJwtConfig?.privateKeySource?.kmsKeySource?.kmsKeyArn;
  if (arn !== undefined && arn.split(":")[3] !== region) {
    const field = "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn";
    refuse(field, "KmsKeyArn must name a key in the Region of the credential provider");
  }
}

/** As documented. */
function checkTokenExchange({ onBehalfOfTokenExchangeConfig }: Oauth2Config, refuse: Refuse): void {
  const { grantType, tokenExchangeGrantTypeConfig: exchange } = onBehalfOfTokenExchangeConfig ?? {};
  if (!exchange) return;
  const field = "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig";
  if (grantType !== "TOKEN_EXCHANGE") {
    refuse(field, "TokenExchangeGrantTypeConfig must not be provided unless grant type is TOKEN_EXCHANGE");
  }
  if (exchange.actorTokenScopes && exchange.actorTokenContent !== "M2M") {
    const message = "ActorTokenScopes must not be provided unless actor token content is M2M";
    refuse(`${field}.actorTokenScopes`, message);
  }
}

/** As documented. */
function checkCertificates(config: Oauth2Config, refuse: Refuse): void {
  if (config.certificateConfigurations && !config.privateEndpoint && !config.privateEndpointOverrides?.length) {
    refuse("certificateConfigurations", "CertificateConfigurations must not be provided without a private endpoint");
  }
}

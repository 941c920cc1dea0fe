import * as pulumi from "@pulumi/pulumi";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
  oauth2VendorProblems,
} from "../rules/providers/oauth2CredentialProvider";
import { propertiesOfConfiguration } from "../rules/providers/oauth2/configuration";
import { endpointsThatFollow } from "../rules/providers/oauth2/tenantEndpoints";
import { isVendor, vendors } from "../rules/providers/oauth2/vendors";
import type {
  DomainAndIssuerVendor,
  DomainVendor,
  FixedVendor,
  Oauth2Vendor,
  TenantVendor,
} from "../rules/providers/oauth2/vendors";
import { assertForm, providerInputs, providerOutputs } from "./credentialProvider";
import type { CredentialProviderArgs } from "./credentialProvider";
import { DynamicResource } from "./dynamicResource";
import { idForLookUp } from "./lookUp";
import type { AuthorizationServerArgs, PrivateKeyJwtArgs } from "./oauth2/authorizationServer";
import { authenticationIdentity, clientAuthenticationInputs } from "./oauth2/clientAuthentication";
import { assertArguments } from "./program/arguments";
import { plainArguments } from "./program/plainValues";
import { ignoringSecret, secretInputs, warnOfMissingVariable } from "./secretSource";
import type { SecretArgs, SecretInputs } from "./secretSource";

/** An OAuth client that is registered at a vendor. */
export interface Oauth2ClientArgs extends CredentialProviderArgs {
  /** Client id from the vendor, 1 to 256 characters. A new value is sent in one call. */
  clientId: pulumi.Input<string>;
  /**
   * Client secret, 1 to 2,048 characters. Write `config.requireSecret("clientSecret")`, `fromEnv("NAME")` or
   * `fromSecretsManager({ secretId, jsonKey })`. The value is always stored as a Pulumi secret. `fromEnv` keeps it out of
   * the state; `fromSecretsManager` leaves it in your own secret. A new value is sent in one call and changes neither ARN
   * nor name.
   */
  clientSecret: SecretArgs;
}

/** A client at a vendor whose endpoints the service knows. */
export interface FixedVendorArgs extends Oauth2ClientArgs {
  /** A plain value, not an Output. A change replaces the provider. */
  vendor: FixedVendor;
}

/** A client in Microsoft Entra ID. */
export interface MicrosoftOauth2Args extends Oauth2ClientArgs {
  /** A plain value, not an Output. A change replaces the provider. */
  vendor: "MicrosoftOauth2";
  /**
   * Id or domain of the directory (tenant), 1 to 2,048 characters. The API accepts a provider without it. Microsoft requires
   * it for client credentials. @default - none is sent
   */
  tenantId?: pulumi.Input<string>;
}

/**
 * A client at a vendor whose tenants have separate endpoints. Write all three from the discovery document of the tenant.
 * For Auth0 and OneLogin, `domain` is enough; for Cognito and FusionAuth, `domain` and `issuer`.
 */
export interface TenantVendorArgs extends Oauth2ClientArgs {
  /** A plain value, not an Output. A change replaces the provider. */
  vendor: TenantVendor;
  /** Issuer of the tokens: an HTTPS URL, exactly as in the tenant's discovery document. */
  issuer: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. */
  authorizationEndpoint: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. */
  tokenEndpoint: pulumi.Input<string>;
}

/** A client at a vendor whose endpoints follow from the tenant's domain. */
export interface TenantDomainArgs extends Oauth2ClientArgs {
  /** A plain value, not an Output. A change replaces the provider. */
  vendor: DomainVendor;
  /** Host name of the tenant: `acme.us.auth0.com`, `acme.onelogin.com`, or a custom domain. */
  domain: pulumi.Input<string>;
  /** Issuer of the tokens: an HTTPS URL. @default - follows from the domain */
  issuer?: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. @default - follows from the domain */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. @default - follows from the domain */
  tokenEndpoint?: pulumi.Input<string>;
}

/** A client at a vendor whose endpoints, but not the issuer, follow from the tenant's domain. */
export interface TenantDomainAndIssuerArgs extends Oauth2ClientArgs {
  /** A plain value, not an Output. A change replaces the provider. */
  vendor: DomainAndIssuerVendor;
  /** Host name of the tenant, for example `acme.auth.us-east-1.amazoncognito.com`, or a custom domain. */
  domain: pulumi.Input<string>;
  /** Issuer of the tokens, for example `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI`. */
  issuer: pulumi.Input<string>;
  /** Page on which users sign in: an HTTPS URL. @default - follows from the domain */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Endpoint that issues tokens: an HTTPS URL. @default - follows from the domain */
  tokenEndpoint?: pulumi.Input<string>;
}

/** A client with a secret at any authorization server. */
export interface CustomOauth2Args extends Oauth2ClientArgs, AuthorizationServerArgs {
  /** Sends the secret in the Authorization header or in the body. @default "CLIENT_SECRET_BASIC", set by the service */
  clientAuthenticationMethod?: pulumi.Input<"CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST">;
  /** Only for `clientAuthenticationMethod: "PRIVATE_KEY_JWT"`. */
  privateKeyJwtConfig?: undefined;
}

/** A client that signs its tokens with a KMS key, at any authorization server. */
export interface PrivateKeyClientArgs extends CredentialProviderArgs, AuthorizationServerArgs {
  /** A plain value, not an Output. */
  clientAuthenticationMethod: "PRIVATE_KEY_JWT";
  /** Client id from the authorization server, 1 to 256 characters. */
  clientId: pulumi.Input<string>;
  /** A client with a signing key has no secret. Use `CLIENT_SECRET_BASIC` or `CLIENT_SECRET_POST` for a secret. */
  clientSecret?: undefined;
  /** The key that signs, and the algorithm. */
  privateKeyJwtConfig: pulumi.Input<PrivateKeyJwtArgs>;
}

/** A workload that authenticates with a token from AWS, at any authorization server. */
export interface WorkloadTokenClientArgs extends CredentialProviderArgs, AuthorizationServerArgs {
  /** A plain value, not an Output. */
  clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT";
  /** Client id, 1 to 256 characters; required only for user consent. @default - none is sent */
  clientId?: pulumi.Input<string>;
  /** A workload with a token has no secret. Use `CLIENT_SECRET_BASIC` or `CLIENT_SECRET_POST` for a secret. */
  clientSecret?: undefined;
  /** Only for `clientAuthenticationMethod: "PRIVATE_KEY_JWT"`. */
  privateKeyJwtConfig?: undefined;
}

/** Arguments of {@link Oauth2CredentialProvider}. `vendor` selects the other properties. */
export type Oauth2CredentialProviderArgs =
  | CustomOauth2Args
  | PrivateKeyClientArgs
  | WorkloadTokenClientArgs
  | FixedVendorArgs
  | MicrosoftOauth2Args
  | TenantVendorArgs
  | TenantDomainArgs
  | TenantDomainAndIssuerArgs;

const outputs = [...providerOutputs, "vendor", "clientSecretArn", "clientSecretArnPattern", "callbackUrl"] as const;

/** A provider that is looked up has no inputs, so an output says how it authenticates. */
const outputsOfLookUp = [...outputs, "proof"] as const;

/**
 * An OAuth 2 client in the token vault of Amazon Bedrock AgentCore. A gateway uses it to get tokens for its targets.
 *
 * Create, update, refresh and delete take one call each, plus one read for each poll until the provider is ready. If the
 * service cannot create the provider, the state keeps the service's reason, and the next `pulumi up` creates it again. A
 * provider with the same name from another source is an error and stays unchanged. A preview reports all invalid
 * properties. Usually {@link OutboundAuth} creates this resource, together with the permissions.
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const config = new pulumi.Config();
 * const crm = new agentcore.Oauth2CredentialProvider("crm", {
 *   vendor: "CustomOauth2",
 *   oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
 *   clientId: config.require("clientId"),
 *   clientSecret: config.requireSecret("clientSecret"),
 * });
 * export const callbackUrl = crm.callbackUrl;
 *
 * @throws pulumi.RunError at construction for a vendor that does not exist, for properties that do not exist or belong to
 * another vendor, for an `opts.provider` of another package than `pulumi-nodejs`, and if Pulumi's provider process cannot
 * find this package.
 */
export class Oauth2CredentialProvider extends DynamicResource {
  /** Name in the token vault. */
  declare readonly name: pulumi.Output<string>;
  /** ARN of the provider, for the configuration of a gateway target. Known at preview if `accountId` is set. */
  declare readonly credentialProviderArn: pulumi.Output<string>;
  /** Account of the provider; empty if `accountId` is not set. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the provider. */
  declare readonly region: pulumi.Output<string>;
  /** All tags except the ownership tags. */
  declare readonly tagsAll: pulumi.Output<Record<string, string>>;
  /** Vendor of the authorization server. */
  declare readonly vendor: pulumi.Output<Oauth2Vendor>;
  /**
   * ARN of the Secrets Manager secret in which the service stores the client secret. Known after creation; empty for a
   * client without a secret.
   */
  declare readonly clientSecretArn: pulumi.Output<string>;
  /**
   * Pattern for a policy that matches exactly this secret. Known as early as the ARN of the provider; empty for a client
   * without a secret.
   */
  declare readonly clientSecretArnPattern: pulumi.Output<string>;
  /**
   * URL to which the vendor sends users back after consent. Enter it on the page that {@link registration} names. Unique
   * for each provider, and known after creation.
   */
  declare readonly callbackUrl: pulumi.Output<string>;

  /** Returns true if the value is an `Oauth2CredentialProvider`, also of another copy of this package. */
  static override isInstance(value: unknown): value is Oauth2CredentialProvider {
    return (
      pulumi.CustomResource.isInstance(value) && "clientSecretArnPattern" in value && "credentialProviderArn" in value
    );
  }

  /**
   * Looks up an existing provider without managing it.
   *
   * @param name Logical name of the result.
   * @param id ARN of the provider.
   * @param state The connection to AWS, if the stack configuration does not set it.
   * @throws at preview, if the provider does not exist. Under Pulumi CLI 3.268 or later, `@pulumi/pulumi` must be 3.268 or
   * later.
   *
   * @example
   * const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/crm";
   * const crm = agentcore.Oauth2CredentialProvider.get("crm", arn);
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: Pick<CredentialProviderArgs, "connection"> = {},
    opts: pulumi.CustomResourceOptions = {},
  ): Oauth2CredentialProvider {
    const args = state as Oauth2CredentialProviderArgs;
    return new Oauth2CredentialProvider(name, args, { ...opts, id: idForLookUp(id, state) });
  }

  constructor(name: string, args: Oauth2CredentialProviderArgs, opts: pulumi.CustomResourceOptions = {}) {
    assertArguments(`Oauth2CredentialProvider "${name}"`, args);
    const isLookUp = opts.id !== undefined;
    const { inputs, secretKeys } = isLookUp
      ? { inputs: { connection: args.connection }, secretKeys: [] }
      : toInputs(name, args, opts);
    const registration = { inputs, outputs: isLookUp ? outputsOfLookUp : outputs, secretOutputs: secretKeys };
    super("Oauth2CredentialProvider", name, registration, ignoringSecret("clientSecret", opts));
    warnOfMissingVariable(args.clientSecret, this);
  }

  /** URL of the page on which the OAuth client is registered, or a description of the tenant's own page. */
  get registration(): pulumi.Output<string> {
    return this.vendor.apply((vendor) => (isVendor(vendor) ? vendors[vendor].registration : String(vendor)));
  }
}

function toInputs(
  name: string,
  args: Oauth2CredentialProviderArgs,
  opts: pulumi.CustomResourceOptions,
): Pick<SecretInputs, "inputs" | "secretKeys"> {
  const label = `Oauth2CredentialProvider "${name}"`;
  const plain = plainArguments(args);
  const formProblems = [...oauth2CredentialProviderArgsProblems(plain), ...oauth2VendorProblems(args.vendor, "vendor")];
  assertForm(label, formProblems, () => oauth2CredentialProviderProblems(plain));
  const { vendor } = args;
  const secret = secretInputs("clientSecret", args.clientSecret);
  const names = propertiesOfConfiguration[vendors[vendor].takes];
  const configuration = Object.entries(args).filter(([key, value]) => names.includes(key) && value !== undefined);
  const inputs: pulumi.Inputs = {
    vendor,
    clientId: args.clientId,
    ...secret.inputs,
    ...("domain" in args ? endpointsFromOutput(vendor, args.domain) : {}),
    ...Object.fromEntries(configuration),
    ...("clientAuthenticationMethod" in args || "privateKeyJwtConfig" in args
      ? clientAuthenticationInputs(label, args)
      : {}),
  };
  // Another vendor needs another provider, which must exist before the old one is deleted.
  const identity = [vendor, ...secret.identity, ...authenticationIdentity(args)];
  return {
    inputs: providerInputs("Oauth2CredentialProvider", name, args, opts, { inputs, identity }),
    secretKeys: secret.secretKeys,
  };
}

/** Returns the endpoints that follow from a domain that is an Output. Computed here, they stay secret if the domain is. */
function endpointsFromOutput(vendor: Oauth2Vendor, domain: pulumi.Input<string> | undefined): pulumi.Inputs {
  if (!pulumi.Output.isInstance(domain)) return {};
  // An Output can turn out to be null; the rules report the missing endpoints then.
  const endpointsOf = (known: unknown) =>
    typeof known === "string" ? (vendors[vendor].fromDomain?.(known) ?? {}) : {};
  const names = endpointsThatFollow(vendor);
  return Object.fromEntries(names.map((name) => [name, domain.apply((known) => endpointsOf(known)[name])]));
}

import * as pulumi from "@pulumi/pulumi";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../rules/providers/oauth2CredentialProvider";
import { isVendor, propertiesOfConfiguration, vendors } from "../rules/providers/oauth2/vendors";
import type { Oauth2Vendor, TenantEndpoints } from "../rules/providers/oauth2/vendors";
import type { AuthorizationServerArgs, PrivateKeyJwtArgs } from "./oauth2/authorizationServer";
import { clientAuthenticationInputs, proofIdentity } from "./oauth2/clientAuthentication";
import { assertForm, providerInputs, providerOutputs } from "./credentialProvider";
import type { CredentialProviderArgs } from "./credentialProvider";
import { DynamicResource } from "./dynamicResource";
import { plainValues } from "./program/plainValues";
import { assertArguments } from "./program/arguments";
import { ignoringSecret, secretInputs, warnOfMissingVariable } from "./secretSource";
import type { SecretArgs, SecretInputs } from "./secretSource";
import { idForLookUp } from "./lookUp";

/** An OAuth client, as its vendor knows it. */
export interface Oauth2ClientArgs extends CredentialProviderArgs {
  /** The id that the vendor gave to the client, 1 to 256 characters. A new one is sent in one call. */
  clientId: pulumi.Input<string>;
  /**
   * The client's secret, 1 to 2,048 characters. It becomes a Pulumi secret whether or not it is one here; write
   * `config.requireSecret("clientSecret")`. A new one is sent in one call and changes neither ARN nor name. Or where it comes
   * from: `fromEnv("NAME")` keeps it out of state and engine, `fromSecretsManager({ secretId, jsonKey })` leaves it in a
   * secret of your own.
   */
  clientSecret: SecretArgs;
}

/** A vendor whose endpoints the service knows. */
export interface FixedVendorArgs extends Oauth2ClientArgs {
  /** Written in the program, no Output. Changing it replaces the provider. */
  vendor:
    | "GoogleOauth2"
    | "GithubOauth2"
    | "SlackOauth2"
    | "SalesforceOauth2"
    | "AtlassianOauth2"
    | "LinkedinOauth2"
    | "XOauth2"
    | "FacebookOauth2"
    | "YandexOauth2"
    | "RedditOauth2"
    | "ZoomOauth2"
    | "TwitchOauth2"
    | "SpotifyOauth2"
    | "DropboxOauth2"
    | "NotionOauth2"
    | "HubspotOauth2";
}

/** Microsoft Entra ID. */
export interface MicrosoftOauth2Args extends Oauth2ClientArgs {
  /** Written in the program, no Output. Changing it replaces the provider. */
  vendor: "MicrosoftOauth2";
  /**
   * Id or domain of the directory (tenant), 1 to 2,048 characters. The API takes a provider without it, and every example
   * in AWS's documentation has it; for client credentials Microsoft asks for it. @default - none is sent
   */
  tenantId?: pulumi.Input<string>;
}

/** A vendor whose tenants have endpoints of their own, all written out. */
export interface TenantVendorArgs extends Oauth2ClientArgs {
  /** Written in the program, no Output. Changing it replaces the provider. */
  vendor:
    | "OktaOauth2"
    | "OneLoginOauth2"
    | "PingOneOauth2"
    | "CyberArkOauth2"
    | "FusionAuthOauth2"
    | "Auth0Oauth2"
    | "CognitoOauth2";
  domain?: undefined;
  /** Who issues the tokens: an HTTPS URL, as the tenant's discovery document has it. */
  issuer: pulumi.Input<string>;
  /** Where users sign in: an HTTPS URL. */
  authorizationEndpoint: pulumi.Input<string>;
  /** Where tokens come from: an HTTPS URL. */
  tokenEndpoint: pulumi.Input<string>;
}

/** A vendor whose tenants' endpoints follow from their domain. */
export interface TenantDomainArgs extends Oauth2ClientArgs {
  /** Written in the program, no Output. Changing it replaces the provider. */
  vendor: "Auth0Oauth2" | "OneLoginOauth2";
  /** The tenant's host name: `acme.us.auth0.com`, or a custom domain; `acme.onelogin.com`. */
  domain: pulumi.Input<string>;
  /** Who issues the tokens: an HTTPS URL. @default - follows from the domain */
  issuer?: pulumi.Input<string>;
  /** Where users sign in: an HTTPS URL. @default - follows from the domain */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Where tokens come from: an HTTPS URL. @default - follows from the domain */
  tokenEndpoint?: pulumi.Input<string>;
}

/** A vendor whose tenants' endpoints follow from their domain, but not their issuer. */
export interface TenantDomainAndIssuerArgs extends Oauth2ClientArgs {
  /** Written in the program, no Output. Changing it replaces the provider. */
  vendor: "CognitoOauth2" | "FusionAuthOauth2";
  /** Host name of the tenant: of a Cognito user pool `acme.auth.us-east-1.amazoncognito.com`, or a custom domain. */
  domain: pulumi.Input<string>;
  /** Who issues the tokens: of a Cognito user pool `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI`. */
  issuer: pulumi.Input<string>;
  /** Where users sign in: an HTTPS URL. @default - follows from the domain */
  authorizationEndpoint?: pulumi.Input<string>;
  /** Where tokens come from: an HTTPS URL. @default - follows from the domain */
  tokenEndpoint?: pulumi.Input<string>;
}

/** Any authorization server, and a client that shows it its secret. */
export interface CustomOauth2Args extends Oauth2ClientArgs, AuthorizationServerArgs {
  /** How the client shows its secret: in the Authorization header or in the body. @default - `CLIENT_SECRET_BASIC`, the service's */
  clientAuthenticationMethod?: pulumi.Input<"CLIENT_SECRET_BASIC" | "CLIENT_SECRET_POST">;
  privateKeyJwtConfig?: undefined;
}

/** Any authorization server, and a client that signs with a key of its own. */
export interface PrivateKeyClientArgs extends CredentialProviderArgs, AuthorizationServerArgs {
  /** Written in the program, no Output. */
  clientAuthenticationMethod: "PRIVATE_KEY_JWT";
  /** The id that the authorization server gave to the client, 1 to 256 characters. */
  clientId: pulumi.Input<string>;
  clientSecret?: undefined;
  /** Which key signs, and how. */
  privateKeyJwtConfig: pulumi.Input<PrivateKeyJwtArgs>;
}

/** Any authorization server, and a workload that shows it AWS's own token. */
export interface WorkloadTokenClientArgs extends CredentialProviderArgs, AuthorizationServerArgs {
  /** Written in the program, no Output. */
  clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT";
  /** The client's id, 1 to 256 characters; needed for user consent only. @default - none is sent */
  clientId?: pulumi.Input<string>;
  clientSecret?: undefined;
  privateKeyJwtConfig?: undefined;
}

/** Arguments of {@link Oauth2CredentialProvider}: those of the vendor that `vendor` names. */
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

/** A looked-up provider has no inputs that tell how it authenticates. */
const outputsOfLookUp = [...outputs, "proof"] as const;

/**
 * An OAuth 2 client in the token vault of Amazon Bedrock AgentCore, with which gateways get tokens for their targets.
 *
 * Creating, changing, refreshing and deleting take one call each, plus one read for each poll until the provider is ready.
 * One that the service could not make stays in the state with the service's reason, and the next `pulumi up`
 * makes it again. A provider of the same name that somebody else made is left alone, with an error. All invalid properties
 * are reported at preview. Usually {@link OutboundAuth} makes it, together with the permissions.
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
 * @throws pulumi.RunError at construction for a vendor that does not exist, properties that do not exist or belong to
 * another vendor, an `opts.provider` that is not of `pulumi-nodejs`, and an installation in which Pulumi's provider process
 * would not find this package.
 */
export class Oauth2CredentialProvider extends DynamicResource {
  /** Name in the token vault. */
  declare readonly name: pulumi.Output<string>;
  /** ARN of the provider, for a gateway target's configuration. Known at preview where `accountId` is given. */
  declare readonly credentialProviderArn: pulumi.Output<string>;
  /** Account of the provider; empty where none was given. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the provider. */
  declare readonly region: pulumi.Output<string>;
  /** All tags but the package's own. */
  declare readonly tagsAll: pulumi.Output<Record<string, string>>;
  /** Whose authorization server it is for. */
  declare readonly vendor: pulumi.Output<Oauth2Vendor>;
  /**
   * ARN of the Secrets Manager secret in which the service keeps the client's secret. Known once the provider exists; empty
   * for a client that has none.
   */
  declare readonly clientSecretArn: pulumi.Output<string>;
  /**
   * What a policy should name for that secret: a pattern that matches exactly it, and is known as early as the ARN; empty for
   * a client that has no secret.
   */
  declare readonly clientSecretArnPattern: pulumi.Output<string>;
  /**
   * Where the vendor sends users back to, to be entered at the place that {@link registration} names; needed for user
   * consent only. Unique for each provider, and known once it exists.
   */
  declare readonly callbackUrl: pulumi.Output<string>;

  /** Whether a value is an `Oauth2CredentialProvider`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Oauth2CredentialProvider {
    return (
      pulumi.CustomResource.isInstance(value) && "clientSecretArnPattern" in value && "credentialProviderArn" in value
    );
  }

  /**
   * Looks up a provider that exists, without managing it.
   *
   * @param name Logical name of the result.
   * @param id The provider's ARN.
   * @param state How to reach it, where the stack configuration does not say so.
   * @throws at preview, if there is no such provider. Needs `@pulumi/pulumi` 3.268 where the CLI is as new.
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
    return new Oauth2CredentialProvider(name, state as Oauth2CredentialProviderArgs, {
      ...opts,
      id: idForLookUp(id, state),
    });
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

  /** Where the OAuth client is registered: the vendor's page, or in words where each tenant has its own. */
  get registration(): pulumi.Output<string> {
    return this.vendor.apply((vendor) => (isVendor(vendor) ? vendors[vendor].registration : String(vendor)));
  }
}

function toInputs(
  name: string,
  written: Oauth2CredentialProviderArgs,
  opts: pulumi.CustomResourceOptions,
): Pick<SecretInputs, "inputs" | "secretKeys"> {
  const args: Readonly<Record<string, unknown>> = { ...written };
  const formProblems = [
    ...oauth2CredentialProviderArgsProblems(plainValues(args) as object),
    ...(isVendor(args.vendor) ? [] : oauth2CredentialProviderProblems(args).slice(0, 1)),
  ];
  assertForm(`Oauth2CredentialProvider "${name}"`, args, formProblems, (plain) =>
    oauth2CredentialProviderProblems(plain),
  );
  const vendor = args.vendor as Oauth2Vendor;
  const secret = secretInputs("clientSecret", args.clientSecret as SecretArgs | undefined);
  const configuration = propertiesOfConfiguration[vendors[vendor].takes];
  const own: pulumi.Inputs = {
    vendor,
    clientId: args.clientId,
    ...secret.inputs,
    ...endpointsToCome(vendor, args.domain),
    ...Object.fromEntries(configuration.filter((key) => args[key] !== undefined).map((key) => [key, args[key]])),
    ...clientAuthenticationInputs(`Oauth2CredentialProvider "${name}"`, args),
  };
  // Another vendor means another provider, which has to be there before the one that it replaces goes.
  const identity = [vendor, ...secret.identity, ...proofIdentity(args)];
  const inputs = providerInputs("Oauth2CredentialProvider", name, args, opts, { inputs: own, identity });
  return { inputs, secretKeys: secret.secretKeys };
}

/** What follows from a domain that is still to come. Here and not in `check`, so that it is as secret as the domain is. */
function endpointsToCome(vendor: Oauth2Vendor, domain: unknown): pulumi.Inputs {
  const { fromDomain } = vendors[vendor];
  if (fromDomain === undefined || !pulumi.Output.isInstance(domain)) return {};
  const names = Object.keys(fromDomain("")) as (keyof TenantEndpoints)[];
  // A domain that turns out to be nothing lets nothing follow; what is missing then, the rules say.
  const endpointsOf = (known: unknown) => (typeof known === "string" ? fromDomain(known) : {});
  return Object.fromEntries(names.map((name) => [name, domain.apply((known) => endpointsOf(known)[name])]));
}

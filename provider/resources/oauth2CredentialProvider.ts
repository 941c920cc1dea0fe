import * as pulumi from "@pulumi/pulumi";
import { isNil, isObject, unknownValue } from "../rules/core/values";
import { isWithoutSecret, signingKeyOf } from "../rules/providers/oauth2/clientAuthentication";
import { propertiesOfConfiguration } from "../rules/providers/oauth2/configuration";
import { endpointsThatFollow } from "../rules/providers/oauth2/endpoints";
import { isVendor, vendors } from "../rules/providers/oauth2/vendors";
import type { Oauth2Vendor } from "../rules/providers/oauth2/vendors";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
  oauth2CredentialProviderWarnings,
  oauth2VendorProblems,
} from "../rules/providers/oauth2CredentialProvider";
import { assertForm, lookUpRegistration, providerInputs, providerOutputs } from "./credentialProvider";
import type { CredentialProviderArgs } from "./credentialProvider";
import { declare, idForLookUp, shortenStackTraces } from "./dynamicResource";
import type { Oauth2CredentialProviderArgs } from "./oauth2CredentialProviderArgs";
import { assertArguments, plainArguments, plainValues } from "./program/arguments";
import { logWarnings, programError } from "./program/problems";
import { leaveToCheck, secretInputs, warnOfMissingVariable } from "./secretSource";
import type { SecretArgs } from "./secretSource";

const outputs = [...providerOutputs, "vendor", "clientSecretArn", "clientSecretArnPattern", "callbackUrl"] as const;

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
export class Oauth2CredentialProvider extends pulumi.CustomResource {
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
   * URL to which the vendor sends users back after consent. Enter it on the page that
   * {@link Oauth2CredentialProvider.registration} names. Unique for each provider, and known after creation.
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
    const label = `Oauth2CredentialProvider "${name}"`;
    assertArguments(label, args);
    const registration =
      opts.id === undefined ? { ...toInputs(label, name, args, opts), outputs } : lookUpRegistration(args, outputs);
    const declared = declare("Oauth2CredentialProvider", name, registration, leaveToCheck("clientSecret", opts));
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...declared.forSdk);
    } finally {
      restoreStackTraces();
    }
    declared.complete(this);
    warnOfMissingVariable(label, "clientSecret", sentSecret(args));
  }

  /** URL of the page on which the OAuth client is registered, or a description of the tenant's own page. */
  get registration(): pulumi.Output<string> {
    return this.vendor.apply((vendor) => (isVendor(vendor) ? vendors[vendor].registration : String(vendor)));
  }
}

/** Returns the inputs, which Pulumi passes to `create` and `update` in `handlers/credentialProvider`. */
function toInputs(label: string, name: string, args: Oauth2CredentialProviderArgs, opts: pulumi.CustomResourceOptions) {
  const plain = plainArguments(args);
  const formProblems = [...oauth2CredentialProviderArgsProblems(plain), ...oauth2VendorProblems(args.vendor, "vendor")];
  assertForm(label, formProblems, () => oauth2CredentialProviderProblems(plain));
  logWarnings(label, oauth2CredentialProviderWarnings(plain));
  const { vendor } = args;
  const secret = secretInputs("clientSecret", sentSecret(args), opts);
  const names = propertiesOfConfiguration[vendors[vendor].takes];
  const configuration = Object.entries(args).filter(([key, value]) => names.includes(key) && value !== undefined);
  const inputs: pulumi.Inputs = {
    vendor,
    clientId: args.clientId,
    ...secret.inputs,
    ...("domain" in args ? endpointsFromOutput(vendor, args.domain) : {}),
    ...Object.fromEntries(configuration),
    ...clientAuthenticationInputs(label, args),
  };
  // Another vendor needs another provider, which must exist before the old one is deleted.
  const identity = [vendor, ...secret.identity, ...authenticationIdentity(args)];
  return providerInputs("Oauth2CredentialProvider", name, args, opts, { ...secret, inputs, identity });
}

/** Returns the client secret. The secret of a client that authenticates with a signed token is not sent. */
function sentSecret(args: Oauth2CredentialProviderArgs): SecretArgs | undefined {
  const isUnused = "clientAuthenticationMethod" in args && isWithoutSecret(args.clientAuthenticationMethod);
  return isUnused ? undefined : args.clientSecret;
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

interface ClientAuthentication {
  readonly clientAuthenticationMethod?: pulumi.Input<string>;
  readonly privateKeyJwtConfig?: pulumi.Input<object>;
}

/** Returns the inputs for the authentication of a client, besides id and secret. */
function clientAuthenticationInputs(label: string, args: object): pulumi.Inputs {
  const { clientAuthenticationMethod: method, privateKeyJwtConfig: config }: ClientAuthentication = args;
  const isLater = pulumi.Output.isInstance(method) || method instanceof Promise;
  return {
    ...(isLater ? { clientAuthenticationMethod: methodWithSecret(label, method) } : {}),
    ...(isNil(config) ? {} : { privateKeyJwtConfig: withSecretClaims(config) }),
  };
}

/**
 * Returns the parts of the authentication that permissions depend on, for a client without a secret. If one of them
 * changes, a new provider with another name replaces the old one.
 */
function authenticationIdentity(args: object): pulumi.Input<string>[] {
  const { clientAuthenticationMethod: method, privateKeyJwtConfig: config }: ClientAuthentication = args;
  if (typeof method !== "string" || !isWithoutSecret(method)) return [];
  const arn = signingKeyOf(plainValues(config));
  if (typeof arn !== "string") return [method];
  return [method, arn === unknownValue ? pulumi.output(config).apply((known) => String(signingKeyOf(known))) : arn];
}

/** The permissions of a client without a secret must be known at construction. */
function methodWithSecret(label: string, method: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(method).apply((known) => {
    if (!isWithoutSecret(known)) return known;
    throw programError(
      `${label}: clientAuthenticationMethod: must be a plain value, not an Output, because permissions depend on it. Write "${known}".`,
    );
  });
}

const claims = ["additionalHeaderClaims", "additionalPayloadClaims"];

/** Makes the values of claims secret, as the service does. If the configuration is an Output, all of it becomes secret. */
function withSecretClaims(config: unknown): unknown {
  if (pulumi.Output.isInstance(config) || config instanceof Promise)
    return pulumi.output(config).apply(withSecretClaims);
  if (!isObject(config)) return config;
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      claims.includes(name) && !isNil(value) ? pulumi.secret(value) : value,
    ]),
  );
}

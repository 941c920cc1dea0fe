import type { ApiKeyPlacementArgs } from "./outboundAuth";
import type * as pulumi from "@pulumi/pulumi";

/** A target's credential in the shape of `@pulumi/aws`: one member, by the credential's type. */
export interface CredentialProviderConfiguration {
  readonly apiKey?: {
    readonly providerArn: string;
    readonly credentialLocation: string;
    readonly credentialParameterName: string;
    readonly credentialPrefix?: string;
  };
  readonly oauth?: {
    readonly providerArn: string;
    readonly scopes: string[];
    readonly grantType?: string;
    readonly defaultReturnUrl?: string;
    readonly customParameters?: Record<string, string>;
  };
  readonly gatewayIamRole?: {
    readonly service?: string;
    readonly region?: string;
  };
  readonly callerIamCredentials?: {
    readonly service: string;
    readonly region?: string;
  };
  readonly jwtPassthrough?: Record<string, never>;
}

/** A target's credential in the shape of the AgentCore API. */
export interface ApiCredentialProviderConfiguration {
  readonly credentialProviderType:
    "API_KEY" | "OAUTH" | "GATEWAY_IAM_ROLE" | "CALLER_IAM_CREDENTIALS" | "JWT_PASSTHROUGH";
  /** Absent for a JWT that is handed on, and for the gateway's own role where no service is named. */
  readonly credentialProvider?: {
    readonly apiKeyCredentialProvider?: NonNullable<CredentialProviderConfiguration["apiKey"]>;
    readonly oauthCredentialProvider?: NonNullable<CredentialProviderConfiguration["oauth"]>;
    readonly iamCredentialProvider?: NonNullable<CredentialProviderConfiguration["callerIamCredentials"]>;
  };
}

export type Placement = pulumi.Unwrap<ApiKeyPlacementArgs>;

/** The configuration for an API key. Absent and empty are two things: a prefix that is not given is not sent. */
export function apiKeyConfiguration(providerArn: string, placement: Placement): CredentialProviderConfiguration {
  const { credentialLocation, credentialParameterName, credentialPrefix } = placement;
  const prefix = credentialPrefix === undefined ? {} : { credentialPrefix };
  return { apiKey: { providerArn, credentialLocation, credentialParameterName, ...prefix } };
}

/** Which token the gateway asks for, once all of it is known. */
export interface Token {
  readonly scopes: string[];
  readonly grantType?: string;
  readonly defaultReturnUrl?: string;
  readonly customParameters?: Record<string, string>;
}

/** The configuration for an OAuth token. */
export function oauthConfiguration(providerArn: string, token: Token): CredentialProviderConfiguration {
  const { scopes, grantType, defaultReturnUrl, customParameters } = token;
  return {
    oauth: {
      providerArn,
      scopes,
      // Sent although it is the service's default: what is asked for should stand in the target.
      grantType: grantType ?? "CLIENT_CREDENTIALS",
      ...(defaultReturnUrl === undefined ? {} : { defaultReturnUrl }),
      ...(customParameters === undefined ? {} : { customParameters }),
    },
  };
}

/** A configuration in the shape of the API's list, which has one entry, or is left out. */
export function apiConfigurations(
  configuration: CredentialProviderConfiguration | undefined,
): ApiCredentialProviderConfiguration[] | undefined {
  if (configuration === undefined) return undefined;
  const { apiKey, oauth, callerIamCredentials: caller, jwtPassthrough, gatewayIamRole = {} } = configuration;
  if (apiKey !== undefined)
    return [{ credentialProviderType: "API_KEY", credentialProvider: { apiKeyCredentialProvider: apiKey } }];
  if (oauth !== undefined)
    return [{ credentialProviderType: "OAUTH", credentialProvider: { oauthCredentialProvider: oauth } }];
  if (caller !== undefined)
    return [
      { credentialProviderType: "CALLER_IAM_CREDENTIALS", credentialProvider: { iamCredentialProvider: caller } },
    ];
  if (jwtPassthrough !== undefined) return [{ credentialProviderType: "JWT_PASSTHROUGH" }];
  const { service, region } = gatewayIamRole;
  if (service === undefined) return [{ credentialProviderType: "GATEWAY_IAM_ROLE" }];
  const iamCredentialProvider = { service, ...(region === undefined ? {} : { region }) };
  return [{ credentialProviderType: "GATEWAY_IAM_ROLE", credentialProvider: { iamCredentialProvider } }];
}

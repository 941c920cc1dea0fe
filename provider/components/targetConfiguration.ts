import type { TokenArgs, ApiKeyPlacementArgs } from "./outboundAuthArgs";
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
    readonly customParameters?: Record<string, string>;
  };
  readonly gatewayIamRole?: Record<string, never>;
}

/** A target's credential in the shape of the AgentCore API. */
export interface ApiCredentialProviderConfiguration {
  readonly credentialProviderType: "API_KEY" | "OAUTH" | "GATEWAY_IAM_ROLE";
  /** Absent for the gateway's own role. */
  readonly credentialProvider?: {
    readonly apiKeyCredentialProvider?: NonNullable<CredentialProviderConfiguration["apiKey"]>;
    readonly oauthCredentialProvider?: NonNullable<CredentialProviderConfiguration["oauth"]>;
  };
}

export type Placement = pulumi.Unwrap<ApiKeyPlacementArgs>;

/** The configuration for an API key. Absent and empty are two things: a prefix that is not given is not sent. */
export function apiKeyConfiguration(providerArn: string, placement: Placement): CredentialProviderConfiguration {
  const { credentialLocation, credentialParameterName, credentialPrefix } = placement;
  const prefix = credentialPrefix === undefined ? {} : { credentialPrefix };
  return { apiKey: { providerArn, credentialLocation, credentialParameterName, ...prefix } };
}

export type Token = pulumi.Unwrap<TokenArgs>;

/** The configuration for an OAuth token. */
export function oauthConfiguration(providerArn: string, token: Token): CredentialProviderConfiguration {
  const { scopes, grantType, customParameters } = token;
  return {
    oauth: {
      providerArn,
      scopes,
      // Sent although it is the service's default: what is asked for should stand in the target.
      grantType: grantType ?? "CLIENT_CREDENTIALS",
      ...(customParameters === undefined ? {} : { customParameters }),
    },
  };
}

/** A configuration in the shape of the API's list, which has one entry, or is left out. */
export function apiConfigurations(
  configuration: CredentialProviderConfiguration | undefined,
): ApiCredentialProviderConfiguration[] | undefined {
  if (configuration === undefined) return undefined;
  const { apiKey, oauth } = configuration;
  if (apiKey !== undefined)
    return [{ credentialProviderType: "API_KEY", credentialProvider: { apiKeyCredentialProvider: apiKey } }];
  if (oauth !== undefined)
    return [{ credentialProviderType: "OAUTH", credentialProvider: { oauthCredentialProvider: oauth } }];
  return [{ credentialProviderType: "GATEWAY_IAM_ROLE" }];
}

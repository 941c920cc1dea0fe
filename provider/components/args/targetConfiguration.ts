/** Credential of a target, in the shape of `@pulumi/aws`: one member, by the type of credential. */
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

/** Credential of a target, in the shape of the AgentCore API. */
export interface ApiCredentialProviderConfiguration {
  readonly credentialProviderType:
    "API_KEY" | "OAUTH" | "GATEWAY_IAM_ROLE" | "CALLER_IAM_CREDENTIALS" | "JWT_PASSTHROUGH";
  /** Absent for `JWT_PASSTHROUGH`, and for `GATEWAY_IAM_ROLE` without a service. */
  readonly credentialProvider?: {
    readonly apiKeyCredentialProvider?: NonNullable<CredentialProviderConfiguration["apiKey"]>;
    readonly oauthCredentialProvider?: NonNullable<CredentialProviderConfiguration["oauth"]>;
    readonly iamCredentialProvider?: NonNullable<CredentialProviderConfiguration["callerIamCredentials"]>;
  };
}

type ApiKeyPlacement = Omit<NonNullable<CredentialProviderConfiguration["apiKey"]>, "providerArn">;

/** Returns the configuration for an API key. The service treats an absent prefix differently from an empty one. */
export function apiKeyConfiguration(providerArn: string, placement: ApiKeyPlacement): CredentialProviderConfiguration {
  const { credentialLocation, credentialParameterName, credentialPrefix } = placement;
  const prefix = credentialPrefix === undefined ? {} : { credentialPrefix };
  return { apiKey: { providerArn, credentialLocation, credentialParameterName, ...prefix } };
}

type Token = Omit<NonNullable<CredentialProviderConfiguration["oauth"]>, "providerArn">;

/** Returns the configuration for an OAuth token. */
export function oauthConfiguration(providerArn: string, token: Token): CredentialProviderConfiguration {
  const { scopes, grantType, defaultReturnUrl, customParameters } = token;
  return {
    oauth: {
      providerArn,
      scopes,
      // The service has the same default. The target shows the grant if it is sent.
      grantType: grantType ?? "CLIENT_CREDENTIALS",
      ...(defaultReturnUrl === undefined ? {} : { defaultReturnUrl }),
      ...(customParameters === undefined ? {} : { customParameters }),
    },
  };
}

/** Returns the API's list with this one configuration, or `undefined` for no configuration. */
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

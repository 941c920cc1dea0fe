/** Credential of a target, in the shape of `@pulumi/aws`: one member, by the type of credential. */
export interface CredentialProviderConfiguration {
  /** An API key, and where a request carries it. Present only with `API_KEY`. */
  readonly apiKey?: {
    readonly providerArn: string;
    readonly credentialLocation: string;
    readonly credentialParameterName: string;
    readonly credentialPrefix?: string;
  };
  /** An OAuth token, and how the gateway requests it. Present only with `OAUTH`. */
  readonly oauth?: {
    readonly providerArn: string;
    readonly scopes: string[];
    readonly grantType?: string;
    readonly defaultReturnUrl?: string;
    readonly customParameters?: Record<string, string>;
  };
  /** The signature of the gateway's role. Present only with `GATEWAY_IAM_ROLE`. */
  readonly gatewayIamRole?: {
    readonly service?: string;
    readonly region?: string;
  };
  /** The signature of the gateway's caller. Present only with `CALLER_IAM_CREDENTIALS`. */
  readonly callerIamCredentials?: {
    readonly service: string;
    readonly region?: string;
  };
  /** Has no members. Present only with `JWT_PASSTHROUGH`. */
  readonly jwtPassthrough?: Record<string, never>;
}

/** Credential of a target, in the shape of the AgentCore API. */
export interface ApiCredentialProviderConfiguration {
  /** The kind of credential. */
  readonly credentialProviderType:
    "API_KEY" | "OAUTH" | "GATEWAY_IAM_ROLE" | "CALLER_IAM_CREDENTIALS" | "JWT_PASSTHROUGH";
  /** Absent for `JWT_PASSTHROUGH`, and for credentials without a service. */
  readonly credentialProvider?: {
    readonly apiKeyCredentialProvider?: NonNullable<CredentialProviderConfiguration["apiKey"]>;
    readonly oauthCredentialProvider?: NonNullable<CredentialProviderConfiguration["oauth"]>;
    readonly iamCredentialProvider?: NonNullable<CredentialProviderConfiguration["callerIamCredentials"]>;
  };
}

type ApiKeyPlacement = Omit<NonNullable<CredentialProviderConfiguration["apiKey"]>, "providerArn">;

/** Returns the configuration for an API key. */
export function apiKeyConfiguration(providerArn: string, placement: ApiKeyPlacement): CredentialProviderConfiguration {
  const { credentialLocation, credentialParameterName, credentialPrefix } = placement;
  return { apiKey: definedMembers({ providerArn, credentialLocation, credentialParameterName, credentialPrefix }) };
}

type Token = Omit<NonNullable<CredentialProviderConfiguration["oauth"]>, "providerArn">;

/** Returns the configuration for an OAuth token. */
export function oauthConfiguration(providerArn: string, token: Token): CredentialProviderConfiguration {
  // The service has the same default. The target shows the grant if it is sent.
  const { scopes, grantType = "CLIENT_CREDENTIALS", defaultReturnUrl, customParameters } = token;
  return { oauth: definedMembers({ providerArn, scopes, grantType, defaultReturnUrl, customParameters }) };
}

/** Leaves out members that are `undefined`: the service treats an absent member differently from an empty one. */
export function definedMembers<Members extends object>(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members;
}

/** Returns the API's list with this one configuration, or `undefined` for no configuration. */
export function apiConfigurations(
  configuration: CredentialProviderConfiguration | undefined,
): ApiCredentialProviderConfiguration[] | undefined {
  if (configuration === undefined) return undefined;
  const { apiKey, oauth, callerIamCredentials, jwtPassthrough, gatewayIamRole } = configuration;
  const listOf = (
    credentialProviderType: ApiCredentialProviderConfiguration["credentialProviderType"],
    credentialProvider?: ApiCredentialProviderConfiguration["credentialProvider"],
  ) => [definedMembers({ credentialProviderType, credentialProvider })];
  if (apiKey !== undefined) return listOf("API_KEY", { apiKeyCredentialProvider: apiKey });
  if (oauth !== undefined) return listOf("OAUTH", { oauthCredentialProvider: oauth });
  if (callerIamCredentials !== undefined)
    return Object.keys(callerIamCredentials).length === 0
      ? listOf("CALLER_IAM_CREDENTIALS")
      : listOf("CALLER_IAM_CREDENTIALS", { iamCredentialProvider: callerIamCredentials });
  if (jwtPassthrough !== undefined) return listOf("JWT_PASSTHROUGH");
  const { service, region } = gatewayIamRole ?? {};
  if (service === undefined) return listOf("GATEWAY_IAM_ROLE");
  return listOf("GATEWAY_IAM_ROLE", { iamCredentialProvider: definedMembers({ service, region }) });
}

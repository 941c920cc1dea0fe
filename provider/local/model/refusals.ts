import { accessDenied, conflict, notFound, quotaExceeded, ServiceError, throttled, validation } from "./errors";

/**
 * Origin of a refusal. `recorded`: somebody published this answer of the service. `documented`: a document of AWS states the
 * rule, and the text is ours. `guess`: rule and text are ours.
 */
type Basis = "recorded" | "documented" | "guess";

export interface Refusal {
  /** Message of the error. `{name}` is replaced by a value. */
  readonly text: string;
  readonly basis: Basis;
  /** Document or record; for a guess, the reason why the service probably refuses. */
  readonly source: string;
  /** @default a ValidationException */
  readonly error?: (message: string) => ServiceError;
}

type Row = string | Pick<Refusal, "text" | "error">;

/** Every error of an emulated operation, except for violations of the model's constraints and injected faults. */
export const refusals = {
  ...because("recorded", "measurements of the service, published with the rules of cdk-preflight", {
    apiKeyMissing: "ApiKey is required when secret source is MANAGED or not specified",
    apiKeyUnexpected: "ApiKey must not be provided when secret source is EXTERNAL",
    apiKeyConfigMissing: "ApiKeySecretConfig is required when secret source is EXTERNAL",
    apiKeyConfigUnexpected: "ApiKeySecretConfig must not be provided when secret source is MANAGED or not specified",
    otherVendorsConfig: "Provided configuration does not match selected type: {vendor}",
    clientSecretMissing:
      "clientSecret is required for CLIENT_SECRET_BASIC and CLIENT_SECRET_POST authentication methods",
    clientSecretUnexpected: "ClientSecret must not be provided when secret source is EXTERNAL",
    clientSecretConfigMissing:
      "clientSecretConfig is required for CLIENT_SECRET_BASIC and CLIENT_SECRET_POST authentication methods",
    privateKeyConfigMissing: "privateKeyJwtConfig is required when clientAuthenticationMethod is PRIVATE_KEY_JWT",
  }),
  ...because("recorded", "errors that public programs quote", {
    nameTaken: "Credential provider with name: {name} already exists",
    clientIdMissing: "Missing required parameter in oauth2ProviderConfigInput.customOauth2ProviderConfig",
  }),
  ...because("recorded", "common errors of AWS services", {
    signatureMissing: { text: "Missing Authentication Token", error: signIn("MissingAuthenticationTokenException") },
    signedForOther: {
      text: "Credential should be scoped to correct service: '{service}'.",
      error: signIn("InvalidSignatureException"),
    },
    tokenInvalid: {
      text: "The security token included in the request is invalid.",
      error: signIn("UnrecognizedClientException"),
    },
    tokenExpired: {
      text: "The security token included in the request is expired",
      error: signIn("ExpiredTokenException"),
    },
    tooManyRequests: { text: "Rate exceeded", error: throttled },
  }),
  ...because("documented", "the errors that the service model lists for the operation", {
    bodyUnreadable: {
      text: "The request body is not a JSON object.",
      error: (message: string) => validation(message, undefined, "CannotParse"),
    },
    providerMissing: { text: "Credential provider with name: {name} not found", error: notFound },
    taggedMissing: { text: "Resource not found: {arn}", error: notFound },
    notTaggable: "The resourceArn is not the ARN of a Bedrock AgentCore resource",
  }),
  ...because("documented", 'Developer Guide, "Client authentication methods" and "Private key JWT"', {
    twoMethods: "TokenEndpointAuthMethods must not be provided together with clientAuthenticationMethod",
    privateKeyMemberMissing: "{member} is required in privateKeyJwtConfig",
    reservedClaim: "{member} must not contain {claim}",
    keyElsewhere: "KmsKeyArn must name a key in the Region of the credential provider",
  }),
  ...because("documented", "API Reference, the descriptions of the members", {
    scopesUnexpected: "ActorTokenScopes must not be provided unless actor token content is M2M",
    certificateUnexpected: "CertificateConfigurations must not be provided without a private endpoint",
  }),
  ...because("documented", "Developer Guide, the page of the vendor", {
    endpointMissing:
      "Missing required parameter in oauth2ProviderConfigInput.includedOauth2ProviderConfig: {member} for {vendor}",
  }),
  ...because("documented", 'Developer Guide, "Quotas"; which of the two quota errors comes is a guess', {
    tooManyProviders: {
      text: "The quota of {quota} {label} credential providers is reached.",
      error: quotaExceeded,
    },
  }),
  ...because("documented", 'Tagging AWS Resources User Guide, "Tag naming limits and requirements"', {
    reservedTagKey: "Tag keys that begin with aws: are reserved for AWS use.",
    tooManyTags: { text: "A resource can have at most 50 tags.", error: quotaExceeded },
  }),
  ...because("documented", 'IAM User Guide, "AWS Signature Version 4 for API requests"', {
    signatureUnreadable: {
      text: "The Authorization header has no SigV4 credential.",
      error: signIn("IncompleteSignatureException"),
    },
  }),
  ...because("documented", "AWS STS API Reference, AssumeRole", {
    roleInvalid: {
      text: "{member}: {constraint}",
      error: (message: string) => new ServiceError("ValidationError", 400, message),
    },
  }),
  ...because("documented", 'IAM User Guide, "Cross-account policy evaluation logic"', {
    otherAccount: {
      text: "User: {user} is not authorized to access the tags of resource: {arn}",
      error: accessDenied,
    },
  }),
  ...because("guess", "the same rule is recorded for API keys", {
    clientSecretConfigUnexpected:
      "ClientSecretConfig must not be provided when secret source is MANAGED or not specified",
  }),
  ...because("guess", "CloudFormation and Terraform replace a provider for another vendor", {
    vendorChanged: "The vendor of a credential provider cannot be changed",
  }),
  ...because("guess", "the service model lists ConflictException for a deletion and an update", {
    inAnotherStatus: {
      text: "Credential provider with name: {name} cannot be changed while its status is {status}",
      error: conflict,
    },
  }),
  ...because("guess", "the request contradicts itself, or names something that does not exist", {
    vaultMissing: { text: "Token vault {id} not found", error: notFound },
    keyMissing: "KmsKeyArn is required when key type is CustomerManagedKey",
    keyUnexpected: "KmsKeyArn must not be provided when key type is ServiceManagedKey",
    pageTokenInvalid: "The nextToken is not valid",
  }),
} satisfies Record<string, Refusal>;

export type RefusalId = keyof typeof refusals;

/** Behaviour besides refusals that no document and no published answer of the service decides. */
export const assumptions: readonly string[] = [
  "The request alone is checked first: its members, the rules between them, reserved tag keys. Then the provider is looked up. Then come the checks that need it: status, vendor, number of tags.",
  "An update follows the rules of a creation. It replaces the whole configuration: members that it leaves out are gone.",
  "An update can change between a secret that the service stores and your own.",
  "While an update is in progress, the answer has the new configuration, and the old one is live. An update that fails changes nothing.",
  "A provider whose creation or deletion failed cannot be updated, only deleted.",
  "An `issuer`, `authorizationEndpoint` or `tokenEndpoint` for a vendor with known endpoints, Zoom for example, replaces the vendor's.",
  "The endpoints of the other vendors are those of the vendors' documentation. Microsoft without `tenantId` has the tenant `common`.",
  "A client that authenticates with a signed token has no secret: one in the request is ignored, and the answer has no `clientSecretArn`.",
  "`privateKeyJwtConfig` with another authentication method, and `tokenExchangeGrantTypeConfig` with another grant, are stored and returned.",
  "`privateEndpointOverrides` count as a private endpoint for `certificateConfigurations`.",
  "A list has pages of 10 providers, sorted by name, if the request names no size.",
  "A new configuration or secret changes `lastUpdatedTime`; tags do not.",
  "The rate limit allows a burst of 20 requests, and applies to every operation.",
  "The name of a deleted provider is free immediately, unless the setting `slowDelete` says otherwise.",
];

/** Returns the error for a refusal. A `field` is the member of the request that the error names. */
export function refusal(id: RefusalId, values: Readonly<Record<string, string>> = {}): ServiceError {
  const { text, error }: Refusal = refusals[id];
  const message = text.replace(/\{(\w+)\}/g, (_placeholder, name: string) => values[name] ?? "");
  const { field } = values;
  return error?.(message) ?? validation(message, field === undefined ? undefined : [{ name: field, message }]);
}

function because<K extends string>(basis: Basis, source: string, rows: Readonly<Record<K, Row>>): Record<K, Refusal> {
  const all = Object.entries<Row>(rows).map(([id, row]) => {
    return [id, { ...(typeof row === "string" ? { text: row } : row), basis, source }];
  });
  return Object.fromEntries(all) as Record<K, Refusal>;
}

function signIn(type: string): (message: string) => ServiceError {
  return (message) => new ServiceError(type, 403, message);
}

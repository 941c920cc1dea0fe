import type { SecretRule, TextRule } from "./text";

/**
 * Limits of names and values as data.
 * Source unless noted: service model "bedrock-agentcore-control" 2023-06-05.
 */
export const providerName: TextRule = {
  is: "the provider's name",
  minLength: 1,
  maxLength: 128,
  pattern: /^[a-zA-Z0-9_-]+$/,
  allowed: "letters, digits, - or _",
};

export const tokenVaultId: TextRule = {
  is: "the token vault's id",
  minLength: 1,
  maxLength: 64,
  pattern: /^[a-zA-Z0-9_-]+$/,
  allowed: "letters, digits, - or _",
};

/** The model allows an empty key; the service then says "ApiKey is required", so the rule begins at one character. */
export const apiKey: SecretRule = {
  is: "the API key",
  minLength: 1,
  maxLength: 65_536,
  remedy:
    'Write the key as a secret, for example config.requireSecret("searchKey"), or fromEnv("NAME") for one that no state holds.',
};

/** The model begins at 0 for custom providers; the service then misses it. */
export const clientId: TextRule = { is: "the client id", minLength: 1, maxLength: 256 };

/** As {@link clientId}: the model's 0 is refused by the service, which misses a secret. */
export const clientSecret: SecretRule = {
  is: "the client secret",
  minLength: 1,
  maxLength: 2048,
  remedy:
    'Write the client secret as a secret, for example config.requireSecret("clientSecret"), or fromEnv("NAME") for one that no state holds.',
};

/** Source: POSIX.1, "Environment Variable Definition"; lower case too, which shells and pipelines allow. */
export const environmentVariable: TextRule = {
  is: "the variable's name",
  minLength: 1,
  maxLength: 255,
  pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
  allowed: "letters, digits or _, no digit first",
};

/** Source: Secrets Manager API Reference, CreateSecret. */
export const secretName: TextRule = {
  is: "the secret's name",
  minLength: 1,
  maxLength: 512,
  pattern: /^[a-zA-Z0-9/_+=.@-]+$/,
  allowed: "letters, digits or / _ + = . @ -, or write the secret's ARN",
};

/** Source: service model, SecretReference. */
export const secretJsonKey: TextRule = { is: "the key in the secret's JSON text", minLength: 1, maxLength: 128 };

export const tenantId: TextRule = { is: "the tenant id", minLength: 1, maxLength: 2048 };

/** The methods that authenticate a client with its secret. */
export const clientAuthenticationMethods = ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"] as const;

/** What an authorization server's metadata may say of the same. */
export const tokenEndpointAuthMethods = ["client_secret_basic", "client_secret_post"] as const;

/** OAuthCredentialProvider of a gateway target. */
export const scope: TextRule = { is: "the scope", minLength: 1, maxLength: 64 };
export const scopesPerTarget = 100;

export const customParameterKey: TextRule = { is: "the parameter's name", minLength: 1, maxLength: 256 };
export const customParameterValue: TextRule = { is: "the parameter's value", minLength: 1, maxLength: 2048 };
export const customParametersPerTarget = 10;

/** Characters of the ARN that a Lambda target names. Source: service model, LambdaFunctionArn of a gateway target. */
export const lambdaArnLength = 170;

/** Source: Lambda API Reference, CreateFunction and CreateAlias. */
export const functionName: TextRule = {
  is: "the function's name",
  minLength: 1,
  maxLength: 64,
  pattern: /^[a-zA-Z0-9_-]+$/,
  allowed: "letters, digits, - or _",
};

export const qualifier: TextRule = {
  is: "the qualifier",
  minLength: 1,
  maxLength: 128,
  pattern: /^[a-zA-Z0-9_-]+$/,
  allowed: "letters, digits, - or _: the name of an alias, or the number of a version",
};

export const tagKey: TextRule = {
  is: "the tag's key",
  minLength: 1,
  maxLength: 128,
  pattern: /^[a-zA-Z0-9\s._:/=+@-]*$/,
  allowed: "letters, digits, spaces or . _ : / = + @ -",
};

export const tagValue: TextRule = { ...tagKey, is: "the tag's value", minLength: 0, maxLength: 256 };

/** Tags of one resource, the two of the ownership mark included. */
export const tagsPerResource = 50;

export const credentialLocations = ["HEADER", "QUERY_PARAMETER"] as const;

export const credentialParameterName: TextRule = { is: "the parameter's name", minLength: 1, maxLength: 64 };

/** The model begins at one character; an empty prefix is handed on as written, because it is not the same as none. */
export const credentialPrefix: TextRule = { is: "the prefix", minLength: 0, maxLength: 64 };

/** Alternating characters and single hyphens: `([0-9a-zA-Z][-]?){1,48}`. */
export const gatewayName: TextRule = {
  is: "the gateway's name",
  minLength: 1,
  maxLength: 96,
  pattern: /^([0-9a-zA-Z]-?){1,48}$/,
  allowed: "characters: letters and digits (48 at most), with single hyphens between them",
};

export const region: TextRule = {
  is: "the Region",
  minLength: 4,
  maxLength: 32,
  pattern: /^[a-z]{2,4}(-[a-z]+)+-\d+$/,
  allowed: 'characters in the form "us-east-1"',
};

export const accountId: TextRule = {
  is: "the account id",
  minLength: 12,
  maxLength: 12,
  pattern: /^\d{12}$/,
  allowed: "digits",
};

/** Source: IAM API Reference, CreateRole, RoleArn patterns. */
export const roleArn: TextRule = {
  is: "the role's ARN",
  minLength: 20,
  maxLength: 2048,
  pattern: /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  allowed: 'characters in the form "arn:aws:iam::123456789012:role/NAME"',
};

import type { TextRule } from "./text";

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

/** The model allows an empty key; the service then says "ApiKey is required", so the rule begins at one character. */
export const apiKey: TextRule = { is: "the API key", minLength: 1, maxLength: 65_536 };

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

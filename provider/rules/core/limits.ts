import * as arn from "../../iam/policy/arn";
import type { SecretRule, TextRule } from "./problem";
export { apiMethods } from "../../iam/policy/arn";

// Limits of names and values.
// Source unless noted: service model "bedrock-agentcore-control" 2023-06-05.

/** Returns the rule for a value that also appears in ARNs. Pattern and length are those that policies use. */
function ruleOf(component: arn.ArnComponent, is: string, allowed: string, minLength = 1): TextRule {
  const { maxLength, pattern } = component;
  return { is, minLength, maxLength, pattern, allowed };
}

export const providerName = ruleOf(arn.providerName, "the provider's name", "letters, digits, - or _");

export const tokenVaultId = ruleOf(arn.tokenVaultId, "the token vault's id", "letters, digits, - or _");

/** The model allows an empty key, but the service then answers "ApiKey is required". */
export const apiKey: SecretRule = {
  is: "the API key",
  maxLength: 65_536,
  isSent: true,
  remedy:
    'Write the key as a secret, for example config.requireSecret("searchKey"), or fromEnv("NAME") for one that no state holds.',
};

/** The model begins at 0 characters for custom providers, but the service requires an id. */
export const clientId: TextRule = { is: "the client id", maxLength: 256, isSent: true };

/** The model begins at 0 characters, but the service requires a secret. */
export const clientSecret: SecretRule = {
  is: "the client secret",
  maxLength: 2048,
  isSent: true,
  remedy:
    'Write the client secret as a secret, for example config.requireSecret("clientSecret"), or fromEnv("NAME") for one that no state holds.',
};

/** Source: POSIX.1, "Environment Variable Definition"; lower case too, which shells and pipelines allow. */
export const environmentVariable: TextRule = {
  is: "the variable's name",
  maxLength: 255,
  pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
  allowed: "letters, digits or _, no digit first",
};

/** Source: Secrets Manager API Reference, CreateSecret. */
export const secretName: TextRule = {
  is: "the secret's name",
  maxLength: 512,
  pattern: /^[a-zA-Z0-9/_+=.@-]+$/,
  allowed: "letters, digits or / _ + = . @ -, or write the secret's ARN",
};

/** Source: service model, SecretReference. */
export const secretJsonKey: TextRule = { is: "the key in the secret's JSON text", maxLength: 128 };

export const tenantId: TextRule = { is: "the tenant id", maxLength: 2048 };

/** The methods of client authentication. The first is the service's default. */
export const clientAuthenticationMethods = [
  "CLIENT_SECRET_BASIC",
  "CLIENT_SECRET_POST",
  "AWS_IAM_ID_TOKEN_JWT",
  "PRIVATE_KEY_JWT",
] as const;

/** The same methods in the metadata of an authorization server. */
export const tokenEndpointAuthMethods = ["client_secret_basic", "client_secret_post"] as const;

export const kmsKeyArn = ruleOf(
  arn.kmsKeyArn,
  "the key's ARN",
  'characters in the form "arn:aws:kms:REGION:ACCOUNT:key/KEY-ID", no alias',
);

export const signingAlgorithms = ["RS256", "PS256", "ES256"] as const;

export const claimName: TextRule = {
  is: "the claim's name",
  maxLength: 255,
  pattern: /^[A-Za-z0-9_.:#-]+$/,
  allowed: "letters, digits or _ . : # -",
};
export const claimValue: TextRule = { is: "the claim's value", maxLength: 2048 };
export const claimsPerToken = 10;

/** Claims that the service sets. Source: AgentCore Developer Guide, "Private key JWT". */
export const reservedHeaderClaims = ["alg", "typ"] as const;
export const reservedPayloadClaims = ["iss", "sub", "jti", "exp", "iat", "nbf"] as const;

export const onBehalfOfGrantTypes = ["TOKEN_EXCHANGE", "JWT_AUTHORIZATION_GRANT"] as const;
export const actorTokenContents = ["NONE", "M2M", "AWS_IAM_ID_TOKEN_JWT"] as const;
export const actorTokenScope: TextRule = { is: "the scope", maxLength: 128, isSent: true };
export const onBehalfOfAuthenticationMethods = ["NO_CLIENT"] as const;

export const resourceConfiguration: TextRule = {
  is: "the resource configuration",
  minLength: 20,
  maxLength: 2048,
  pattern:
    /^((rcfg-[0-9a-z]{17})|(arn:[a-z0-9-]+:vpc-lattice:[a-zA-Z0-9-]+:\d{12}:resourceconfiguration\/rcfg-[0-9a-z]{17}))$/,
  allowed: 'characters: its id, "rcfg-" and 17 letters or digits, or its ARN',
};
export const vpcId: TextRule = {
  is: "the VPC's id",
  minLength: 12,
  maxLength: 21,
  pattern: /^vpc-(([0-9a-z]{8})|([0-9a-z]{17}))$/,
  allowed: 'characters: "vpc-" and 8 or 17 lower-case letters or digits',
};
export const subnetId: TextRule = {
  is: "the subnet's id",
  minLength: 15,
  maxLength: 24,
  pattern: /^subnet-[0-9a-zA-Z]{8,17}$/,
  allowed: 'characters: "subnet-" and 8 to 17 letters or digits',
};
export const securityGroupId: TextRule = {
  is: "the security group's id",
  minLength: 11,
  maxLength: 20,
  pattern: /^sg-(([0-9a-z]{8})|([0-9a-z]{17}))$/,
  allowed: 'characters: "sg-" and 8 or 17 lower-case letters or digits',
};
export const securityGroupsPerEndpoint = 5;
export const endpointIpAddressTypes = ["IPV4", "IPV6"] as const;
export const routingDomain: TextRule = { is: "the routing domain", minLength: 3, maxLength: 255 };
export const overriddenDomain: TextRule = { is: "the domain", maxLength: 253 };
export const privateEndpointOverrides = 5;

export const certificates = 1;
export const certificateUri: TextRule = {
  is: "the certificate's URI",
  minLength: 6,
  maxLength: 2048,
  pattern: /^s3:\/\/.+$/,
  allowed: 'characters in the form "s3://BUCKET/KEY"',
};
/** The model has no maximum length. Secrets Manager's is 2,048. */
export const certificateSecretArn: TextRule = {
  is: "the secret's ARN",
  minLength: 20,
  maxLength: 2048,
  pattern: /^arn:aws(-[^:]+)?:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$/,
  allowed: 'characters in the form "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX"',
};

/** OAuthCredentialProvider of a gateway target. */
export const scope: TextRule = { is: "the scope", maxLength: 64, isSent: true };
export const scopesPerTarget = 100;

export const customParameterKey: TextRule = { is: "the parameter's name", maxLength: 256, isSent: true };
export const customParameterValue: TextRule = { is: "the parameter's value", maxLength: 2048, isSent: true };
export const customParametersPerTarget = 10;

/** The URL that users return to after consent. */
export const returnUrl: TextRule = {
  is: "the URL",
  maxLength: 2048,
  pattern: /^\w+:(\/?\/?)\S+$/,
  allowed: 'characters in the form "https://app.example.com/consented"',
};

/** IamCredentialProvider of a gateway target. */
export const signingService: TextRule = {
  is: "the service's name",
  maxLength: 64,
  pattern: /^[a-zA-Z0-9._-]+$/,
  allowed: 'letters, digits or . _ -, as signatures name it: "execute-api"',
};
export const signingRegion: TextRule = {
  is: "the Region",
  maxLength: 32,
  pattern: /^[a-zA-Z0-9-]+$/,
  allowed: 'characters in the form "us-east-1"',
};

export const runtimeQualifier = ruleOf(
  arn.runtimeQualifier,
  "the endpoint's name",
  "letters, digits or _, a letter first",
);

/** Source: service model, ConnectorSource. */
export const connectorId: TextRule = {
  is: "the connector's id",
  maxLength: 256,
};

export const restApiId = ruleOf(arn.restApiId, "the API's id", 'letters and digits, as in "a1b2c3d4e5"');

/** Source: API Gateway API Reference, CreateStage. */
export const stageName: TextRule = {
  is: "the stage's name",
  maxLength: 128,
  pattern: /^[a-zA-Z0-9_-]+$/,
  allowed: "letters, digits, - or _",
};

export const apiPath = ruleOf(arn.apiPath, "the path", 'characters in the form "/tickets/{id}", parameters in braces');

export const bucketName = ruleOf(arn.bucketName, "the bucket's name", "lower-case letters, digits, . or -", 3);
export const objectKey = ruleOf(
  arn.objectKey,
  "the object's key",
  "characters up to U+00FF without *, ? and ${, because IAM refuses policies with others",
);

/** Characters of the ARN that a Lambda target names. Source: service model, LambdaFunctionArn of a gateway target. */
export const lambdaArnLength = 170;

export const functionName = ruleOf(arn.functionName, "the function's name", "letters, digits, - or _");

export const qualifier: TextRule = {
  is: "the qualifier",
  maxLength: 128,
  pattern: /^[a-zA-Z0-9_-]+$/,
  allowed: "letters, digits, - or _: the name of an alias, or the number of a version",
};

export const tagKey: TextRule = {
  is: "the tag's key",
  maxLength: 128,
  pattern: /^[a-zA-Z0-9\s._:/=+@-]*$/,
  allowed: "letters, digits, spaces or . _ : / = + @ -",
};

export const tagValue: TextRule = { ...tagKey, is: "the tag's value", minLength: 0, maxLength: 256 };

/** Tags of one resource, including the two ownership tags. */
export const tagsPerResource = 50;

export const credentialLocations = ["HEADER", "QUERY_PARAMETER"] as const;

export const credentialParameterName: TextRule = { is: "the parameter's name", maxLength: 64, isSent: true };

/** The model begins at one character. An empty prefix is sent, because it differs from no prefix. */
export const credentialPrefix: TextRule = { is: "the prefix", minLength: 0, maxLength: 64, isSent: true };

export const gatewayName = ruleOf(
  arn.gatewayName,
  "the gateway's name",
  "characters: letters and digits (48 at most), with single hyphens between them",
);

/** The same form, and longer. */
export const targetName: TextRule = {
  is: "the target's name",
  maxLength: 200,
  pattern: /^([0-9a-zA-Z]-?){1,100}$/,
  allowed: "characters: letters and digits (100 at most), with single hyphens between them",
};
export const targetDescription: TextRule = { is: "the description", maxLength: 200 };

export const region = ruleOf(arn.region, "the Region", 'characters in the form "us-east-1"', 4);

export const accountId = ruleOf(arn.accountId, "the account id", "digits", 12);

export const policyPath = ruleOf(
  arn.iamPath,
  "the path",
  'characters in the form "/agents/", beginning and ending with /',
);

export const roleArn = ruleOf(
  arn.roleArn,
  "the role's ARN",
  'characters in the form "arn:aws:iam::123456789012:role/NAME"',
  20,
);

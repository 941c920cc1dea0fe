// Names and places as AWS allows them, for properties.
import * as fc from "fast-check";
import type { LambdaFunctionId } from "../../provider/iam/gateway/lambdaFunction";
import type { AwsScope } from "../../provider/iam/policy/arn";
import type { CredentialProviderId } from "../../provider/iam/policy/credentialProviders";

const regionsByPartition = [
  { partition: "aws", region: "us-east-1" },
  { partition: "aws", region: "ap-southeast-2" },
  { partition: "aws-cn", region: "cn-north-1" },
  { partition: "aws-us-gov", region: "us-gov-west-1" },
] as const;

export const scopes: fc.Arbitrary<AwsScope> = fc
  .tuple(fc.constantFrom(...regionsByPartition), fc.stringMatching(/^\d{12}$/))
  .map(([place, accountId]) => ({ ...place, accountId }));

export const providerNames = fc.stringMatching(/^[a-zA-Z0-9_-]{1,128}$/);

export const gatewayNames = fc.stringMatching(/^([0-9a-zA-Z]-?){1,48}$/);

const vaults = fc.oneof(fc.constant("default"), fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/));

export const providerIds: fc.Arbitrary<CredentialProviderId> = fc
  .tuple(
    scopes,
    vaults,
    fc.constantFrom("apikeycredentialprovider" as const, "oauth2credentialprovider" as const),
    providerNames,
  )
  .map(([scope, vault, kind, name]) => ({ ...scope, vault, kind, name }));

/** The end that the service appends to a managed secret's name: eight hexadecimal digits, and Secrets Manager's six characters. */
export const newSecretSuffixes = fc.stringMatching(/^-[0-9a-f]{8}-[A-Za-z0-9]{6}$/);

export const functionNames = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);

/** An alias, or the number of a version. */
export const qualifiers = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9_-]{1,128}$/),
  fc.integer({ min: 1, max: 99_999 }).map(String),
);

export const functionIds: fc.Arbitrary<LambdaFunctionId> = fc
  .tuple(scopes, functionNames, fc.option(qualifiers, { nil: undefined }))
  .map(([scope, name, qualifier]) => ({ ...scope, name, ...(qualifier === undefined ? {} : { qualifier }) }));

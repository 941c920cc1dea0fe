import { propertyIs, propertyIsSet } from "../../core/crossFieldRules";
import type { Choice, Condition, CrossFieldRule } from "../../core/crossFieldRules";
import * as limits from "../../core/limits";
import { choice, map, object, optional, required, text } from "../../core/shape";
import { isKnown, unknownValue, valueAt } from "../../core/values";

const methodsWithSecret = ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"];

/** The methods of clients that authenticate with a signed token instead of a secret. */
const methodsWithoutSecret = ["AWS_IAM_ID_TOKEN_JWT", "PRIVATE_KEY_JWT"];

/** Returns true if a client with this method has no secret. */
export function isWithoutSecret(method: unknown): boolean {
  return methodsWithoutSecret.some((name) => name === method);
}

export const method: Choice = {
  property: "clientAuthenticationMethod",
  choices: limits.clientAuthenticationMethods,
  default: "CLIENT_SECRET_BASIC",
};

/** The older form of the same setting. */
export const olderMethod = "oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods";

export const clientAuthenticationMethod = optional(choice("the method", limits.clientAuthenticationMethods));

const methodsGuide = 'Developer Guide, "Client authentication methods"';
const keyGuide = 'Developer Guide, "Private key JWT"';

export const clientAuthenticationRules: readonly CrossFieldRule[] = [
  {
    property: "clientId",
    is: "required",
    when: propertyIs(method, ...methodsWithSecret, "PRIVATE_KEY_JWT"),
    because: "it identifies the client to the authorization server",
    source: methodsGuide,
  },
  {
    property: "clientSecret",
    is: "required",
    when: propertyIs(method, ...methodsWithSecret),
    because: "the client authenticates with it",
    source: methodsGuide,
  },
  {
    property: "clientSecret",
    is: "forbidden",
    when: propertyIs(method, ...methodsWithoutSecret),
    because: "such a client authenticates with a signed token and has no secret, so it is not sent",
    remedy: 'Remove it, or write clientAuthenticationMethod: "CLIENT_SECRET_BASIC" or "CLIENT_SECRET_POST".',
  },
  {
    property: "clientAuthenticationMethod",
    is: "forbidden",
    when: propertyIsSet(olderMethod),
    because: "that is its older form, and the service takes only one of them",
    source: methodsGuide,
    remedy: "Write one of the two.",
  },
];

const claims = (reserved: readonly string[]) =>
  optional(map(limits.claimName, limits.claimValue, { min: 1, max: limits.claimsPerToken, reserved }));

/** The key and algorithm of a client that authenticates with a signed token. */
export const privateKeyJwtConfig = optional(
  object({
    privateKeySource: required(
      "write { kmsKeySource: { kmsKeyArn } }: the key that signs.",
      object({
        kmsKeySource: required(
          "write { kmsKeyArn }: the key that signs.",
          object({
            kmsKeyArn: required(
              "write the ARN of the key that signs, arn:aws:kms:REGION:ACCOUNT:key/KEY-ID.",
              text(limits.kmsKeyArn),
            ),
          }),
        ),
      }),
    ),
    signingAlgorithm: required(
      'write "RS256" or "PS256" for an RSA key, "ES256" for a key of the curve P-256.',
      choice("the algorithm", limits.signingAlgorithms),
    ),
    additionalHeaderClaims: claims(limits.reservedHeaderClaims),
    additionalPayloadClaims: claims(limits.reservedPayloadClaims),
  }),
);

const keyArn = "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn";

/** Returns the ARN of the signing key, or the unknown value if it is not known yet. */
export function signingKeyOf(privateKeyJwtConfig: unknown): unknown {
  return valueAt({ privateKeyJwtConfig }, keyArn);
}

/** Compares the Region of the key with the provider's Region, which the inputs contain once it is known. */
const keyIsInAnotherRegion: Condition = {
  clause: "the key is in another Region than the provider",
  isMet(values) {
    const { region } = values;
    const arn = valueAt(values, keyArn);
    if (arn === unknownValue || !isKnown(region)) return undefined;
    const isArn = typeof arn === "string" && limits.kmsKeyArn.pattern?.test(arn) === true;
    return isArn && arn.split(":")[3] !== region;
  },
};

export const privateKeyJwtRules: readonly CrossFieldRule[] = [
  {
    property: "privateKeyJwtConfig",
    is: "required",
    when: propertyIs(method, "PRIVATE_KEY_JWT"),
    because: "it names the key that signs the client's token",
    source: keyGuide,
    remedy: "Write { privateKeySource: { kmsKeySource: { kmsKeyArn } }, signingAlgorithm }.",
  },
  {
    property: "privateKeyJwtConfig",
    is: "forbidden",
    when: propertyIs(method, "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "AWS_IAM_ID_TOKEN_JWT"),
    because: "such a client does not sign with a key",
    remedy: 'Remove it, or write clientAuthenticationMethod: "PRIVATE_KEY_JWT".',
  },
  {
    property: keyArn,
    is: "forbidden",
    when: keyIsInAnotherRegion,
    because: "the service signs only with keys in its own Region",
    source: keyGuide,
    remedy: "Write a key in the provider's Region; it can belong to another account.",
  },
];

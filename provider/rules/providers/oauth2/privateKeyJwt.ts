import { propertyIs, valueAt } from "../../core/crossFieldRules";
import type { Condition, CrossFieldRule } from "../../core/crossFieldRules";
import {
  claimName,
  claimsPerToken,
  claimValue,
  kmsKeyArn,
  reservedHeaderClaims,
  reservedPayloadClaims,
  signingAlgorithms,
} from "../../core/limits";
import { choice, map, object, optional, required, text } from "../../core/shape";
import { isKnown, unknownValue } from "../../core/values";
import { method } from "./clientAuthentication";

const claims = (reserved: readonly string[]) =>
  optional(map(claimName, claimValue, { min: 1, max: claimsPerToken, reserved }));

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
              text(kmsKeyArn),
            ),
          }),
        ),
      }),
    ),
    signingAlgorithm: required(
      'write "RS256" or "PS256" for an RSA key, "ES256" for a key of the curve P-256.',
      choice("the algorithm", signingAlgorithms),
    ),
    additionalHeaderClaims: claims(reservedHeaderClaims),
    additionalPayloadClaims: claims(reservedPayloadClaims),
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
    const isArn = typeof arn === "string" && kmsKeyArn.pattern?.test(arn) === true;
    return isArn && arn.split(":")[3] !== region;
  },
};

/** Source: AgentCore Developer Guide, "Private key JWT". */
export const privateKeyJwtRules: readonly CrossFieldRule[] = [
  {
    property: "privateKeyJwtConfig",
    is: "required",
    when: propertyIs(method, "PRIVATE_KEY_JWT"),
    because: "it names the key that signs the client's token",
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
    remedy: "Write a key in the provider's Region; it can belong to another account.",
  },
];

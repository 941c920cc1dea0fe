import { method } from "./clientAuthentication";
import { says, valueAt } from "../../core/crossFieldRules";
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
import { isKnown, unknownValue } from "../../core/values";
import type { Member, Shape } from "../../core/shape";

const claims = (reserved: readonly string[]): Member => ({
  shape: { kind: "map", key: claimName, value: claimValue, min: 1, max: claimsPerToken, reserved },
});

const source: Shape = {
  kind: "object",
  members: {
    kmsKeySource: {
      required: "write { kmsKeyArn }: the key that signs.",
      shape: {
        kind: "object",
        members: {
          kmsKeyArn: {
            required: "write the ARN of the key that signs, arn:aws:kms:REGION:ACCOUNT:key/KEY-ID.",
            shape: { kind: "text", rule: kmsKeyArn },
          },
        },
      },
    },
  },
};

/** How a client signs the token that it shows instead of a secret. */
export const privateKeyJwtConfig: Member = {
  shape: {
    kind: "object",
    members: {
      privateKeySource: { required: "write { kmsKeySource: { kmsKeyArn } }: the key that signs.", shape: source },
      signingAlgorithm: {
        required: 'write "RS256" or "PS256" for an RSA key, "ES256" for a key of the curve P-256.',
        shape: { kind: "choice", is: "the algorithm", choices: signingAlgorithms },
      },
      additionalHeaderClaims: claims(reservedHeaderClaims),
      additionalPayloadClaims: claims(reservedPayloadClaims),
    },
  },
};

const keyArn = "privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn";

/** The ARN of the key that signs, of a configuration; not known as long as it is not. */
export function signingKeyOf(privateKeyJwtConfig: unknown): unknown {
  return valueAt({ privateKeyJwtConfig }, keyArn);
}

/** The provider's Region is among the inputs once it is known. */
const keyIsElsewhere: Condition = {
  words: "the key is of another Region than the provider",
  holds(given) {
    const { region } = given;
    const arn = valueAt(given, keyArn);
    if (arn === unknownValue || !isKnown(region)) return undefined;
    // What is no ARN is wrong in another way.
    return typeof arn === "string" && kmsKeyArn.pattern?.test(arn) === true && arn.split(":")[3] !== region;
  },
};

/** What goes with a private key. Source: AgentCore Developer Guide, "Private key JWT". */
export const privateKeyJwtRules: readonly CrossFieldRule[] = [
  {
    property: "privateKeyJwtConfig",
    is: "required",
    where: says(method, "PRIVATE_KEY_JWT"),
    because: "it says which key signs the client's token, and how",
    remedy: "Write { privateKeySource: { kmsKeySource: { kmsKeyArn } }, signingAlgorithm }.",
  },
  {
    property: "privateKeyJwtConfig",
    is: "forbidden",
    where: says(method, "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "AWS_IAM_ID_TOKEN_JWT"),
    because: "such a client signs nothing with a key of its own",
    remedy: 'Remove it, or write clientAuthenticationMethod: "PRIVATE_KEY_JWT".',
  },
  {
    property: keyArn,
    is: "forbidden",
    where: keyIsElsewhere,
    because: "the service signs with keys of its own Region only",
    remedy: "Write a key of the provider's Region; it may belong to another account.",
  },
];

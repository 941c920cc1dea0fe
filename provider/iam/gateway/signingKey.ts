import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertKmsKeyArn } from "../policy/kmsKey";
import { viaService } from "../policy/viaService";

/** An OAuth client that signs its assertions with a KMS key, and has no secret. */
export interface SigningKey {
  readonly source: "PRIVATE_KEY_JWT";
  readonly kmsKeyArn: string;
  /** As in the provider's configuration. */
  readonly signingAlgorithm: "RS256" | "PS256" | "ES256";
}

/** How KMS spells the algorithms of JSON Web Signatures. */
const algorithmsInKms: Readonly<Record<SigningKey["signingAlgorithm"], string>> = {
  RS256: "RSASSA_PKCS1_V1_5_SHA_256",
  PS256: "RSASSA_PSS_SHA_256",
  ES256: "ECDSA_SHA_256",
};

/**
 * The use of the key by AgentCore, to sign with this algorithm. Looking at it is a statement of its own, because a request
 * for that names no algorithm.
 *
 * Source: AgentCore Developer Guide, "Private Key JWT client authentication".
 */
export function signingKeyStatements(scope: AwsScope, { kmsKeyArn, signingAlgorithm }: SigningKey): Statement[] {
  assertKmsKeyArn("kmsKeyArn", kmsKeyArn);
  const viaAgentcore = { "kms:ViaService": viaService(scope, "bedrock-agentcore-identity") };
  return [
    allow("SignAssertion", ["kms:Sign"], [kmsKeyArn], {
      StringEquals: { ...viaAgentcore, "kms:SigningAlgorithm": algorithmsInKms[signingAlgorithm] },
    }),
    allow("DescribeSigningKey", ["kms:DescribeKey"], [kmsKeyArn], { StringEquals: viaAgentcore }),
  ];
}

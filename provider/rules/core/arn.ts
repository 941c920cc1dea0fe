import { parseCredentialProviderArn } from "../../iam/policy/arn";
import type { CredentialProviderKind } from "../../iam/policy/arn";
import { isKmsKeyArn } from "../../iam/policy/kmsKey";
import { isSecretArn } from "../../iam/policy/secret";
import type { Problem } from "./problem";
import { isKnown } from "./values";

/** Characters that would widen a policy if they came in with an ARN: IAM's wildcards, and policy variables. */
const wildcard = /[*?]|\$\{/;

const previewService = /^arn:[^:]*:(agent-credential-provider|acps):/;

const creators: Record<CredentialProviderKind, string> = {
  apikeycredentialprovider: "an API-key credential provider",
  oauth2credentialprovider: "an OAuth 2 credential provider",
};

/** Checks an ARN that a user hands in for a credential provider of one kind. */
export function credentialProviderArnProblems(path: string, arn: unknown, kind: CredentialProviderKind): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && previewService.test(arn)) {
    // Its last part was an id, from which no name follows.
    return [
      {
        path,
        reason: `this ARN has the form of AgentCore's preview, which no longer exists. Write the provider's ARN of today, which ends in its name: "arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/${kind}/NAME".`,
      },
    ];
  }
  const id = typeof arn === "string" ? parseCredentialProviderArn(arn) : undefined;
  if (id === undefined) {
    return [
      {
        path,
        reason: `not the ARN of a credential provider. Write "arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/${kind}/NAME".`,
      },
    ];
  }
  if (id.kind !== kind) {
    return [
      { path, reason: `this is the ARN of ${creators[id.kind]}; ${creators[kind]} (…/${kind}/NAME) belongs here.` },
    ];
  }
  return [];
}

/** Checks the ARN of a Secrets Manager secret that a user hands in. */
export function secretArnProblems(path: string, arn: unknown): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && isSecretArn(arn)) return [];
  return [
    {
      path,
      reason:
        'not the ARN of a secret. Write "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX", with the six characters that Secrets Manager appends.',
    },
  ];
}

/** Checks the ARN of a KMS key that a user hands in. */
export function kmsKeyArnProblems(path: string, arn: unknown): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && isKmsKeyArn(arn)) return [];
  const isAlias = typeof arn === "string" && /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(arn);
  const label = isAlias ? "this is an alias, which policies cannot name" : "not the ARN of a KMS key";
  return [{ path, reason: `${label}. Write "arn:aws:kms:REGION:ACCOUNT:key/KEY-ID".` }];
}

/** Refuses what would make an ARN in a policy match more than one thing. */
export function wildcardProblems(path: string, arn: unknown): Problem[] {
  if (typeof arn !== "string" || !wildcard.test(arn)) return [];
  return [{ path, reason: "an ARN that goes into a policy must name one thing: write it without *, ? and ${." }];
}

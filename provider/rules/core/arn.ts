import { isArnComponent, kmsKeyArn, secretArn } from "../../iam/policy/arn";
import { parseCredentialProviderArn, providerKinds } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import type { Problem } from "./problem";
import { isKnown } from "./values";

/** IAM's wildcards and policy variables. In an ARN, they would make a policy allow more. */
const wildcard = /[*?]|\$\{/;

const previewService = /^arn:[^:]*:(agent-credential-provider|acps):/;

/** Checks the ARN of a credential provider of one kind. */
export function credentialProviderArnProblems(path: string, arn: unknown, kind: CredentialProviderKind): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && previewService.test(arn)) {
    // Such an ARN ended in an id, so the provider's name is unknown.
    return [
      {
        path,
        reason: `this ARN has the form of AgentCore's preview, which no longer exists. Write the provider's current ARN, which ends in its name: "arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/${kind}/NAME".`,
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
      {
        path,
        reason: `this is the ARN of ${providerKinds[id.kind].label}; ${providerKinds[kind].label} (…/${kind}/NAME) belongs here.`,
      },
    ];
  }
  return [];
}

/** Checks the ARN of a secret in Secrets Manager. */
export function secretArnProblems(path: string, arn: unknown): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && isArnComponent(arn, secretArn)) return [];
  return [
    {
      path,
      reason:
        'not the ARN of a secret. Write "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX", with the six characters that Secrets Manager appends.',
    },
  ];
}

/** Checks the ARN of a KMS key. */
export function kmsKeyArnProblems(path: string, arn: unknown): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && isArnComponent(arn, kmsKeyArn)) return [];
  const isAlias = typeof arn === "string" && /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(arn);
  const label = isAlias ? "this is an alias, which policies cannot name" : "not the ARN of a KMS key";
  return [{ path, reason: `${label}. Write "arn:aws:kms:REGION:ACCOUNT:key/KEY-ID".` }];
}

/** Refuses characters that would make an ARN in a policy match more than one thing. */
export function wildcardProblems(path: string, arn: unknown): Problem[] {
  if (typeof arn !== "string" || !wildcard.test(arn)) return [];
  return [{ path, reason: "an ARN in a policy must name one thing. Write it without *, ? and ${." }];
}

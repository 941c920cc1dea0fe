import { iamWildcard, isArnComponent, kmsKeyArn, secretArn } from "../../iam/policy/arn";
import { parseCredentialProviderArn, providerKinds } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import { problemIf } from "./problem";
import type { Problem } from "./problem";
import { isKnown } from "./values";

/** Refuses characters that would make an ARN in a policy match more than one thing. */
export function wildcardProblems(path: string, arn: unknown): Problem[] {
  const isWide = typeof arn === "string" && iamWildcard.test(arn);
  return problemIf(isWide, path, "an ARN in a policy must name one thing. Write it without *, ? and ${.");
}

/** Checks the ARN of one thing. `reasonAgainst` returns the reason why a text is not such an ARN. */
export function arnProblems(
  path: string,
  arn: unknown,
  reasonAgainst: (text: string) => string | undefined,
): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  const reason = reasonAgainst(typeof arn === "string" ? arn : "");
  return reason === undefined ? [] : [{ path, reason }];
}

const previewService = /^arn:[^:]*:(agent-credential-provider|acps):/;

/** Checks the ARN of a credential provider of one kind. */
export function credentialProviderArnProblems(path: string, arn: unknown, kind: CredentialProviderKind): Problem[] {
  const form = `"arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/${kind}/NAME"`;
  return arnProblems(path, arn, (text) => {
    // Such an ARN ended in an id, so the provider's name is unknown.
    if (previewService.test(text))
      return `this ARN has the form of AgentCore's preview, which no longer exists. Write the provider's current ARN, which ends in its name: ${form}.`;
    const id = parseCredentialProviderArn(text);
    if (id === undefined) return `not the ARN of a credential provider. Write ${form}.`;
    if (id.kind === kind) return undefined;
    return `this is the ARN of an ${providerKinds[id.kind].label}; an ${providerKinds[kind].label} (…/${kind}/NAME) belongs here.`;
  });
}

export function secretArnProblems(path: string, arn: unknown): Problem[] {
  const reason =
    'not the ARN of a secret. Write "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX", with the six characters that Secrets Manager appends.';
  return arnProblems(path, arn, (text) => (isArnComponent(text, secretArn) ? undefined : reason));
}

export function kmsKeyArnProblems(path: string, arn: unknown): Problem[] {
  return arnProblems(path, arn, (text) => {
    if (isArnComponent(text, kmsKeyArn)) return undefined;
    const isAlias = /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(text);
    const mistake = isAlias ? "this is an alias, which policies cannot name" : "not the ARN of a KMS key";
    return `${mistake}. Write "arn:aws:kms:REGION:ACCOUNT:key/KEY-ID".`;
  });
}

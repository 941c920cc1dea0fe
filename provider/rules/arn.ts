import { parseCredentialProviderArn } from "../iam/arn";
import type { CredentialProviderKind } from "../iam/arn";
import { isKnown } from "./problem";
import type { Problem } from "./problem";

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

const secretPattern = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[a-zA-Z0-9/_+=.@!-]+$/;

/** Checks the ARN of a Secrets Manager secret that a user hands in. */
export function secretArnProblems(path: string, arn: unknown): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  if (typeof arn === "string" && secretPattern.test(arn)) return [];
  return [
    { path, reason: 'not the ARN of a secret. Write "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX".' },
  ];
}

/** Refuses what would make an ARN in a policy match more than one thing. */
export function wildcardProblems(path: string, arn: unknown): Problem[] {
  if (typeof arn !== "string" || !wildcard.test(arn)) return [];
  return [{ path, reason: "an ARN that goes into a policy must name one thing: write it without *, ? and ${." }];
}

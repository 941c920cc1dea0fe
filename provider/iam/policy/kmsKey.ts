// A multi-Region key's id is as long as any other's. An alias is no key to a policy.
const pattern = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]{36}$/;

/** Whether a text is the ARN of exactly one KMS key (a wildcard never is). */
export function isKmsKeyArn(arn: string): boolean {
  return pattern.test(arn);
}

/** @throws Error that says what to write, where an ARN in a policy would match another thing than one key. */
export function assertKmsKeyArn(path: string, arn: string): void {
  if (isKmsKeyArn(arn)) return;
  throw new Error(
    `${path}: not the ARN of one KMS key, written without wildcards. Write "arn:aws:kms:REGION:ACCOUNT:key/KEY-ID"; an alias does not do.`,
  );
}

// Secrets Manager ends every name in "-" and six characters. Its calls do without them, policies do not.
const pattern = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[a-zA-Z0-9/_+=.@!-]+-[a-zA-Z0-9]{6}$/;

/** Whether a text is the whole ARN of exactly one secret (a wildcard never is). */
export function isSecretArn(arn: string): boolean {
  return pattern.test(arn);
}

/** @throws Error that says what to write, where an ARN in a policy would match another thing than one secret. */
export function assertSecretArn(path: string, arn: string): void {
  if (isSecretArn(arn)) return;
  throw new Error(
    `${path}: not the whole ARN of one secret, written without wildcards. Write "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX".`,
  );
}

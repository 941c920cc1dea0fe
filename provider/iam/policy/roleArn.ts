const pattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/[a-zA-Z0-9_+=,.@/-]+$/;

/** @throws Error that says what to write, where an ARN in a policy would match another thing than one role. */
export function assertRoleArn(path: string, arn: unknown, whose: string): asserts arn is string {
  if (typeof arn === "string" && pattern.test(arn)) return;
  throw new Error(
    `${path}: must be the ARN of ${whose}, written without wildcards. Write "arn:aws:iam::ACCOUNT:role/NAME".`,
  );
}

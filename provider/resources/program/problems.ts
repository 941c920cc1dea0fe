import * as pulumi from "@pulumi/pulumi";
import { renderProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";

/**
 * Returns an error that ends the program with this message. It has no stack: Pulumi does not show it, but when an Output
 * fails, the SDK spends up to half a minute to format it. The message stays as it is: the SDK would write before it, once for
 * each property around the Output, which one it serialized.
 */
export function programError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  return error;
}

/** @throws pulumi.RunError with all problems, if there are any. */
export function throwIfInvalid(label: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw programError(renderProblems(label, problems));
}

/** Checks a value as soon as it is known, before any resource uses it. */
export function checked<T>(
  label: string,
  value: pulumi.Input<T>,
  rule: (value: pulumi.Unwrap<T>) => Problem[],
): pulumi.Output<pulumi.Unwrap<T>> {
  return pulumi.output(value).apply((known) => {
    throwIfInvalid(label, rule(known));
    return known;
  });
}

/** Logs warnings. The program continues. */
export function logWarnings(label: string, warnings: readonly Problem[], resource?: pulumi.Resource): void {
  for (const { path, reason } of warnings) void pulumi.log.warn(`${label}: ${path}: ${reason}`, resource);
}

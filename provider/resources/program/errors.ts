import * as pulumi from "@pulumi/pulumi";
import { renderProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";

/**
 * Returns an error that ends the program with this message. It has no stack: Pulumi does not show it, but when an Output
 * fails, the SDK spends up to half a minute to format it.
 */
export function programError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}

/** @throws pulumi.RunError with all problems, if there are any. */
export function throwIfInvalid(label: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw programError(renderProblems(label, problems));
}

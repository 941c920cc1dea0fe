import * as pulumi from "@pulumi/pulumi";
import { renderProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";

/**
 * An error that ends the program with its message.
 *
 * Without a stack, which Pulumi shows to nobody: where an output fails, the SDK formats the stack all the same, with every
 * step of every output in it, and the message comes half a minute later.
 */
export function programError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}

/** @throws pulumi.RunError with everything that is wrong, if anything is. */
export function throwIfInvalid(label: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw programError(renderProblems(label, problems));
}

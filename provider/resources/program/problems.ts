import * as pulumi from "@pulumi/pulumi";
import { renderProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";
import { isUnitTest } from "./unitTest";

/**
 * Returns an error that ends the program with this message. It has no stack: Pulumi does not show it, but when an Output
 * fails, the SDK spends up to half a minute to format it. The message cannot be changed: the SDK would write before it,
 * once for each property around the Output, which one it serialized.
 */
export function programError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  return error;
}

/** The component that messages concern. */
export interface MessageSubject {
  /** Beginning of messages. */
  readonly label: string;
  /** Returns a problem with the paths that the program wrote. */
  readonly asWritten: (problem: Problem) => Problem;
}

function writtenProblems(subject: string | MessageSubject, problems: readonly Problem[]) {
  if (typeof subject === "string") return { label: subject, problems };
  return { label: subject.label, problems: problems.map(subject.asWritten) };
}

/** Returns an error that ends the program with all problems. */
export function problemsError(subject: string | MessageSubject, problems: readonly Problem[]): pulumi.RunError {
  const written = writtenProblems(subject, problems);
  return programError(renderProblems(written.label, written.problems));
}

/** @throws pulumi.RunError with all problems, if there are any. */
export function throwIfInvalid(subject: string | MessageSubject, problems: readonly Problem[]): void {
  if (problems.length > 0) throw problemsError(subject, problems);
}

/** Does the same with values of Outputs. In a unit test, a wrong value often comes from the mocks. */
export function throwIfLateInvalid(subject: string | MessageSubject, problems: readonly Problem[]): void {
  const error = problems.length > 0 ? problemsError(subject, problems) : undefined;
  const hint =
    "\nThis is a unit test: values of resources are those that newResource of the mocks returns (docs/how-to/test-your-stack.md).";
  if (error !== undefined) throw isUnitTest() ? programError(error.message + hint) : error;
}

/** Checks a value as soon as it is known, before any resource uses it. */
export function checked<T>(
  subject: string | MessageSubject,
  value: pulumi.Input<T>,
  rule: (value: pulumi.Unwrap<T>) => Problem[],
): pulumi.Output<pulumi.Unwrap<T>> {
  return pulumi.output(value).apply((known) => {
    throwIfLateInvalid(subject, rule(known));
    return known;
  });
}

/** Logs warnings. The program continues. */
export function logWarnings(
  subject: string | MessageSubject,
  warnings: readonly Problem[],
  resource?: pulumi.Resource,
): void {
  const { label, problems } = writtenProblems(subject, warnings);
  for (const { path, reason } of problems) void pulumi.log.warn(`${label}: ${path}: ${reason}`, resource);
}

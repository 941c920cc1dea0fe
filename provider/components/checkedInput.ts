import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../resources/programError";
import type { Problem } from "../rules/problem";
import { textProblems } from "../rules/text";
import type { TextRule } from "../rules/text";

/** A value that is checked as soon as it is known: at preview where it is known there, before anything uses it. */
export function checked<T>(
  what: string,
  value: pulumi.Input<T>,
  rule: (value: pulumi.Unwrap<T>) => Problem[],
): pulumi.Output<pulumi.Unwrap<T>> {
  return pulumi.output(value).apply((known) => {
    refuse(what, rule(known));
    return known;
  });
}

/** {@link checked} for a text and its limits. */
export function checkedText(
  what: string,
  path: string,
  value: pulumi.Input<string>,
  rule: TextRule,
): pulumi.Output<string> {
  return checked(what, value, (known) => textProblems(path, known, rule));
}

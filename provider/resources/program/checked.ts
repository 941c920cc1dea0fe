import * as pulumi from "@pulumi/pulumi";
import { throwIfInvalid } from "./errors";
import type { Problem } from "../../rules/core/problem";
import { textProblems } from "../../rules/core/text";
import type { TextRule } from "../../rules/core/text";

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

/** {@link checked} for a text. */
export function checkedText(
  label: string,
  path: string,
  value: pulumi.Input<string>,
  rule: TextRule,
): pulumi.Output<string> {
  return checked(label, value, (known) => textProblems(path, known, rule));
}

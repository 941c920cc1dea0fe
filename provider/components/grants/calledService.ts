import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import type { Statement } from "../../iam/policy/document";
import { programError } from "../../resources/program/errors";
import { renderProblems } from "../../rules/core/problem";
import type { ExecutionRole } from "../gateway/executionRole";

/** Whose call it is, and where the program says what is called. */
export interface Caller {
  readonly label: string;
  readonly path: string;
  readonly role: ExecutionRole;
  /** Where the call is looked for: the gateway's place, in the Region that the credential names. */
  readonly scope: pulumi.Output<AwsScope>;
}

/** What a call with the gateway's own role comes to. */
export interface GrantedCall {
  readonly statements: pulumi.Output<Statement[]>;
  /** What the statements are about, and a name for it. */
  readonly subject: pulumi.Output<string>;
  readonly nameOfSubject: (subject: string) => string;
  readonly followsStatements?: boolean;
  /** Where what is called is, if that is not simply where the gateway is. */
  readonly found?: pulumi.Output<Pick<AwsScope, "region" | "accountId">>;
}

/** An output of a resource, or a text in its place. A resource of another kind ends the program. */
export function outputOrText(
  { label }: Pick<Caller, "label">,
  path: string,
  given: unknown,
  { output, is }: { readonly output: string; readonly is: string },
): pulumi.Output<string> {
  if (!pulumi.Resource.isInstance(given)) return pulumi.output(given as pulumi.Input<string>);
  if (output in given) return (given as unknown as Record<string, pulumi.Output<string>>)[output]!;
  const reason = `this resource is not ${is}. Write one, or its ARN or id.`;
  throw programError(renderProblems(label, [{ path, reason }]));
}

import type { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import type { Statement } from "../../iam/policy/document";
import { programError } from "../../resources/program/errors";
import { renderProblems } from "../../rules/core/problem";
import type { Bundle } from "./grant";

/** A call of the gateway's role: whose it is, and where the program describes it. */
export interface Caller extends Bundle {
  /** Path of the call's properties. */
  readonly path: string;
  /** The gateway's account, and the Region that requests are signed for. */
  readonly scope: pulumi.Output<AwsScope>;
}

/** Permissions for one call. */
export interface GrantedCall {
  readonly statements: pulumi.Output<Statement[]>;
  /** Name of what is called, for the policy's name. */
  readonly policySubject: pulumi.Output<string>;
  /** The statements can change while their subject stays the same. */
  readonly nameFollowsStatements?: boolean;
  /** Region and account of what is called, if they can differ from the gateway's. */
  readonly calledScope?: pulumi.Output<Pick<AwsScope, "region" | "accountId">>;
  /** For a Lambda function. */
  readonly functionArn?: pulumi.Output<string>;
  readonly permission?: Permission;
}

/**
 * Returns an output of a resource, or the text that the program wrote instead of a resource.
 *
 * @throws pulumi.RunError for a resource of another type.
 */
export function outputOrText<Name extends string>(
  { label }: Caller,
  path: string,
  value: Readonly<Record<Name, pulumi.Output<string>>> | pulumi.Input<string>,
  { output, is }: { readonly output: Name; readonly is: string },
): pulumi.Output<string> {
  if (typeof value === "string" || pulumi.Output.isInstance(value) || value instanceof Promise)
    return pulumi.output(value);
  const found: pulumi.Output<string> | undefined = value[output];
  if (found !== undefined) return found;
  throw programError(
    renderProblems(label, [{ path, reason: `this resource is not ${is}. Write one, or its ARN or id.` }]),
  );
}

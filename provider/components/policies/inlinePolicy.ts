import type { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { shortHash } from "../../resources/program/stack";
import type { Bundle, Grant } from "../grants/grant";

/** Policies with the statements of one bundle. */
export interface WrittenPolicies {
  /** Inline policy of this bundle alone. Absent in a group. */
  readonly policy?: RolePolicy;
  /** Known when the policies are in force. The target depends on it. */
  readonly inForce: pulumi.Output<unknown>;
}

/** Writes the statements of one bundle into policies of the gateway's role. */
export type PolicyWriter = (bundle: Bundle, grant: Grant) => WrittenPolicies;

/** Writes an inline policy for one bundle. */
export const writeInlinePolicy: PolicyWriter = ({ name, component, role }, grant) => {
  const policy = role.inlinePolicy(name, namePrefix(grant), grant.statements, { parent: component });
  // A replaced policy with the same text takes as long to reach all of AWS, so the wait depends on the name as well.
  const texts = [policy.namePrefix, policy.policy];
  return { policy, inForce: role.permissionsInForce(name, texts, grant.shared, component) };
};

/** Returns a name that changes if the policy would lose an ARN. Pulumi then replaces it and deletes the old one last. */
function namePrefix({ policySubject, nameFollowsStatements, statements }: Grant): pulumi.Output<string> {
  const subject = policySubject();
  if (nameFollowsStatements !== true) return subject.apply((known) => `agentcore-${known}`);
  return pulumi
    .all([subject, statements])
    .apply(([known, granted]) => `agentcore-${known}-${shortHash([JSON.stringify(granted)], 7)}`);
}

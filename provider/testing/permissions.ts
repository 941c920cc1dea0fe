import { AssertionError } from "node:assert";
import type { Store } from "../sandbox/core/store";
import { decideRequest, statementLines } from "../sandbox/services/decide";

/** Values of condition keys in a request, such as `{ "aws:PrincipalTag/team": "search" }`. Names are not case-sensitive. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/**
 * Assertions about what a role may do. All policies that the program declared for the role decide together, inline and
 * attached. For `lambda:InvokeFunction`, the policy of the function decides too. Other resource policies, permissions
 * boundaries and service control policies do not count.
 *
 * A misspelled test does not pass: both assertions throw an `Error` if there is no such role, or if an argument has the wrong
 * form. They also do if the sandbox cannot evaluate a policy.
 */
export interface PermissionAssertions {
  /**
   * Throws an `AssertionError` of `node:assert` unless the role may do this. The message contains the statements for the action.
   *
   * @param role Name or ARN of the role. The suffix of a name that Pulumi generates can be left out.
   * @param action One action, such as `lambda:InvokeFunction`. Wildcards are not allowed.
   * @param resource ARN of one resource, or `*` for an action without resources.
   * @param context Condition keys of the request. `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalType` and
   * `aws:ResourceAccount` follow from role and resource. Default: none besides these.
   */
  readonly assertAllowed: (role: string, action: string, resource: string, context?: RequestContext) => void;
  /**
   * Throws an `AssertionError` of `node:assert` if the role may do this. It also throws one if nothing known allows it, and
   * the role has a policy whose content is not known, such as one of AWS.
   *
   * @param role Name or ARN of the role. The suffix of a name that Pulumi generates can be left out.
   * @param action One action, such as `lambda:InvokeFunction`. Wildcards are not allowed.
   * @param resource ARN of one resource, or `*` for an action without resources.
   * @param context Condition keys of the request, as for `assertAllowed`. Write those that the policies need: without them, a
   * conditional permission counts as denied.
   */
  readonly assertDenied: (role: string, action: string, resource: string, context?: RequestContext) => void;
}

/** Returns assertions about the roles in a store. */
export function permissionAssertions(store: Store): PermissionAssertions {
  const assertDecision =
    (expected: "allowed" | "denied"): PermissionAssertions["assertAllowed"] =>
    (role, action, resource, context = {}) => {
      const result = decideRequest(store, role, { action, resource, context });
      if ("problem" in result) throw new Error(result.problem);
      const { decision, sentence, ignoredPolicies } = result;
      const actual = decision === "allowed" || decision === "unknown" ? decision : "denied";
      if (actual === expected) return;
      throw new AssertionError({
        // Jest shows these two even if they are undefined.
        actual,
        expected,
        message: [
          `expected ${expected}, but ${sentence}`,
          ...statementLines(action, result),
          ...(actual === "unknown"
            ? [`The content of these policies is not known: ${ignoredPolicies.join(", ")}`]
            : []),
        ].join("\n  "),
      });
    };
  return { assertAllowed: assertDecision("allowed"), assertDenied: assertDecision("denied") };
}

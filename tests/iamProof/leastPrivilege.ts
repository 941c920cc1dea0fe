// Checks that policies allow the needed calls, and nothing else.
import { evaluate, type PolicyDocument, type Statement } from "../../provider/sandbox/policies/evaluator";
import { grantsOf, widenings, type Grant } from "./mutations";
import { requestContext, type ForbiddenCall } from "./neighbours";

/** The policies of one role, with the calls that they must allow and must not allow. */
export interface PolicyTest {
  readonly policies: readonly PolicyDocument[];
  readonly needed: readonly ForbiddenCall[];
  readonly forbidden: readonly ForbiddenCall[];
}

export const underGrants = ({ policies, needed }: PolicyTest) => needed.filter((call) => !allows(policies, call));

export const overGrants = ({ policies, forbidden }: PolicyTest) => forbidden.filter((call) => allows(policies, call));

/** Grants that no needed call depends on. */
export function needlessGrants({ policies, needed }: PolicyTest): string[] {
  const grants = grantsOf(policies);
  const used = new Set<Grant>();
  for (const call of needed) {
    const [grant, ...more] = grants.filter((one) => isAllowedBy(one, call));
    if (grant !== undefined && more.length === 0) used.add(grant);
  }
  return grants.filter((grant) => !used.has(grant)).map(({ Sid, Action, Resource }) => `${Sid}: ${Action} ${Resource}`);
}

/** Wider grants that no forbidden call would notice. */
export function unnoticedWidenings({ policies, forbidden }: PolicyTest): string[] {
  return grantsOf(policies)
    .flatMap(widenings)
    .filter(({ grant }) => !forbidden.some((call) => isAllowedBy(grant, call)))
    .map(({ name }) => name);
}

/** True if the policies allow the call. */
export function allows(policies: readonly PolicyDocument[], call: ForbiddenCall): boolean {
  const { action, resource, context } = call;
  const request = { action, resource, context: { ...requestContext(resource), ...context } };
  return (
    evaluate(
      policies.map((policy) => relevantTo(call, policy)),
      request,
    ) === "allowed"
  );
}

const isAllowedBy = (grant: Grant, call: ForbiddenCall) =>
  mayContain(grant, call) && allows([{ Version: "2012-10-17", Statement: [grant] }], call);

/** Only the statements with the call's action: evaluating the others takes most of the time. */
function relevantTo(call: ForbiddenCall, policy: PolicyDocument): PolicyDocument {
  return { ...policy, Statement: [policy.Statement].flat().filter((statement) => mayContain(statement, call)) };
}

/** True if the statement may contain the action. */
function mayContain({ Action }: Statement, { action }: ForbiddenCall): boolean {
  if (Action === undefined) return true;
  return [Action].flat().some((one) => (one.endsWith("*") ? action.startsWith(one.slice(0, -1)) : one === action));
}

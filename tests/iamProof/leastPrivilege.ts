// Whether policies allow what is needed, nothing else, and nothing that could go.
import { evaluate, type PolicyDocument, type Statement } from "../../provider/sandbox/policies/evaluator";
import { grantsOf, widenings, type Grant } from "./mutations";
import { always, type ForbiddenCall } from "./neighbours";

/** The policies of one role, what they have to allow, and what they must not. */
export interface Subject {
  readonly policies: readonly PolicyDocument[];
  readonly needed: readonly ForbiddenCall[];
  readonly forbidden: readonly ForbiddenCall[];
}

export const underGrants = ({ policies, needed }: Subject) => needed.filter((call) => !allows(policies, call));

export const overGrants = ({ policies, forbidden }: Subject) => forbidden.filter((call) => allows(policies, call));

/** Grants without which everything is allowed that is needed. */
export function needlessGrants({ policies, needed }: Subject): string[] {
  const grants = grantsOf(policies);
  const missed = new Set<Grant>();
  for (const call of needed) {
    const [grant, ...more] = grants.filter((one) => admits(one, call));
    if (grant !== undefined && more.length === 0) missed.add(grant);
  }
  return grants
    .filter((grant) => !missed.has(grant))
    .map(({ Sid, Action, Resource }) => `${Sid}: ${Action} ${Resource}`);
}

/** Widenings that no forbidden call shows: the neighbourhood has a gap there. */
export function unseenWidenings({ policies, forbidden }: Subject): string[] {
  return grantsOf(policies)
    .flatMap(widenings)
    .filter(({ grant }) => !forbidden.some((call) => admits(grant, call)))
    .map(({ name }) => name);
}

/** Whether policies allow a call of which IAM sees the resource's account, too. */
export function allows(policies: readonly PolicyDocument[], call: ForbiddenCall): boolean {
  const { action, resource, context } = call;
  const request = { action, resource, context: { ...always(resource), ...context } };
  return (
    evaluate(
      policies.map((policy) => about(call, policy)),
      request,
    ) === "allowed"
  );
}

const admits = (grant: Grant, call: ForbiddenCall) =>
  isAbout(grant, call) && allows([{ Version: "2012-10-17", Statement: [grant] }], call);

/** The statements that have to do with a call: to judge the others takes most of the time. */
function about(call: ForbiddenCall, policy: PolicyDocument): PolicyDocument {
  return { ...policy, Statement: [policy.Statement].flat().filter((statement) => isAbout(statement, call)) };
}

/** All statements but those that name other actions in full. */
function isAbout({ Action }: Statement, { action }: ForbiddenCall): boolean {
  if (Action === undefined) return true;
  return [Action].flat().some((one) => (one.endsWith("*") ? action.startsWith(one.slice(0, -1)) : one === action));
}

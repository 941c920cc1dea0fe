// Checks that policies allow the needed calls, and nothing else. A check must also fail without any grant, and with any
// wider one.
import { evaluate, type PolicyDocument, type Statement } from "../../provider/sandbox/policies/evaluator";
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
  const byAction = new Map<string, ForbiddenCall[]>();
  for (const call of forbidden) {
    const calls = byAction.get(call.action);
    if (calls === undefined) byAction.set(call.action, [call]);
    else calls.push(call);
  }
  const isNoticed = (grant: Grant) =>
    [...byAction].some(
      ([action, calls]) => mayContain(grant, { action }) && calls.some((call) => isAllowedBy(grant, call)),
    );
  return grantsOf(policies)
    .flatMap(widenings)
    .filter(({ grant }) => !isNoticed(grant))
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
  mayContain(grant, call) &&
  call.resource.startsWith(beginningOf(grant.Resource)) &&
  allows([{ Version: "2012-10-17", Statement: [grant] }], call);

/** The ARN up to its first wildcard or variable. Evaluating calls of other resources takes most of the time. */
const beginningOf = (resource: string) => /^[^*?$]*/.exec(resource)![0];

/** Only the statements with the call's action: evaluating the others takes most of the time. */
function relevantTo(call: ForbiddenCall, policy: PolicyDocument): PolicyDocument {
  return { ...policy, Statement: [policy.Statement].flat().filter((statement) => mayContain(statement, call)) };
}

/** True if the statement may contain the action. */
function mayContain({ Action }: Statement, { action }: Pick<ForbiddenCall, "action">): boolean {
  if (Action === undefined) return true;
  return [Action].flat().some((one) => (one.endsWith("*") ? action.startsWith(one.slice(0, -1)) : one === action));
}

/** One action on one resource. The condition has one value for each key. */
interface Grant extends Statement {
  readonly Effect: "Allow";
  readonly Action: string;
  readonly Resource: string;
}

/** All grants of the policies, each once. */
function grantsOf(policies: readonly PolicyDocument[]): Grant[] {
  const grants = policies.flatMap(({ Statement: statements }) => [statements].flat()).flatMap(grantsIn);
  return [...new Map(grants.map(({ Sid, ...grant }) => [JSON.stringify(grant), { Sid, ...grant }])).values()];
}

function grantsIn(statement: Statement): Grant[] {
  const { Sid, Effect, Action, Resource, Condition } = statement;
  if (Effect !== "Allow" || Action === undefined || Resource === undefined)
    throw new Error(`${Sid}: not a statement that allows actions on resources.`);
  return [Action].flat().flatMap((action) =>
    [Resource].flat().flatMap((resource) =>
      conditionsOf(Condition).map((condition) => ({
        Sid,
        Effect,
        Action: action,
        Resource: resource,
        ...(condition === undefined ? {} : { Condition: condition }),
      })),
    ),
  );
}

/** The condition for every choice of one value for each key. */
function conditionsOf(condition: Statement["Condition"]): Statement["Condition"][] {
  let all: NonNullable<Statement["Condition"]>[] = [{}];
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    if (!/^(StringEquals|StringLike|Bool)$/.test(operator)) throw new Error(`${operator} is not supported here.`);
    for (const [key, values] of Object.entries(keys))
      all = all.flatMap((one) =>
        [values].flat().map((value) => ({ ...one, [operator]: { ...one[operator], [key]: value } })),
      );
  }
  return condition === undefined ? [undefined] : all;
}

interface Widening {
  readonly name: string;
  readonly grant: Grant;
}

/** Versions of the grant with a wider action or ARN, or without one condition key. */
function widenings(grant: Grant): Widening[] {
  const { Sid, Action, Resource, Condition } = grant;
  const wide = (name: string, changed: Partial<Grant>) => ({
    name: `${Sid}: ${name}`,
    grant: { ...grant, ...changed },
  });
  return [
    ...[`${Action}*`, Action.replace(/:.*/, ":*")].map((wider) => wide(wider, { Action: wider })),
    ...widerArns(Resource).map((wider) => wide(`${Action} on ${wider}`, { Resource: wider })),
    ...Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => {
        const { [key]: _, ...rest } = keys;
        return wide(`${Action} without ${operator} ${key}`, { Condition: { ...Condition, [operator]: rest } });
      }),
    ),
  ];
}

/** The ARN with a star at its end, instead of `?`, and instead of each part. */
function widerArns(arn: string): string[] {
  if (arn === "*") return [];
  const parts = arn.split(":");
  // Some ARNs have no Region or account.
  const positions = [1, 3, 4].filter((index) => parts[index] !== "");
  const starred = positions.map((index) => parts.map((part, at) => (at === index ? "*" : part)).join(":"));
  const resource = parts.slice(5).join(":");
  const prefix = arn.slice(0, -resource.length);
  // The first segment is the resource type, except for APIs and buckets.
  const first = /^(execute-api|s3)$/.test(parts[2] ?? "") ? 0 : 1;
  const pieces = resource.split(/([/:])/);
  const segments = pieces
    .map((_, at) => at)
    .filter((at) => at % 2 === 0 && at / 2 >= first)
    .map((at) => prefix + pieces.map((piece, index) => (index === at ? "*" : piece)).join(""));
  const below = arn.includes(":function:") ? [`${arn}:*`] : [];
  const candidates = [`${arn}*`, arn.replace(/\?[?-]*\?$/, "*"), ...starred, ...segments, ...below, "*"];
  return [...new Set(candidates.map((candidate) => candidate.replace(/\*\*$/, "*")))].filter((one) => one !== arn);
}

// Single grants of policies, and wider versions of them. A test of least privilege must fail without any grant, and with any
// wider one.
import type { PolicyDocument, Statement } from "../../provider/sandbox/policies/evaluator";

/** One action on one resource. The condition has one value for each key. */
export interface Grant extends Statement {
  readonly Effect: "Allow";
  readonly Action: string;
  readonly Resource: string;
}

/** All grants of the policies, each once. */
export function grantsOf(policies: readonly PolicyDocument[]): Grant[] {
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

export interface Widening {
  readonly name: string;
  readonly grant: Grant;
}

/** Versions of the grant with a wider action or ARN, or without one condition key. */
export function widenings(grant: Grant): Widening[] {
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

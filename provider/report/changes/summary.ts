import { createHash } from "node:crypto";
import { sharedResource } from "../model";
import type { Counts, CredentialChange, PermissionChange, StackReport, TargetRow } from "../model";
import type { ResourceChange } from "../preview/preview";
import { isInsideOurs } from "../preview/types";
import { byCodeUnits } from "../preview/values";

export function countsOf(
  rows: readonly TargetRow[],
  permissions: readonly PermissionChange[],
  credentials: readonly CredentialChange[],
): Counts {
  const targetsWith = (applies: (change: PermissionChange) => boolean) =>
    new Set(permissions.filter(applies).flatMap(({ targets }) => targets)).size;
  const changed = (change: CredentialChange["change"]) => credentials.filter((one) => one.change === change).length;
  return {
    targets: rows.length,
    gaining: targetsWith(givesMore),
    losing: targetsWith(({ word, effect }) => word === "lost" && effect === "Allow"),
    following: targetsWith(({ word }) => word === "follows"),
    gainedWithoutTarget: permissions.filter(
      (change) => change.word === "gained" && change.effect === "Allow" && isWithoutTarget(change),
    ).length,
    widened: permissions.filter(({ word, certain }) => word === "widened" && certain).length,
    cannotTell: permissions.filter(({ certain }) => !certain).length,
    ...countsOfSettings(rows),
    credentialsCreated: changed("created"),
    credentialsReplaced: changed("replaced"),
    credentialsDeleted: changed("deleted"),
    rotated: changed("rotated"),
  };
}

/** Counts each existing target once, by the worst change of its credential's settings. */
function countsOfSettings(rows: readonly TargetRow[]) {
  const existing = rows.flatMap(({ change, settings = [] }) =>
    change === "new" || settings.length === 0 ? [] : [settings],
  );
  const widened = existing.filter((settings) => settings.some(({ wider, certain }) => wider && certain));
  const unknown = existing.filter((all) => !widened.includes(all) && all.some(({ certain }) => !certain));
  return {
    targetCredentialsWidened: widened.length,
    targetCredentialsUnknown: unknown.length,
    targetCredentialsChanged: existing.length - widened.length - unknown.length,
  };
}

function givesMore({ word, effect }: PermissionChange): boolean {
  return word === "widened" || (word === "gained" && effect === "Allow");
}

/** The token vault and the workload identity serve all targets, so they are not counted. */
function isWithoutTarget({ targets, holder, resource }: PermissionChange): boolean {
  return targets.length === 0 && holder.kind !== "trust" && !sharedResource.test(resource);
}

/** Types of the resources that a report shows in other parts, or that only this package needs. */
const shownTypes =
  /^(pulumi:|pulumi-nodejs:dynamic\/agentcore:|agentcore:index:|aws:bedrock\/agentcore(GatewayTarget|ApiKeyCredentialProvider|Oauth2CredentialProvider):)/;

/**
 * Counts the changes that no other part of the report shows, by operation.
 *
 * @param documents URNs of the policies whose permissions the report compares
 */
export function otherChangesOf(
  resources: readonly ResourceChange[],
  documents: ReadonlySet<string>,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { urn, type, operation } of resources) {
    if (operation === "same" || operation === "read" || shownTypes.test(type) || documents.has(urn)) continue;
    if (isInsideOurs(urn)) continue;
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([left], [right]) => byCodeUnits(left, right)));
}

type Granted = Pick<StackReport, "targets" | "permissions" | "credentials" | "findings">;

/** Returns what a preview grants, as sorted texts. Order and lines of the program do not change them. */
export function grantedBy({
  targets,
  permissions,
  credentials,
  findings,
}: Granted): Readonly<Record<keyof Granted, string[]>> {
  const changed = targets.filter(({ change }) => change !== "unchanged");
  return {
    targets: changed.map(({ source: _line, notes: _notes, ...target }) => canonical(target)).sort(byCodeUnits),
    permissions: permissions.map(({ source: _line, ...permission }) => canonical(permission)).sort(byCodeUnits),
    credentials: credentials.map(({ source: _line, ...credential }) => canonical(credential)).sort(byCodeUnits),
    findings: findings.map(({ source: _line, ...finding }) => canonical(finding)).sort(byCodeUnits),
  };
}

/** Returns a hash of what a preview grants. */
export function fingerprintOf(stack: Granted & Pick<StackReport, "project" | "stack">): string {
  const text = canonical([stack.project, stack.stack, grantedBy(stack)]);
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** Returns JSON with sorted members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => byCodeUnits(left, right)))
      : inner,
  );
}

import { version, packageName } from "../version";
import { changeOfCredential, credentialProvidersOf } from "./changes/credentials";
import type { CredentialProvider } from "./changes/credentials";
import { findingsOf } from "./changes/findings";
import { createPicture } from "./changes/picture";
import { resourcesOf } from "./changes/resources";
import type { Resources } from "./changes/resources";
import { rowsOf } from "./changes/rows";
import { withTargets } from "./changes/servedTargets";
import type { ServingPermission } from "./changes/servedTargets";
import { countsOf, fingerprintOf, otherChangesOf } from "./changes/summary";
import { targetsOf } from "./changes/targets";
import type { Target } from "./changes/targets";
import { schemaVersion } from "./model";
import type { CredentialChange, PermissionChange, PermissionWord, Report, StackReport } from "./model";
import { comparePermissions } from "./permissions/comparePermissions";
import type { Preview } from "./preview/preview";
import { byCodeUnits, byName, withLongNumbers } from "./preview/values";

export interface ReportOptions {
  readonly title?: string;
  readonly tag?: string;
}

/** Returns the report of one or more previews, in their order. */
export function createReport(previews: readonly Preview[], { title, tag }: ReportOptions = {}): Report {
  return {
    schemaVersion,
    tool: { name: packageName, version },
    title,
    tag,
    stacks: previews.map(reportOfStack),
  };
}

function reportOfStack(preview: Preview): StackReport {
  // The steps of a failed preview are those before the failure. They look like a complete change and are none.
  const shown = preview.failed ? { ...preview, resources: [], endpointOverrides: [] } : preview;
  const resources = resourcesOf(shown);
  const providers = credentialProvidersOf(resources);
  const targets = targetsOf(resources, providers);
  const serving = withTargets(comparePermissions(shown), targets, resources);
  const permissions = changesOf(serving, resources);
  const credentials = credentialsOf(providers, targets);
  const rows = rowsOf(targets, serving, credentials);
  const findings = findingsOf({ preview: shown, targets, providers, serving, permissions, credentials });
  const otherChanges = otherChangesOf(shown.resources, new Set(serving.flatMap(({ documents }) => documents)));
  const { project, stack, missing, errors } = preview;
  const picture = createPicture(shown);
  const isChanged =
    permissions.length > 0 || credentials.length > 0 || rows.some(({ change }) => change !== "unchanged");
  return {
    project,
    stack,
    status: preview.failed ? "failed" : isChanged || Object.keys(otherChanges).length > 0 ? "changes" : "noChanges",
    missing,
    errors,
    targets: rows,
    permissions,
    credentials,
    findings,
    counts: countsOf(rows, permissions, credentials),
    otherChanges,
    picture,
    fingerprint: fingerprintOf({ project, stack, targets: rows, permissions, credentials, findings }),
  };
}

/** Returns the permissions that change. The worst come first. */
function changesOf(serving: readonly ServingPermission[], resources: Resources): PermissionChange[] {
  const changes = serving.flatMap(({ word, targets, documents, ...permission }) => {
    if (word === "kept") return [];
    const sources = documents.map((urn) => resources.find(urn)?.source);
    const source = sources.find((line) => line !== undefined);
    const names = targets.map(({ name }) => name).sort(byName);
    return [{ ...permission, word, targets: names, source }];
  });
  return changes
    .map((change) => ({ change, rank: rankOf(change), key: withLongNumbers(sortKey(change)) }))
    .sort((left, right) => left.rank - right.rank || byCodeUnits(left.key, right.key))
    .map(({ change }) => change);
}

const ranks: readonly PermissionWord[] = ["widened", "gained", "lost", "narrowed", "follows", "moved"];

/** Returns a number that is smaller for a worse change. */
function rankOf({ word, certain, wildcard }: PermissionChange): number {
  return ranks.indexOf(word) * 4 + (certain ? 2 : 0) + (wildcard ? 0 : 1);
}

function sortKey({ holder, targets, use, action, resource, condition, principal, policy }: PermissionChange): string {
  return JSON.stringify([holder.name, holder.urn, targets, use, action, resource, condition, principal, policy]);
}

function credentialsOf(providers: readonly CredentialProvider[], targets: readonly Target[]): CredentialChange[] {
  const changes = providers.flatMap((provider) => {
    const change = changeOfCredential(provider);
    if (change === undefined) return [];
    const using = targets.filter((target) => target.providerBefore === provider || target.providerAfter === provider);
    return [{ ...change, targets: using.map(({ name }) => name).sort(byName) }];
  });
  return changes.sort((left, right) => byName(left.name, right.name) || byName(left.urn, right.urn));
}

import { fingerprintOf, grantedBy } from "./changes/summary";
import { schemaVersion } from "./model";
import type { Report, StackReport } from "./model";
import { isRecord, memberAt, parsedJson, textsIn } from "./preview/values";

/**
 * Compares a report with an earlier one that was approved: the text of `--format json`.
 *
 * @returns A sentence for each difference; none if this preview grants exactly what the approved report says.
 */
export function differencesFrom(report: Report, approvedText: string): string[] {
  const approved = parsedJson(approvedText);
  if (!isRecord(approved) || !("schemaVersion" in approved))
    return ["The approved report is not JSON, or not a report of this command. Write it with --format json."];
  if (approved.schemaVersion !== schemaVersion)
    return [
      `The approved report has schema version ${JSON.stringify(approved.schemaVersion)}, but this command writes version ${schemaVersion}. Create the approved report with this version.`,
    ];
  const stacks = approved.stacks;
  if (!Array.isArray(stacks) || !stacks.every(isStackReport))
    return ["The approved report has no valid list of stacks. Create it again."];
  const names = new Set([...report.stacks, ...stacks].map(nameOf));
  return [...names].flatMap((name) => {
    const now = report.stacks.filter((stack) => nameOf(stack) === name);
    const before = stacks.filter((stack) => nameOf(stack) === name);
    return differencesOfStack(now, before).map((difference) => `${name}: ${difference}`);
  });
}

function differencesOfStack(now: readonly StackReport[], before: readonly StackReport[]): string[] {
  const [current, ...otherCurrent] = now;
  const [approved, ...otherApproved] = before;
  if (approved === undefined) return ["the approved report does not have this stack."];
  if (current === undefined) return ["the approved report has this stack, but there is no preview of it now."];
  if (otherCurrent.length + otherApproved.length > 0) return ["a report has this stack more than once."];
  const incomplete = [
    ...incompleteProblems("the approved report", approved),
    ...incompleteProblems("this preview", current),
  ];
  if (incomplete.length > 0) return incomplete;
  if (fingerprintOf(approved) !== approved.fingerprint)
    return ["the approved report was changed: its fingerprint does not fit its content."];
  if (approved.fingerprint === current.fingerprint) return [];
  const [granted, wasApproved] = [grantedBy(current), grantedBy(approved)];
  const parts = comparedParts.map((part) => {
    const added = granted[part].filter((entry) => !wasApproved[part].includes(entry));
    const missing = wasApproved[part].filter((entry) => !granted[part].includes(entry));
    return { part, added, missing };
  });
  const counts = parts
    .filter(({ added, missing }) => added.length + missing.length > 0)
    .map(({ part, added, missing }) => `${part}: ${added.length} not approved, ${missing.length} approved but missing`);
  const entries = parts.flatMap(({ part, added, missing }) => [
    ...added.map((entry) => `only in this preview: ${labelOf(part, entry)}`),
    ...missing.map((entry) => `only in the approved report: ${labelOf(part, entry)}`),
  ]);
  const more = entries.length - mostEntries;
  return [
    `this preview differs from the approved report: ${counts.join("; ")}.`,
    ...entries.slice(0, mostEntries),
    ...(more > 0 ? [`and ${more} more.`] : []),
  ];
}

/** Most differences of a stack that are listed. */
const mostEntries = 20;

function incompleteProblems(label: string, { status, missing }: StackReport): string[] {
  if (status === "failed") return [`${label} failed, so nothing is known about it.`];
  return missing.length === 0 ? [] : [`${label} is incomplete: ${missing.map(({ code }) => code).join(", ")}.`];
}

const comparedParts = ["targets", "permissions", "credentials", "findings"] as const;

/** Names of entries, and the members that say which entry it is. */
const labels: Readonly<Record<(typeof comparedParts)[number], readonly [noun: string, ...members: string[]]>> = {
  targets: ["target", "name", "change"],
  permissions: ["permission", "holder.name", "word", "effect", "action", "resource", "condition", "principal"],
  credentials: ["credential provider", "name", "change"],
  findings: ["finding", "code", "targets"],
};

/** Returns an entry in one line. The approved report can contain anything. */
function labelOf(part: keyof typeof labels, entry: string): string {
  const [noun, ...members] = labels[part];
  const value = parsedJson(entry);
  const settings = [memberAt(value, "settings") ?? []].flat().flatMap(textsOfSetting);
  return [noun, ...members.flatMap((member) => textsIn(memberAt(value, ...member.split(".")))), ...settings].join(" ");
}

/** Returns `scope wiki.write`, for example. */
const textsOfSetting = (setting: unknown) =>
  ["setting", "name", "before", "after"].flatMap((member) => textsIn(memberAt(setting, member)));

function nameOf({ project, stack }: StackReport): string {
  return `${project}/${stack}`;
}

/** Checks the members that the comparison reads. */
function isStackReport(value: unknown): value is StackReport {
  return (
    isRecord(value) &&
    ["project", "stack", "status", "fingerprint"].every((name) => typeof value[name] === "string") &&
    ["missing", "targets", "permissions", "credentials", "findings"].every((name) => {
      const list = value[name];
      return Array.isArray(list) && list.every(isRecord);
    })
  );
}

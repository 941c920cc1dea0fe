import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { CredentialChange, PermissionChange, Report, Sentence, SourceLine, StackReport } from "../model";
import { inline, line } from "./escape";
import { credentialSentence, listOf } from "./words";

export interface AnnotationOptions {
  /** Path from the root of the repository to the Pulumi project. */
  readonly sourceRoot?: string;
}

const severities = ["error", "warning", "notice"] as const;

/** A remark on a line of the program. */
interface Annotation {
  readonly severity: (typeof severities)[number];
  /** Kind of remark, such as `wildcard`. */
  readonly check: string;
  /** Project and stack. */
  readonly stack: string;
  readonly text: string;
  /** Resource that the remark concerns. */
  readonly urn?: string;
  readonly source?: SourceLine;
}

/** GitHub shows this many of each severity in a step, and silently drops the others. */
const maxPerSeverity = 10;

/**
 * Returns remarks on the lines of the program: workflow commands for GitHub Actions, or the JSON of GitLab Code Quality.
 * Empty for GitHub if there are none.
 */
export function renderAnnotations(
  report: Report,
  host: "github" | "gitlab",
  { sourceRoot = "" }: AnnotationOptions = {},
): string {
  const annotations = severities.flatMap((severity) =>
    report.stacks.flatMap(annotationsOf).filter((annotation) => annotation.severity === severity),
  );
  return host === "github" ? workflowCommands(annotations, sourceRoot) : codeQuality(annotations, sourceRoot);
}

/** Findings contain widened permissions, and deleted and replaced credentials. */
function annotationsOf({ project, stack, status, ...facts }: StackReport): Annotation[] {
  const name = `${project}/${stack}`;
  return [
    ...facts.errors.map(({ severity, resource, message }) => ({
      severity,
      check: status === "failed" ? "previewFailed" : "preview",
      text: inline([
        ...(resource === undefined ? [] : [{ code: resource }, ": "]),
        message === undefined ? "The log of the preview has the message." : { code: message },
      ]),
    })),
    ...facts.missing.map(({ code: check, text }) => ({ severity: "warning" as const, check, text: inline(text) })),
    ...facts.findings.map(({ code: check, severity, text, urn, source }) => ({
      severity,
      check,
      text: inline(text),
      urn,
      source,
    })),
    ...facts.credentials.filter(({ change }) => change === "rotated" || change === "sourceChanged").map(rotation),
    ...gains(facts.permissions),
  ].map((annotation) => ({ ...annotation, stack: name }));
}

function rotation(credential: CredentialChange): Omit<Annotation, "stack"> {
  const { change, urn, source } = credential;
  return { severity: "notice", check: change, text: inline(credentialSentence(credential)), urn, source };
}

/** Returns one notice for all permissions that one line of the program adds for the same targets. */
function gains(permissions: readonly PermissionChange[]): Omit<Annotation, "stack">[] {
  const groups = new Map<string, PermissionChange[]>();
  for (const permission of permissions) {
    const { word, effect, wildcard, holder, principal, targets, source } = permission;
    // A wildcard has a warning.
    if (word !== "gained" || effect === "Deny" || wildcard) continue;
    const key = JSON.stringify([holder.urn, principal, targets, source]);
    groups.set(key, [...(groups.get(key) ?? []), permission]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { holder, source } = first;
    return [{ severity: "notice", check: "gained", text: inline(gainSentence(first, group)), urn: holder.urn, source }];
  });
}

/** GitHub shows about a thousand characters without a click. */
const maxListed = 3;

function gainSentence({ holder, targets, principal }: PermissionChange, group: readonly PermissionChange[]): Sentence {
  const allowed: Sentence = [" allows ", { code: principal ?? "anyone" }];
  const served: Sentence = targets.length === 0 ? [" gains"] : [" gains for ", ...listOf(targets)];
  const listed = group
    .slice(0, maxListed)
    .flatMap(({ action, resource, condition }, index): Sentence => [
      index === 0 ? ": " : "; ",
      { code: action },
      ...(resource === "" ? [] : [" on ", { code: resource }]),
      ...(condition === undefined ? [] : [" if ", { code: condition }]),
    ]);
  const rest = group.length > maxListed ? `; and ${group.length - maxListed} more.` : ".";
  return [{ code: holder.name }, ...(holder.kind === "role" ? served : allowed), ...listed, rest];
}

/** Returns the path in the repository; `undefined` if the file is outside of it. */
function repositoryPath(sourceRoot: string, path: string): string | undefined {
  const joined = posix.normalize(posix.join(sourceRoot.replaceAll("\\", "/") || ".", path));
  const isOutside = posix.isAbsolute(path) || posix.isAbsolute(joined) || joined === ".." || joined.startsWith("../");
  return isOutside ? undefined : joined;
}

function workflowCommands(annotations: readonly Annotation[], sourceRoot: string): string {
  const left: string[] = [];
  const hasTooMany = severities.some(
    (severity) => annotations.filter((annotation) => annotation.severity === severity).length > maxPerSeverity,
  );
  const lines = severities.flatMap((severity) => {
    const all = annotations.filter((annotation) => annotation.severity === severity);
    // The last notice says how many are left out.
    const room = severity === "notice" && hasTooMany ? maxPerSeverity - 1 : maxPerSeverity;
    if (all.length > room) left.push(`${all.length - room} of ${all.length} ${severity}s`);
    return all.slice(0, room).map((annotation) => {
      const { source, text } = annotation;
      const file = source === undefined ? undefined : repositoryPath(sourceRoot, source.path);
      const place = file === undefined ? [] : [`file=${property(file)},line=${source?.line},col=${source?.column},`];
      return workflowCommand(severity, place.join(""), titleOf(annotation), text);
    });
  });
  if (left.length > 0)
    lines.push(
      workflowCommand("notice", "", "Outbound auth", `Left out here: ${left.join(", ")}. The report has all.`),
    );
  return lines.map((text) => `${text}\n`).join("");
}

function titleOf({ stack, check }: Annotation): string {
  return `Outbound auth of ${stack}: ${words(check)}`;
}

/** Returns `provider deleted` for `providerDeleted`. */
function words(check: string): string {
  return check.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Returns a command with the escapes that the runner of GitHub Actions reverses. */
function workflowCommand(severity: Annotation["severity"], place: string, title: string, message: string): string {
  return `::${severity} ${place}title=${property(title)}::${percentEncoded(message, /[%\r\n]/g)}`;
}

/** Escapes a property of a command. `line` leaves no line break, which would end the command. */
const property = (text: string) => percentEncoded(line(text), /[%:,]/g);

function percentEncoded(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => encodeURIComponent(character));
}

const gitlabSeverities: Record<Annotation["severity"], string> = {
  error: "critical",
  warning: "major",
  notice: "info",
};

/** Returns a report for `artifacts:reports:codequality`. Each entry needs a file, and the project always has one. */
function codeQuality(annotations: readonly Annotation[], sourceRoot: string): string {
  const seen = new Map<string, number>();
  const entries = annotations.map(({ severity, check, stack, text, urn, source }) => {
    const identity = JSON.stringify([stack, check, urn, text]);
    const repetition = seen.get(identity) ?? 0;
    seen.set(identity, repetition + 1);
    const path = source === undefined ? undefined : repositoryPath(sourceRoot, source.path);
    return {
      description: `${line(stack)}: ${text}`,
      check_name: check,
      fingerprint: createHash("sha256").update(`${identity} ${repetition}`).digest("hex"),
      severity: gitlabSeverities[severity],
      location: {
        path: line(path ?? repositoryPath(sourceRoot, "Pulumi.yaml") ?? "Pulumi.yaml"),
        lines: { begin: path === undefined ? 1 : (source?.line ?? 1) },
      },
    };
  });
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

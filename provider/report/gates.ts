import { isNotVisible } from "./model";
import type {
  CredentialChange,
  FindingCode,
  MissingCode,
  PermissionChange,
  Report,
  SettingChange,
  StackReport,
} from "./model";

interface GateRule {
  /** Says when the gate holds. */
  readonly description: string;
  /** Returns what makes the gate hold, as words for a number of them. */
  readonly count: (stack: StackReport) => number;
  readonly one: string;
  readonly many: string;
}

const rules = {
  gained: {
    description: "a permission is new, or the preview does not show a policy",
    count: countPermissions(
      (change) => isNotVisible(change) || (change.word === "gained" && change.effect === "Allow"),
    ),
    one: "permission is gained",
    many: "permissions are gained",
  },
  widened: {
    description:
      "a permission or a target's credential may allow more than before (an added OAuth scope, another grant, audience or credential type), or the preview does not show it",
    count: (stack) =>
      countPermissions(({ word }) => word === "widened")(stack) + countTargets(({ wider }) => wider)(stack),
    one: "permission or credential may allow more",
    many: "permissions and credentials may allow more",
  },
  unknown: {
    description: "the preview does not say everything: a hidden value, a missing part, a failure",
    count: (stack) =>
      countPermissions(({ certain }) => !certain)(stack) +
      countTargets(({ certain }) => !certain)(stack) +
      stack.missing.length,
    one: "part of the preview is unknown",
    many: "parts of the preview are unknown",
  },
  replaced: {
    description: "a credential provider, gateway, target or role is replaced",
    count: (stack) =>
      countCredentials("replaced")(stack) + countFindings("gatewayReplaced", "targetReplaced", "roleReplaced")(stack),
    one: "resource is replaced",
    many: "resources are replaced",
  },
  deleted: {
    description: "a credential provider or a target is deleted",
    count: (stack) =>
      countCredentials("deleted")(stack) + stack.targets.filter(({ change }) => change === "deleted").length,
    one: "resource is deleted",
    many: "resources are deleted",
  },
  rotated: {
    description: "a secret gets another value, or comes from another source",
    count: countCredentials("rotated", "sourceChanged"),
    one: "secret changes",
    many: "secrets change",
  },
  wildcard: {
    description: "a permission with a wildcard is new or wider, or the preview does not show a policy",
    count: countPermissions(
      (change) => isNotVisible(change) || (change.wildcard && (change.word === "gained" || change.word === "widened")),
    ),
    one: "permission has a wildcard",
    many: "permissions have a wildcard",
  },
  endpoint: {
    description: "a credential goes to another host, or credential providers go to another origin than AWS",
    count: countFindings("endpointChanged", "endpointOverride"),
    one: "endpoint changes",
    many: "endpoints change",
  },
} as const satisfies Readonly<Record<string, GateRule>>;

/** Name of a gate of `--fail-on`. */
export type Gate = keyof typeof rules;

/** Names of all gates. */
export const gates = Object.keys(rules) as readonly Gate[];

/** A line for each gate that says when it holds, and when all of them do. */
export const gateDescriptions: readonly string[] = [
  ...Object.entries(rules).map(([name, { description }]) => `${name}: ${description}`),
  "Every gate holds if the preview failed, or does not show all changes.",
];

/** Missing parts that hide no change. They only hide what stays. */
const missingWithoutChanges: readonly MissingCode[] = ["unchangedResources"];

/** Returns those of the gates that hold, with a reason for each stack in which they do. */
export function gatesThatHold(report: Report, chosen: readonly Gate[]): { gate: Gate; reason: string }[] {
  return chosen.flatMap((gate) =>
    report.stacks.flatMap((stack) => {
      const reason = reasonFor(rules[gate], stack);
      return reason === undefined ? [] : [{ gate, reason: `${stack.project}/${stack.stack}: ${reason}` }];
    }),
  );
}

function reasonFor({ count, one, many }: GateRule, stack: StackReport): string | undefined {
  if (stack.status === "failed") return "the preview failed, so nothing is known";
  const found = count(stack);
  if (found > 0) return `${found} ${found === 1 ? one : many}`;
  const isHiding = stack.missing.some(({ code }) => !missingWithoutChanges.includes(code));
  return isHiding ? "the preview does not show all changes" : undefined;
}

function countPermissions(applies: (change: PermissionChange) => boolean): (stack: StackReport) => number {
  return ({ permissions }) => permissions.filter(applies).length;
}

/** Counts targets by the settings of their credentials. */
function countTargets(applies: (change: SettingChange) => boolean): (stack: StackReport) => number {
  return ({ targets }) => targets.filter(({ settings = [] }) => settings.some(applies)).length;
}

function countCredentials(...changes: readonly CredentialChange["change"][]): (stack: StackReport) => number {
  return ({ credentials }) => credentials.filter(({ change }) => changes.includes(change)).length;
}

function countFindings(...codes: readonly FindingCode[]): (stack: StackReport) => number {
  return ({ findings }) => findings.filter(({ code }) => codes.includes(code)).length;
}

import { policyPath as policyPathRule } from "../core/limits";
import { problemIf, textProblems, typeName, unexpectedMembers, withPaths } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject } from "../core/values";
import type { RawObject } from "../core/values";

/** Default of `targetsPerPolicy`. */
export const defaultTargetsPerPolicy = 20;

/**
 * Returns every problem of a group of targets that is known at construction.
 *
 * @param problemsOf - returns the problems of one target, as those of an `OutboundAuth`
 * @param gatewayProblems - problems of the gateway alone
 */
export function gatewayOutboundAuthProblems(
  args: object,
  problemsOf: (key: string) => readonly Problem[],
  gatewayProblems: readonly Problem[],
): Problem[] {
  const { targets, targetsPerPolicy, attachablePolicies, policyPath }: RawObject = { ...args };
  const expected = ["gateway", "targets", "targetsPerPolicy", "attachablePolicies", "policyPath"];
  const ofTargets = targetsProblems(targets, problemsOf);
  return [
    ...unexpectedMembers("", args, expected),
    ...onceEach([...gatewayProblems, ...ofTargets.filter(isOfGateway)]),
    ...ofTargets.filter((problem) => !isOfGateway(problem)),
    ...countProblems("targetsPerPolicy", targetsPerPolicy, 1, 100),
    ...countProblems("attachablePolicies", attachablePolicies, 3, 25),
    ...textProblems("policyPath", policyPath, policyPathRule),
  ];
}

/** All targets have the group's gateway, so a problem with it is reported once, without the path of a target. */
function isOfGateway({ path }: Problem): boolean {
  return /^gateway\b/.test(path);
}

function onceEach(problems: readonly Problem[]): Problem[] {
  const texts = problems.map(({ path, reason }) => `${path}: ${reason}`);
  return problems.filter((_, index) => texts.indexOf(texts[index] as string) === index);
}

function targetsProblems(targets: unknown, problemsOf: (key: string) => readonly Problem[]): Problem[] {
  const path = "targets";
  if (!isObject(targets))
    return [{ path, reason: `must be an object of targets by name, not ${typeName(targets)} or an Output.` }];
  const ofEach = Object.entries(targets).flatMap(([key, target]) =>
    targetProblems(pathOfTarget(key), target, () => problemsOf(key)),
  );
  return [...ofEach, ...movedTwiceProblems(targets)];
}

/** Pulumi would reject the second target with a message about URNs. */
function movedTwiceProblems(targets: RawObject): Problem[] {
  const taken = new Map<unknown, string>();
  return Object.entries(targets).flatMap(([key, target]) => {
    const { movedFrom } = (target ?? {}) as RawObject;
    if (typeof movedFrom !== "string") return [];
    const first = taken.get(movedFrom);
    taken.set(movedFrom, first ?? key);
    if (first === undefined) return [];
    const reason = `${pathOfTarget(first)} is moved from the same OutboundAuth. Remove it from one of the two.`;
    return [{ path: `${pathOfTarget(key)}.movedFrom`, reason }];
  });
}

/** Returns a target's path, as a program writes it. */
function pathOfTarget(key: string): string {
  return /^[a-zA-Z_$][\w$]*$/.test(key) ? `targets.${key}` : `targets["${key}"]`;
}

function targetProblems(path: string, target: unknown, problemsOf: () => readonly Problem[]): Problem[] {
  if (!isObject(target))
    return [{ path, reason: `must be an object with target and credential, not ${typeName(target)}.` }];
  const { movedFrom } = target;
  const isMoveWrong = !isNil(movedFrom) && typeof movedFrom !== "string";
  return [
    ...problemIf(isMoveWrong, `${path}.movedFrom`, "must be the logical name of an OutboundAuth, as a plain string."),
    ...problemIf("gateway" in target, `${path}.gateway`, "the group sets the gateway of all its targets. Remove it."),
    ...problemsOf().map((problem) => (isOfGateway(problem) ? problem : withPaths(problem, (at) => `${path}.${at}`))),
  ];
}

function countProblems(path: string, value: unknown, min: number, max: number): Problem[] {
  const isRight = typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
  return problemIf(!isNil(value) && !isRight, path, `must be a plain integer from ${min} to ${max}, not an Output.`);
}

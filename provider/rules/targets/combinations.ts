import { quoted } from "../core/problem";
import type { Problem } from "../core/problem";
import { credentialTypes, grantTypes, isKey, isTargetType, targetKind, targetKinds, targetTypes } from "./targetKinds";
import type { Cell, CredentialType, GrantType, TargetType } from "./targetKinds";

/** Returns the types of credentials that a kind of target accepts, with or without a warning. */
export function credentialTypesFor(type: TargetType): readonly CredentialType[] {
  return credentialTypes.filter((credential) => isAccepted(targetKinds[type].takes[credential]));
}

/** Kind of target, type of credential and grant, as a program writes them. */
export interface Combination {
  readonly target: unknown;
  readonly credential: unknown;
  readonly grant?: unknown;
}

/** Returns the cell of a combination, or `undefined` if one of its parts does not exist. */
export function cellOf({ target, credential, grant }: Combination): Cell | undefined {
  const row = targetKind(target)?.takes;
  if (row === undefined || !isKey(row, credential)) return undefined;
  if (credential !== "OAUTH") return row[credential];
  const grantOrDefault = grant ?? "CLIENT_CREDENTIALS";
  return isKey(row.OAUTH, grantOrDefault) ? row.OAUTH[grantOrDefault] : undefined;
}

/** Checks that target and credential exist, and that the target accepts the credential. */
export function combinationProblems(combination: Combination): Problem[] {
  const { target, credential, grant } = combination;
  const problems = [
    ...(isTargetType(target) ? [] : [{ path: "target.type", reason: mustBeOneOf(targetTypes) }]),
    ...(isCredentialType(credential) ? [] : [{ path: "credential.type", reason: mustBeOneOf(credentialTypes) }]),
  ];
  if (!isTargetType(target) || !isCredentialType(credential)) return problems;
  const subject = `a target of type "${target}" does not accept "${credential}"`;
  const accepted = credentialTypesFor(target);
  if (!accepted.includes(credential)) {
    const cell = cellOf({ target, credential });
    const because = cell !== undefined && "because" in cell ? cell.because : "";
    return [{ path: "credential.type", reason: `${subject}: ${because}. It accepts ${quoted(accepted)}.` }];
  }
  const cell = cellOf(combination);
  if (cell?.verdict !== "refused") return [];
  const grants = grantTypes.filter((one) => targetKinds[target].takes.OAUTH[one].verdict !== "refused");
  const reason = `${subject} with ${quoted([String(grant)])}: ${cell.because}. Write ${quoted(grants)}.`;
  return [{ path: "credential.grantType", reason }];
}

/** Warns about a combination for which AWS's documents disagree or say nothing. */
export function combinationWarnings(combination: Combination): Problem[] {
  const { target, credential, grant } = combination;
  const cell = cellOf(combination);
  if (cell?.verdict !== "warned") return [];
  const withGrant = credential === "OAUTH" ? ` with "${typeof grant === "string" ? grant : "CLIENT_CREDENTIALS"}"` : "";
  const reason = `"${String(credential)}"${withGrant} for a target of type "${String(target)}" may not work: ${cell.because}. Try it before you rely on it.`;
  return [{ path: "credential.type", reason }];
}

function mustBeOneOf(types: readonly string[]): string {
  return `must be one of ${quoted(types)}: a plain value, not an Output.`;
}

function isCredentialType(type: unknown): type is CredentialType {
  return credentialTypes.some((one) => one === type);
}

function isAccepted(cells: Cell | Readonly<Record<GrantType, Cell>>): boolean {
  const all: readonly Cell[] = "verdict" in cells ? [cells] : Object.values(cells);
  return all.some(({ verdict }) => verdict !== "refused");
}

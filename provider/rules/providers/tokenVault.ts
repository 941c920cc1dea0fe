import { connectionProblems } from "./connection";
import { accountId, tokenVaultId } from "../core/limits";
import type { Problem } from "../core/problem";
import { textProblems } from "../core/text";

/** Checks with what a token vault is looked up. */
export function tokenVaultProblems(id: unknown, state: Readonly<Record<string, unknown>>): Problem[] {
  return [
    ...textProblems("id", id, tokenVaultId),
    ...textProblems("accountId", state.accountId, accountId),
    ...connectionProblems("connection", state.connection),
  ];
}

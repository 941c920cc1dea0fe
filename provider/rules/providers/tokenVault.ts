import { accountId, tokenVaultId } from "../core/limits";
import type { Problem } from "../core/problem";
import { textProblems } from "../core/text";
import type { RawObject } from "../core/values";
import { connectionProblems } from "./connection";

/** Checks the id of a token vault and the arguments of its look-up. */
export function tokenVaultProblems(id: unknown, state: RawObject): Problem[] {
  return [
    ...textProblems("id", id, tokenVaultId),
    ...textProblems("accountId", state.accountId, accountId),
    ...connectionProblems("connection", state.connection),
  ];
}

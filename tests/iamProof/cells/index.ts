// What the proof is over: every row of the table of targets, credentials and grants, and every secret behind it.
import { apiKeyCells } from "./apiKey";
import type { Cell } from "./cell";
import { lambdaCells } from "./lambda";
import { oauthCells } from "./oauth";
import { cellsOfOthers } from "./ofOthers";
import { ownRoleCells } from "./ownRole";

export const cells: readonly Cell[] = [
  ...apiKeyCells,
  ...oauthCells,
  ...lambdaCells,
  ...ownRoleCells,
  ...cellsOfOthers,
];

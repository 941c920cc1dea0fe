import { compilers, describeRow, rows } from "../package/rows";
import { code, table } from "./writtenPage";

/** Blocks of docs/reference/compatibility.md. */
export const compatibilityBlocks = {
  combinations: table(
    ["installed by", "layout", "Node.js", "peers", "program"],
    rows.map(describeRow).map(({ manager, layout, node, peers, program }) => [manager, layout, node, peers, program]),
  ),
  compilers: table(
    ["TypeScript", "compiler options"],
    compilers.map(({ name, options }) => [
      name,
      Object.entries(options)
        .map(([option, value]) => code(`${option}: ${String(value)}`))
        .join(", "),
    ]),
  ),
};

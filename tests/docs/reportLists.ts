// Lists of docs/reference/report.md, from the code of the report.
import { gateDescriptions } from "../../provider/report/gates";

/** Generated parts of docs/reference/report.md. */
export const reportBlocks = {
  gates: gateDescriptions.map((line) => `- ${line.replace(/^(\w+):/, "`$1`:")}`).join("\n"),
};

// Lists of docs/how-to/pull-requests.md, from the code of the report.
import { gateDescriptions } from "../../provider/report/gates";

/** Generated parts of docs/how-to/pull-requests.md. */
export const reportBlocks = {
  gates: gateDescriptions.map((line) => `- ${line.replace(/^(\w+):/, "`$1`:")}`).join("\n"),
};

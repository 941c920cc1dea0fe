// Lists of docs/reference/local-control-plane.md, from the data that the local control plane uses.
import { notEmulatedList } from "../../provider/local";
import { assumptions, refusals } from "../../provider/local/model/refusals";
import { code, table } from "./writtenPage";

function refusedOn(basis: string): string {
  const rows = Object.values(refusals).filter((refusal) => refusal.basis === basis);
  const sources = [...new Set(rows.map(({ source }) => source))];
  const textsOf = (source: string) => rows.filter((row) => row.source === source).map(({ text }) => code(text));
  return table(
    [basis === "guess" ? "Why it is likely" : "Source", "Messages"],
    sources.map((source) => [source, textsOf(source).join(", ")]),
  );
}

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join("\n");

/** Generated parts of docs/reference/local-control-plane.md. */
export const localBlocks = {
  notEmulated: list(notEmulatedList),
  recorded: refusedOn("recorded"),
  documented: refusedOn("documented"),
  guess: refusedOn("guess"),
  assumptions: list(assumptions),
};

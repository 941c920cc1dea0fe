// Tables of docs/reference/targets.md, from the table of targets.
import { callForms } from "../../provider/rules/targets/calls";
import { authorizerTypes, requirements } from "../../provider/rules/components/gatewayCompatibility";
import { cellOf } from "../../provider/rules/targets/combinations";
import {
  targetKinds,
  targetTypes,
  type Cell,
  type TargetKind,
  sources,
  type TargetType,
} from "../../provider/rules/targets/targetKinds";
import { invokesOwnGateway } from "../../provider/rules/credentials/signing";
import { targetColumns, type TargetColumn } from "../rules/targets/targetColumns";
import { code, table } from "./writtenPage";

const marks: Readonly<Record<Cell["verdict"], string>> = {
  allowed: "yes",
  refused: "no",
  warned: "yes, with a warning",
};

/** Links of Markdown, which the cells name. */
const links = Object.entries(sources).map(([name, address]) => `[${name}]: ${address}`);

/** Generated parts of docs/reference/targets.md. */
export const targetBlocks = {
  targets: table(
    ["Target", "`type`", "In `targetConfiguration`", ...targetColumns.map(heading)],
    targetTypes.map((type) => [
      targetKinds[type].is,
      code(type),
      code(targetKinds[type].path.join(".")),
      ...targetColumns.map((column) => linkedMark(type, column)),
    ]),
  ),
  sources: links.join("\n"),
  refused: table(["Target", "Credential", "Because"], reasons("refused")),
  warned: table(["Target", "Credential", "Because", "Settled by"], reasons("warned")),
  calls: table(
    ["Target", "Declares what it calls in", "`service` and `region`", "`invokeOwnGateway` by default"],
    targetTypes.map((type) => {
      const kind: TargetKind = targetKinds[type];
      const own = kind.ownCall === undefined ? [] : callForms[kind.ownCall].properties;
      const connectors = Object.values(kind.connectors ?? {}).map((form) => callForms[form].written.slice(2, -2));
      return [
        code(type),
        kind.calls === undefined
          ? own.map(code).join(", ")
          : [...connectors, ...kind.calls.map((form) => `calls: ${callForms[form].written}`)].map(code).join(", "),
        kind.signedBecause === undefined ? "possible" : `refused: ${kind.signedBecause}`,
        code(String(invokesOwnGateway(type, undefined))),
      ];
    }),
  ),
  services: table(
    ["What is called", "Signing service by default"],
    Object.entries(callForms)
      .filter(([form]) => !["function", "memory", "webSearch"].includes(form))
      .map(([, { written, service }]) => [
        code(written),
        service === undefined
          ? "none: required, except for Smithy models, connectors and inference targets"
          : code(service),
      ]),
  ),
  gateways: table(
    ["Credential or grant", ...authorizerTypes.map(code), "Because"],
    requirements.map(({ of, works, disputed, because }) => [
      code(of),
      ...authorizerTypes.map((one) => (works.includes(one) ? "yes" : disputed.includes(one) ? "not certain" : "no")),
      because,
    ]),
  ),
};

/** Returns a row for each target and reason. */
function reasons(verdict: "refused" | "warned"): string[][] {
  return targetTypes.flatMap((type) => {
    const rows = new Map<string, { readonly columns: string[]; readonly found: Cell }>();
    for (const column of targetColumns) {
      const found = cell(type, column);
      if (found.verdict !== verdict) continue;
      const row = rows.get(found.because) ?? { columns: [], found };
      row.columns.push(heading(column));
      rows.set(found.because, row);
    }
    return [...rows].map(([because, { columns, found }]) => [
      code(type),
      columns.join(", "),
      because,
      ...(found.verdict === "warned" ? [found.settledBy] : []),
    ]);
  });
}

/** Returns what the table says about a cell, with a link to the document that says so. */
function linkedMark(type: TargetType, column: TargetColumn): string {
  const found = cell(type, column);
  if (found.verdict === "warned" && found.isDocumented !== true) return "not certain";
  const own = found.verdict === "refused" ? found.source : undefined;
  return `[${marks[found.verdict]}][${own ?? targetKinds[type].source}]`;
}

function cell(type: string, { type: credential, grantType }: TargetColumn): Cell {
  return cellOf({ target: type, credential, grant: grantType }) as Cell;
}

function heading({ type, grantType }: TargetColumn): string {
  return grantType === undefined ? code(type) : `${code(type)} ${code(grantType)}`;
}

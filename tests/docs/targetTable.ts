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

/** Links of Markdown, which the cells name. */
const links = Object.entries(sources).map(([name, address]) => `[${name}]: ${address}`);

/** Generated parts of docs/reference/targets.md. */
export const targetBlocks = {
  targets: table(
    ["Target, from the document that says so", "`type`, and path in `targetConfiguration`", "Accepts", "Not certain"],
    targetTypes.map((type) => [
      `[${targetKinds[type].is}][${targetKinds[type].source}]`,
      [type, targetKinds[type].path.join(".")].map(code).join(", "),
      headings(type, (found) => found.verdict === "allowed" || isDocumented(found)),
      headings(type, (found) => found.verdict === "warned" && !isDocumented(found)),
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
      found.verdict === "refused" && found.source !== undefined ? `[${because}][${found.source}]` : because,
      ...(found.verdict === "warned" ? [found.settledBy] : []),
    ]);
  });
}

/** Returns true if a document has the combination and another source contradicts it. */
function isDocumented(found: Cell): boolean {
  return found.verdict === "warned" && found.isDocumented === true;
}

/** Returns the credentials of a target whose cells are as described. `OAUTH` alone means all its grants. */
function headings(type: TargetType, isListed: (found: Cell) => boolean): string {
  const columns = targetColumns.filter((column) => isListed(cell(type, column)));
  const grants = columns.filter((column) => column.grantType !== undefined);
  const isEveryGrant = grants.length === targetColumns.filter(({ grantType }) => grantType !== undefined).length;
  const texts = columns.map((column) => {
    const text = isEveryGrant ? code(column.type) : heading(column);
    return isDocumented(cell(type, column)) ? `${text} (with a warning)` : text;
  });
  return [...new Set(texts)].join(", ");
}

function cell(type: string, { type: credential, grantType }: TargetColumn): Cell {
  return cellOf({ target: type, credential, grant: grantType }) as Cell;
}

function heading({ type, grantType }: TargetColumn): string {
  return grantType === undefined ? code(type) : `${code(type)} ${code(grantType)}`;
}

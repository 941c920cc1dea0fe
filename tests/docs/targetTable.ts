// Tables of docs/targets.md, from the table of targets.
import { callForms } from "../../provider/rules/targets/calls";
import { authorizerTypes, requirements } from "../../provider/rules/components/gatewayCompatibility";
import { cellOf, targetKinds, targetTypes, type Cell, type TargetKind } from "../../provider/rules/targets/targetKinds";
import { invokesOwnGateway } from "../../provider/rules/credentials/signing";
import { targetColumns, type TargetColumn } from "../rules/targets/targetColumns";
import { code, table } from "./writtenPage";

const marks: Readonly<Record<Cell["verdict"], string>> = { allowed: "yes", refused: "no", warned: "not certain" };

/** Generated parts of docs/targets.md. */
export const targetBlocks = {
  targets: table(
    ["Target", "`type`", "In `targetConfiguration`", ...targetColumns.map(heading)],
    targetTypes.map((type) => [
      targetKinds[type].is,
      code(type),
      code(targetKinds[type].path.join(".")),
      ...targetColumns.map((column) => marks[cell(type, column).verdict]),
    ]),
  ),
  refused: reasons("refused"),
  warned: reasons("warned"),
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

function reasons(verdict: "refused" | "warned"): string {
  const lines = targetTypes.flatMap((type) => {
    const ofType = targetColumns.map((column) => ({ column, found: cell(type, column) }));
    const because = ofType.flatMap(({ column, found }) =>
      found.verdict === verdict ? [{ column, because: found.because }] : [],
    );
    return [...new Set(because.map((one) => one.because))].map((reason) => [
      code(type),
      because.flatMap(({ column, because: one }) => (one === reason ? [heading(column)] : [])).join(", "),
      reason,
    ]);
  });
  return table(["Target", "Credential", "Because"], lines);
}

function cell(type: string, { type: credential, grantType }: TargetColumn): Cell {
  return cellOf({ target: type, credential, grant: grantType }) as Cell;
}

function heading({ type, grantType }: TargetColumn): string {
  return grantType === undefined ? code(type) : `${code(type)} ${code(grantType)}`;
}

import type { PreviewError } from "../model";
import { isRecord } from "./document";

export interface Diagnostics {
  readonly errors: PreviewError[];
  readonly endpointOverrides: string[];
  readonly hasError: boolean;
}

/** Reads the messages of a preview. Only messages of this package are kept, because others can contain secrets. */
export function readDiagnostics(diagnostics: unknown): Diagnostics {
  const all = Array.isArray(diagnostics) ? diagnostics.filter(isRecord) : [];
  const endpointOverrides = new Set<string>();
  const errors: PreviewError[] = [];
  for (const { severity, message, urn } of all) {
    if (typeof message !== "string") continue;
    const origin = /^AgentCore credential providers go to (\S+) \(\w+\), not to AWS\.\s*$/.exec(message);
    if (origin?.[1] !== undefined) endpointOverrides.add(origin[1]);
    if (severity !== "error") continue;
    const own =
      /^error: ((?:OutboundAuth|GatewayOutboundAuth|GatewayRole) "[^"]*" has \d+ problems?:\n(?: {2}.*\n?)+)/.exec(
        message,
      );
    errors.push({
      severity,
      ...(typeof urn === "string" ? { resource: urn.split("::").slice(3).join("::") } : {}),
      ...(own?.[1] !== undefined ? { message: own[1].trimEnd() } : {}),
    });
  }
  return { errors, endpointOverrides: [...endpointOverrides], hasError: errors.length > 0 };
}

import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../rules/core/problem";

/** Logs warnings. The program continues. */
export function logWarnings(label: string, warnings: readonly Problem[], resource?: pulumi.Resource): void {
  for (const { path, reason } of warnings) void pulumi.log.warn(`${label}: ${path}: ${reason}`, resource);
}

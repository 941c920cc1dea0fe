import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../rules/problem";

/** Tells what is not certain; the program goes on. */
export function warnOf(what: string, warnings: readonly Problem[], resource?: pulumi.Resource): void {
  for (const { path, reason } of warnings) void pulumi.log.warn(`${what}: ${path}: ${reason}`, resource);
}

import * as pulumi from "@pulumi/pulumi";
import { throwIfInvalid } from "../../resources/program/errors";
import { plainValues } from "../../resources/program/plainValues";
import { logWarnings } from "../../resources/program/warnings";
import {
  gatewayCompatibilityProblems,
  gatewayCompatibilityWarnings,
} from "../../rules/components/gatewayCompatibility";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import { containsUnknown } from "../../rules/core/values";
import type { Combination } from "../../rules/targets/targetKinds";

/** The target and credential that the gateway must support, and how messages write paths. */
export interface CheckedTarget {
  readonly combination: Combination;
  readonly pathOf: (path: string) => string;
}

/**
 * Checks the gateway's settings that are Outputs once they are known. The bundle does not wait for this check: no resource
 * depends on these settings, and every Output costs time.
 */
export function checkGatewaySettings(
  label: string,
  settings: GatewaySettings,
  { combination, pathOf }: CheckedTarget,
  resource: pulumi.Resource,
): void {
  if (!containsUnknown(plainValues(settings))) return;
  pulumi.output(settings).apply((known) => {
    const problems = gatewayCompatibilityProblems(known, combination);
    throwIfInvalid(
      label,
      problems.map((problem) => ({ ...problem, path: pathOf(problem.path) })),
    );
    logWarnings(label, gatewayCompatibilityWarnings(known, combination), resource);
  });
}

import * as pulumi from "@pulumi/pulumi";
import { plainValues } from "../../resources/program/plainValues";
import { throwIfInvalid } from "../../resources/program/errors";
import {
  gatewayCompatibilityProblems,
  gatewayCompatibilityWarnings,
} from "../../rules/components/gatewayCompatibility";
import { containsUnknown } from "../../rules/core/values";
import { readTarget } from "../../rules/targets/readTarget";
import { logWarnings } from "../../resources/program/warnings";

/**
 * Compares what is known of the gateway only later with what a bundle asks of it. Beside the data flow: nothing in a bundle
 * follows from these facts, and outputs cost time.
 */
export function checkGatewaySettingsLater(
  label: string,
  settings: pulumi.Inputs,
  args: { readonly target: unknown; readonly credential: unknown },
  resource: pulumi.Resource,
  path = "target",
): void {
  if (!containsUnknown(plainValues(settings))) return;
  const read = readTarget(plainValues(args.target), path);
  const credential = plainValues(args.credential);
  pulumi.output(settings).apply((known) => {
    const problems = gatewayCompatibilityProblems(known, read.target, credential).map((problem) => ({
      ...problem,
      path: read.at === undefined ? problem.path : read.at(problem.path),
    }));
    throwIfInvalid(label, problems);
    logWarnings(label, gatewayCompatibilityWarnings(known, credential), resource);
  });
}

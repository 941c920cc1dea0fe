import * as pulumi from "@pulumi/pulumi";
import { plainValues } from "../resources/plainValues";
import { refuse } from "../resources/programError";
import { gatewayFitProblems, gatewayFitWarnings } from "../rules/gatewayFit";
import { respellCredential } from "../rules/oldSpellings";
import { containsUnknown } from "../rules/problem";
import { readTarget } from "../rules/readTarget";
import { warnOf } from "./warning";

/**
 * Compares what is known of the gateway only later with what a bundle asks of it. Beside the data flow: nothing in a bundle
 * follows from these facts, and outputs cost time.
 */
export function judgeFactsLater(
  what: string,
  facts: pulumi.Inputs,
  args: { readonly target: unknown; readonly credential: unknown },
  resource: pulumi.Resource,
  path = "target",
): void {
  if (!containsUnknown(plainValues(facts))) return;
  const read = readTarget(plainValues(args.target), path);
  const credential = plainValues(respellCredential(args.credential).args);
  pulumi.output(facts).apply((known) => {
    const problems = gatewayFitProblems(known, read.target, credential).map((problem) => ({
      ...problem,
      path: read.at === undefined ? problem.path : read.at(problem.path),
    }));
    refuse(what, problems);
    warnOf(what, gatewayFitWarnings(known, credential), resource);
  });
}

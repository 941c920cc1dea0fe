// The rules of OutboundAuth as a program meets them: arguments are read first.
import type { GatewaySettings } from "../../provider/rules/components/gatewayCompatibility";
import { outboundAuthProblems, outboundAuthWarnings } from "../../provider/rules/components/outboundAuth";
import type { Problem } from "../../provider/rules/core/problem";
import { memberOf } from "../../provider/rules/core/values";
import { readTarget } from "../../provider/rules/targets/target";

const read = (args: object, path?: string) => ({ ...args, target: readTarget(memberOf(args, "target"), path) });

export const problemsOf = (args: object, settings?: GatewaySettings, path?: string): Problem[] =>
  outboundAuthProblems(read(args, path), settings);

export const warningsOf = (args: object, settings?: GatewaySettings): Problem[] =>
  outboundAuthWarnings(read(args), settings);

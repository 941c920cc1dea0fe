import * as pulumi from "@pulumi/pulumi";
import { plainValues } from "../../resources/program/arguments";
import { logWarnings, throwIfInvalid } from "../../resources/program/problems";
import type { MessageSubject } from "../../resources/program/problems";
import { isUnitTest } from "../../resources/program/unitTest";
import {
  gatewayCompatibilityProblems,
  gatewayCompatibilityWarnings,
  unstatedAuthorizerWarnings,
} from "../../rules/components/gatewayCompatibility";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import { containsUnknown } from "../../rules/core/values";
import type { Combination } from "../../rules/targets/combinations";
import { declaredGatewayOf, onDeclaredGateway } from "./declaredGateways";
import { roleOf } from "./gatewayInput";

/** The target and credential that the gateway must support. */
interface CheckedTarget extends MessageSubject {
  /** Settings of the gateway that the target was checked with. */
  readonly settings: GatewaySettings;
  readonly combination: Combination;
}

/**
 * Checks the gateway's settings that are not known at construction: those that are Outputs, and those of a gateway that the
 * program declares after the bundle. The bundle does not wait for this check: no resource depends on these settings, and
 * every Output costs time.
 */
export function checkGatewaySettings(target: CheckedTarget, gateway: unknown, resource: pulumi.Resource): void {
  const { settings } = target;
  if (containsUnknown(plainValues(settings))) checkLateSettings(target, settings, resource);
  const role = roleOf(gateway);
  if (declaredGatewayOf(role) !== undefined) return;
  onDeclaredGateway(role, (late) => checkLateSettings(target, late.settings, resource));
  const unstated = unstatedAuthorizerWarnings(settings, target.combination);
  if (unstated.length === 0) return;
  const warn = () => {
    if (declaredGatewayOf(role) === undefined) logWarnings(target, unstated, resource);
  };
  // The gateway may be declared below.
  if (isUnitTest()) warn();
  else setImmediate(warn);
}

function checkLateSettings(target: CheckedTarget, settings: GatewaySettings, resource: pulumi.Resource): void {
  pulumi.output(settings).apply((known) => {
    throwIfInvalid(target, gatewayCompatibilityProblems(known, target.combination));
    logWarnings(target, gatewayCompatibilityWarnings(known, target.combination), resource);
  });
}

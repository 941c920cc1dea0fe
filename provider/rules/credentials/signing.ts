import { signingRegion, signingService } from "../core/limits";
import { booleanProblems, problemIf, requiredProblems, textProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isNil } from "../core/values";
import type { RawObject } from "../core/values";
import { callForms } from "../targets/calls";
import type { Call } from "../targets/calls";
import { targetKind } from "../targets/targetKinds";
import type { CallForm } from "../targets/targetKinds";

/** Properties of a `GATEWAY_IAM_ROLE` credential. */
export const roleProperties = ["service", "region", "invokeOwnGateway"] as const;

/** Properties of a `CALLER_IAM_CREDENTIALS` credential. */
export const callerProperties = ["service", "region"] as const;

/** Checks a `GATEWAY_IAM_ROLE` credential against the target's type and the form of its call. */
export function roleProblems(targetType: unknown, form: CallForm | undefined, credential: RawObject): Problem[] {
  return [
    ...signatureProblems(targetType, form, credential),
    ...booleanProblems("credential.invokeOwnGateway", credential.invokeOwnGateway),
  ];
}

function signatureProblems(targetType: unknown, form: CallForm | undefined, { service, region }: RawObject): Problem[] {
  const kind = targetKind(targetType);
  if (kind === undefined) return [];
  if (kind.signedBecause !== undefined) return refusedProblems(targetType, kind.signedBecause, { service, region });
  const derived = form === undefined ? undefined : callForms[form].service;
  const isOther = isKnown(service) && derived !== undefined && service !== derived;
  const isRequired = form === "statements" && (kind.serviceIsOptional !== true || !isNil(region));
  return [
    ...(isRequired ? requiredProblems("credential.service", service, serviceRemedy("dynamodb")) : []),
    ...problemIf(
      isOther,
      "credential.service",
      `contradicts target.calls, which implies "${derived}". Remove it, or write target.calls: { statements }.`,
    ),
    ...serviceAndRegionProblems(service, region),
  ];
}

function refusedProblems(targetType: unknown, because: string, properties: RawObject): Problem[] {
  return Object.entries(properties)
    .filter(([, value]) => !isNil(value))
    .map(([property]) => ({
      path: `credential.${property}`,
      reason: `the service refuses it for a target of type "${String(targetType)}": ${because}. Remove it.`,
    }));
}

function serviceRemedy(example: string): string {
  return `write the service that requests are signed for, "${example}" for example.`;
}

/** Checks the credential's Region against the ARN of what is called, if the ARN is a plain value. */
export function callRegionProblems(targetType: unknown, call: Call | undefined, region: unknown): Problem[] {
  if (call === undefined || targetKind(targetType)?.signedBecause !== undefined) return [];
  return regionProblems(region, callForms[call.form].region?.(call.values));
}

/** Reports a Region that differs from the Region of what is called, which refuses requests signed for another one. */
export function regionProblems(region: unknown, regionOfCall: string | undefined): Problem[] {
  if (!isKnown(region) || regionOfCall === undefined || region === regionOfCall) return [];
  const reason = `contradicts what is called, which is in Region ${regionOfCall} and refuses requests signed for another Region. Remove it, or call something in the Region that you mean.`;
  return [{ path: "credential.region", reason }];
}

/** Checks a `CALLER_IAM_CREDENTIALS` credential. `@pulumi/aws` requires a service, which the API does not. */
export function callerProblems(targetType: unknown, { service, region }: RawObject): Problem[] {
  const { isInApiOnly, signedBecause = "" } = targetKind(targetType) ?? {};
  if (isInApiOnly === true) return refusedProblems(targetType, signedBecause, { service, region });
  return [
    ...requiredProblems("credential.service", service, serviceRemedy("execute-api")),
    ...serviceAndRegionProblems(service, region),
  ];
}

function serviceAndRegionProblems(service: unknown, region: unknown): Problem[] {
  return [
    ...textProblems("credential.service", service, signingService),
    ...textProblems("credential.region", region, signingRegion),
  ];
}

/** Returns true if the gateway's role gets the permission to call its own gateway. */
export function invokesOwnGateway(targetType: unknown, invokeOwnGateway: unknown): boolean {
  if (typeof invokeOwnGateway === "boolean") return invokeOwnGateway;
  return targetKind(targetType)?.invokesOwnGateway === true;
}

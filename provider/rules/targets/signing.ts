import { calledBy, calls } from "./calls";
import { requiredProblems, booleanProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { signingRegion, signingService } from "../core/limits";
import { targetKind } from "./targetKinds";
import { quoted, textProblems } from "../core/text";

/** The properties that say for whom the gateway's own role signs, and what the role may do besides. */
export const roleMembers = ["service", "region", "invokeOwnGateway"] as const;

/** The properties that say for whom the caller's own permissions sign. */
export const callerMembers = ["service", "region"] as const;

/** Checks for which service requests with the gateway's own role are signed. */
export function roleProblems(target: RawObject, credential: RawObject): Problem[] {
  const { service, region, invokeOwnGateway } = credential;
  return [
    ...signatureProblems(target, service, region),
    ...booleanProblems("credential.invokeOwnGateway", invokeOwnGateway),
  ];
}

function signatureProblems(target: RawObject, service: unknown, region: unknown): Problem[] {
  const kind = targetKind(target.type);
  if (kind === undefined) return [];
  if (kind.signedBecause !== undefined)
    return Object.entries({ service, region })
      .filter(([, given]) => !isNil(given))
      .map(([member]) => ({
        path: `credential.${member}`,
        reason: `the service refuses it for a target of type "${String(target.type)}": ${kind.signedBecause}. Remove it.`,
      }));
  const called = calledBy(target);
  const followed = called === undefined ? undefined : calls[called.branch].service;
  const contradiction =
    isKnown(service) && followed !== undefined && service !== followed
      ? [
          {
            path: "credential.service",
            reason: `contradicts target.calls, from which ${quoted([followed])} follows. Leave it out, or write target.calls: { statements }.`,
          },
        ]
      : [];
  return [
    ...(called?.branch === "statements"
      ? requiredProblems("credential.service", service, serviceWanted("dynamodb"))
      : []),
    ...contradiction,
    ...textProblems("credential.service", service, signingService),
    ...textProblems("credential.region", region, signingRegion),
    ...(called === undefined ? [] : regionProblems(region, calls[called.branch].region?.(called.call))),
  ];
}

function serviceWanted(example: string): string {
  return `write for which service requests are signed, "${example}" for example.`;
}

/** Says where requests would be signed for another Region than that of what is called, which would take none of them. */
export function regionProblems(region: unknown, ofCalled: string | undefined): Problem[] {
  if (!isKnown(region) || ofCalled === undefined || region === ofCalled) return [];
  const reason = `contradicts what is called, which is in Region ${ofCalled}: it takes no request that is signed for another one. Leave it out, it follows; or call something of the Region that is meant.`;
  return [{ path: "credential.region", reason }];
}

/** Checks for which service requests with the caller's own permissions are signed. */
export function callerProblems({ service, region }: RawObject): Problem[] {
  return [
    ...requiredProblems("credential.service", service, serviceWanted("execute-api")),
    ...textProblems("credential.service", service, signingService),
    ...textProblems("credential.region", region, signingRegion),
  ];
}

/** The kinds of targets for which AWS asks to see to it that the role may call its own gateway. */
const callingThemselves: readonly unknown[] = ["openApiSchema", "mcpServer"];

/** Whether the gateway's role gets the right to call its own gateway, where the program does not say. */
export function invokesOwnGateway(target: RawObject, invokeOwnGateway: unknown): boolean {
  return typeof invokeOwnGateway === "boolean" ? invokeOwnGateway : callingThemselves.includes(target.type);
}

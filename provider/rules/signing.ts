import { calledBy, calls } from "./calls";
import { signingRegion, signingService } from "./limits";
import { isKnown } from "./problem";
import type { Problem } from "./problem";
import { targetKind } from "./targets";
import { quoted, textProblems } from "./text";

type Given = Readonly<Record<string, unknown>>;

/** The properties that say for whom the gateway's own role signs, and what the role may do besides. */
export const roleMembers = ["service", "region", "invokeOwnGateway"] as const;

/** The properties that say for whom the caller's own permissions sign. */
export const callerMembers = ["service", "region"] as const;

/** Checks for which service requests with the gateway's own role are signed. */
export function roleProblems(target: Given, credential: Given): Problem[] {
  const { service, region, invokeOwnGateway } = credential;
  return [
    ...signatureProblems(target, service, region),
    ...(invokeOwnGateway === undefined || invokeOwnGateway === null || typeof invokeOwnGateway === "boolean"
      ? []
      : [
          { path: "credential.invokeOwnGateway", reason: "must be true or false, written in the program (no Output)." },
        ]),
  ];
}

function signatureProblems(target: Given, service: unknown, region: unknown): Problem[] {
  const kind = targetKind(target.type);
  if (kind === undefined) return [];
  if (kind.signedBecause !== undefined)
    return Object.entries({ service, region })
      .filter(([, given]) => given !== undefined && given !== null)
      .map(([member]) => ({
        path: `credential.${member}`,
        reason: `the service refuses it for a target of type "${String(target.type)}": ${kind.signedBecause}. Remove it.`,
      }));
  const called = calledBy(target);
  const followed = called === undefined ? undefined : calls[called.branch].service;
  const missing =
    called?.branch === "statements" && (service === undefined || service === null)
      ? [
          {
            path: "credential.service",
            reason: 'missing: write for which service requests are signed, "dynamodb" for example.',
          },
        ]
      : [];
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
    ...missing,
    ...contradiction,
    ...textProblems("credential.service", service, signingService),
    ...textProblems("credential.region", region, signingRegion),
  ];
}

/** Checks for which service requests with the caller's own permissions are signed. */
export function callerProblems({ service, region }: Given): Problem[] {
  const missing =
    service === undefined || service === null
      ? [
          {
            path: "credential.service",
            reason: 'missing: write for which service requests are signed, "execute-api" for example.',
          },
        ]
      : [];
  return [
    ...missing,
    ...textProblems("credential.service", service, signingService),
    ...textProblems("credential.region", region, signingRegion),
  ];
}

/** The kinds of targets for which AWS asks to see to it that the role may call its own gateway. */
const callingThemselves: readonly unknown[] = ["openApiSchema", "mcpServer"];

/** Whether the gateway's role gets the right to call its own gateway, where the program does not say. */
export function invokesOwnGateway(target: Given, invokeOwnGateway: unknown): boolean {
  return typeof invokeOwnGateway === "boolean" ? invokeOwnGateway : callingThemselves.includes(target.type);
}

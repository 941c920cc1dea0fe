import { accessDenied, conflict, ServiceError, throttled } from "../model/errors";
import { controlPlaneOperations, stsOperations } from "../operations";

/** All faults. */
const kinds = [
  "reset",
  "hang",
  "error500",
  "error503",
  "throttle",
  "accessDenied",
  "conflict",
  "truncatedBody",
  "brokenBody",
  "emptyBody",
  "delay",
  "failState",
] as const;

// Only these operations start a change that can fail later.
const operationsWithStates = [
  "CreateOauth2CredentialProvider",
  "UpdateOauth2CredentialProvider",
  "DeleteOauth2CredentialProvider",
];

/**
 * Kind of a fault.
 * - `reset` closes the connection without an answer.
 * - `hang` never answers.
 * - `error500`, `error503`, `throttle`, `accessDenied` and `conflict` (the provider is in use) return that error.
 * - `truncatedBody` (the connection closes in the middle), `brokenBody` (invalid JSON or XML) and `emptyBody` return
 *   success with a body that a client cannot read.
 * - `delay` returns the usual answer later.
 * - `failState` accepts a change of an OAuth2 provider that ends in CREATE_FAILED, UPDATE_FAILED or DELETE_FAILED. The
 *   change ends immediately, or after the time in the setting `slowStates`.
 */
export type FaultKind = (typeof kinds)[number];

/** A fault to inject into future requests. */
export interface Fault {
  /** Operation, for example `CreateApiKeyCredentialProvider`, or `*` for all operations. */
  readonly operation: string;
  /** The fault. */
  readonly kind: FaultKind;
  /**
   * `before`: the operation does not run, and the request is not validated. `after`: the operation runs and succeeds,
   * and only its answer is lost or changed. @default "before"; "after" for `failState`
   */
  readonly moment?: "before" | "after";
  /** Number of requests that the fault applies to. @default 1 */
  readonly times?: number;
  /** Name of a provider; the fault applies only to requests for it. @default - all requests */
  readonly name?: string;
  /** Length of a `delay`. @default 1000 */
  readonly milliseconds?: number;
  /** The `failureReason` after a `failState`. @default - says that a fault was injected */
  readonly reason?: string;
}

type PendingFault = Fault & { times: number };

/** The faults that no request has used yet. If several match a request, the first one applies. */
export class Faults {
  private pending: PendingFault[] = [];

  add(fault: Fault): void {
    this.pending.push(checkedFault(fault));
  }

  clear(): void {
    this.pending = [];
  }

  /** Returns the fault that applies to a request at this moment, and counts the use. */
  take(operation: string, name: string | undefined, moment: "before" | "after"): Fault | undefined {
    return this.takeFirst(operation, name, (one) => one.kind !== "failState" && (one.moment ?? "before") === moment);
  }

  /** Returns the fault that makes the change of a request fail, and counts the use. */
  takeFailState(operation: string, name: string | undefined): Fault | undefined {
    return this.takeFirst(operation, name, ({ kind }) => kind === "failState");
  }

  private takeFirst(
    operation: string,
    name: string | undefined,
    matches: (fault: Fault) => boolean,
  ): Fault | undefined {
    const fault = this.pending.find(
      (candidate) =>
        (candidate.operation === "*" || candidate.operation === operation) &&
        (candidate.name === undefined || candidate.name === name) &&
        matches(candidate),
    );
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.pending = this.pending.filter((candidate) => candidate !== fault);
    return { ...fault };
  }
}

/** Returns the error of a fault, or `undefined` for a fault of another kind. */
export function faultError({ kind }: Fault, { arn, action, resource }: Record<"arn" | "action" | "resource", string>) {
  const errors: { readonly [K in FaultKind]?: ServiceError } = {
    error500: new ServiceError("InternalServerException", 500, "An internal error occurred"),
    error503: new ServiceError("ServiceUnavailableException", 503, "Service unavailable"),
    throttle: throttled(),
    accessDenied: accessDenied(`User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`),
    conflict: conflict("The credential provider is in use"),
  };
  return errors[kind];
}

/** Faults may come from another process, so types are not enough. */
function checkedFault(fault: Fault): PendingFault {
  const { operation, kind, moment, times = 1, name, milliseconds, reason, ...unknown } = fault;
  for (const member of Object.keys(unknown)) throw new RangeError(`fault: there is no member ${member}`);
  // With a misspelt operation, the fault would never apply and a test would pass for the wrong reason.
  if (operation !== "*" && !Object.hasOwn({ ...controlPlaneOperations, ...stsOperations }, operation))
    throw new RangeError('fault.operation: must be "*" or an operation that is emulated');
  if (!kinds.includes(kind)) throw new RangeError(`fault.kind: must be one of ${kinds.join(", ")}`);
  if (moment !== undefined && moment !== "before" && moment !== "after")
    throw new RangeError('fault.moment: must be "before" or "after"');
  if (!Number.isInteger(times) || times < 1) throw new RangeError("fault.times: must be a whole number from 1");
  if (milliseconds !== undefined && !(milliseconds >= 0))
    throw new RangeError("fault.milliseconds: must be a number from 0");
  if (reason !== undefined && typeof reason !== "string") throw new RangeError("fault.reason: must be a string");
  if (kind === "failState") {
    if (operation !== "*" && !operationsWithStates.includes(operation))
      throw new RangeError(`fault.operation: failState needs one of ${operationsWithStates.join(", ")}`);
    if (moment === "before") throw new RangeError('fault.moment: failState is always "after"');
    return { operation, kind, moment: "after", times, name, reason: reason ?? "An injected fault made this fail." };
  }
  return { operation, kind, moment, times, name, milliseconds };
}

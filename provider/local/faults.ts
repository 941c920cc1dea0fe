import { accessDenied, conflict, ServiceError, throttled } from "./errors.js";
import { controlPlaneOperations, stsOperations } from "./operations/index.js";

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

// Only these operations begin something that can fail later.
const withStates = [
  "CreateOauth2CredentialProvider",
  "UpdateOauth2CredentialProvider",
  "DeleteOauth2CredentialProvider",
];

/**
 * What goes wrong:
 * `reset` closes the connection without an answer; `hang` never answers, until the client goes away;
 * `error500`, `error503`, `throttle`, `accessDenied` and `conflict` (something uses the provider)
 * answer that error;
 * `truncatedBody` (connection closed in the middle), `brokenBody` (invalid JSON or XML) and `emptyBody` answer success
 * with a body that a client cannot use; `delay` answers as usual, but later;
 * `failState` accepts the creation, update or deletion of an OAuth2 provider, which then ends in CREATE_FAILED,
 * UPDATE_FAILED or DELETE_FAILED: at once, or when the setting `slowStates` lets it end.
 */
export type FaultKind = (typeof kinds)[number];

/** A fault to inject into requests that are still to come. */
export interface Fault {
  /** Operation, such as `CreateApiKeyCredentialProvider`, or `*` for every one. */
  operation: string;
  kind: FaultKind;
  /**
   * `before`: nothing is done, not even validation. `after`: the operation is done, only the answer is lost or altered;
   * such a fault waits for an operation that succeeds. Default `before`; a `failState` is always `after`.
   */
  moment?: "before" | "after";
  /** How many requests are hit. Default 1. */
  times?: number;
  /** Only requests about the provider of this name. Default: all requests. */
  name?: string;
  /** How long a `delay` lasts. Default 1000. */
  milliseconds?: number;
  /** The `failureReason` that a `failState` leaves. Default: that a fault was injected. */
  reason?: string;
}

/** The faults that wait for their requests; of several that fit, the one added first is used. */
export class Faults {
  private waiting: (Fault & { times: number })[] = [];

  add(fault: Fault): void {
    this.waiting.push(checkedFault(fault));
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that the request meets at this moment. */
  take(operation: string, name: string | undefined, moment: "before" | "after"): Fault | undefined {
    return this.takeFirst(operation, name, (one) => one.kind !== "failState" && (one.moment ?? "before") === moment);
  }

  /** The fault that makes fail what the request has begun. */
  takeFailState(operation: string, name: string | undefined): Fault | undefined {
    return this.takeFirst(operation, name, ({ kind }) => kind === "failState");
  }

  private takeFirst(operation: string, name: string | undefined, fits: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.waiting.find(
      (candidate) =>
        (candidate.operation === "*" || candidate.operation === operation) &&
        (candidate.name === undefined || candidate.name === name) &&
        fits(candidate),
    );
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.waiting = this.waiting.filter((candidate) => candidate !== fault);
    return { ...fault };
  }
}

/** The error that a fault answers, or nothing if it is a fault of another sort. */
export function faultError({ kind }: Fault, denied: { arn: string; action: string; resource: string }) {
  switch (kind) {
    case "error500":
      return new ServiceError("InternalServerException", 500, "An internal error occurred");
    case "error503":
      return new ServiceError("ServiceUnavailableException", 503, "Service unavailable");
    case "throttle":
      return throttled();
    case "accessDenied":
      return accessDenied(
        `User: ${denied.arn} is not authorized to perform: ${denied.action} on resource: ${denied.resource}`,
      );
    case "conflict":
      return conflict("The credential provider is in use");
    case "reset":
    case "hang":
    case "truncatedBody":
    case "brokenBody":
    case "emptyBody":
    case "delay":
    case "failState":
      return undefined;
  }
}

/** Faults may come from another process, so types are no proof. */
function checkedFault(fault: Fault): Fault & { times: number } {
  const { operation, kind, moment, times = 1, name, milliseconds, reason, ...unknown } = fault;
  for (const member of Object.keys(unknown)) throw new RangeError(`fault: there is no member ${member}`);
  // A fault that can never hit would make a test pass for nothing.
  if (operation !== "*" && !Object.hasOwn({ ...controlPlaneOperations, ...stsOperations }, operation)) {
    throw new RangeError('fault.operation: must be "*" or an operation that is emulated');
  }
  if (!kinds.includes(kind)) throw new RangeError(`fault.kind: must be one of ${kinds.join(", ")}`);
  if (moment !== undefined && moment !== "before" && moment !== "after") {
    throw new RangeError('fault.moment: must be "before" or "after"');
  }
  if (!Number.isInteger(times) || times < 1) throw new RangeError("fault.times: must be a whole number from 1");
  if (milliseconds !== undefined && !(milliseconds >= 0)) {
    throw new RangeError("fault.milliseconds: must be a number from 0");
  }
  if (reason !== undefined && typeof reason !== "string") throw new RangeError("fault.reason: must be a string");
  if (kind === "failState") {
    if (operation !== "*" && !withStates.includes(operation)) {
      throw new RangeError(`fault.operation: failState needs one of ${withStates.join(", ")}`);
    }
    if (moment === "before") throw new RangeError('fault.moment: failState is always "after"');
    return { operation, kind, moment: "after", times, name, reason: reason ?? "An injected fault made this fail." };
  }
  return { operation, kind, moment, times, name, milliseconds };
}

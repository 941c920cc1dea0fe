/** What is wrong with one member of a request. Never holds the member's value: it may be a secret. */
export interface FieldProblem {
  name: string;
  message: string;
}

/** An error that the service answers with. `members` are those of its error shape besides the message. */
export class ServiceError extends Error {
  constructor(
    readonly type: string,
    readonly status: number,
    message: string,
    readonly members: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export function validation(
  message: string,
  fieldList?: FieldProblem[],
  reason = "FieldValidationFailed",
): ServiceError {
  return new ServiceError("ValidationException", 400, message, { reason, fieldList });
}

/** A rule about one member, or about members together, that the model's constraints cannot express. */
export function fieldRule(name: string, message: string): ServiceError {
  return validation(message, [{ name, message }]);
}

export function notFound(message: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", 404, message);
}

export function conflict(message: string): ServiceError {
  return new ServiceError("ConflictException", 409, message);
}

export function quotaExceeded(message: string): ServiceError {
  return new ServiceError("ServiceQuotaExceededException", 402, message);
}

export function accessDenied(message: string): ServiceError {
  return new ServiceError("AccessDeniedException", 403, message);
}

export function throttled(): ServiceError {
  return new ServiceError("ThrottlingException", 429, "Rate exceeded");
}

/** Loud on purpose: a test that leans on something that is not emulated must not pass by accident. */
export function notEmulated(what: string): ServiceError {
  return new ServiceError(
    "NotEmulatedException",
    501,
    `The local control plane does not emulate ${what}. Run "agentcore-outbound-auth local --help" for what it does.`,
  );
}

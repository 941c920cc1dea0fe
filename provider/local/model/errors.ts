/** One invalid member of a request. Never holds the member's value: it may be a secret. */
export interface FieldProblem {
  readonly name: string;
  readonly message: string;
}

/** An error that the service returns. `members` are the members of the error's shape, without the message. */
export class ServiceError extends Error {
  constructor(
    readonly type: string,
    readonly status: number,
    message: string,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

export function validation(
  message: string,
  fieldList?: readonly FieldProblem[],
  reason = "FieldValidationFailed",
): ServiceError {
  return new ServiceError("ValidationException", 400, message, { reason, fieldList });
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

/** Returns a special error, because a test that relies on an operation that is not emulated must fail. */
export function notEmulated(label: string): ServiceError {
  return new ServiceError(
    "NotEmulatedException",
    501,
    `The local control plane does not emulate ${label}. Run "npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth local --help" for a list.`,
  );
}

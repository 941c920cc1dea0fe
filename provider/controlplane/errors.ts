import { destination, networkError } from "./network/networkErrors";
import type { UnsentRequest } from "./network/networkErrors";
import { withoutSecrets } from "./redaction";

/** Consequence of an error for the next step of a handler. */
export type Failure =
  /** The object does not exist. */
  | "notFound"
  /** The name is taken. */
  | "alreadyExists"
  /** The object is in use or another change is in progress. */
  | "conflict"
  /** There is no reliable answer: the call may or may not have succeeded. */
  | "lost"
  /** Nothing was done: too many requests, for longer than we wait. */
  | "throttled"
  /** Nothing was done: the process must exit. */
  | "cancelled"
  /** Nothing was done: the service, or this package before it sent anything, refused the call. */
  | "refused";

/** A call, as error messages describe it. */
export interface Call {
  /** Name of the API operation. */
  readonly operation: string;
  /** Object of the call, for example `API-key credential provider "search-1a2b3c4" in us-east-1`. */
  readonly subject: string;
  /** Texts that no message may contain, even if the service repeats them. */
  readonly secrets: readonly string[];
}

/** Meaning of an error, and what to do about it. docs/reference/errors.md is generated from these. */
export interface ErrorMeaning {
  readonly failure: Failure;
  readonly summary: string;
  /** Advice to the user; may depend on the operation. */
  readonly remedy?: string | ((operation: string) => string);
  /** Waits before each retry, after the SDK's own attempts. Only for errors that changed nothing and are temporary. */
  readonly waitsMs?: readonly number[];
}

function refused(summary: string, remedy?: ErrorMeaning["remedy"]): ErrorMeaning {
  return { failure: "refused", summary, remedy };
}

function lost(summary: string): ErrorMeaning {
  return { failure: "lost", summary, remedy: "Run again: the next run finds the result and completes it." };
}

const throttled: ErrorMeaning = {
  failure: "throttled",
  summary: "too many requests, even after 5 minutes of waiting",
  remedy:
    "Run again with fewer resources at a time (--parallel 4), or when other deployments have finished. Nothing is lost.",
  // Five minutes: as long as the service may take to change a provider, and longer than bursts of other callers.
  waitsMs: [1_000, 2_000, 4_000, 8_000, 16_000, ...Array.from({ length: 9 }, () => 30_000)],
};

const invalidCredentials = refused(
  "the credentials are not valid",
  "Renew them, or choose others with aws:profile or connection: { profile }.",
);
const expiredCredentials = refused("the credentials have expired", "Renew them (aws sso login) and run again.");
const vaultKey = "Check the key policy of the token vault's KMS key.";

/** Exceptions of the service by name. */
export const serviceErrors = {
  ResourceNotFoundException: { failure: "notFound", summary: "it does not exist" },
  ValidationException: refused("the service rejected the request (ValidationException)"),
  ConflictException: {
    failure: "conflict",
    summary: "it is in use or being changed",
    // An object that is in use cannot be deleted, but it can be changed.
    remedy: (operation) =>
      operation.startsWith("Delete")
        ? "Remove what uses it first (gateway targets), then run again."
        : "Run again when the other change is complete.",
  },
  RetryableConflictException: {
    failure: "conflict",
    summary: "another change is in progress",
    remedy: "Run again in a minute. Nothing is lost.",
    // A change by another caller takes seconds.
    waitsMs: [1_000, 2_000, 4_000, 8_000],
  },
  AccessDeniedException: refused(
    "access denied",
    (operation) =>
      `Allow bedrock-agentcore:${operation} on the token vault and on the provider. iam.deployerStatements() returns every permission that is needed.`,
  ),
  UnauthorizedException: refused("not authorized", "Check which identity runs Pulumi."),
  UnrecognizedClientException: invalidCredentials,
  ExpiredTokenException: expiredCredentials,
  ServiceQuotaExceededException: refused(
    "a quota of the account is used up",
    "An account can have 50 providers of each kind in a Region. Remove some, or request an increase in Service Quotas.",
  ),
  ResourceLimitExceededException: refused(
    "a limit of the account is reached",
    "Remove providers that are no longer used, or request an increase in Service Quotas.",
  ),
  ThrottlingException: throttled,
  EncryptionFailure: refused("the token vault's key could not encrypt", vaultKey),
  DecryptionFailure: refused("the token vault's key could not decrypt", vaultKey),
} satisfies Record<string, ErrorMeaning>;

/** Exceptions of STS, which uses other names for some of the same errors. */
export const stsErrors = {
  AccessDenied: refused(
    "access denied",
    "Check the caller's permissions and, if a role is assumed, the role's trust policy.",
  ),
  InvalidClientTokenId: invalidCredentials,
  ExpiredToken: expiredCredentials,
  Throttling: throttled,
} satisfies Record<string, ErrorMeaning>;

/** Errors of the AWS SDK before it sends a request, by name. */
export const sdkErrors = {
  CredentialsProviderError: refused(
    "no AWS credentials",
    "Set them in the environment, with aws:profile, or with connection: { profile } or { assumeRole }.",
  ),
  TokenProviderError: refused("the single sign-on session is not valid", "Run aws sso login and run again."),
} satisfies Record<string, ErrorMeaning>;

/** The SDK throws a plain `Error` for this one. */
export const noRegion = refused("no Region", "Set aws:region, AWS_REGION or connection: { region }.");

export const nameTaken: ErrorMeaning = { failure: "alreadyExists", summary: "the name is taken" };
export const otherRefusal = (name: string | number) => refused(`the service rejected the request (${name})`);
export const noAnswer = (name: string) => lost(`there was no complete answer (${name})`);
export const unreadable = lost("the service's answer could not be read");
export const serviceFailure = (status: number | string) => lost(`the service failed (HTTP ${status})`);

/** The parts of an SDK error that this package reads. */
export interface SdkError {
  /** Set by this package's agents. */
  readonly unsent?: UnsentRequest;
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly fieldList?: readonly { readonly name?: string; readonly message?: string }[];
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

const byName: Readonly<Record<string, ErrorMeaning>> = { ...serviceErrors, ...stsErrors, ...sdkErrors };

/** Classifies an error thrown by the SDK. */
export function explain(thrown: unknown): ErrorMeaning {
  const { name = "", message = "", code = "", unsent, $fault, $metadata }: SdkError = thrown ?? {};
  // For a taken name the service answers ValidationException, not ConflictException: only the text tells.
  if ((name === "ValidationException" || name === "ConflictException") && /already exists/i.test(message))
    return nameTaken;
  const known = byName[name];
  if (known !== undefined) return known;
  const network = networkError(code, message, unsent);
  if (network !== undefined) return { failure: "refused", ...network };
  if (/region is missing/i.test(message)) return noRegion;
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return noAnswer(name === "" ? "unknown error" : name);
  if (status === 429) return throttled;
  if ($fault === "client" && status >= 400 && status < 500) return otherRefusal(name === "" ? status : name);
  return status < 400 ? unreadable : serviceFailure(status);
}

/** A failed call. Holds no object of the SDK and no secret that was sent. */
export class ServiceError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
    /** Name of the exception, and the advice at the end of the message. Empty for this package's own errors. */
    readonly details: { readonly code: string; readonly remedy: string } = { code: "", remedy: "" },
  ) {
    super(message);
    this.name = "ServiceError";
  }
}

/** Checks if an error is a failed call with one of these consequences. */
export function failedWith(error: unknown, ...failures: readonly Failure[]): boolean {
  return error instanceof ServiceError && failures.includes(error.failure);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}

/** Rewrites an SDK error: which call failed, what is wrong, what to do. Removes secrets from what the service says. */
export function toServiceError(error: unknown, { operation, subject, secrets }: Call): ServiceError {
  if (error instanceof ServiceError) return error;
  const sdk: SdkError = error ?? {};
  const { name = "", message, $metadata, unsent } = sdk;
  // Our own texts contain no secret, and stay whole.
  const clean = (text: string) => withoutSecrets(text, secrets);
  // A name that this package knows is no text of the service.
  const shownName = Object.hasOwn(byName, name) ? name : clean(name);
  const { failure, summary, remedy = "" } = explain({ ...sdk, message, name: shownName });
  const requestId = $metadata?.requestId === undefined ? "" : ` (request ${clean($metadata.requestId)})`;
  const host = unsent === undefined ? "" : ` (${destination(unsent)})`;
  const advice = typeof remedy === "string" ? remedy : remedy(operation);
  const parts = [`${operation} of ${subject}: ${summary}${requestId}${host}.`, clean(serviceText(sdk)), advice];
  const text = parts.filter((part) => part !== "").join(" ");
  return new ServiceError(failure, text, { code: shownName, remedy: advice });
}

/** The service's own text. A parser's message is left out: it quotes the answer, which may contain a secret. */
function serviceText({ $fault, message = "", fieldList = [] }: SdkError): string {
  if ($fault === undefined) return "";
  return [message, ...fieldList.map((field) => `${field.name}: ${field.message}`)]
    .filter((text) => text !== "")
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(" ");
}

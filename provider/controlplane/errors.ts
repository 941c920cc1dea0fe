import { explain } from "./errorCatalog";
import type { Call, Failure, SdkError } from "./errorCatalog";

/** A failed call. Holds no object of the SDK and no secret that was sent. */
export class ServiceError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
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

/** Rewrites an SDK error: which call failed, what is wrong, what to do. Removes secrets. */
export function toServiceError(error: unknown, { operation, subject, secrets }: Call): ServiceError {
  if (error instanceof ServiceError) return error;
  const sdk: SdkError = error ?? {};
  const { failure, summary, remedy = "" } = explain(sdk);
  const requestId = sdk.$metadata?.requestId === undefined ? "" : ` (request ${sdk.$metadata.requestId})`;
  const parts = [
    `${operation} of ${subject}: ${summary}${requestId}.`,
    serviceText(sdk),
    typeof remedy === "string" ? remedy : remedy(operation),
  ];
  return new ServiceError(failure, withoutSecrets(parts.filter((part) => part !== "").join(" "), secrets));
}

/** The service's own text. A parser's message is left out: it quotes the answer, which may contain a secret. */
function serviceText({ $fault, message = "", fieldList = [] }: SdkError): string {
  if ($fault === undefined) return "";
  return [message, ...fieldList.map((field) => `${field.name}: ${field.message}`)]
    .filter((text) => text !== "")
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(" ");
}

/** Removes secrets from a text, in every encoding in which JSON and URLs may contain them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const encodings = secrets
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      // A URL cannot contain half a surrogate pair.
      encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\ufffd")),
      Buffer.from(secret).toString("base64"),
    ]);
  // Longest first: if a part is replaced first, the rest of the longer text remains.
  return [...new Set(encodings)]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, encoding) => rest.split(encoding).join("[secret]"), text);
}

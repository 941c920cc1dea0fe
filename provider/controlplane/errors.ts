import { explain } from "./errorCatalog";
import type { SdkError } from "./errorCatalog";

/** What an error of the service means for what happens next. */
export type Failure =
  /** The object does not exist. */
  | "notFound"
  /** The name is taken. */
  | "alreadyExists"
  /** It is in use or being changed. */
  | "conflict"
  /** No answer that can be relied on: the call may or may not have been carried out. */
  | "lost"
  /** Nothing was done: too many requests, for longer than one waits. */
  | "throttled"
  /** Nothing was done: the process was told to end. */
  | "cancelled"
  /** The service, or this package on its way there, said no. */
  | "refused";

/** An error of a call, in words. Holds no object of the SDK, and none of the secrets that were sent. */
export class ServiceError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
  ) {
    super(message);
    this.name = "ServiceError";
  }
}

/** Whether something that was thrown is an error of a call, with one of these meanings. */
export function failedWith(error: unknown, ...failures: readonly Failure[]): boolean {
  return error instanceof ServiceError && failures.includes(error.failure);
}

/** Which call failed, on what. */
export interface Call {
  /** Name of the API operation. */
  readonly operation: string;
  /** What it was about, for example `API-key credential provider "search-1a2b3c4" in us-east-1`. */
  readonly subject: string;
  /** Texts that must not stand in the message, whatever the service echoes. */
  readonly secrets: readonly string[];
}

/** Rewrites whatever a call threw: where, what is wrong, what to do; with the secrets taken out. */
export function inWords(error: unknown, call: Call): ServiceError {
  if (error instanceof ServiceError) return error;
  const sdk = (error ?? {}) as SdkError;
  const { failure, says, remedy } = explain(sdk);
  const requestId = sdk.$metadata?.requestId === undefined ? "" : ` (request ${sdk.$metadata.requestId})`;
  const parts = [`${call.operation} of ${call.subject}: ${says}${requestId}.`, detail(sdk), remedy?.(call) ?? ""];
  return new ServiceError(failure, withoutSecrets(parts.filter((part) => part !== "").join(" "), call.secrets));
}

function detail(sdk: SdkError): string {
  // A parser's message quotes the answer, which may hold anything; a service error's text is meant for people.
  if (sdk.$fault === undefined) return "";
  const fields = (sdk.fieldList ?? []).map(({ name, message }) => `${name}: ${message}`);
  return [sdk.message ?? "", ...fields]
    .filter((text) => text !== "")
    .map(sentence)
    .join(" ");
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Takes secrets out of a text, also as JSON and URLs write them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      // Half a surrogate pair cannot be written in a URL.
      encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\ufffd")),
      Buffer.from(secret).toString("base64"),
    ]);
  // Longest first, or a part of a longer spelling would be replaced and leave the rest standing.
  return [...new Set(spellings)]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, spelling) => rest.split(spelling).join("[secret]"), text);
}

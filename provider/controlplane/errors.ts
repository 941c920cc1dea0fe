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

interface Explanation {
  readonly failure: Failure;
  readonly says: string;
  /** What to do; may be built from the call. */
  readonly remedy?: (call: Call) => string;
}

/** Exceptions of the service and of the SDK by name, and what to do about each. */
const explanations: Readonly<Record<string, Explanation>> = {
  ResourceNotFoundException: { failure: "notFound", says: "it does not exist" },
  ConflictException: {
    failure: "conflict",
    says: "it is in use or being changed",
    remedy: () => "Remove what uses it first (gateway targets), then run again.",
  },
  AccessDeniedException: {
    failure: "refused",
    says: "access denied",
    remedy: ({ operation }) =>
      `Allow bedrock-agentcore:${operation} on the token vault and on the provider; iam.deployerStatements() lists all that is needed.`,
  },
  UnauthorizedException: {
    failure: "refused",
    says: "not authorized",
    remedy: () => "Check which identity runs pulumi.",
  },
  UnrecognizedClientException: {
    failure: "refused",
    says: "the credentials are not valid",
    remedy: () => "Renew them, or choose others with aws:profile or connection: { profile }.",
  },
  ExpiredTokenException: {
    failure: "refused",
    says: "the credentials have expired",
    remedy: () => "Renew them (aws sso login) and run again.",
  },
  // STS spells three of these its own way.
  AccessDenied: {
    failure: "refused",
    says: "access denied",
    remedy: () => "Check the caller's permissions and, for a role to assume, the role's trust policy.",
  },
  InvalidClientTokenId: {
    failure: "refused",
    says: "the credentials are not valid",
    remedy: () => "Renew them, or choose others with aws:profile or connection: { profile }.",
  },
  ExpiredToken: {
    failure: "refused",
    says: "the credentials have expired",
    remedy: () => "Renew them (aws sso login) and run again.",
  },
  ServiceQuotaExceededException: {
    failure: "refused",
    says: "a quota of the account is used up",
    remedy: () =>
      "An account has 50 providers of each kind in a Region: remove some, or ask for more in Service Quotas.",
  },
  ResourceLimitExceededException: {
    failure: "refused",
    says: "a limit of the account is reached",
    remedy: () => "Remove providers that are no longer used, or ask for more in Service Quotas.",
  },
  ThrottlingException: {
    failure: "refused",
    says: "too many requests, also after retries",
    remedy: () => "Run again; nothing is lost.",
  },
  EncryptionFailure: {
    failure: "refused",
    says: "the token vault's key could not encrypt",
    remedy: () => "Check the key policy of the token vault's KMS key.",
  },
  DecryptionFailure: {
    failure: "refused",
    says: "the token vault's key could not decrypt",
    remedy: () => "Check the key policy of the token vault's KMS key.",
  },
  CredentialsProviderError: {
    failure: "refused",
    says: "no AWS credentials",
    remedy: () => "Set them in the environment, with aws:profile, or with connection: { profile } or { assumeRole }.",
  },
  TokenProviderError: {
    failure: "refused",
    says: "the single sign-on session is not valid",
    remedy: () => "Run aws sso login and run again.",
  },
};

const networkErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted",
};

/** The parts of an SDK error that are read. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly fieldList?: readonly { readonly name?: string; readonly message?: string }[];
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
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

function explain(sdk: SdkError): Explanation {
  // The service answers ValidationException, not ConflictException, for a taken name: its text has to be read.
  if (
    (sdk.name === "ValidationException" || sdk.name === "ConflictException") &&
    /already exists/i.test(sdk.message ?? "")
  ) {
    return { failure: "alreadyExists", says: "the name is taken" };
  }
  const known = explanations[sdk.name ?? ""];
  if (known !== undefined) return known;
  const network = networkErrors[sdk.code ?? ""];
  if (network !== undefined) {
    return {
      failure: "refused",
      says: `the endpoint cannot be reached: ${network}`,
      remedy: () => "Check the Region, the network, and any endpoint override (aws:endpoints, AWS_ENDPOINT_URL…).",
    };
  }
  if (/region is missing/i.test(sdk.message ?? "")) {
    return {
      failure: "refused",
      says: "no Region",
      remedy: () => "Set aws:region, AWS_REGION or connection: { region }.",
    };
  }
  const status = sdk.$metadata?.httpStatusCode;
  if (sdk.$fault === "client" && status !== undefined && status >= 400 && status < 500) {
    return { failure: "refused", says: `the service refused it (${sdk.name ?? status})` };
  }
  return {
    failure: "lost",
    says:
      status === undefined
        ? `no complete answer came (${sdk.name ?? "unknown error"})`
        : status < 400
          ? "the service's answer could not be read"
          : `the service failed (HTTP ${status})`,
    remedy: () => "Run again: what was done is found and finished.",
  };
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

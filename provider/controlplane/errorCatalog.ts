import type { Call, Failure } from "./errors";

/** What an error means, and what to do about it. docs/errors.md is written from all of these. */
export interface Explanation {
  readonly failure: Failure;
  readonly says: string;
  /** What to do; may be built from the call. */
  readonly remedy?: (call: Call) => string;
  /** Nothing was done, and it passes: how long to wait between calls, after the SDK's own attempts. */
  readonly waitsMs?: readonly number[];
}

/** Five minutes: as long as the service may take for a provider, and longer than others' bursts last. */
const throttledWaitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, ...Array.from({ length: 9 }, () => 30_000)];

/** Someone else's change of the same object takes seconds. */
const conflictWaitsMs = [1_000, 2_000, 4_000, 8_000];

const throttled: Explanation = {
  failure: "throttled",
  says: "too many requests, also after 5 minutes of waiting",
  remedy: () => "Run again, with fewer resources at a time (--parallel 4) or when others are done; nothing is lost.",
  waitsMs: throttledWaitsMs,
};

/** Exceptions of the service by name. */
export const serviceErrors: Readonly<Record<string, Explanation>> = {
  ResourceNotFoundException: { failure: "notFound", says: "it does not exist" },
  ValidationException: { failure: "refused", says: "the service refused it (ValidationException)" },
  ConflictException: {
    failure: "conflict",
    says: "it is in use or being changed",
    // What is in use stands in the way of nothing but a deletion.
    remedy: ({ operation }) =>
      operation.startsWith("Delete")
        ? "Remove what uses it first (gateway targets), then run again."
        : "Run again once that change is done.",
  },
  RetryableConflictException: {
    failure: "conflict",
    says: "another change is under way",
    remedy: () => "Run again in a minute; nothing is lost.",
    waitsMs: conflictWaitsMs,
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
  ThrottlingException: throttled,
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
};

/** Exceptions of STS, which spells some of the same its own way. */
export const stsErrors: Readonly<Record<string, Explanation>> = {
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
  Throttling: throttled,
};

/** What the AWS SDK says before it sends anything, by name. */
export const sdkErrors: Readonly<Record<string, Explanation>> = {
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

/** The SDK has no name for it. */
export const noRegion: Explanation = {
  failure: "refused",
  says: "no Region",
  remedy: () => "Set aws:region, AWS_REGION or connection: { region }.",
};

/** Why an endpoint was not reached at all, by code of Node.js. */
const networkErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted",
};

/** The same as explanations. */
export const unreachable: Readonly<Record<string, Explanation>> = Object.fromEntries(
  Object.entries(networkErrors).map(([code, why]) => [
    code,
    {
      failure: "refused",
      says: `the endpoint cannot be reached: ${why}`,
      remedy: () => "Check the Region, the network, and any endpoint override (aws:endpoints, AWS_ENDPOINT_URL…).",
    },
  ]),
);

/** The service answers ValidationException, not ConflictException, for a taken name: its text has to be read. */
export const nameTaken: Explanation = { failure: "alreadyExists", says: "the name is taken" };

/** Any other answer that says no. */
export const refusal = (name: string | number): Explanation => ({
  failure: "refused",
  says: `the service refused it (${name})`,
});

/** Nothing from which one could tell whether it was carried out. */
const lost = (says: string): Explanation => ({
  failure: "lost",
  says,
  remedy: () => "Run again: what was done is found and finished.",
});
export const noAnswer = (name: string) => lost(`no complete answer came (${name})`);
export const unreadable = lost("the service's answer could not be read");
export const serviceFailure = (status: number | string) => lost(`the service failed (HTTP ${status})`);

/** The parts of an SDK error that are read. */
export interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly fieldList?: readonly { readonly name?: string; readonly message?: string }[];
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

const byName = { ...serviceErrors, ...stsErrors, ...sdkErrors };

/** What something means that a call threw. */
export function explain(thrown: unknown): Explanation {
  const { name, message = "", code, $fault, $metadata } = (thrown ?? {}) as SdkError;
  if ((name === "ValidationException" || name === "ConflictException") && /already exists/i.test(message))
    return nameTaken;
  const known = byName[name ?? ""] ?? unreachable[code ?? ""];
  if (known !== undefined) return known;
  if (/region is missing/i.test(message)) return noRegion;
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return noAnswer(name ?? "unknown error");
  if (status === 429) return throttled;
  if ($fault === "client" && status >= 400 && status < 500) return refusal(name ?? status);
  return status < 400 ? unreadable : serviceFailure(status);
}

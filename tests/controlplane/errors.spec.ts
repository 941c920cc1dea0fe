import { expect } from "chai";
import * as fc from "fast-check";
import type { Call } from "../../provider/controlplane/errors";
import { ServiceError, toServiceError, withoutSecrets } from "../../provider/controlplane/errors";

const call: Call = {
  operation: "CreateApiKeyCredentialProvider",
  subject: 'API-key credential provider "search" in us-east-1',
  secrets: [],
};
const answered = (name: string, status: number, message = "", more: object = {}) =>
  Object.assign(new Error(message), {
    name,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
    ...more,
  });

describe("errors in words", () => {
  for (const { name, error, failure, says } of [
    {
      name: "nothing of this name",
      error: answered("ResourceNotFoundException", 404, "not found"),
      failure: "notFound",
      says: /it does not exist\. not found\.$/,
    },
    {
      name: "a taken name, as the service says it",
      error: answered("ValidationException", 400, "Credential provider with name: search already exists"),
      failure: "alreadyExists",
      says: /the name is taken\. Credential provider with name: search already exists\.$/,
    },
    {
      name: "a taken name, as the model says it",
      error: answered("ConflictException", 409, "Already Exists"),
      failure: "alreadyExists",
      says: /taken/,
    },
    {
      name: "another conflict",
      error: answered("ConflictException", 409, "is being updated"),
      failure: "conflict",
      says: /in use or being changed.*Run again when the other change is complete\.$/,
    },
    {
      name: "an invalid member",
      error: answered("ValidationException", 400, "1 validation error"),
      failure: "refused",
      says: /the service rejected the request \(ValidationException\)\. 1 validation error\.$/,
    },
    {
      name: "a missing permission",
      error: answered("AccessDeniedException", 403, "User: x is not authorized"),
      failure: "refused",
      says: /access denied.*Allow bedrock-agentcore:CreateApiKeyCredentialProvider on the token vault and on the provider\. iam\.deployerStatements\(\)/,
    },
    {
      name: "invalid credentials",
      error: answered("UnrecognizedClientException", 403),
      failure: "refused",
      says: /credentials are not valid.*aws:profile/,
    },
    {
      name: "an unauthorized caller",
      error: answered("UnauthorizedException", 401),
      failure: "refused",
      says: /not authorized/,
    },
    {
      name: "expired credentials",
      error: answered("ExpiredTokenException", 403),
      failure: "refused",
      says: /expired.*aws sso login/,
    },
    {
      name: "a quota",
      error: answered("ServiceQuotaExceededException", 402),
      failure: "refused",
      says: /quota.*50 providers.*Service Quotas/,
    },
    {
      name: "a limit",
      error: answered("ResourceLimitExceededException", 400),
      failure: "refused",
      says: /limit of the account/,
    },
    {
      name: "a missing permission, as STS says it",
      error: answered("AccessDenied", 403, "User: x is not authorized to perform: sts:AssumeRole"),
      failure: "refused",
      says: /access denied.*sts:AssumeRole/,
    },
    {
      name: "expired credentials, as STS says it",
      error: answered("ExpiredToken", 400),
      failure: "refused",
      says: /expired.*aws sso login/,
    },
    {
      name: "invalid credentials, as STS says it",
      error: answered("InvalidClientTokenId", 403),
      failure: "refused",
      says: /credentials are not valid/,
    },
    {
      name: "an answer that cannot be read",
      error: Object.assign(new SyntaxError("Unexpected end of JSON input"), { $metadata: { httpStatusCode: 200 } }),
      failure: "lost",
      says: /answer could not be read.*Run again/,
    },
    {
      name: "throttling",
      error: answered("ThrottlingException", 429),
      failure: "throttled",
      says: /too many requests, even after 5 minutes of waiting.*Run again.*Nothing is lost/,
    },
    {
      name: "throttling under another name",
      error: answered("SlowDownException", 429),
      failure: "throttled",
      says: /too many requests/,
    },
    {
      name: "another change that is under way",
      error: answered("RetryableConflictException", 409),
      failure: "conflict",
      says: /another change is in progress.*Run again in a minute/,
    },
    {
      name: "the vault's key when writing",
      error: answered("EncryptionFailure", 400),
      failure: "refused",
      says: /could not encrypt.*key policy/,
    },
    {
      name: "the vault's key when reading",
      error: answered("DecryptionFailure", 400),
      failure: "refused",
      says: /could not decrypt.*key policy/,
    },
    {
      name: "an error that is not known, by name",
      error: answered("TeapotException", 418, "short and stout"),
      failure: "refused",
      says: /the service rejected the request \(TeapotException\)\. short and stout\.$/,
    },
    {
      name: "a failure of the service",
      error: answered("InternalServerException", 500, "oops"),
      failure: "lost",
      says: /the service failed \(HTTP 500\).*oops.*the next run finds the result and completes it/,
    },
    {
      name: "an unavailable service, which the SDK calls the client's fault",
      error: answered("ServiceUnavailableException", 503, "", { $fault: "client" }),
      failure: "lost",
      says: /HTTP 503/,
    },
    {
      name: "a timeout",
      error: Object.assign(new Error("t"), { name: "TimeoutError" }),
      failure: "lost",
      says: /there was no complete answer \(TimeoutError\)/,
    },
    {
      name: "a connection that broke off",
      error: Object.assign(new Error("t"), { code: "ECONNRESET" }),
      failure: "lost",
      says: /there was no complete answer/,
    },
    {
      name: "an endpoint where nobody answers",
      error: Object.assign(new Error("t"), { code: "ECONNREFUSED" }),
      failure: "refused",
      says: /nothing listens there.*endpoint override/,
    },
    {
      name: "a host that does not exist",
      error: Object.assign(new Error("t"), { code: "ENOTFOUND" }),
      failure: "refused",
      says: /host name does not exist/,
    },
    {
      name: "a certificate that is not trusted",
      error: Object.assign(new Error("t"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
      failure: "refused",
      says: /not trusted/,
    },
    { name: "no Region", error: new Error("Region is missing"), failure: "refused", says: /no Region.*aws:region/ },
    {
      name: "no credentials",
      error: Object.assign(new Error("t"), { name: "CredentialsProviderError" }),
      failure: "refused",
      says: /no AWS credentials/,
    },
    {
      name: "an ended single sign-on session",
      error: Object.assign(new Error("t"), { name: "TokenProviderError" }),
      failure: "refused",
      says: /aws sso login/,
    },
    {
      name: "a text that was thrown",
      error: "boom",
      failure: "lost",
      says: /there was no complete answer \(unknown error\)/,
    },
    { name: "nothing that was thrown", error: undefined, failure: "lost", says: /unknown error/ },
  ] as const)
    it(`explain ${name}`, () => {
      const explained = toServiceError(error, call);
      expect(explained).to.be.instanceOf(ServiceError);
      expect(explained.failure).to.equal(failure);
      expect(explained.message).to.match(says);
      expect(explained.message).to.match(
        /^CreateApiKeyCredentialProvider of API-key credential provider "search" in us-east-1: /,
      );
    });

  it("name the request, for AWS's support", () => {
    const error = answered("ThrottlingException", 429, "", { $metadata: { httpStatusCode: 429, requestId: "r-1" } });
    expect(toServiceError(error, call).message).to.include("(request r-1)");
  });

  it("list the members that the service complains about", () => {
    const fieldList = [
      { name: "name", message: "too long" },
      { name: "apiKey", message: "missing." },
    ];
    const { message } = toServiceError(answered("ValidationException", 400, "2 errors", { fieldList }), call);
    expect(message).to.match(/2 errors\. name: too long\. apiKey: missing\.$/);
  });

  it("do not repeat what a parser quotes: it is the answer", () => {
    const error = new SyntaxError('Unexpected token in {"apiKey": "sk-canary"}');
    expect(toServiceError(error, call).message).to.not.include("canary");
  });

  it("hand an error on that is in words already", () => {
    const error = new ServiceError("refused", "as it is");
    expect(toServiceError(error, call)).to.equal(error);
  });

  it("hold no object of the SDK", () => {
    const error = answered("ValidationException", 400, "m", {
      $response: { body: "sk-canary" },
      cause: new Error("sk-canary"),
    });
    const explained = toServiceError(error, call);
    expect(Object.keys(explained).sort()).to.deep.equal(["failure", "name"]);
    expect(explained.cause).to.equal(undefined);
  });
});

describe("secrets in errors", () => {
  const spellings: Record<string, (secret: string) => string> = {
    "as it is": (secret) => secret,
    "as JSON writes it": (secret) => JSON.stringify(secret),
    "as a member of a JSON object": (secret) => JSON.stringify({ apiKey: secret }),
    "as a URL writes it": (secret) => `?key=${encodeURIComponent(secret)}`,
    "in base64": (secret) => Buffer.from(secret).toString("base64"),
    "twice in a row": (secret) => secret + secret,
  };
  /** A secret that is too long to stand in a text by chance, with everything in it that one could want to escape. */
  const secrets = fc
    .tuple(
      fc.string({ unit: "grapheme", maxLength: 10 }),
      fc.stringMatching(/^[a-z0-9]{12}$/),
      fc.string({ unit: "binary", maxLength: 10 }),
    )
    .map((parts) => parts.join('"\\/ ü\n'));

  for (const [name, spell] of Object.entries(spellings))
    it(`are taken out ${name}: of message, member list and remedy`, () => {
      fc.assert(
        fc.property(secrets, fc.string(), fc.string(), (secret, before, behind) => {
          const text = before + spell(secret) + behind;
          const error = answered("ValidationException", 400, text, { fieldList: [{ name: text, message: text }] });
          const { message } = toServiceError(error, { ...call, subject: text, secrets: ["other", secret] });
          for (const spelling of [
            secret,
            JSON.stringify(secret).slice(1, -1),
            encodeURIComponent(secret),
            Buffer.from(secret).toString("base64"),
          ])
            expect(message.includes(spelling)).to.equal(false, spelling);
          expect(message).to.include("[secret]");
        }),
      );
    });

  for (const { name, secrets: given, text, expected } of [
    {
      name: "leave a text without them as it is",
      secrets: ["k-1"],
      text: "the name is taken",
      expected: "the name is taken",
    },
    { name: "take out every occurrence", secrets: ["k-1"], text: "k-1, k-1.", expected: "[secret], [secret]." },
    { name: "take out several", secrets: ["old", "new"], text: "old and new", expected: "[secret] and [secret]" },
    {
      name: "take out the longer one of two that begin alike",
      secrets: ["key", "key-long"],
      text: "key-long",
      expected: "[secret]",
    },
    { name: "pass over an empty one", secrets: [""], text: "abc", expected: "abc" },
    { name: "do not read one as a pattern", secrets: ["a.c"], text: "abc a.c", expected: "abc [secret]" },
    { name: "do not read one as a replacement", secrets: ["$&"], text: "x $& y", expected: "x [secret] y" },
  ])
    it(name, () => expect(withoutSecrets(text, given)).to.equal(expected));

  it("may hold half a character, which no URL can write", () => {
    expect(withoutSecrets("x a\ud800b y", ["a\ud800b"])).to.equal("x [secret] y");
  });
});

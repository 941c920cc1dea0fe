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

/** An error that the SDK throws without an answer. */
const thrown = (members: object) => Object.assign(new Error("t"), members);

describe("an error of the SDK is explained", () => {
  const nameIsTaken = "Credential provider with name: search already exists";
  const noStsPermission = "User: x is not authorized to perform: sts:AssumeRole";
  for (const [error, failure, says] of [
    [answered("ResourceNotFoundException", 404, "not found"), "notFound", /it does not exist\. not found\.$/],
    [answered("ValidationException", 400, nameIsTaken), "alreadyExists", /the name is taken\. .* already exists\.$/],
    [answered("ConflictException", 409, "Already Exists"), "alreadyExists", /the name is taken/],
    [
      answered("ConflictException", 409, "is being updated"),
      "conflict",
      /in use or being changed.*Run again when the other change is complete\.$/,
    ],
    [
      answered("ValidationException", 400, "1 validation error"),
      "refused",
      /the service rejected the request \(ValidationException\)\. 1 validation error\.$/,
    ],
    [
      answered("AccessDeniedException", 403, "User: x is not authorized"),
      "refused",
      /access denied.*Allow bedrock-agentcore:CreateApiKeyCredentialProvider on the token vault and on the provider\. iam\.deployerStatements\(\)/,
    ],
    [answered("UnrecognizedClientException", 403), "refused", /credentials are not valid.*aws:profile/],
    [answered("UnauthorizedException", 401), "refused", /not authorized/],
    [answered("ExpiredTokenException", 403), "refused", /expired.*aws sso login/],
    [answered("ServiceQuotaExceededException", 402), "refused", /quota.*50 providers.*Service Quotas/],
    [answered("ResourceLimitExceededException", 400), "refused", /limit of the account/],
    [answered("AccessDenied", 403, noStsPermission), "refused", /access denied.*sts:AssumeRole/],
    [answered("ExpiredToken", 400), "refused", /credentials have expired.*aws sso login/],
    [answered("InvalidClientTokenId", 403), "refused", /credentials are not valid/],
    [
      answered("ThrottlingException", 429),
      "throttled",
      /too many requests, even after 5 minutes of waiting.*Run again.*Nothing is lost/,
    ],
    [answered("SlowDownException", 429), "throttled", /too many requests/],
    [answered("RetryableConflictException", 409), "conflict", /another change is in progress.*Run again in a minute/],
    [answered("EncryptionFailure", 400), "refused", /could not encrypt.*key policy/],
    [answered("DecryptionFailure", 400), "refused", /could not decrypt.*key policy/],
    [
      answered("TeapotException", 418, "short and stout"),
      "refused",
      /the service rejected the request \(TeapotException\)\. short and stout\.$/,
    ],
    [
      answered("InternalServerException", 500, "oops"),
      "lost",
      /the service failed \(HTTP 500\).*oops.*the next run finds the result and completes it/,
    ],
    // The SDK calls this one the client's fault.
    [answered("ServiceUnavailableException", 503, "", { $fault: "client" }), "lost", /HTTP 503/],
    [
      Object.assign(new SyntaxError("Unexpected end of JSON input"), { $metadata: { httpStatusCode: 200 } }),
      "lost",
      /answer could not be read.*Run again/,
    ],
    [thrown({ name: "TimeoutError" }), "lost", /there was no complete answer \(TimeoutError\)/],
    [thrown({ code: "ECONNRESET" }), "lost", /there was no complete answer/],
    [thrown({ code: "ECONNREFUSED" }), "refused", /nothing listens there.*endpoint override/],
    [thrown({ code: "ENOTFOUND" }), "refused", /host name does not exist/],
    [thrown({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "refused", /not trusted/],
    [thrown({ message: "Region is missing" }), "refused", /no Region.*aws:region/],
    [thrown({ name: "CredentialsProviderError" }), "refused", /no AWS credentials/],
    [thrown({ name: "TokenProviderError" }), "refused", /aws sso login/],
    ["boom", "lost", /there was no complete answer \(unknown error\)/],
    [undefined, "lost", /unknown error/],
  ] as const)
    it(`as ${failure}: ${String(says)}`, () => {
      const explained = toServiceError(error, call);
      expect(explained).to.be.instanceOf(ServiceError);
      expect(explained.failure).to.equal(failure);
      expect(explained.message).to.match(says);
      expect(explained.message).to.match(
        /^CreateApiKeyCredentialProvider of API-key credential provider "search" in us-east-1: /,
      );
    });
});

describe("the message of an error", () => {
  it("names the request, for AWS support", () => {
    const error = answered("ThrottlingException", 429, "", { $metadata: { httpStatusCode: 429, requestId: "r-1" } });
    expect(toServiceError(error, call).message).to.include("(request r-1)");
  });

  it("lists the members that the service rejects", () => {
    const fieldList = [
      { name: "name", message: "too long" },
      { name: "apiKey", message: "missing." },
    ];
    const { message } = toServiceError(answered("ValidationException", 400, "2 errors", { fieldList }), call);
    expect(message).to.match(/2 errors\. name: too long\. apiKey: missing\.$/);
  });

  it("leaves out what a parser quotes from the answer", () => {
    const error = new SyntaxError('Unexpected token in {"apiKey": "sk-canary"}');
    expect(toServiceError(error, call).message).to.not.include("canary");
  });

  it("stays the same if it is explained already", () => {
    const error = new ServiceError("refused", "unchanged");
    expect(toServiceError(error, call)).to.equal(error);
  });

  it("comes without any object of the SDK", () => {
    const error = answered("ValidationException", 400, "m", {
      $response: { body: "sk-canary" },
      cause: new Error("sk-canary"),
    });
    const explained = toServiceError(error, call);
    expect(Object.keys(explained).sort()).to.deep.equal(["failure", "name"]);
    expect(explained.cause).to.equal(undefined);
  });
});

describe("the removal of secrets from errors", () => {
  const spellings: Record<string, (secret: string) => string> = {
    unchanged: (secret) => secret,
    "in JSON": (secret) => JSON.stringify(secret),
    "as a member of a JSON object": (secret) => JSON.stringify({ apiKey: secret }),
    "in a URL": (secret) => `?key=${encodeURIComponent(secret)}`,
    "in base64": (secret) => Buffer.from(secret).toString("base64"),
    "twice in a row": (secret) => secret + secret,
  };
  /** Too long to be in a text by chance, with characters that need escaping. */
  const secrets = fc
    .tuple(
      fc.string({ unit: "grapheme", maxLength: 10 }),
      fc.stringMatching(/^[a-z0-9]{12}$/),
      fc.string({ unit: "binary", maxLength: 10 }),
    )
    .map((parts) => parts.join('"\\/ ü\n'));

  for (const [name, spell] of Object.entries(spellings))
    it(`covers message, member list and subject: ${name}`, () => {
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

  for (const [name, given, text, expected] of [
    ["leaves a text without secrets unchanged", ["k-1"], "the name is taken", "the name is taken"],
    ["removes every occurrence", ["k-1"], "k-1, k-1.", "[secret], [secret]."],
    ["removes several secrets", ["old", "new"], "old and new", "[secret] and [secret]"],
    ["removes the longer of two that begin alike", ["key", "key-long"], "key-long", "[secret]"],
    ["ignores an empty secret", [""], "abc", "abc"],
    ["does not read a secret as a pattern", ["a.c"], "abc a.c", "abc [secret]"],
    ["does not read a secret as a replacement", ["$&"], "x $& y", "x [secret] y"],
    ["removes half a character, which no URL can contain", ["a\ud800b"], "x a\ud800b y", "x [secret] y"],
  ] as const)
    it(name, () => expect(withoutSecrets(text, given)).to.equal(expected));
});

import { expect } from "chai";
import type { Call } from "../../provider/controlplane/errors";
import { ServiceError, toServiceError } from "../../provider/controlplane/errors";

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

  it("contains no secret that the service repeats as its reason, a member, its error code or its request id", () => {
    const secret = "hunter2-hunter2";
    const error = answered(`Bad${secret}`, 418, `no ${secret}`, {
      fieldList: [{ name: secret, message: `is ${secret}` }],
      $metadata: { httpStatusCode: 418, requestId: secret },
    });
    const { message } = toServiceError(error, { ...call, secrets: [secret] });
    expect(message).to.not.include("hunter2");
    expect(message.split("[secret]")).to.have.length(6);
  });

  it("does not show which of our own words contain the secret", () => {
    for (const secret of ["k", "API-key", "search", "the name is taken", "credential"]) {
      const taken = answered("ValidationException", 400, "already exists");
      const { message } = toServiceError(taken, { ...call, secrets: [secret] });
      expect(message).to.equal(
        'CreateApiKeyCredentialProvider of API-key credential provider "search" in us-east-1: the name is taken. already exists.',
      );
    }
  });

  it("explains an error whose reason is a secret", () => {
    const taken = answered("ValidationException", 400, "already exists");
    const { failure, message } = toServiceError(taken, { ...call, secrets: ["already exists"] });
    expect(failure).to.equal("alreadyExists");
    expect(message).to.match(/the name is taken\. \[secret\]\.$/);
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
    expect(Object.keys(explained).sort()).to.deep.equal(["details", "failure", "name"]);
    expect(explained.details).to.deep.equal({ code: "ValidationException", remedy: "" });
    expect(explained.cause).to.equal(undefined);
  });
});

import type { ServiceError } from "../model/errors";

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The format of a service's answers. */
export interface Protocol {
  success(status: number, output: object | void, requestId: string, operation: string): Answer;
  failure(error: ServiceError, requestId: string): Answer;
}

/** The protocol AWS rest-json: members as JSON, the type of an error in a header. */
export const restJson: Protocol = {
  success: (status, output, requestId) => ({
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId },
    body: status === 204 ? "" : JSON.stringify(output ?? {}),
  }),
  failure: (error, requestId) => ({
    status: error.status,
    headers: {
      "content-type": "application/json",
      "x-amzn-errortype": error.type,
      "x-amzn-requestid": requestId,
    },
    body: JSON.stringify({ message: error.message, ...error.members }),
  }),
};

const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";

// AWS STS has its own codes and statuses for these errors.
const stsErrors: Record<string, { code: string; status?: number }> = {
  AccessDeniedException: { code: "AccessDenied" },
  ThrottlingException: { code: "Throttling", status: 400 },
  InternalServerException: { code: "InternalFailure" },
  ServiceUnavailableException: { code: "ServiceUnavailable" },
  MissingAuthenticationTokenException: { code: "MissingAuthenticationToken" },
  IncompleteSignatureException: { code: "IncompleteSignature", status: 400 },
  InvalidSignatureException: { code: "SignatureDoesNotMatch" },
  UnrecognizedClientException: { code: "InvalidClientTokenId" },
  ExpiredTokenException: { code: "ExpiredToken" },
};

/** The protocol AWS query: members as XML elements, the code of an error in the body. */
export const awsQuery: Protocol = {
  success: (status, output, requestId, operation) => ({
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body:
      `<${operation}Response xmlns="${stsNamespace}"><${operation}Result>${xml(output ?? {})}</${operation}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
  }),
  failure: (error, requestId) => {
    const { code, status = error.status } = stsErrors[error.type] ?? { code: error.type };
    const details = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: error.message };
    return {
      status,
      headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
      body:
        `<ErrorResponse xmlns="${stsNamespace}"><Error>${xml(details)}</Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  },
};

function xml(value: object): string {
  return Object.entries(value)
    .map(
      ([name, item]) => `<${name}>${typeof item === "object" ? xml(item as object) : escape(String(item))}</${name}>`,
    )
    .join("");
}

function escape(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

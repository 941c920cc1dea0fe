import type { ServiceError } from "../errors.js";

/** An HTTP answer before it is sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** How a service writes its answers. */
export interface Protocol {
  success(status: number, output: object | void, requestId: string, operation: string): Answer;
  failure(error: ServiceError, requestId: string): Answer;
}

/** AWS rest-json: members as JSON, the error's type in a header. */
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

// The Security Token Service has its own names and statuses for what the control plane calls otherwise.
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

/** AWS query: members as XML elements, the error's code in the body. */
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

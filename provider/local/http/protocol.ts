import type { ServiceError } from "../model/errors";
import { isRecord } from "../model/model";

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

/** Returns `undefined` if the text is not a JSON object. The parser's own message would quote the body. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function jsonAnswer(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** The protocol AWS rest-json: members as JSON, the type of an error in a header. */
export const restJson: Protocol = {
  success: (status, output, requestId) => jsonAnswer(status, output ?? {}, { "x-amzn-requestid": requestId }),
  failure: ({ type, status, message, members }, requestId) =>
    jsonAnswer(status, { message, ...members }, { "x-amzn-errortype": type, "x-amzn-requestid": requestId }),
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

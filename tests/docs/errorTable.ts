// Tables of docs/reference/errors.md, from the catalog of errors.
import {
  nameTaken,
  noAnswer,
  noRegion,
  otherRefusal,
  sdkErrors,
  serviceErrors,
  serviceFailure,
  stsErrors,
  toServiceError,
  unreadable,
} from "../../provider/controlplane/errors";
import {
  connectTimeout,
  handshakeFailure,
  notConnected,
  proxyErrors,
  proxyFailure,
  tlsErrors,
  unreachable,
} from "../../provider/controlplane/network/networkErrors";
import type { NetworkError } from "../../provider/controlplane/network/networkErrors";
import type { Call, ErrorMeaning, Failure } from "../../provider/controlplane/errors";
import { code, table } from "./writtenPage";

/** Reaction of the package, and the remedy if the message itself does not contain one. */
const meanings: Readonly<Record<Failure, { readonly byItself: string; readonly otherwise: string }>> = {
  notFound: {
    byItself: "a deletion succeeds, a refresh drops it from the state, an update creates it again",
    otherwise: "Nothing.",
  },
  alreadyExists: {
    byItself: "completes it if this resource created it",
    otherwise: "If it is not this resource's: choose another name, or use `credentialProvider: { arn }`.",
  },
  conflict: { byItself: "checks the status, and tries again for some seconds", otherwise: "Run again." },
  lost: { byItself: "looks for the result, and completes it", otherwise: "Run again." },
  throttled: { byItself: "spreads requests, and tries again for 5 minutes", otherwise: "Run again." },
  cancelled: { byItself: "ends every wait, and sends nothing more", otherwise: "Run again." },
  refused: { byItself: "stops: the call changed nothing", otherwise: "Correct what AWS's text names." },
};

const example: Call = {
  operation: "CreateApiKeyCredentialProvider",
  subject: 'API-key credential provider "search-1a2b3c4" in us-east-1',
  secrets: [],
};

/** Generated parts of docs/reference/errors.md. */
export const errorBlocks = {
  example: `> ${exampleMessage()}`,
  service: explanationTable(
    Object.entries(serviceErrors).map(([name, explanation]) => [code(name), explanation]),
    [`${code("ConflictException")}, of a deletion`, serviceErrors.ConflictException, "DeleteOPERATION"],
    [`${code("ValidationException")} or ${code("ConflictException")} with "already exists"`, nameTaken],
    ["any other answer with HTTP 4xx", otherRefusal("NAME")],
    [`${code("InternalServerException")}, any other answer with HTTP 5xx`, serviceFailure("5xx")],
    ["a success that cannot be read", unreadable],
  ),
  sts: explanationTable(Object.entries(stsErrors).map(([name, explanation]) => [code(name), explanation])),
  sdk: explanationTable(
    Object.entries(sdkErrors).map(([name, explanation]) => [code(name), explanation]),
    ['"Region is missing"', noRegion],
  ),
  network: explanationTable(
    networkLines(unreachable),
    ["any other error before the connection is established", refused(notConnected("NAME"))],
    ["no connection after 10 seconds", refused(connectTimeout)],
    [`${code("ECONNRESET")}, ${code("TimeoutError")}, any other end of a request without an answer`, noAnswer("NAME")],
  ),
  tls: explanationTable(networkLines(tlsErrors), [
    "any other error of the handshake",
    refused(handshakeFailure("NAME")),
  ]),
  proxy: explanationTable(
    networkLines(proxyErrors),
    ["any other answer to CONNECT", refused(proxyFailure("PROXY_STATUS"))],
    ["any other error of the proxy", refused(proxyFailure("NAME"))],
  ),
};

function refused(error: NetworkError): ErrorMeaning {
  return { failure: "refused", ...error };
}

/** Codes with the same meaning share a line. */
function networkLines(errors: Readonly<Record<string, NetworkError>>): Line[] {
  const meanings = [...new Set(Object.values(errors))];
  return meanings.map((meaning) => {
    const codes = Object.keys(errors).filter((name) => errors[name] === meaning);
    return [codes.map((name) => code(name.replace("PROXY_", "HTTP "))).join(", "), refused(meaning)];
  });
}

type Line = readonly [error: string, explanation: ErrorMeaning, operation?: string];

function explanationTable(known: readonly Line[], ...others: readonly Line[]): string {
  return table(
    ["Error", "The message says", "Reaction of the package", "What to do"],
    [...known, ...others].map(([error, { failure, summary, remedy }, operation = "OPERATION"]) => [
      error,
      summary,
      meanings[failure].byItself,
      withoutLinks((typeof remedy === "function" ? remedy(operation) : remedy) ?? meanings[failure].otherwise),
    ]),
  );
}

/** Returns a text whose example addresses a host does not make links of. */
function withoutLinks(text: string): string {
  return text.replace(/(\w+=)?http:\/\/[^\s,]+/g, code);
}

function exampleMessage(): string {
  const $metadata = { httpStatusCode: 403, requestId: "1c2f8e4a-…" };
  const error = { name: "AccessDeniedException", message: "User: … is not authorized", $fault: "client", $metadata };
  return toServiceError(error, example).message;
}

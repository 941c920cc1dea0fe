// Writes docs/errors.md from the catalog of errors.
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
  unreachable,
  unreadable,
} from "../../provider/controlplane/errors";
import type { Call, ErrorMeaning, Failure } from "../../provider/controlplane/errors";
import { cancelledMessage } from "../../provider/controlplane/attempts";
import { code, table } from "./markdown";

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

/** The whole page. */
export function errorsPage(): string {
  return `# Errors

This page lists what can go wrong between this package and AWS. The preview reports wrong values in a program, each with its path and what to write.

A message names the call and its object, what is wrong, the request id, AWS's own text, and what to do:

\`\`\`text
${exampleMessage()}
\`\`\`

No message contains a secret: if AWS repeats one, it is replaced by \`[secret]\`.

## Errors of AgentCore

${explanationTable(
  Object.entries(serviceErrors).map(([name, explanation]) => [code(name), explanation]),
  [`${code("ConflictException")}, of a deletion`, serviceErrors.ConflictException, "DeleteOPERATION"],
  [`${code("ValidationException")} or ${code("ConflictException")} with "already exists"`, nameTaken],
  ["any other answer with HTTP 4xx", otherRefusal("NAME")],
  [`${code("InternalServerException")}, any other answer with HTTP 5xx`, serviceFailure("5xx")],
  ["a success that cannot be read", unreadable],
)}

## Errors of STS, for roles and accounts

${explanationTable(Object.entries(stsErrors).map(([name, explanation]) => [code(name), explanation]))}

## Errors of the AWS SDK, before it sends anything

${explanationTable(
  Object.entries(sdkErrors).map(([name, explanation]) => [code(name), explanation]),
  ['"Region is missing"', noRegion],
)}

## Errors of the network

${explanationTable(
  Object.entries(unreachable).map(([name, explanation]) => [code(name), explanation]),
  [`${code("ECONNRESET")}, ${code("TimeoutError")}, any other end of a request without an answer`, noAnswer("NAME")],
)}

## Cancelled runs

After the first Ctrl-C, Pulumi starts nothing more and lets calls in progress finish, even if they wait for minutes. After the second one it stops its plugins immediately, and a waiting call reports: "${cancelledMessage}" In both cases the next \`pulumi up\` finds what was created and completes it.

Written from [provider/controlplane/errors.ts](../provider/controlplane/errors.ts), and compared with it by [tests/docs/errors.spec.ts](../tests/docs/errors.spec.ts).
`;
}

type Line = readonly [error: string, explanation: ErrorMeaning, operation?: string];

function explanationTable(known: readonly Line[], ...others: readonly Line[]): string {
  return table([
    ["Error", "The message says", "Reaction of the package", "What to do"],
    ["---", "---", "---", "---"],
    ...[...known, ...others].map(([error, { failure, summary, remedy }, operation = "OPERATION"]) => [
      error,
      summary,
      meanings[failure].byItself,
      (typeof remedy === "function" ? remedy(operation) : remedy) ?? meanings[failure].otherwise,
    ]),
  ]);
}

function exampleMessage(): string {
  const $metadata = { httpStatusCode: 403, requestId: "1c2f8e4a-…" };
  const error = { name: "AccessDeniedException", message: "User: … is not authorized", $fault: "client", $metadata };
  return toServiceError(error, example).message;
}

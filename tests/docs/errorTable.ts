// docs/errors.md, written from the explanations of errors.
import type { Call, Failure } from "../../provider/controlplane/errors";
import { inWords } from "../../provider/controlplane/errors";
import {
  nameTaken,
  noAnswer,
  noRegion,
  refusal,
  sdkErrors,
  serviceErrors,
  serviceFailure,
  stsErrors,
  unreachable,
  unreadable,
} from "../../provider/controlplane/errorCatalog";
import type { Explanation } from "../../provider/controlplane/errorCatalog";
import { cancellation } from "../../provider/controlplane/cancellation";
import { code, table } from "./markdown";

/** What the package does by itself, and what is left to do where the message itself does not say it. */
const meanings: Readonly<Record<Failure, { readonly byItself: string; readonly otherwise: string }>> = {
  notFound: {
    byItself: "takes a deletion for done, drops it from the state at a refresh, and makes it again at an update",
    otherwise: "Nothing.",
  },
  alreadyExists: {
    byItself: "finishes it where it is this resource's own",
    otherwise: "Where it is somebody else's: give yours another name, or use it with `credentialProvider: { arn }`.",
  },
  conflict: { byItself: "checks what the service is doing, and tries again for some seconds", otherwise: "Run again." },
  lost: { byItself: "looks at what is there, and finishes it", otherwise: "Run again." },
  throttled: { byItself: "spreads requests, and asks again for 5 minutes", otherwise: "Run again." },
  cancelled: { byItself: "ends every wait, and sends nothing more", otherwise: "Run again." },
  refused: { byItself: "stops: this call did nothing", otherwise: "Correct what AWS's own text names." },
};

const example: Call = {
  operation: "CreateApiKeyCredentialProvider",
  subject: 'API-key credential provider "search-1a2b3c4" in us-east-1',
  secrets: [],
};

/** The whole page. */
export function errorsPage(): string {
  return `# Errors

What can go wrong between this package and AWS. Wrong values in a program are not among it: the preview reports those, with the path of each and what to write.

A message says which call failed and on what, what is wrong, AWS's name for the request, AWS's own text, and what to do:

\`\`\`text
${exampleMessage()}
\`\`\`

No message holds a secret: whatever AWS repeats of one is replaced by \`[secret]\`.

## From AgentCore

${explanationTable(
  Object.entries(serviceErrors).map(([name, explanation]) => [code(name), explanation]),
  [`${code("ConflictException")}, of a deletion`, serviceErrors.ConflictException!, "DeleteOPERATION"],
  [`${code("ValidationException")} or ${code("ConflictException")} with "already exists"`, nameTaken],
  ["any other answer with HTTP 4xx", refusal("NAME")],
  [`${code("InternalServerException")}, any other answer with HTTP 5xx`, serviceFailure("5xx")],
  ["a success that cannot be read", unreadable],
)}

## From STS, for roles and for the account

${explanationTable(Object.entries(stsErrors).map(([name, explanation]) => [code(name), explanation]))}

## From the AWS SDK, before anything is sent

${explanationTable(
  Object.entries(sdkErrors).map(([name, explanation]) => [code(name), explanation]),
  ['"Region is missing"', noRegion],
)}

## From the network

${explanationTable(
  Object.entries(unreachable).map(([name, explanation]) => [code(name), explanation]),
  [`${code("ECONNRESET")}, ${code("TimeoutError")}, whatever else ends a request without an answer`, noAnswer("NAME")],
)}

## When a run is cancelled

After one Ctrl-C, Pulumi begins nothing more and lets the calls that are under way finish, waits of minutes included. After a second one it ends its plugins at once; what waits then says: "${cancellation}" Either way the next \`pulumi up\` finds what was made, and finishes it.

Written from [provider/controlplane/errorCatalog.ts](../provider/controlplane/errorCatalog.ts), and compared with it by [tests/docs/errors.spec.ts](../tests/docs/errors.spec.ts).
`;
}

type Line = readonly [error: string, explanation: Explanation, operation?: string];

function explanationTable(known: readonly Line[], ...others: readonly Line[]): string {
  return table([
    ["Error", "The message says", "What the package does by itself", "What to do"],
    ["---", "---", "---", "---"],
    ...[...known, ...others].map(([error, { failure, says, remedy }, operation = "OPERATION"]) => [
      error,
      says,
      meanings[failure].byItself,
      remedy?.({ ...example, operation }) ?? meanings[failure].otherwise,
    ]),
  ]);
}

function exampleMessage(): string {
  const $metadata = { httpStatusCode: 403, requestId: "1c2f8e4a-…" };
  const error = { name: "AccessDeniedException", message: "User: … is not authorized", $fault: "client", $metadata };
  return inWords(error, example).message;
}

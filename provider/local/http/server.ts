import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { adminAnswer, adminPrefix } from "./controls";
import { exchange } from "./exchange";
import type { Outcome } from "./exchange";
import { jsonAnswer } from "./protocol";
import type { Answer } from "./protocol";
import type { State } from "./state";

// Enough for the longest API key with every character escaped.
const maxBodyLength = 1024 * 1024;

/** Listens on the loopback interface only. Rejects if the port is taken. */
export async function listen(
  state: State,
  token: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const ending = new AbortController();
  const server = createServer((request, response) => {
    handle(state, token, request, response, ending.signal).catch((error: unknown) => {
      // A client that disconnects during its request is not an internal error.
      if (request.complete && !ending.signal.aborted) console.error("local control plane: internal error", error);
      response.destroy();
    });
  });
  // By default, Node.js closes idle connections after 5 seconds. A client that uses such a connection at that moment
  // would get a reset.
  server.keepAliveTimeout = 0;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { port: address.port, close: () => close(server, ending) };
}

async function close(server: Server, ending: AbortController): Promise<void> {
  ending.abort();
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections(); // including requests that hang
  });
}

async function handle(
  state: State,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  ending: AbortSignal,
): Promise<void> {
  const rejection = rejectionOf(request);
  if (rejection) return send(response, { kind: "answer", answer: rejection });
  const body = await bodyOf(request);
  if (body === undefined)
    return send(response, { kind: "answer", answer: refusal(413, "The request body is longer than 1 MiB.") });
  const { method = "", url = "/", headers } = request;
  if (url.startsWith(adminPrefix)) {
    const receivedToken = single(headers["x-local-token"]);
    const answer = await adminAnswer(state, { method, url, body, receivedToken }, token);
    return send(response, { kind: "answer", answer });
  }
  const securityToken = single(headers["x-amz-security-token"]);
  const incoming = { method, url, body, authorization: headers.authorization, securityToken };
  send(response, await exchange(state, incoming, ending));
}

/** Rejects requests of web pages, which use a host name that resolves to this machine or another origin. */
function rejectionOf({ headers, socket }: IncomingMessage): Answer | undefined {
  const names = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${socket.localPort}`);
  if (!names.includes(headers.host ?? ""))
    return refusal(421, "The header Host must be 127.0.0.1 or localhost, with the port of the local control plane.");
  if (headers.origin !== undefined) return refusal(403, "The local control plane rejects requests from web pages.");
  return undefined;
}

/** Returns `undefined` if the body is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyLength) chunks.push(chunk);
  }
  return length <= maxBodyLength ? Buffer.concat(chunks).toString("utf8") : undefined;
}

function send(response: ServerResponse, outcome: Outcome): void {
  switch (outcome.kind) {
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "truncated": {
      const body = Buffer.from(outcome.answer.body);
      response.writeHead(outcome.answer.status, { ...outcome.answer.headers, "content-length": body.length });
      response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
      return;
    }
    case "answer": {
      const { status, headers, body } = outcome.answer;
      const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) };
      response.writeHead(status, { ...headers, ...length }).end(status === 204 ? undefined : body);
    }
  }
}

const refusal = (status: number, message: string) => jsonAnswer(status, { message });

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

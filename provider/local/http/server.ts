import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { adminAnswer, adminPrefix } from "./admin.js";
import { exchange } from "./exchange.js";
import type { Outcome } from "./exchange.js";
import type { Answer } from "./protocol.js";
import type { State } from "../state.js";

// Room for the longest API key, each character written as an escape.
const longestBody = 1024 * 1024;

export interface RunningServer {
  port: number;
  close(): Promise<void>;
}

/** Listens on the loopback interface only. Rejects if the port is taken. */
export async function listen(state: State, token: string, port: number): Promise<RunningServer> {
  const ending = new AbortController();
  const server = createServer((request, response) => {
    handle(state, token, request, response, ending.signal).catch((error: unknown) => {
      // A client that goes away in the middle of its request is no mistake of ours; everything else here is one.
      if (request.complete && !ending.signal.aborted) console.error("local control plane: internal error", error);
      response.destroy();
    });
  });
  // Node closes idle connections after 5 seconds. A client that takes up such a connection at that very moment would
  // see a reset that no test asked for.
  server.keepAliveTimeout = 0;
  await started(server, port);
  return { port: (server.address() as AddressInfo).port, close: () => ended(server, ending) };
}

function started(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function ended(server: Server, ending: AbortController): Promise<void> {
  ending.abort();
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections(); // requests that hang too
  });
}

async function handle(
  state: State,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  ending: AbortSignal,
): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal) return send(response, { kind: "answer", answer: refusal });
  const body = await bodyOf(request);
  if (body === undefined) {
    return send(response, { kind: "answer", answer: plain(413, "The request body is longer than 1 MiB.") });
  }
  const { method = "", url = "/", headers } = request;
  if (url.startsWith(adminPrefix)) {
    const givenToken = single(headers["x-local-token"]);
    const answer = await adminAnswer(state.controls, { method, url, body, givenToken }, token);
    return send(response, { kind: "answer", answer });
  }
  const securityToken = single(headers["x-amz-security-token"]);
  const incoming = { method, url, body, authorization: headers.authorization, securityToken };
  send(response, await exchange(state, incoming, ending));
}

/** Web pages must not reach the server: neither by a host name that resolves to this machine nor across origins. */
function refusalOf({ headers, socket }: IncomingMessage): Answer | undefined {
  const names = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${socket.localPort}`);
  if (!names.includes(headers.host ?? "")) {
    return plain(421, "The local control plane only answers to 127.0.0.1 or localhost, with its port, as Host.");
  }
  if (headers.origin !== undefined) return plain(403, "The local control plane does not answer web pages.");
  return undefined;
}

/** Nothing if it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length <= longestBody ? Buffer.concat(chunks).toString("utf8") : undefined;
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

function plain(status: number, message: string): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

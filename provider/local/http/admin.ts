import { createHash, timingSafeEqual } from "node:crypto";
import type { Drift } from "../vault/drift";
import type { Settings } from "../vault/settings";
import type { Controls } from "./controls";
import type { Fault } from "./faults";
import type { Answer } from "./protocol";

/** Prefix of the routes for the controls. `connect.ts` is their client. */
export const adminPrefix = "/_local/";

const routes: Readonly<
  Record<string, (controls: Controls, body: unknown, query: URLSearchParams) => Promise<unknown>>
> = {
  "GET calls": (controls) => controls.calls(),
  "DELETE calls": (controls) => controls.clearCalls(),
  "POST faults": (controls, body) => controls.addFault(body as Fault),
  "DELETE faults": (controls) => controls.clearFaults(),
  "GET providers": (controls) => controls.providers(),
  "GET secret": (controls, _body, query) => controls.secretOf(query.get("arn") ?? ""),
  "POST drift": (controls, body) => controls.drift(body as Drift),
  "POST settings": (controls, body) => controls.set(body as Partial<Settings>),
};

export async function adminAnswer(
  controls: Controls,
  request: { method: string; url: string; body: string; receivedToken: string | undefined },
  token: string,
): Promise<Answer> {
  if (!sameToken(request.receivedToken ?? "", token)) {
    return json(403, { message: "The header x-local-token must hold the token that was printed at the start." });
  }
  const [path = "", query = ""] = request.url.split("?", 2);
  const run = routes[`${request.method} ${path.slice(adminPrefix.length)}`];
  if (!run) return json(404, { message: `There is no route for this under ${adminPrefix}.` });
  const body = parseObject(request.body);
  if (!body) return json(400, { message: "The body is not a JSON object." });
  try {
    return json(200, (await run(controls, body, new URLSearchParams(query))) ?? {});
  } catch (error) {
    return json(400, { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Compares hashes, so that the time does not depend on the length of the token. */
function sameToken(received: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(received), digest(token));
}

function parseObject(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text || "{}");
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

import { notEmulated, validation } from "../errors.js";
import type { ServiceError } from "../errors.js";
import { model } from "../model/model.js";
import { controlPlaneOperations, stsOperations } from "../operations/index.js";
import type { Operation } from "../operations/operation.js";
import { knownPart } from "../model/projection.js";
import { awsQuery, restJson } from "./protocol.js";
import type { Protocol } from "./protocol.js";
import { constraintError, fieldProblems } from "../model/validation.js";

export interface IncomingRequest {
  method: string;
  url: string;
  body: string;
}

/** What a request asks for. */
export interface Route {
  operation: string;
  /** The name that the request must be signed for, and that stands before the action in a policy. */
  service: "bedrock-agentcore" | "sts";
  actionPrefix: string;
  protocol: Protocol;
  successStatus: number;
  /** The provider that the request is about, as far as that can be read from it. */
  name?: string;
  /** Absent if the operation is not emulated. */
  run?: Operation;
  /** The request's members; throws what the service answers if they do not fit its model. */
  members(): object;
}

/** Finds the operation that a request asks for. */
export function route(request: IncomingRequest): Route {
  const [path = "/", query = ""] = request.url.split("?", 2);
  if (request.method === "POST" && path === "/") return stsRoute(request.body);
  for (const { name, http, input } of Object.values(model.operations)) {
    const uri = http.method === request.method ? uriMembers(http.requestUri, path) : undefined;
    if (uri) return controlPlaneRoute(name, http.responseCode, input.shape, uri, query, request.body);
  }
  const unknown = `${request.method} ${path}`.slice(0, 120);
  return { ...controlPlane, operation: unknown, successStatus: 200, members: () => ({}) };
}

/** The error for an operation that has no `run`. */
export function notEmulatedOperation({ operation }: Route): ServiceError {
  return notEmulated(operation);
}

const controlPlane = {
  service: "bedrock-agentcore",
  actionPrefix: "bedrock-agentcore",
  protocol: restJson,
} as const;

function controlPlaneRoute(
  operation: string,
  successStatus: number,
  inputShape: string,
  uri: Record<string, string>,
  query: string,
  text: string,
): Route {
  const body = parseObject(text);
  // The one list in a query string of these operations.
  const tagKeys = new URLSearchParams(query).getAll("tagKeys");
  const members = { ...(body ?? {}), ...uri, ...(operation === "UntagResource" ? { tagKeys } : {}) };
  return {
    ...controlPlane,
    operation,
    successStatus,
    name: nameIn(members),
    run: controlPlaneOperations[operation],
    members: () => {
      if (!body) throw validation("The request body is not a JSON object.", undefined, "CannotParse");
      const problems = fieldProblems(inputShape, members);
      if (problems.length > 0) throw constraintError(problems);
      return knownPart(inputShape, members) as object;
    },
  };
}

function stsRoute(text: string): Route {
  const members = Object.fromEntries(new URLSearchParams(text));
  const operation = /^\w{1,64}$/.exec(members.Action ?? "")?.[0] ?? "POST /";
  return {
    operation,
    service: "sts",
    actionPrefix: "sts",
    protocol: awsQuery,
    successStatus: 200,
    run: Object.hasOwn(stsOperations, operation) ? stsOperations[operation] : undefined,
    members: () => members,
  };
}

/** The members in the path, or nothing if it is another operation's path. A member is one percent-encoded segment. */
function uriMembers(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split("/");
  const actual = path.split("/");
  if (expected.length !== actual.length) return undefined;
  const members: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const member = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (member === undefined) {
      if (segment !== actual[index]) return undefined;
      continue;
    }
    try {
      members[member] = decodeURIComponent(actual[index]!);
    } catch {
      return undefined;
    }
  }
  return members;
}

/** Nothing if it is no JSON object. The parser's own message would quote the body. */
function parseObject(text: string): Record<string, unknown> | undefined {
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Only what can be a provider's name: anything else may be a secret in the wrong place and must not reach the log. */
function nameIn({ name, resourceArn }: Record<string, unknown>): string | undefined {
  const candidate = name ?? (typeof resourceArn === "string" ? resourceArn.split("/").at(-1) : undefined);
  return typeof candidate === "string" && /^[\w-]{1,128}$/.test(candidate) ? candidate : undefined;
}

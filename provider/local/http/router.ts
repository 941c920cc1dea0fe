import { constraintError, fieldProblems, knownMembers, model } from "../model/model";
import { refusal } from "../model/refusals";
import { controlPlaneOperations, stsOperations } from "../operations";
import type { Services } from "../operations";
import { awsQuery, parseObject, restJson } from "./protocol";
import type { Protocol } from "./protocol";

export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

export interface Route {
  readonly operation: string;
  /** Service name in the signature. */
  readonly service: "bedrock-agentcore" | "sts";
  /** Prefix of the action in a policy. */
  readonly actionPrefix: string;
  readonly protocol: Protocol;
  readonly successStatus: number;
  /** Name of the provider that the request targets, if the request is readable. */
  readonly name?: string;
  /**
   * Validates the request and runs the operation. Absent if the operation is not emulated.
   * @throws ServiceError if the request does not fit the model.
   */
  readonly run?: (services: Services) => object | void;
}

/** Finds the operation that a request calls. */
export function route(request: IncomingRequest): Route {
  const [path = "/", query = ""] = request.url.split("?", 2);
  if (request.method === "POST" && path === "/") return stsRoute(request.body);
  for (const { name, http, input } of Object.values(model.operations)) {
    const uri = http.method === request.method ? uriMembers(http.requestUri, path) : undefined;
    if (uri) return controlPlaneRoute(name, http.responseCode, input.shape, uri, query, request.body);
  }
  const unknown = `${request.method} ${path}`.slice(0, 120);
  return { ...controlPlane, operation: unknown, successStatus: 200 };
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
  // This is the only list in the query string of an operation.
  const tagKeys = new URLSearchParams(query).getAll("tagKeys");
  const members = { ...(body ?? {}), ...uri, ...(operation === "UntagResource" ? { tagKeys } : {}) };
  const run = controlPlaneOperations[operation];
  return {
    ...controlPlane,
    operation,
    successStatus,
    name: nameIn(members),
    run:
      run &&
      ((services) => {
        if (!body) throw refusal("bodyUnreadable");
        const problems = fieldProblems(inputShape, members);
        if (problems.length > 0) throw constraintError(problems);
        // The model has checked the types that the operation expects.
        return run(services, knownMembers(inputShape, members) as never);
      }),
  };
}

function stsRoute(text: string): Route {
  const members = Object.fromEntries(new URLSearchParams(text));
  const operation = /^\w{1,64}$/.exec(members.Action ?? "")?.[0] ?? "POST /";
  const run = Object.hasOwn(stsOperations, operation) ? stsOperations[operation] : undefined;
  return {
    operation,
    service: "sts",
    actionPrefix: "sts",
    protocol: awsQuery,
    successStatus: 200,
    run: run && ((services) => run(services, members)),
  };
}

/** Returns the members in a path, or `undefined` for the path of another operation. */
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

/** Returns a valid name of a provider only. Any other text may be a misplaced secret and must not reach the log. */
function nameIn({ name, resourceArn }: Record<string, unknown>): string | undefined {
  const candidate = name ?? (typeof resourceArn === "string" ? resourceArn.split("/").at(-1) : undefined);
  return typeof candidate === "string" && /^[\w-]{1,128}$/.test(candidate) ? candidate : undefined;
}

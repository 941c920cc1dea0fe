import { parseRuntimeArn } from "../../iam/gateway/agentRuntime";
import { parseGatewayArn } from "../../iam/gateway/agentcoreGateway";
import { parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import { toolsProblems } from "./apiGatewayTools";
import { wildcardProblems } from "../core/arn";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { functionProblems } from "./lambda";
import { apiMethods, apiPath, restApiId, runtimeQualifier, stageName } from "../core/limits";
import { customStatementProblems } from "./statements";
import { choice, list, object, required, shapeProblems, text } from "../core/shape";
import { targetKind } from "./targetKinds";
import type { CallBranch } from "./targetKinds";
import { textProblems, typeName, unexpectedMembers } from "../core/text";

/** One of the things that a gateway calls with its own role. */
interface Call {
  /** As a program writes it. */
  readonly form: string;
  readonly members: readonly string[];
  /** For which service its requests are signed; absent where only the program knows. */
  readonly service?: string;
  readonly problems: (path: string, call: RawObject) => Problem[];
  /** The Region of what is called, where the program writes its ARN. */
  readonly region?: (call: RawObject) => string | undefined;
}

export const calls: Readonly<Record<CallBranch, Call>> = {
  runtime: {
    form: "{ runtime, qualifier }",
    members: ["runtime", "qualifier"],
    service: "bedrock-agentcore",
    problems: (path, { runtime, qualifier }) => runtimeProblems(path, runtime, qualifier),
    region: ({ runtime }) => regionIn(runtime, parseRuntimeArn),
  },
  gateway: {
    form: "{ gateway }",
    members: ["gateway"],
    service: "bedrock-agentcore",
    problems: (path, { gateway }) => gatewayArnProblems(`${path}.gateway`, gateway),
    region: ({ gateway }) => regionIn(gateway, parseGatewayArn),
  },
  api: {
    form: "{ api: { restApi, stage, operations } }",
    members: ["api"],
    service: "execute-api",
    problems: (path, { api }) => apiProblems(`${path}.api`, api),
  },
  functionUrl: {
    form: "{ functionUrl, qualifier }",
    members: ["functionUrl", "qualifier"],
    service: "lambda",
    problems: (path, { functionUrl, qualifier }) => functionUrlProblems(path, functionUrl, qualifier),
    region: ({ functionUrl }) => regionIn(functionUrl, parseFunctionArn),
  },
  statements: {
    form: "{ statements }",
    members: ["statements"],
    problems: (path, { statements }) => customStatementProblems(`${path}.statements`, statements),
  },
};

function regionIn(given: unknown, parse: (arn: string) => { readonly region: string } | undefined): string | undefined {
  return typeof given === "string" ? parse(given)?.region : undefined;
}

/** What a target calls with the gateway's role, where the program says it, and the path of that. */
export interface Called {
  readonly branch: CallBranch;
  readonly path: string;
  readonly call: RawObject;
}

/**
 * What a target calls. Targets of some kinds say it themselves; others have it in `calls`. Which branch it is stands in the
 * program, the values may come later.
 */
export function calledBy(target: RawObject): Called | undefined {
  const { type, runtime, qualifier, restApi, stage, operations, tools } = target;
  const path = "target";
  if (type === "agentcoreRuntime")
    return isNil(runtime) ? undefined : { branch: "runtime", path, call: { runtime, qualifier } };
  if (type === "apiGateway")
    return isNil(restApi) ? undefined : { branch: "api", path, call: { api: { restApi, stage, operations, tools } } };
  const { calls: given } = target;
  if (!isObject(given)) return undefined;
  const branch = branchesIn(given)[0];
  if (branch === undefined) return undefined;
  return { branch, path: branch === "api" ? "target.calls.api" : "target.calls", call: given };
}

/** The properties by which a kind of target says what it calls. */
export function callMembers(type: unknown): readonly string[] {
  if (type === "agentcoreRuntime") return ["runtime", "qualifier"];
  if (type === "apiGateway") return ["restApi", "stage", "operations"];
  return targetKind(type)?.calls === undefined ? [] : ["calls"];
}

/** Checks what a target says that it calls, and that it says so where the gateway's own role calls it. */
export function calledProblems(target: RawObject, credentialType: unknown): Problem[] {
  const kind = targetKind(target.type);
  if (kind === undefined || target.type === "lambda") return [];
  const byRole = credentialType === "GATEWAY_IAM_ROLE";
  if (kind.calls === undefined) return ownMemberProblems(target, byRole);
  const { calls: given } = target;
  const path = "target.calls";
  if (isNil(given))
    return byRole ? requiredProblems(path, given, `write what the role calls: ${formsOf(kind.calls)}.`) : [];
  if (!byRole)
    return [
      { path, reason: 'says what the gateway\'s own role calls, and is for "GATEWAY_IAM_ROLE" alone. Remove it.' },
    ];
  if (!isObject(given)) {
    const reason = `must be ${formsOf(kind.calls)}, written in the program (no Output).`;
    return [{ path, reason }];
  }
  return branchProblems(path, given, kind.calls);
}

function branchProblems(path: string, given: RawObject, possible: readonly CallBranch[]): Problem[] {
  const branches = branchesIn(given);
  const [branch] = branches;
  if (branch === undefined || branches.length > 1) {
    const reason = `has ${branch === undefined ? "none" : "several"} of its forms. Write one: ${formsOf(possible)}.`;
    return [
      { path, reason },
      ...unexpectedMembers(
        path,
        given,
        possible.flatMap((one) => calls[one].members),
      ),
    ];
  }
  if (!possible.includes(branch)) {
    const reason = `says what such a target does not call. Write ${formsOf(possible)}.`;
    return [{ path: `${path}.${branch}`, reason }];
  }
  const { members, problems } = calls[branch];
  return [...unexpectedMembers(path, given, members), ...problems(path, given)];
}

/** A runtime, or the stage of an API, is in the target itself; which one matters to nobody but the gateway's own role. */
function ownMemberProblems(target: RawObject, byRole: boolean): Problem[] {
  const { type, runtime, qualifier } = target;
  if (type === "agentcoreRuntime")
    return byRole || !isNil(runtime ?? qualifier) ? runtimeProblems("target", runtime, qualifier) : [];
  const isSaid = callMembers(type).some((member) => !isNil(target[member]));
  return byRole || isSaid ? stageProblems("target", target) : [];
}

/** Checks a runtime, by ARN where it is not a resource, and its endpoint. */
export function runtimeProblems(path: string, runtime: unknown, qualifier: unknown): Problem[] {
  const at = `${path}.runtime`;
  return [
    ...requiredProblems(at, runtime, "write the runtime: a resource, or its ARN."),
    ...arnProblems(at, runtime, parseRuntimeArn, runtimeForm),
    ...textProblems(`${path}.qualifier`, qualifier, runtimeQualifier),
  ];
}

const runtimeForm = {
  label: "the ARN of an AgentCore Runtime",
  write: '"arn:aws:bedrock-agentcore:REGION:ACCOUNT:runtime/NAME-ID", without an endpoint: that is the qualifier',
};

const gatewayForm = {
  label: "the ARN of a gateway",
  write: '"arn:aws:bedrock-agentcore:REGION:ACCOUNT:gateway/NAME-ID"',
};

/** Checks the ARN of another gateway. */
export function gatewayArnProblems(path: string, gateway: unknown): Problem[] {
  return [
    ...requiredProblems(path, gateway, "write the other gateway: a resource, or its ARN."),
    ...arnProblems(path, gateway, parseGatewayArn, gatewayForm),
  ];
}

function arnProblems(
  path: string,
  arn: unknown,
  parse: (arn: string) => object | undefined,
  { label, write }: { readonly label: string; readonly write: string },
): Problem[] {
  if (!isKnown(arn)) return [];
  const wildcards = wildcardProblems(path, arn);
  if (wildcards.length > 0) return wildcards;
  return typeof arn === "string" && parse(arn) !== undefined ? [] : [{ path, reason: `not ${label}. Write ${write}.` }];
}

/** Checks an API, its stage, and the operations that may be called. */
export function apiProblems(path: string, api: unknown): Problem[] {
  if (!isKnown(api)) return requiredProblems(path, api, "write { restApi, stage }.");
  if (!isObject(api)) return [{ path, reason: `must be { restApi, stage, operations }, not ${typeName(api)}.` }];
  return [...unexpectedMembers(path, api, ["restApi", "stage", "operations"]), ...stageProblems(path, api)];
}

const operationsShape = list(
  object({
    method: required("write the method.", choice("the method", apiMethods)),
    path: required('write the path, "/tickets/{id}" for example.', text(apiPath)),
  }),
  { min: 1, entries: "operations" },
);

function stageProblems(path: string, { restApi, stage, operations, tools }: RawObject): Problem[] {
  return [
    ...requiredProblems(`${path}.restApi`, restApi, "write the API: a resource, or its id."),
    ...requiredProblems(`${path}.stage`, stage, "write the stage's name."),
    ...textProblems(`${path}.restApi`, restApi, restApiId),
    ...textProblems(`${path}.stage`, stage, stageName),
    ...shapeProblems(`${path}.operations`, operations, operationsShape),
    ...toolsProblems(`${path}.tools`, tools),
  ];
}

/** Checks the function that a URL is on; a URL is on a function or an alias, and on no version. */
export function functionUrlProblems(path: string, given: unknown, qualifier: unknown): Problem[] {
  const at = { function: `${path}.functionUrl`, qualifier: `${path}.qualifier` };
  if (isNil(given))
    return requiredProblems(
      at.function,
      given,
      "write the function that the URL is on: a resource, its ARN or its name.",
    );
  const isVersion = typeof qualifier === "string" && /^\d+$/.test(qualifier);
  const version = isVersion
    ? [{ path: at.qualifier, reason: "URLs are on functions and aliases, not on versions. Write the alias." }]
    : [];
  return [...functionProblems(given, qualifier, at), ...version];
}

function branchesIn(given: RawObject): CallBranch[] {
  return (Object.keys(calls) as CallBranch[]).filter((branch) => !isNil(given[branch]));
}

function formsOf(branches: readonly CallBranch[]): string {
  return branches.map((branch) => calls[branch].form).join(", or ");
}

import { parseGatewayArn } from "../../iam/gateway/agentcoreGateway";
import { parseRuntimeArn } from "../../iam/gateway/agentRuntime";
import { parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import { parseMemoryArn } from "../../iam/gateway/connectors";
import { isArnComponent, memoryId } from "../../iam/policy/arn";
import { arnProblems } from "../core/arn";
import { runtimeQualifier } from "../core/limits";
import { problemIf, quoted, requiredProblems, textProblems, typeName, unexpectedMembers } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isNil, isObject } from "../core/values";
import type { RawObject } from "../core/values";
import { stageProblems } from "./apiGateway";
import { customStatementProblems } from "./customStatements";
import { functionUrlProblems, lambdaCallProblems } from "./functions";
import { credentialTypesFor } from "./combinations";
import { targetKinds } from "./targetKinds";
import type { CallForm, TargetKind, TargetType } from "./targetKinds";

/** A form of `calls`: how a program names what the gateway's role calls. */
interface CallFormRow {
  /** The form in messages and docs. */
  readonly written: string;
  /** Properties of the call. */
  readonly properties: readonly string[];
  /** The properties are in an object under the form's name: `calls: { api: { ... } }`. */
  readonly nested?: true;
  /** Service that requests are signed for; absent if it cannot be derived. */
  readonly service?: string;
  /** Checks the properties. `path` is the path of the object that has them. */
  readonly problems: (path: string, values: RawObject) => Problem[];
  /** Returns the Region of what is called, if the program writes its ARN as a plain value. */
  readonly region?: (values: RawObject) => string | undefined;
}

/** All forms of calls. To add one, add a row here, a grant in components/grants and an arguments type. */
export const callForms: Readonly<Record<CallForm, CallFormRow>> = {
  function: {
    written: "{ function, qualifier }",
    properties: ["function", "qualifier"],
    problems: lambdaCallProblems,
  },
  runtime: {
    written: "{ runtime, qualifier }",
    properties: ["runtime", "qualifier"],
    service: "bedrock-agentcore",
    problems: runtimeProblems,
    region: ({ runtime }) => regionIn(runtime, parseRuntimeArn),
  },
  gateway: {
    written: "{ gateway }",
    properties: ["gateway"],
    service: "bedrock-agentcore",
    problems: gatewayProblems,
    region: ({ gateway }) => regionIn(gateway, parseGatewayArn),
  },
  api: {
    written: "{ api: { restApi, stage, operations } }",
    properties: ["restApi", "stage", "operations"],
    nested: true,
    service: "execute-api",
    problems: stageProblems,
  },
  functionUrl: {
    written: "{ functionUrl, qualifier }",
    properties: ["functionUrl", "qualifier"],
    service: "lambda",
    problems: functionUrlProblems,
    region: ({ functionUrl }) => regionIn(functionUrl, parseFunctionArn),
  },
  memory: {
    written: "{ memory }",
    properties: ["memory"],
    service: "bedrock-agentcore",
    problems: memoryProblems,
  },
  webSearch: {
    written: '{ connectorId: "web-search" }',
    properties: ["connectorId"],
    service: "bedrock-agentcore",
    problems: () => [],
  },
  statements: {
    written: "{ statements }",
    properties: ["statements"],
    problems: (path, { statements }) => customStatementProblems(`${path}.statements`, statements),
  },
};

function regionIn(arn: unknown, parse: (arn: string) => { readonly region: string } | undefined): string | undefined {
  return typeof arn === "string" ? parse(arn)?.region : undefined;
}

/** The call that the gateway's role makes for a target. The form is known at construction, the values may be Outputs. */
export interface Call {
  readonly form: CallForm;
  /** Path of the object that has the properties of the call. */
  readonly path: string;
  readonly values: RawObject;
}

/** Returns the call that a target describes, in its own properties or in `calls`; `undefined` if it describes none. */
export function callOf(target: unknown, kind: TargetKind | undefined): Call | undefined {
  if (!isObject(target) || kind === undefined) return undefined;
  if (kind.ownCall !== undefined) {
    const [main = ""] = callForms[kind.ownCall].properties;
    return isNil(target[main]) ? undefined : { form: kind.ownCall, path: "target", values: target };
  }
  const connector = connectorCall(target, kind);
  if (connector !== undefined) return { form: connector, path: "target", values: target };
  const { calls } = target;
  if (!isObject(calls)) return undefined;
  const [form] = formsIn(calls);
  if (form === undefined) return undefined;
  const nested = callForms[form].nested === true ? calls[form] : undefined;
  return isObject(nested)
    ? { form, path: `target.calls.${form}`, values: nested }
    : { form, path: "target.calls", values: calls };
}

/** Returns the form of a connector that describes its call itself; `undefined` for others. */
function connectorCall({ connectorId }: RawObject, { connectors = {} }: TargetKind): CallForm | undefined {
  return typeof connectorId === "string" && Object.hasOwn(connectors, connectorId)
    ? connectors[connectorId]
    : undefined;
}

/** Checks the call that a target describes. Only a target with `GATEWAY_IAM_ROLE` has `calls`. */
export function callProblems(target: RawObject, type: TargetType, credentialType: unknown): Problem[] {
  const kind: TargetKind = targetKinds[type];
  const { ownCall, calls: allowed = [], signedBecause, serviceIsOptional } = kind;
  const isForRole = credentialType === "GATEWAY_IAM_ROLE";
  if (ownCall !== undefined) {
    const { properties, problems } = callForms[ownCall];
    const isRequired = isForRole || credentialTypesFor(type).every((one) => one === "GATEWAY_IAM_ROLE");
    return isRequired || properties.some((name) => !isNil(target[name])) ? problems("target", target) : [];
  }
  const { calls } = target;
  const path = "target.calls";
  if (connectorCall(target, kind) !== undefined)
    return problemIf(
      !isNil(calls),
      path,
      `follows from the connector ${quoted([String(target.connectorId)])}. Remove it.`,
    );
  if (isNil(calls)) {
    const needsService = signedBecause === undefined && serviceIsOptional === undefined;
    const service = needsService ? " With { statements }, also write credential.service." : "";
    const remedy = `write what the role calls: ${writtenForms(allowed)}.${service}`;
    return isForRole ? requiredProblems(path, calls, remedy) : [];
  }
  if (!isForRole)
    return [{ path, reason: 'names what the gateway\'s role calls, and is for "GATEWAY_IAM_ROLE" only. Remove it.' }];
  if (!isObject(calls)) return [{ path, reason: `must be ${writtenForms(allowed)}: a plain value, not an Output.` }];
  return formProblems(path, calls, type, allowed);
}

function formProblems(path: string, calls: RawObject, type: TargetType, allowed: readonly CallForm[]): Problem[] {
  const forms = formsIn(calls);
  const [form] = forms;
  if (form === undefined || forms.length > 1) {
    const mistake = form === undefined ? "sets none of its forms" : "sets more than one of its forms";
    const properties = allowed.flatMap((one) => propertiesInCalls(one));
    return [
      { path, reason: `${mistake}. Write exactly one: ${writtenForms(allowed)}.` },
      ...unexpectedMembers(path, calls, properties),
    ];
  }
  if (!allowed.includes(form)) {
    const reason = `a target of type "${type}" does not take this form of calls. Write ${writtenForms(allowed)}.`;
    return [{ path: `${path}.${form}`, reason }];
  }
  const { nested, properties, problems } = callForms[form];
  const unexpected = unexpectedMembers(path, calls, propertiesInCalls(form));
  if (nested !== true) return [...unexpected, ...problems(path, calls)];
  const values = calls[form];
  if (!isKnown(values)) return unexpected;
  const at = `${path}.${form}`;
  if (!isObject(values))
    return [...unexpected, { path: at, reason: `must be { ${properties.join(", ")} }, not ${typeName(values)}.` }];
  return [...unexpected, ...unexpectedMembers(at, values, properties), ...problems(at, values)];
}

function propertiesInCalls(form: CallForm): readonly string[] {
  return callForms[form].nested === true ? [form] : callForms[form].properties;
}

/** Forms that `calls` sets, by the property that gives a form its name. */
function formsIn(calls: RawObject): CallForm[] {
  return formsOfCalls.filter((form) => !isNil(calls[form]));
}

const kinds: readonly TargetKind[] = Object.values(targetKinds);

/** Forms that `calls` can have. Targets describe the others in their own properties. */
const formsOfCalls = [...new Set(kinds.flatMap(({ calls = [] }) => calls))];

function writtenForms(forms: readonly CallForm[]): string {
  return forms.map((form) => callForms[form].written).join(", or ");
}

/** Checks a runtime, which is a resource or an ARN, and its endpoint. */
export function runtimeProblems(path: string, { runtime, qualifier }: RawObject): Problem[] {
  const at = `${path}.runtime`;
  return [
    ...requiredProblems(at, runtime, "write the runtime: a resource, or its ARN."),
    ...arnProblems(at, runtime, (text) => (parseRuntimeArn(text) === undefined ? notRuntime : undefined)),
    ...textProblems(`${path}.qualifier`, qualifier, runtimeQualifier),
  ];
}

const notRuntime =
  'not the ARN of an AgentCore Runtime. Write "arn:aws:bedrock-agentcore:REGION:ACCOUNT:runtime/NAME-ID". The endpoint belongs in qualifier.';

const notGateway = 'not the ARN of a gateway. Write "arn:aws:bedrock-agentcore:REGION:ACCOUNT:gateway/NAME-ID".';

/** Checks another gateway, which is a resource or an ARN. */
export function gatewayProblems(path: string, { gateway }: RawObject): Problem[] {
  const at = `${path}.gateway`;
  return [
    ...requiredProblems(at, gateway, "write the other gateway: a resource, or its ARN."),
    ...arnProblems(at, gateway, (text) => (parseGatewayArn(text) === undefined ? notGateway : undefined)),
  ];
}

const notMemory =
  'not a memory in AgentCore Memory. Write its id, "NAME-ID", or its ARN, "arn:aws:bedrock-agentcore:REGION:ACCOUNT:memory/NAME-ID".';

/** Checks a memory, which is a resource, an ARN or an id. */
export function memoryProblems(path: string, { memory }: RawObject): Problem[] {
  const at = `${path}.memory`;
  return [
    ...requiredProblems(at, memory, "write the memory: a resource, its ARN or its id."),
    ...arnProblems(at, memory, (text) =>
      isArnComponent(text, memoryId) || parseMemoryArn(text) !== undefined ? undefined : notMemory,
    ),
  ];
}

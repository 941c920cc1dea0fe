import { AwsError } from "../../values/awsError";
import { lowerAlphanumeric } from "../../values/awsNames";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { scopeOf } from "../agentcore/gatewayObjects";
import { findFunction, functionUrlKey, parseFunction } from "./lambdaObjects";
import type { StoredFunctionUrl } from "./lambdaObjects";
import type { Problem, ResourceType } from "../resourceType";

const INVOKE_MODES = ["BUFFERED", "RESPONSE_STREAM"];

/** A URL of a function or of one alias. One without authorization is not emulated: the provider opens it to everyone. */
export const lambdaFunctionUrl: ResourceType = {
  inputs: ["authorizationType", "functionName", "invokeMode", "qualifier", "region"],
  required: ["authorizationType", "functionName"],
  replaceOnChanges: ["functionName", "qualifier", "region"],
  computed: ["functionArn", "functionUrl", "urlId"],
  problems,
  defaults: (inputs, session) => ({ invokeMode: "BUFFERED", ...regionOutput(inputs, session) }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "Lambda: GetFunctionUrlConfig", outputs.region);
    const stored = session.store.read<StoredFunctionUrl>(keyOf(id, region, session));
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, id, region) };
  },
  update,
  delete: (id, olds, session) => {
    const key = keyOf(id, regionFor(session, "Lambda: DeleteFunctionUrlConfig", olds.region), session);
    if (session.store.remove(key)) session.store.record("DeleteFunctionUrlConfig", key, { id });
  },
};

function problems({ authorizationType, invokeMode, functionName }: Properties): Problem[] {
  const found: Problem[] = [];
  if (authorizationType === "NONE")
    found.push({ property: "authorizationType", reason: "the stand-in aws plugin does not emulate NONE" });
  else if (authorizationType !== undefined && authorizationType !== "AWS_IAM")
    found.push({ property: "authorizationType", reason: "must be AWS_IAM or NONE" });
  if (invokeMode !== undefined && !INVOKE_MODES.includes(invokeMode as string))
    found.push({ property: "invokeMode", reason: `must be one of ${INVOKE_MODES.join(", ")}` });
  if (functionName !== undefined && parseFunction(functionName as string) === undefined)
    found.push({ property: "functionName", reason: "is not the name or ARN of a function" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Lambda: CreateFunctionUrlConfig";
  const region = regionFor(session, operation, inputs.region);
  const name = inputs.functionName as string;
  const given = inputs.qualifier as string | undefined;
  const { stored: owner, qualifier } = findFunction(name, given, region, session, "CreateFunctionUrlConfig");
  if (/^(\$LATEST|\d+)$/.test(qualifier))
    throw new AwsError(
      operation,
      "ValidationException",
      `Value '${qualifier}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)`,
    );
  const id = given === undefined ? name : `${name}/${given}`;
  const stored: StoredFunctionUrl = {
    functionArn: qualifier === "" ? owner.arn : `${owner.arn}:${qualifier}`,
    qualifier: given,
    urlId: lowerAlphanumeric(32),
    ...changeable(inputs),
  };
  const key = keyOf(id, region, session);
  if (!session.store.create(key, stored))
    throw new AwsError(
      operation,
      "ResourceConflictException",
      `Failed to create function url config for [functionArn = ${stored.functionArn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  session.store.record("CreateFunctionUrlConfig", key, { functionArn: stored.functionArn });
  return { id, outputs: outputsOf(stored, id, region) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const region = regionFor(session, "Lambda: UpdateFunctionUrlConfig", olds.region);
  const key = keyOf(id, region, session);
  const before = session.store.read<StoredFunctionUrl>(key);
  if (before === undefined)
    throw new AwsError(
      "Lambda: UpdateFunctionUrlConfig",
      "ResourceNotFoundException",
      "The resource you requested does not exist.",
    );
  const after = { ...before, ...changeable(news) };
  session.store.replace(key, after);
  session.store.record("UpdateFunctionUrlConfig", key, { functionArn: after.functionArn });
  return outputsOf(after, id, region);
}

const changeable = (inputs: Properties) => ({
  authorizationType: inputs.authorizationType as string,
  invokeMode: (inputs.invokeMode as string | undefined) ?? "BUFFERED",
});

const outputsOf = (stored: StoredFunctionUrl, id: string, region: string): Properties => ({
  authorizationType: stored.authorizationType,
  functionArn: stored.functionArn,
  functionName: id.split("/")[0],
  functionUrl: `https://${stored.urlId}.lambda-url.${region}.on.aws/`,
  invokeMode: stored.invokeMode,
  qualifier: stored.qualifier,
  region,
  urlId: stored.urlId,
});

/** The id is FUNCTION or FUNCTION/QUALIFIER, with the function as the program wrote it. */
function keyOf(id: string, region: string, session: Session) {
  const [text, qualifier] = id.split("/");
  const reference = parseFunction(text!);
  if (reference === undefined) throw new Error(`"${id}" is not the id of a function URL. Write FUNCTION/QUALIFIER.`);
  return functionUrlKey(scopeOf(session.account, region), reference.name, qualifier ?? reference.qualifier ?? "");
}

import { isUnknown } from "../../core/propertyValues";
import type { Call, Stored } from "../../core/definition";
import type { Shape } from "../../core/shape";
import type { Store } from "../../core/store";

export interface FunctionFacts {
  arn: string;
  /** Number of the last published version, or 0. Versions begin at 1 and remain. */
  lastVersion: number;
  lastModified: string;
  codeSha256: string;
  environmentHash: string;
}

export interface FunctionInputs {
  name: string;
  role: string;
  publish: boolean;
  environment?: object;
}

export type StoredFunction = Stored<FunctionInputs, FunctionFacts>;

/** A function as programs name it: by name or ARN, with or without an alias or version. */
export interface FunctionReference {
  region?: string;
  account?: string;
  name: string;
  qualifier?: string;
}

const REFERENCE =
  /^(?:arn:[\w-]+:lambda:([a-z]{2}(?:-[a-z]+){1,2}-\d):(\d{12}):function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/;

export function parseFunction(text: string): FunctionReference | undefined {
  const [, region, account, name, qualifier] = REFERENCE.exec(text) ?? [];
  return name === undefined ? undefined : { region, account, name, qualifier };
}

/** Name of the function that a checked reference names. */
export const nameOfFunction = (text: string): string => parseFunction(text)!.name;

export const functionName: Shape = (value, path) =>
  isUnknown(value) || parseFunction(String(value)) !== undefined
    ? undefined
    : `${path} is not the name or ARN of a function`;

export const functionArn = ({ partition, region, account }: Call, name: string): string =>
  `arn:${partition}:lambda:${region}:${account}:function:${name}`;

/** The ARN by which API Gateway calls the function, alias or version. */
export const invokeArn = (arn: string): string => {
  const [, partition, , region] = arn.split(":");
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
};

export const FUNCTION_KIND = "lambda-function";
export const ALIAS_KIND = "lambda-alias";

export const readFunction = (store: Store, scope: string, name: string): StoredFunction | undefined =>
  store.read({ scope, kind: FUNCTION_KIND, name });

/** True if the function has that alias or version. `$LATEST` always exists. */
export function hasQualifier(store: Store, scope: string, stored: StoredFunction, qualifier: string): boolean {
  if (qualifier === "$LATEST") return true;
  if (/^\d+$/.test(qualifier)) return Number(qualifier) >= 1 && Number(qualifier) <= stored.lastVersion;
  return store.read({ scope, kind: ALIAS_KIND, name: `${stored.inputs.name}:${qualifier}` }) !== undefined;
}

/** The function in the caller's account and Region, and its qualifier (`""` without one). Fails as the service does. */
export function findFunction(
  text: string,
  givenQualifier: string | undefined,
  call: Call,
): { stored: StoredFunction; qualifier: string } {
  const { account, region, scope, store, fail } = call;
  const reference = parseFunction(text);
  if (reference === undefined) return fail("ValidationException", `"${text}" is not the name or ARN of a function`);
  if (reference.region !== undefined && reference.region !== region)
    fail(
      "ResourceNotFoundException",
      `Functions from '${reference.region}' are not reachable in this region ('${region}')`,
    );
  if (reference.account !== undefined && reference.account !== account)
    fail("AccessDeniedException", `${call.callerArn} is not authorized on ${text}: it is in another account`);
  if (reference.qualifier !== undefined && givenQualifier !== undefined && reference.qualifier !== givenQualifier)
    fail(
      "InvalidParameterValueException",
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  const arn = functionArn(call, reference.name);
  const stored = readFunction(store, scope, reference.name);
  if (stored === undefined) return fail("ResourceNotFoundException", `Function not found: ${arn}`);
  const qualifier = givenQualifier ?? reference.qualifier ?? "";
  if (qualifier !== "" && !hasQualifier(store, scope, stored, qualifier))
    fail(
      "ResourceNotFoundException",
      `${/^\d+$/.test(qualifier) ? "Function not found:" : "Cannot find alias arn:"} ${arn}:${qualifier}`,
    );
  return { stored, qualifier };
}

// How Lambda functions, their aliases and their permissions are kept in the pretend cloud: one scope for each account
// and Region, as for gateways.
import { AwsError } from "../../values/awsError";
import type { Statement } from "../../policies/iamEvaluator";
import type { Properties } from "../../values/propertyValues";
import type { Session } from "../../session";
import type { Key, Store } from "../../store";
import { scopeOf } from "../agentcore/gatewayObjects";

export interface StoredFunction {
  name: string;
  arn: string;
  /** Without the code, which no one ever reads here. */
  inputs: Properties;
  tags: Record<string, string>;
  /** The number of the last published version; 0 if there is none. Versions begin at 1 and stay. */
  lastVersion: number;
  lastModified: string;
  codeSha256: string;
  codeSize: number;
}

export interface StoredAlias {
  functionName: string;
  name: string;
  arn: string;
  inputs: Properties;
}

export interface StoredPermission {
  functionName: string;
  /** Alias or version; empty for the function itself. Each has a policy of its own. */
  qualifier: string;
  statement: Statement & { Sid: string; Action: string; Resource: string };
  /** For a role: the unique id that it had, which is what the service really keeps. */
  principalId?: string;
}

export interface StoredFunctionUrl {
  functionArn: string;
  qualifier?: string;
  urlId: string;
  authorizationType: string;
  invokeMode: string;
}

export const functionKey = (scope: string, name: string): Key => ({ scope, kind: "lambda-function", name });

export const aliasKey = (scope: string, functionName: string, name: string): Key => ({
  scope,
  kind: "lambda-alias",
  name: `${functionName}:${name}`,
});

export const permissionKey = (scope: string, functionName: string, qualifier: string, statementId: string): Key => ({
  scope,
  kind: "lambda-permission",
  name: `${functionName}:${qualifier}:${statementId}`,
});

export const functionUrlKey = (scope: string, functionName: string, qualifier: string): Key => ({
  scope,
  kind: "lambda-function-url",
  name: `${functionName}:${qualifier}`,
});

export const readFunction = (store: Store, scope: string, name: string): StoredFunction | undefined =>
  store.read<StoredFunction>(functionKey(scope, name));

export const aliasesOf = (store: Store, scope: string, functionName: string): StoredAlias[] =>
  store.list<StoredAlias>(scope, "lambda-alias", `${functionName}:`);

/** The permissions on a function, or on one alias or version of it (`""` for the function itself). */
export const permissionsOf = (
  store: Store,
  scope: string,
  functionName: string,
  qualifier?: string,
): StoredPermission[] =>
  store.list<StoredPermission>(
    scope,
    "lambda-permission",
    qualifier === undefined ? `${functionName}:` : `${functionName}:${qualifier}:`,
  );

/** A function as programs name it: by its name or its whole ARN, either with or without an alias or version. */
export interface FunctionReference {
  partition?: string;
  region?: string;
  account?: string;
  name: string;
  qualifier?: string;
}

const REFERENCE =
  /^(?:arn:([\w-]+):lambda:)?(?:([a-z]{2}(?:-[a-z]+){1,2}-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/;

export function parseFunction(text: string): FunctionReference | undefined {
  const [, partition, region, account, name, qualifier] = REFERENCE.exec(text) ?? [];
  if (name === undefined || (partition !== undefined && (region === undefined || account === undefined)))
    return undefined;
  return { partition, region, account, name, qualifier };
}

export const functionArn = (partition: string, region: string, account: string, name: string): string =>
  `arn:${partition}:lambda:${region}:${account}:function:${name}`;

/** The ARN by which API Gateway calls the function, alias or version. */
export const invokeArn = (arn: string, version = "2015-03-31", operation = "invocations"): string => {
  const [, partition, , region] = arn.split(":");
  return `arn:${partition}:apigateway:${region}:lambda:path/${version}/functions/${arn}/${operation}`;
};

/** Whether the function has that alias or version; `$LATEST` is always there. */
export function hasQualifier(store: Store, scope: string, stored: StoredFunction, qualifier: string): boolean {
  if (qualifier === "$LATEST") return true;
  if (isVersion(qualifier)) return Number(qualifier) >= 1 && Number(qualifier) <= stored.lastVersion;
  return store.read(aliasKey(scope, stored.name, qualifier)) !== undefined;
}

const isVersion = (qualifier: string): boolean => /^\d+$/.test(qualifier);

/**
 * The function that an operation of the session's account is about, and what its qualifier is (`""` without one). Fails
 * as the service does on a function that is not there, or not within reach.
 */
export function findFunction(
  text: string,
  givenQualifier: string | undefined,
  region: string,
  session: Session,
  operation: string,
): { stored: StoredFunction; scope: string; qualifier: string } {
  const refuse = (code: string, explanation: string): never => {
    throw new AwsError(`Lambda: ${operation}`, code, explanation);
  };
  const reference =
    parseFunction(text) ?? refuse("ValidationException", `"${text}" is not the name or ARN of a function`);
  const { account, partition, store } = session;
  if (reference.region !== undefined && reference.region !== region)
    refuse(
      "ResourceNotFoundException",
      `Functions from '${reference.region}' are not reachable in this region ('${region}')`,
    );
  if (reference.account !== undefined && reference.account !== account)
    refuse(
      "AccessDeniedException",
      `User: ${session.callerArn} is not authorized to perform: lambda:${operation} on resource: ` +
        `${functionArn(partition, region, reference.account, reference.name)} because no resource-based policy allows ` +
        `the lambda:${operation} action`,
    );
  if (reference.qualifier !== undefined && givenQualifier !== undefined && reference.qualifier !== givenQualifier)
    refuse(
      "InvalidParameterValueException",
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  const scope = scopeOf(account, region);
  const arn = functionArn(partition, region, account, reference.name);
  const stored =
    readFunction(store, scope, reference.name) ?? refuse("ResourceNotFoundException", `Function not found: ${arn}`);
  const qualifier = givenQualifier ?? reference.qualifier ?? "";
  if (qualifier !== "" && !hasQualifier(store, scope, stored, qualifier))
    refuse(
      "ResourceNotFoundException",
      `${isVersion(qualifier) ? "Function not found:" : "Cannot find alias arn:"} ${arn}:${qualifier}`,
    );
  return { stored, scope, qualifier };
}

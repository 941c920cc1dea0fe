import {
  assertArnComponent,
  assertAwsScope,
  functionAlias,
  functionName,
  functionQualifier,
  partsOfArn,
} from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { assertKnownMembers, scopeMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";

/** A Lambda function, or one alias or version of it. */
export interface LambdaFunctionId extends AwsScope {
  /** Name of the function, 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Alias or version. @default - the function itself, which has another ARN */
  readonly qualifier?: string;
}

/** Builds the ARN without checks. */
export function functionArn({ partition, region, accountId, name, qualifier }: LambdaFunctionId): string {
  const unqualified = `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
}

/**
 * Returns the ARN of a function, alias or version.
 *
 * @throws Error if a part would match more than one function, alias or version.
 */
export function exactFunctionArn(id: LambdaFunctionId): string {
  assertFunction(id);
  return functionArn(id);
}

const functionArnForm =
  /^arn:(?<partition>aws[a-z-]*):lambda:(?<region>[a-z0-9-]+):(?<accountId>\d{12}):function:(?<name>[a-zA-Z0-9_-]{1,64})(?::(?<qualifier>[a-zA-Z0-9_$-]{1,128}))?$/;

/** Parses a function's ARN. Returns `undefined` for every other text, also for one with a wildcard. */
export function parseFunctionArn(arn: string): LambdaFunctionId | undefined {
  return partsOfArn(arn, functionArnForm);
}

/** Without a check of its members, a misspelt `qualifier` would allow the function itself. */
export const functionMembers: MemberNames<LambdaFunctionId> = { ...scopeMembers, name: true, qualifier: true };

/** @throws Error if a part would match more than one function, alias or version. */
export function assertFunction(id: LambdaFunctionId, qualifier = functionQualifier): void {
  assertKnownMembers("", id, functionMembers);
  assertAwsScope(id);
  assertArnComponent("name", id.name, functionName);
  if (id.qualifier !== undefined) assertArnComponent("qualifier", id.qualifier, qualifier);
}

/** @throws Error if the id would match more than one function or alias, or is a version: a version has no URL. */
export function assertFunctionWithUrl(id: LambdaFunctionId): void {
  assertFunction(id, functionAlias);
}

/**
 * Returns the permission that a Lambda target needs: to call exactly the function, alias or version that the target names.
 * An ARN with a qualifier does not match the function itself, nor the other way round. `:*` would match every old version.
 *
 * Source of the condition: AgentCore Developer Guide, "Setting up Outbound Auth".
 *
 * @throws Error if a part of the id would match more than one function, alias or version.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "123456789012", name: "tickets", qualifier: "live" };
 * export const policy = iam.policyDocument(iam.invokeFunctionStatements(tickets));
 */
export function invokeFunctionStatements(id: LambdaFunctionId): Statement[] {
  assertFunction(id);
  return [
    allow("InvokeFunctions", ["lambda:InvokeFunction"], [functionArn(id)], {
      StringEquals: { "aws:ResourceAccount": id.accountId },
    }),
  ];
}

/**
 * Returns the permission to call a function by its URL, if the URL takes signed requests. URLs made since October 2025 need
 * both statements: one for the URL, and one for the function through its URL. Neither allows a direct call of the function.
 *
 * `id` is the function that has the URL, with the alias if the URL belongs to one.
 *
 * Source: Lambda Developer Guide, "Control access to Lambda function URLs".
 *
 * @throws Error if a part of the id would match more than one function or alias, or is a version.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "123456789012", name: "tickets", qualifier: "live" };
 * export const policy = iam.policyDocument(iam.invokeFunctionUrlStatements(tickets));
 */
export function invokeFunctionUrlStatements(id: LambdaFunctionId): Statement[] {
  assertFunctionWithUrl(id);
  const resources = [functionArn(id)];
  return [
    allow("InvokeFunctionUrls", ["lambda:InvokeFunctionUrl"], resources, {
      StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" },
    }),
    allow("InvokeViaUrl", ["lambda:InvokeFunction"], resources, {
      Bool: { "lambda:InvokedViaFunctionUrl": "true" },
    }),
  ];
}

import type { AwsScope } from "../policy/arn";
import { assertArnComponent, assertAwsScope } from "../policy/arnComponent";

/** A Lambda function, or one alias or version of it. */
export interface LambdaFunctionId extends AwsScope {
  readonly name: string;
  /** Alias or version; absent for the function itself, which is another ARN to IAM. */
  readonly qualifier?: string;
}

/** ARN of a function, alias or version. */
export function functionArn({ partition, region, accountId, name, qualifier }: LambdaFunctionId): string {
  const unqualified = `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
}

const namePart = {
  pattern: /^[a-zA-Z0-9_-]{1,64}$/,
  label: "the name of one function",
  write: "1 to 64 letters, digits, - or _",
};

const qualifierPart = {
  pattern: /^[a-zA-Z0-9_$-]{1,128}$/,
  label: "the name of one alias, or the number of one version",
  write: "that, or leave the property out for the function itself",
};

/** @throws Error if a part would match more than one function, alias or version. */
export function assertFunction(id: LambdaFunctionId): void {
  assertAwsScope(id);
  assertArnComponent("name", id.name, namePart);
  if (id.qualifier !== undefined) assertArnComponent("qualifier", id.qualifier, qualifierPart);
}

const pattern =
  /^arn:(aws[a-z-]*):lambda:([a-z0-9-]+):(\d{12}):function:([a-zA-Z0-9_-]{1,64})(?::([a-zA-Z0-9_$-]{1,128}))?$/;

/** Takes a function's ARN apart; `undefined` if the text is not exactly one (a wildcard never is). */
export function parseFunctionArn(arn: string): LambdaFunctionId | undefined {
  const match = pattern.exec(arn);
  if (match === null) return undefined;
  const [, partition, region, accountId, name, qualifier] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  const id = { partition, region, accountId, name };
  return qualifier === undefined ? id : { ...id, qualifier };
}

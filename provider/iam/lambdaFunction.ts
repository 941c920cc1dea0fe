import type { Scope } from "./arn";

/** A Lambda function, or one alias or version of it. */
export interface LambdaFunctionId extends Scope {
  readonly name: string;
  /** Alias or version; absent for the function itself, which is another ARN to IAM. */
  readonly qualifier?: string;
}

/** ARN of a function, alias or version. */
export function functionArn({ partition, region, accountId, name, qualifier }: LambdaFunctionId): string {
  const unqualified = `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
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

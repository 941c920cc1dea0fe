import { assertRoleArn } from "../policy/arnComponents";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { parseFunctionArn } from "../gateway/lambdaFunction";

/** The policies of Lambda functions that a deployer changes. */
export interface DeployerFunctions {
  /**
   * ARNs of the functions, aliases and versions whose policies it changes: those of targets with `permission`, exactly as the
   * targets name them. The deployer of the functions' account needs this. @default - none
   */
  readonly functions?: readonly string[];
}

export function functionPolicyStatements({
  functions = [],
  roleArn,
}: DeployerFunctions & { readonly roleArn?: string }): Statement[] {
  if (functions.length === 0) return [];
  for (const [index, arn] of functions.entries())
    if (parseFunctionArn(arn) === undefined)
      throw new Error(
        `functions[${index}]: not the ARN of one function, alias or version, written without wildcards. Write "arn:aws:lambda:REGION:ACCOUNT:function:NAME", with ":QUALIFIER" for an alias or version.`,
      );
  assertRoleArn("roleArn", roleArn, "the role that the functions will allow");
  return [
    allow("AdmitRole", ["lambda:AddPermission", "lambda:RemovePermission"], functions, {
      StringEquals: { "lambda:Principal": roleArn },
    }),
    allow("ReadFunctionPolicies", ["lambda:GetPolicy"], functions),
  ];
}

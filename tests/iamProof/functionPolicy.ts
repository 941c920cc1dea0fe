// The policy of a function as Lambda keeps it: AddPermission makes a statement of what it is given.
import type { FunctionPermission } from "../../provider/iam/resource/functionPermission";
import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";

/** Source: Lambda API Reference, "AddPermission"; Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda". */
export function functionPolicy(permission: FunctionPermission, roleArn: string): PolicyDocument {
  const { action, function: unqualified, qualifier } = permission;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: roleArn },
        Action: action,
        Resource: qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`,
      },
    ],
  };
}

// Where "only what the Service Authorization Reference lists" does not hold.
import type { Exceptions, UnlistedAction, UnlistedType } from "./authorizationReference";

/** Actions that it does not list. */
export const unlisted: UnlistedAction[] = [
  {
    action: "bedrock-agentcore:CreateTokenVault",
    why: "denied without it when an account's first provider is created, in several public records",
  },
];

const lambdaActions = ["InvokeFunction", "InvokeFunctionUrl", "AddPermission", "RemovePermission", "GetPolicy"];

/** An alias or version is a separate resource that these actions take instead of the function. */
export const unlistedTypes: UnlistedType[] = lambdaActions.flatMap((action) =>
  ["function alias", "function version"].map((type) => ({
    action: `lambda:${action}`,
    type,
    insteadOf: "function",
    why: 'Lambda Developer Guide, "Fine-tuning the Resources and Conditions sections of policies"',
  })),
);

/** The reference has a type for the exports of other APIs; of REST APIs only AWS's own policies know. */
export const apiExport: UnlistedType = {
  action: "apigateway:GET",
  type: "arn:${Partition}:apigateway:${Region}::/restapis/${RestApiId}/stages/${StageName}/exports/${Specification}",
  insteadOf: "Stage",
  why: "AWS managed policy BedrockAgentCoreFullAccess",
};

/** All that the role of a gateway needs of them. */
export const referenceExceptions: Exceptions = { types: unlistedTypes };

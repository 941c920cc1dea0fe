import { exactGatewayArn } from "../gateway/agentcoreGateway";
import type { AgentcoreGatewayId, Gateway } from "../gateway/agentcoreGateway";
import { assertFunction, assertFunctionWithUrl, functionArn } from "../gateway/lambdaFunction";
import type { LambdaFunctionId } from "../gateway/lambdaFunction";
import { operationArns } from "../gateway/restApi";
import type { RestApiId } from "../gateway/restApi";
import { allowPrincipal } from "../policy/document";
import type { ResourceStatement } from "../policy/document";

/**
 * Returns the statement for the policy of a REST API: AgentCore can call the API for this gateway, and for no other. An API
 * without a policy does not need it.
 *
 * `api` is the stage and the operations that are tools. Without `operations`, it is the whole stage. An API has one policy,
 * and `aws.apigateway.RestApiPolicy` replaces it whole. Pass it all statements of the API.
 *
 * Source: AgentCore Developer Guide, "Setting up Outbound Auth", API Gateway.
 *
 * @throws Error if a part would match more than it names.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * const api = { ...scope, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] };
 * const statements = iam.apiPolicyStatements(api, { ...scope, gatewayName: "tools" });
 * export const policy = iam.resourcePolicyDocument(statements);
 */
export function apiPolicyStatements(api: RestApiId, gateway: Gateway | AgentcoreGatewayId): ResourceStatement[] {
  return [
    allowPrincipal(
      { Service: ["bedrock-agentcore.amazonaws.com"] },
      "GatewayInvokesApi",
      ["execute-api:Invoke"],
      operationArns(api),
      { ArnEquals: { "aws:SourceArn": exactGatewayArn(gateway) } },
    ),
  ];
}

/** A permission in a function's policy: the arguments of `aws.lambda.Permission` other than the principal. */
export interface FunctionPermission {
  /** The allowed action, for example `lambda:InvokeFunction`. */
  readonly action: string;
  /** The authentication of the function's URL, in a permission for the URL. */
  readonly functionUrlAuthType?: string;
  /** `true` in a permission that allows calls of the function through its URL only. */
  readonly invokedViaFunctionUrl?: boolean;
  /** ARN of the function, without alias or version. */
  readonly function: string;
  /** The alias or version. Each of them has its own policy. */
  readonly qualifier: string | undefined;
}

/**
 * Returns the permission that a function in another account must give to the gateway's role, in addition to
 * `invokeFunctionStatements`. It is for exactly the function, alias or version that the target names.
 *
 * Source: Lambda Developer Guide, "Granting Lambda function access to other accounts".
 *
 * @throws Error if a part of the id would match more than one function, alias or version.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "999999999999", name: "tickets", qualifier: "live" };
 * new aws.lambda.Permission("tickets", {
 *   ...iam.functionPermission(tickets),
 *   principal: "arn:aws:iam::123456789012:role/tools",
 * });
 */
export function functionPermission(id: LambdaFunctionId): FunctionPermission {
  assertFunction(id);
  const { qualifier, ...unqualified } = id;
  return { action: "lambda:InvokeFunction", function: functionArn(unqualified), qualifier };
}

/**
 * Returns the two permissions that are needed if a target calls the function by its URL: one for the URL, and one for the
 * function through its URL. `id` is the function that has the URL, with the alias if the URL belongs to one.
 *
 * Source: Lambda Developer Guide, "Control access to Lambda function URLs".
 *
 * @throws Error if a part of the id would match more than one function or alias, or is a version.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const tickets = { partition: "aws", region: "us-east-1", accountId: "999999999999", name: "tickets", qualifier: "live" };
 * for (const [index, permission] of iam.functionUrlPermissions(tickets).entries()) {
 *   new aws.lambda.Permission(`tickets-${index}`, {
 *     ...permission,
 *     principal: "arn:aws:iam::123456789012:role/tools",
 *   });
 * }
 */
export function functionUrlPermissions(id: LambdaFunctionId): [FunctionPermission, FunctionPermission] {
  assertFunctionWithUrl(id);
  const ofFunction = functionPermission(id);
  return [
    { ...ofFunction, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" },
    { ...ofFunction, invokedViaFunctionUrl: true },
  ];
}

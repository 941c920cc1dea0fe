import { agentcoreGateway } from "./agentcore/gateway";
import { agentcoreGatewayTarget } from "./agentcore/gatewayTarget";
import { restApi, restApiDeployment, restApiStage } from "./apigateway/restApi";
import { managedPolicy, rolePolicyAttachment } from "./iam/managedPolicy";
import { role } from "./iam/role";
import { rolePolicy } from "./iam/rolePolicy";
import { kmsKey } from "./kms/key";
import { alias } from "./lambda/alias";
import { lambdaFunction } from "./lambda/function";
import { permission } from "./lambda/permission";
import type { ResourceType } from "./resource/definition";
import { secret, secretVersion } from "./secretsmanager/secret";

/** The emulated resource types. Every other type is an error. */
const RESOURCE_TYPES: Record<string, ResourceType> = {
  "aws:apigateway/deployment:Deployment": restApiDeployment,
  "aws:apigateway/restApi:RestApi": restApi,
  "aws:apigateway/stage:Stage": restApiStage,
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": agentcoreGateway,
  "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget": agentcoreGatewayTarget,
  "aws:iam/policy:Policy": managedPolicy,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
  "aws:kms/key:Key": kmsKey,
  "aws:lambda/alias:Alias": alias,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lambda/permission:Permission": permission,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
};

export function resourceType(token: string): ResourceType {
  const found = RESOURCE_TYPES[token];
  if (found === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return found;
}

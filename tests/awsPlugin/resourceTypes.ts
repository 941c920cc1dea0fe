import { agentRuntime } from "./resources/agentRuntime";
import { agentRuntimeEndpoint } from "./resources/agentRuntimeEndpoint";
import { agentcoreGateway } from "./resources/agentcoreGateway";
import { agentcoreGatewayTarget } from "./resources/agentcoreGatewayTarget";
import { kmsAlias } from "./resources/kmsAlias";
import { kmsKey } from "./resources/kmsKey";
import { kmsKeyPolicy } from "./resources/kmsKeyPolicy";
import { lambdaAlias } from "./resources/lambdaAlias";
import { lambdaFunction } from "./resources/lambdaFunction";
import { lambdaFunctionUrl } from "./resources/lambdaFunctionUrl";
import { lambdaPermission } from "./resources/lambdaPermission";
import { managedPolicy } from "./resources/managedPolicy";
import type { ResourceType } from "./resources/resourceType";
import { restApi } from "./resources/restApi";
import { restApiDeployment } from "./resources/restApiDeployment";
import { restApiPolicy } from "./resources/restApiPolicy";
import { restApiStage } from "./resources/restApiStage";
import { role } from "./resources/role";
import { rolePolicy } from "./resources/rolePolicy";
import { rolePolicyAttachment } from "./resources/rolePolicyAttachment";
import { secret } from "./resources/secret";
import { secretPolicy } from "./resources/secretPolicy";
import { secretVersion } from "./resources/secretVersion";

/** What the stand-in emulates. A further type is a file in `resources/` and a row here. */
const RESOURCE_TYPES: Record<string, ResourceType> = {
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/policy:Policy": managedPolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": agentcoreGateway,
  "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget": agentcoreGatewayTarget,
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": agentRuntime,
  "aws:bedrock/agentcoreAgentRuntimeEndpoint:AgentcoreAgentRuntimeEndpoint": agentRuntimeEndpoint,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lambda/alias:Alias": lambdaAlias,
  "aws:lambda/permission:Permission": lambdaPermission,
  "aws:lambda/functionUrl:FunctionUrl": lambdaFunctionUrl,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:secretsmanager/secretPolicy:SecretPolicy": secretPolicy,
  "aws:apigateway/restApi:RestApi": restApi,
  "aws:apigateway/restApiPolicy:RestApiPolicy": restApiPolicy,
  "aws:apigateway/deployment:Deployment": restApiDeployment,
  "aws:apigateway/stage:Stage": restApiStage,
  "aws:kms/key:Key": kmsKey,
  "aws:kms/alias:Alias": kmsAlias,
  "aws:kms/keyPolicy:KeyPolicy": kmsKeyPolicy,
};

export function resourceType(token: string): ResourceType {
  const found = RESOURCE_TYPES[token];
  if (found === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return found;
}

import { agentRuntime } from "./resources/agentcore/agentRuntime";
import { agentRuntimeEndpoint } from "./resources/agentcore/agentRuntimeEndpoint";
import { agentcoreGateway } from "./resources/agentcore/agentcoreGateway";
import { agentcoreGatewayTarget } from "./resources/agentcore/agentcoreGatewayTarget";
import { kmsAlias } from "./resources/kms/kmsAlias";
import { kmsKey } from "./resources/kms/kmsKey";
import { kmsKeyPolicy } from "./resources/kms/kmsKeyPolicy";
import { lambdaAlias } from "./resources/lambda/lambdaAlias";
import { lambdaFunction } from "./resources/lambda/lambdaFunction";
import { lambdaFunctionUrl } from "./resources/lambda/lambdaFunctionUrl";
import { lambdaPermission } from "./resources/lambda/lambdaPermission";
import { managedPolicy } from "./resources/iam/managedPolicy";
import type { ResourceType } from "./resources/resourceType";
import { restApi } from "./resources/apiGateway/restApi";
import { restApiDeployment } from "./resources/apiGateway/restApiDeployment";
import { restApiPolicy } from "./resources/apiGateway/restApiPolicy";
import { restApiStage } from "./resources/apiGateway/restApiStage";
import { role } from "./resources/iam/role";
import { rolePolicy } from "./resources/iam/rolePolicy";
import { rolePolicyAttachment } from "./resources/iam/rolePolicyAttachment";
import { secret } from "./resources/secretsManager/secret";
import { secretPolicy } from "./resources/secretsManager/secretPolicy";
import { secretVersion } from "./resources/secretsManager/secretVersion";

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

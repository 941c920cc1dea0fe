// Everything that the stand-in emulates: resource types, and functions (invokes). Everything else is an error, or a resource
// that is stored without checks.
import { apiKeyCredentialProvider } from "./services/agentcore/apiKeyCredentialProvider";
import { agentcoreGateway } from "./services/agentcore/gateway";
import { agentcoreGatewayTarget } from "./services/agentcore/gatewayTarget";
import { restApi, restApiDeployment, restApiStage } from "./services/apiGateway";
import { managedPolicy, rolePolicyAttachment } from "./services/iam/managedPolicy";
import { role, rolePolicy } from "./services/iam/role";
import { kmsKey } from "./services/kms";
import { alias, lambdaFunction } from "./services/lambda/function";
import { permission } from "./services/lambda/permission";
import type { ResourceType } from "./core/definition";
import { secret, secretVersion } from "./services/secretsManager";
import { uncheckedType } from "./services/unchecked";
import { isObject } from "./core/propertyValues";
import type { Properties } from "./core/propertyValues";
import { dnsSuffix, partitionOf } from "./core/session";
import type { Session } from "./core/session";

/** The emulated resource types. */
const RESOURCE_TYPES: Record<string, ResourceType> = {
  "aws:apigateway/deployment:Deployment": restApiDeployment,
  "aws:apigateway/restApi:RestApi": restApi,
  "aws:apigateway/stage:Stage": restApiStage,
  "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider": apiKeyCredentialProvider,
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

/** Returns the type of that token. A type that is not emulated is an error, unless its resources are to be stored. */
export function resourceType(token: string, storesOthers = false): ResourceType {
  const found = RESOURCE_TYPES[token] ?? (storesOthers ? uncheckedType(token) : undefined);
  if (found === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return found;
}

const FUNCTIONS: Record<string, (args: Properties, session: Session) => Properties> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account, callerArn }) => ({
    accountId: account,
    arn: callerArn,
    id: account,
    userId: callerArn.includes(":assumed-role/") ? "AROASTANDINSTANDIN000:stand-in" : "AIDASTANDINSTANDIN000",
  }),
  "aws:index/getRegion:getRegion": (args, session) => {
    const region = typeof args.region === "string" ? args.region : session.region;
    if (region === undefined) return {};
    const endpoint = `ec2.${region}.${dnsSuffix(partitionOf(region))}`;
    return { description: `Stand-in (${region})`, endpoint, id: region, name: region, region };
  },
  "aws:index/getPartition:getPartition": (_args, { partition }) => ({
    dnsSuffix: dnsSuffix(partition),
    id: partition,
    partition,
    reverseDnsPrefix: dnsSuffix(partition).split(".").reverse().join("."),
  }),
};

/** The function's result. `{}` while the provider's configuration is not known, as from an unconfigured provider. */
export function callFunction(token: string, args: unknown, session: Session): Properties {
  const call = FUNCTIONS[token];
  if (call === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return session.isConfigured ? call(isObject(args) ? args : {}, session) : {};
}

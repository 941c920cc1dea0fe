// Everything that the stand-in emulates: resource types, and functions (invokes). Everything else is an error, or a resource
// that is stored without checks.
import { apiKeyCredentialProvider } from "./services/agentcore/apiKeyCredentialProvider";
import { agentcoreGateway } from "./services/agentcore/gateway";
import { agentcoreGatewayTarget } from "./services/agentcore/gatewayTarget";
import { restApi, restApiDeployment, restApiStage } from "./services/apiGateway";
import { managedPolicy, rolePolicyAttachment } from "./services/iam/managedPolicy";
import { role, rolePolicy } from "./services/iam/role";
import { getPolicyDocument } from "./services/iam/policyDocument";
import { kmsKey } from "./services/kms";
import { alias, lambdaFunction } from "./services/lambda/function";
import { permission } from "./services/lambda/permission";
import type { ResourceType } from "./core/definition";
import { secret, secretVersion } from "./services/secretsManager";
import { uncheckedType } from "./services/unchecked";
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

/** True if the stand-in emulates resources of that type, or the function of that token. */
export const isEmulated = (token: string): boolean => token in RESOURCE_TYPES || token in FUNCTIONS;

/** Returns the type of that token. A type that is not emulated is an error, unless its resources are to be stored. */
export function resourceType(token: string, storesOthers = false): ResourceType {
  const found = RESOURCE_TYPES[token] ?? (storesOthers ? uncheckedType(token) : undefined);
  if (found === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return found;
}

type EmulatedFunction = (args: Properties, session: Session) => Properties;

const FUNCTIONS: Record<string, EmulatedFunction> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, session) => {
    const region = regionOf(args, session);
    const zones = (prefix: string, ends: readonly string[]) => ends.map((end) => `${region}${prefix}${end}`);
    return region === undefined
      ? {}
      : {
          id: region,
          region,
          groupNames: [region],
          names: zones("", ["a", "b", "c"]),
          zoneIds: zones("-az", ["1", "2", "3"]),
        };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account, callerArn }) => ({
    accountId: account,
    arn: callerArn,
    id: account,
    userId: callerArn.includes(":assumed-role/") ? "AROASTANDINSTANDIN000:stand-in" : "AIDASTANDINSTANDIN000",
  }),
  "aws:index/getPartition:getPartition": (_args, { partition }) => ({
    dnsSuffix: dnsSuffix(partition),
    id: partition,
    partition,
    reverseDnsPrefix: dnsSuffix(partition).split(".").reverse().join("."),
  }),
  "aws:index/getRegion:getRegion": (args, session) => {
    const region = regionOf(args, session);
    if (region === undefined) return {};
    const endpoint = `ec2.${region}.${dnsSuffix(partitionOf(region))}`;
    return { description: `Stand-in (${region})`, endpoint, id: region, name: region, region };
  },
};

const regionOf = (args: Properties, session: Session): string | undefined =>
  typeof args.region === "string" ? args.region : session.region;

/** The function's result. `{}` while the provider's configuration is not known, as from an unconfigured provider. */
export function callFunction(token: string, args: Properties, session: Session): Properties {
  const call = FUNCTIONS[token];
  if (call === undefined)
    throw new Error(
      `the stand-in aws plugin does not emulate ${token}. Give the program the value in another way, for example ` +
        `from its configuration. Emulated functions: ${Object.keys(FUNCTIONS)
          .map((name) => name.split(":").pop())
          .join(", ")}.`,
    );
  return session.isConfigured ? call(args, session) : {};
}

// Types of resources, and the parts of a URN.

/** Types of resources that the report knows. */
export const types = {
  gateway: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  target: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  policy: "aws:iam/policy:Policy",
  function: "aws:lambda/function:Function",
  functionPermission: "aws:lambda/permission:Permission",
  secret: "aws:secretsmanager/secret:Secret",
  key: "aws:kms/key:Key",
  restApi: "aws:apigateway/restApi:RestApi",
  apiKeyProvider: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider",
  oauth2Provider: "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider",
  stackOwner: "pulumi-nodejs:dynamic/agentcore:StackOwner",
  bundle: "agentcore:index:OutboundAuth",
  group: "agentcore:index:GatewayOutboundAuth",
  targetWithBundle: "agentcore:index:GatewayTarget",
  gatewayRole: "agentcore:index:GatewayRole",
} as const;

/** Returns the type of a resource by its URN. */
export function typeOfUrn(urn: string): string {
  return typesOfUrn(urn).at(-1) ?? "";
}

/** Returns the logical name in a URN. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Returns true if a component of this package contains the resource. A name can contain anything, so only types count. */
export function isInsideOurs(urn: string, type = "agentcore:index:"): boolean {
  return typesOfUrn(urn)
    .slice(0, -1)
    .some((ancestor) => ancestor.startsWith(type));
}

const typesOfUrn = (urn: string): string[] => (urn.split("::")[2] ?? "").split("$");

import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";

/** What reaches into a VPC by an endpoint that AgentCore manages. */
type WithPrivateEndpoint = "PROVIDERS" | "TARGETS";

/** Private endpoints that a deployer sets up. */
export interface DeployerPrivateEndpoints {
  /**
   * What has private endpoints with `managedVpcResource`: OAuth clients (`"PROVIDERS"`), gateway targets (`"TARGETS"`). The
   * first of each in an account makes a role of AgentCore's. Endpoints with resources of one's own need nothing.
   * @default - nothing
   */
  readonly privateEndpoints?: readonly WithPrivateEndpoint[];
}

/**
 * The roles by which AgentCore makes private endpoints.
 *
 * Source: AgentCore Developer Guide, "Using service-linked roles for Amazon Bedrock AgentCore".
 */
const serviceLinkedRoles: Readonly<Record<WithPrivateEndpoint, { readonly service: string; readonly name: string }>> = {
  PROVIDERS: {
    service: "identity-network.bedrock-agentcore.amazonaws.com",
    name: "AWSServiceRoleForBedrockAgentCoreIdentity",
  },
  TARGETS: {
    service: "bedrock-agentcore.amazonaws.com",
    name: "AWSServiceRoleForBedrockAgentCoreGatewayNetwork",
  },
};

export function privateEndpointStatements({
  privateEndpoints = [],
  partition,
  region,
  accountId,
}: DeployerPrivateEndpoints & AwsScope): Statement[] {
  for (const [index, use] of privateEndpoints.entries())
    if (!Object.hasOwn(serviceLinkedRoles, use))
      throw new Error(`privateEndpoints[${index}]: there is no such use. Write "PROVIDERS" or "TARGETS".`);
  const wanted = (Object.keys(serviceLinkedRoles) as WithPrivateEndpoint[]).filter((use) =>
    privateEndpoints.includes(use),
  );
  if (wanted.length === 0) return [];
  const roles = wanted.map((use) => serviceLinkedRoles[use]);
  const ec2 = `arn:${partition}:ec2:${region}:${accountId}`;
  return [
    allow(
      "PrivateEndpoints",
      ["iam:CreateServiceLinkedRole"],
      roles.map(({ service, name }) => `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${name}`),
      { StringEquals: { "iam:AWSServiceName": roles.map(({ service }) => service) } },
    ),
    // Source: AgentCore Developer Guide, "Connect to private identity providers", prerequisites.
    ...(wanted.includes("PROVIDERS")
      ? [
          allow(
            "PrivateEndpointInterfaces",
            ["ec2:CreateNetworkInterface"],
            [`${ec2}:network-interface/*`, `${ec2}:subnet/*`, `${ec2}:security-group/*`],
          ),
        ]
      : []),
  ];
}

import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";

/** A part of AgentCore that connects to a VPC by an endpoint that AgentCore manages. */
type WithPrivateEndpoint = "PROVIDERS" | "TARGETS";

/** Private endpoints that a deployer creates. */
export interface DeployerPrivateEndpoints {
  /**
   * The resources that have private endpoints with `managedVpcResource`: OAuth clients (`"PROVIDERS"`) or gateway targets
   * (`"TARGETS"`). The first of each in an account creates a service-linked role. Endpoints with your own lattice resources
   * need nothing. @default - none
   */
  readonly privateEndpoints?: readonly WithPrivateEndpoint[];
}

/**
 * The service-linked roles with which AgentCore creates private endpoints.
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
  if (privateEndpoints.length === 0) return [];
  const roles = Object.entries(serviceLinkedRoles)
    .filter(([use]) => privateEndpoints.some((wanted) => wanted === use))
    .map(([, role]) => role);
  const ec2 = `arn:${partition}:ec2:${region}:${accountId}`;
  return [
    allow(
      "PrivateEndpoints",
      ["iam:CreateServiceLinkedRole"],
      roles.map(({ service, name }) => `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${name}`),
      { StringEquals: { "iam:AWSServiceName": roles.map(({ service }) => service) } },
    ),
    // Source: AgentCore Developer Guide, "Connect to private identity providers", prerequisites.
    ...(privateEndpoints.includes("PROVIDERS")
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

import { noneIsSet } from "../../core/crossFieldRules";
import type { CrossFieldRule } from "../../core/crossFieldRules";
import * as limits from "../../core/limits";
import { choice, list, map, object, oneOf, optional, required, text } from "../../core/shape";

const endpoint = oneOf({
  managedVpcResource: object({
    vpcIdentifier: required("write the id of the VPC.", text(limits.vpcId)),
    // The model sets no minimum, but an endpoint needs a subnet.
    subnetIds: required("write the ids of subnets that can reach the server.", list(text(limits.subnetId), { min: 1 })),
    endpointIpAddressType: required(
      'write "IPV4" or "IPV6".',
      choice("the address type", limits.endpointIpAddressTypes),
    ),
    securityGroupIds: optional(list(text(limits.securityGroupId), { max: limits.securityGroupsPerEndpoint })),
    tags: optional(map(limits.tagKey, limits.tagValue, { max: limits.tagsPerResource })),
    routingDomain: optional(text(limits.routingDomain)),
  }),
  selfManagedLatticeResource: object({
    resourceConfigurationIdentifier: required(
      "write the id or ARN of the resource configuration.",
      text(limits.resourceConfiguration),
    ),
  }),
});

/** The network path to a server that is not on the internet. */
export const privateEndpoint = optional(endpoint);

/** Other network paths for single domains of the server. */
export const privateEndpointOverrides = optional(
  list(
    object({
      domain: required("write the host name.", text(limits.overriddenDomain)),
      privateEndpoint: required("write { managedVpcResource } or { selfManagedLatticeResource }.", endpoint),
    }),
    { max: limits.privateEndpointOverrides },
  ),
);

/** The private certificate authority of such a server. */
export const certificateConfigurations = optional(
  list(
    oneOf({
      s3: object({
        uri: required("write s3://BUCKET/KEY.", text(limits.certificateUri)),
        bucketOwnerAccountId: optional(text(limits.accountId)),
      }),
      secretsManager: object({
        secretArn: required(
          "write the ARN of the secret that holds the certificate.",
          text(limits.certificateSecretArn),
        ),
      }),
    }),
    { min: limits.certificates, max: limits.certificates },
  ),
);

export const privateEndpointRules: readonly CrossFieldRule[] = [
  {
    property: "certificateConfigurations",
    is: "forbidden",
    when: noneIsSet("privateEndpoint", "privateEndpointOverrides"),
    because: "servers on the internet have public certificates",
    source: "API Reference, CustomOauth2ProviderConfigInput",
    remedy: "Remove it, or write a private endpoint.",
  },
];

import { noneIsThere } from "../../core/crossFieldRules";
import type { CrossFieldRule } from "../../core/crossFieldRules";
import {
  accountId,
  certificates,
  certificateSecretArn,
  certificateUri,
  endpointIpAddressTypes,
  overriddenDomain,
  privateEndpointOverrides as mostOverrides,
  resourceConfiguration,
  routingDomain,
  securityGroupId,
  securityGroupsPerEndpoint,
  subnetId,
  tagKey,
  tagsPerResource,
  tagValue,
  vpcId,
} from "../../core/limits";
import type { Member, Shape } from "../../core/shape";

const managedVpcResource: Shape = {
  kind: "object",
  members: {
    vpcIdentifier: { required: "write the id of the VPC.", shape: { kind: "text", rule: vpcId } },
    subnetIds: {
      required: "write the ids of subnets from which the server can be reached.",
      // The model sets no beginning; an endpoint is in one subnet at least.
      shape: { kind: "list", of: { kind: "text", rule: subnetId }, entries: "strings", min: 1, max: Infinity },
    },
    endpointIpAddressType: {
      required: 'write "IPV4" or "IPV6".',
      shape: { kind: "choice", is: "the address type", choices: endpointIpAddressTypes },
    },
    securityGroupIds: {
      shape: {
        kind: "list",
        of: { kind: "text", rule: securityGroupId },
        entries: "strings",
        min: 0,
        max: securityGroupsPerEndpoint,
      },
    },
    tags: { shape: { kind: "map", key: tagKey, value: tagValue, min: 0, max: tagsPerResource } },
    routingDomain: { shape: { kind: "text", rule: routingDomain } },
  },
};

const selfManagedLatticeResource: Shape = {
  kind: "object",
  members: {
    resourceConfigurationIdentifier: {
      required: "write the id or ARN of the resource configuration.",
      shape: { kind: "text", rule: resourceConfiguration },
    },
  },
};

const endpoint: Shape = { kind: "oneOf", forms: { managedVpcResource, selfManagedLatticeResource } };

/** How the service reaches a server that the internet does not. */
export const privateEndpoint: Member = { shape: endpoint };

/** The same for single domains of the server. */
export const privateEndpointOverrides: Member = {
  shape: {
    kind: "list",
    of: {
      kind: "object",
      members: {
        domain: { required: "write the host name.", shape: { kind: "text", rule: overriddenDomain } },
        privateEndpoint: {
          required: "write { managedVpcResource } or { selfManagedLatticeResource }.",
          shape: endpoint,
        },
      },
    },
    entries: "objects",
    min: 0,
    max: mostOverrides,
  },
};

/** The certificate authority that such a server's certificate is of. */
export const certificateConfigurations: Member = {
  shape: {
    kind: "list",
    of: {
      kind: "oneOf",
      forms: {
        s3: {
          kind: "object",
          members: {
            uri: { required: "write s3://BUCKET/KEY.", shape: { kind: "text", rule: certificateUri } },
            bucketOwnerAccountId: { shape: { kind: "text", rule: accountId } },
          },
        },
        secretsManager: {
          kind: "object",
          members: {
            secretArn: {
              required: "write the ARN of the secret that holds the certificate.",
              shape: { kind: "text", rule: certificateSecretArn },
            },
          },
        },
      },
    },
    entries: "objects",
    min: certificates,
    max: certificates,
  },
};

/** Source: service model, documentation of the member. */
export const privateEndpointRules: readonly CrossFieldRule[] = [
  {
    property: "certificateConfigurations",
    is: "forbidden",
    where: noneIsThere("privateEndpoint", "privateEndpointOverrides"),
    because: "servers that the internet reaches have public certificates",
    remedy: "Remove it, or write a private endpoint.",
  },
];

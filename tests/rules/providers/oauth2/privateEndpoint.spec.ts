import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import { itAccepts, itRejects } from "../../cases";
import type { Rejected } from "../../cases";

const problemsOf = (reached: object) =>
  oauth2CredentialProviderProblems({
    vendor: "CustomOauth2",
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    clientId: "c",
    clientSecret: "s",
    ...reached,
  });
const vpc = { vpcIdentifier: "vpc-01234567", subnetIds: ["subnet-01234567"], endpointIpAddressType: "IPV4" };
const managed = (changes: object = {}) => ({ privateEndpoint: { managedVpcResource: { ...vpc, ...changes } } });
const lattice = (resourceConfigurationIdentifier: unknown) => ({
  privateEndpoint: { selfManagedLatticeResource: { resourceConfigurationIdentifier } },
});
const configuration = "rcfg-0123456789abcdefg";
const override = { domain: "id.example.com", ...lattice(configuration) };
const overrides = (...privateEndpointOverrides: unknown[]) => ({ privateEndpointOverrides });
const certificate = (...certificateConfigurations: unknown[]) => ({ ...managed(), certificateConfigurations });
const bucket = { s3: { uri: "s3://bucket/ca.pem" } };
const secret = { secretsManager: { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:ca-AbCdEf" } };
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, ""]));
const managedPath = "privateEndpoint.managedVpcResource";
const latticePath = "privateEndpoint.selfManagedLatticeResource.resourceConfigurationIdentifier";

describe("rules of private endpoints", () => {
  itAccepts(problemsOf, [
    ["an endpoint in a VPC", managed()],
    [
      "all that one can say of it",
      managed({
        vpcIdentifier: "vpc-0123456789abcdefg",
        subnetIds: ["subnet-01234567", "subnet-0123456789ABCDEFg"],
        endpointIpAddressType: "IPV6",
        securityGroupIds: ["sg-01234567", "sg-0123456789abcdefg"],
        tags: { team: "a" },
        routingDomain: "internal.example.com",
      }),
    ],
    ["no security groups and no tags, said so", managed({ securityGroupIds: [], tags: {} })],
    ["fifty tags", managed({ tags: tags(50) })],
    ["a resource configuration by its id", lattice(configuration)],
    ["one by its ARN", lattice(`arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/${configuration}`)],
    ["no overrides, said so", overrides()],
    ["five overrides, and no endpoint beside them", overrides(override, override, override, override, override)],
    ["a certificate in a bucket", certificate(bucket)],
    [
      "a certificate in a bucket of a certain account",
      certificate({ s3: { ...bucket.s3, bucketOwnerAccountId: "123456789012" } }),
    ],
    ["a certificate in Secrets Manager", certificate(secret)],
    ["a certificate for overrides", { ...overrides(override), certificateConfigurations: [bucket] }],
    [
      "an endpoint that is not known, with a certificate",
      { privateEndpoint: unknownValue, certificateConfigurations: [bucket] },
    ],
    ["a certificate that is not known, and may be none", { certificateConfigurations: unknownValue }],
    [
      "ids that are not known",
      managed({ vpcIdentifier: unknownValue, subnetIds: [unknownValue], securityGroupIds: unknownValue }),
    ],
    [
      "a form that is not known beside the other",
      { privateEndpoint: { ...managed().privateEndpoint, selfManagedLatticeResource: unknownValue } },
    ],
  ]);

  itRejects(problemsOf, [
    [
      "a text",
      { privateEndpoint: "vpc-01234567" },
      "privateEndpoint",
      /must be \{ managedVpcResource \} or \{ selfManagedLatticeResource \}/,
    ],
    ["neither form", { privateEndpoint: {} }, "privateEndpoint", /none of its forms/],
    [
      "both forms",
      { privateEndpoint: { ...managed().privateEndpoint, ...lattice(configuration).privateEndpoint } },
      "privateEndpoint",
      /more than one of its forms/,
    ],
    ...["vpcIdentifier", "subnetIds", "endpointIpAddressType"].map((member): Rejected => [
      `an endpoint without ${member}`,
      managed({ [member]: undefined }),
      `${managedPath}.${member}`,
      /missing: write/,
    ]),
    [
      "a VPC's name",
      managed({ vpcIdentifier: "production" }),
      `${managedPath}.vpcIdentifier`,
      /12 to 21 characters|8 or 17/,
    ],
    [
      "a VPC's id of nine",
      managed({ vpcIdentifier: "vpc-012345678" }),
      `${managedPath}.vpcIdentifier`,
      /"vpc-" and 8 or 17/,
    ],
    ["no subnets", managed({ subnetIds: [] }), `${managedPath}.subnetIds`, /has 0 entries\. Write at least 1/],
    [
      "one subnet without a list",
      managed({ subnetIds: "subnet-01234567" }),
      `${managedPath}.subnetIds`,
      /must be a list of strings/,
    ],
    [
      "a subnet's name",
      managed({ subnetIds: ["subnet-01234567", "private"] }),
      `${managedPath}.subnetIds[1]`,
      /"subnet-" and 8 to 17/,
    ],
    [
      "another address type",
      managed({ endpointIpAddressType: "DUALSTACK" }),
      `${managedPath}.endpointIpAddressType`,
      /one of "IPV4", "IPV6"/,
    ],
    [
      "six security groups",
      managed({ securityGroupIds: Array(6).fill("sg-01234567") }),
      `${managedPath}.securityGroupIds`,
      /has 6 entries\. Write 0 to 5/,
    ],
    [
      "a security group's name",
      managed({ securityGroupIds: ["default-group"] }),
      `${managedPath}.securityGroupIds[0]`,
      /"sg-" and 8 or 17/,
    ],
    ["fifty-one tags", managed({ tags: tags(51) }), `${managedPath}.tags`, /has 51 entries/],
    ["a tag with a comma", managed({ tags: { "a,b": "" } }), `${managedPath}.tags["a,b"]`, /letters, digits, spaces/],
    ["a short routing domain", managed({ routingDomain: "ab" }), `${managedPath}.routingDomain`, /3 to 255/],
    ["a resource configuration that is not said", lattice(undefined), latticePath, /missing: write the id or ARN/],
    [
      "a resource gateway",
      lattice("arn:aws:vpc-lattice:us-east-1:123456789012:resourcegateway/rgw-01234567890123456"),
      latticePath,
      /"rcfg-" and 17/,
    ],
    [
      "six overrides",
      overrides(...Array<unknown>(6).fill(override)),
      "privateEndpointOverrides",
      /has 6 entries\. Write 0 to 5/,
    ],
    [
      "an override without a domain",
      overrides({ ...override, domain: undefined }),
      "privateEndpointOverrides[0].domain",
      /missing: write the host name/,
    ],
    [
      "an override without an endpoint",
      overrides(override, { domain: "a" }),
      "privateEndpointOverrides[1].privateEndpoint",
      /missing: write \{ managedVpcResource \}/,
    ],
    [
      "something wrong within an override",
      overrides({ domain: "a", ...managed({ subnetIds: ["x"] }) }),
      "privateEndpointOverrides[0].privateEndpoint.managedVpcResource.subnetIds[0]",
      /"subnet-"/,
    ],
    [
      "a domain of 254",
      overrides({ ...override, domain: "d".repeat(254) }),
      "privateEndpointOverrides[0].domain",
      /1 to 253/,
    ],
    [
      "a certificate for the internet",
      { certificateConfigurations: [bucket] },
      "certificateConfigurations",
      /not allowed if neither privateEndpoint nor privateEndpointOverrides is set, .*Remove it, or write a private endpoint/,
    ],
    [
      "a certificate where there are no overrides, said so",
      { ...overrides(), certificateConfigurations: [bucket] },
      "certificateConfigurations",
      /not allowed if/,
    ],
    ["no certificate, said so", certificate(), "certificateConfigurations", /has 0 entries\. Write 1\./],
    ["two certificates", certificate(bucket, secret), "certificateConfigurations", /has 2 entries\. Write 1\./],
    [
      "a certificate at two places",
      certificate({ ...bucket, ...secret }),
      "certificateConfigurations[0]",
      /more than one of its forms/,
    ],
    [
      "a certificate at a URL",
      certificate({ s3: { uri: "https://bucket/ca.pem" } }),
      "certificateConfigurations[0].s3.uri",
      /s3:\/\/BUCKET\/KEY/,
    ],
    [
      "a bucket's owner by name",
      certificate({ s3: { ...bucket.s3, bucketOwnerAccountId: "production" } }),
      "certificateConfigurations[0].s3.bucketOwnerAccountId",
      /12 digits/,
    ],
    [
      "a secret by its name",
      certificate({ secretsManager: { secretArn: "certificate-authority" } }),
      "certificateConfigurations[0].secretsManager.secretArn",
      /arn:aws:secretsmanager/,
    ],
  ]);
});

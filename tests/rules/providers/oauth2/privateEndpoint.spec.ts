import { unknownValue } from "../../../../provider/rules/core/values";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { itAccepts, itRejects, itRejectsValues } from "../../cases";
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

describe("rules of private endpoints", () => {
  itAccepts(problemsOf, [
    ["an endpoint in a VPC", managed()],
    ["no overrides, explicitly", overrides()],
    ["five overrides, and no endpoint next to them", overrides(override, override, override, override, override)],
    ["a certificate for overrides", { ...overrides(override), certificateConfigurations: [bucket] }],
    [
      "an endpoint that is unknown, with a certificate",
      { privateEndpoint: unknownValue, certificateConfigurations: [bucket] },
    ],
    ["a certificate that is unknown, and may be absent", { certificateConfigurations: unknownValue }],
    [
      "a form that is unknown next to the other",
      { privateEndpoint: { ...managed().privateEndpoint, selfManagedLatticeResource: unknownValue } },
    ],
    ["a resource configuration by its id", lattice(configuration)],
    ["one by its ARN", lattice(`arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/${configuration}`)],
    ["a certificate in a bucket", certificate(bucket)],
    [
      "a certificate in a bucket of a certain account",
      certificate({ s3: { ...bucket.s3, bucketOwnerAccountId: "123456789012" } }),
    ],
    ["a certificate in Secrets Manager", certificate(secret)],
  ]);

  const problemsOfManaged = (changes: object) => problemsOf(managed(changes));
  itAccepts(problemsOfManaged, [
    [
      "all that one can say of it",
      {
        vpcIdentifier: "vpc-0123456789abcdefg",
        subnetIds: ["subnet-01234567", "subnet-0123456789ABCDEFg"],
        endpointIpAddressType: "IPV6",
        securityGroupIds: ["sg-01234567", "sg-0123456789abcdefg"],
        tags: { team: "a" },
        routingDomain: "internal.example.com",
      },
    ],
    ["no security groups and no tags, explicitly", { securityGroupIds: [], tags: {} }],
    ["fifty tags", { tags: tags(50) }],
    [
      "ids that are unknown",
      { vpcIdentifier: unknownValue, subnetIds: [unknownValue], securityGroupIds: unknownValue },
    ],
  ]);

  itRejectsValues(problemsOf, "", {
    privateEndpoint: [
      ["a text", "vpc-01234567", /must be \{ managedVpcResource \} or \{ selfManagedLatticeResource \}/],
      ["neither form", {}, /none of its forms/],
      [
        "both forms",
        { ...managed().privateEndpoint, ...lattice(configuration).privateEndpoint },
        /more than one of its forms/,
      ],
    ],
    certificateConfigurations: [
      [
        "a certificate for the internet",
        [bucket],
        /not allowed if neither privateEndpoint nor privateEndpointOverrides is set, .*Remove it, or write a private endpoint/,
      ],
    ],
  });

  itRejects(problemsOf, "", [
    [
      "six overrides",
      overrides(...Array<unknown>(6).fill(override)),
      "privateEndpointOverrides",
      /has 6 entries\. Write 0 to 5/,
    ],
    [
      "an override without an endpoint",
      overrides(override, { domain: "a" }),
      "privateEndpointOverrides[1].privateEndpoint",
      /missing: write \{ managedVpcResource \}/,
    ],
    [
      "a certificate where there are no overrides, explicitly",
      { ...overrides(), certificateConfigurations: [bucket] },
      "certificateConfigurations",
      /not allowed if/,
    ],
    ["no certificate, explicitly", certificate(), "certificateConfigurations", /has 0 entries\. Write 1\./],
    ["two certificates", certificate(bucket, secret), "certificateConfigurations", /has 2 entries\. Write 1\./],
    [
      "a resource configuration that is missing",
      lattice(undefined),
      "privateEndpoint.selfManagedLatticeResource.resourceConfigurationIdentifier",
      /missing: write the id or ARN/,
    ],
    [
      "a resource gateway",
      lattice("arn:aws:vpc-lattice:us-east-1:123456789012:resourcegateway/rgw-01234567890123456"),
      "privateEndpoint.selfManagedLatticeResource.resourceConfigurationIdentifier",
      /"rcfg-" and 17/,
    ],
  ]);

  itRejectsValues(problemsOfManaged, "privateEndpoint.managedVpcResource.", {
    vpcIdentifier: [
      ["a VPC's name", "production", /12 to 21 characters|8 or 17/],
      ["a VPC's id of nine", "vpc-012345678", /"vpc-" and 8 or 17/],
    ],
    subnetIds: [
      ["no subnets", [], /has 0 entries\. Write at least 1/],
      ["one subnet without a list", "subnet-01234567", /must be a list of strings/],
      ["a subnet's name", ["subnet-01234567", "private"], /"subnet-" and 8 to 17/, "[1]"],
    ],
    endpointIpAddressType: [["another address type", "DUALSTACK", /one of "IPV4", "IPV6"/]],
    securityGroupIds: [
      ["six security groups", Array(6).fill("sg-01234567"), /has 6 entries\. Write 0 to 5/],
      ["a security group's name", ["default-group"], /"sg-" and 8 or 17/, "[0]"],
    ],
    tags: [
      ["fifty-one tags", tags(51), /has 51 entries/],
      ["a tag with a comma", { "a,b": "" }, /letters, digits, spaces/, '["a,b"]'],
    ],
    routingDomain: [["a short routing domain", "ab", /3 to 255/]],
  });

  itRejects(problemsOfManaged, "privateEndpoint.managedVpcResource.", [
    ...["vpcIdentifier", "subnetIds", "endpointIpAddressType"].map((member): Rejected => [
      `an endpoint without ${member}`,
      { [member]: undefined },
      `${member}`,
      /missing: write/,
    ]),
  ]);

  itRejectsValues((changes) => problemsOf(overrides({ ...override, ...changes })), "privateEndpointOverrides[0].", {
    domain: [
      ["an override without a domain", undefined, /missing: write the host name/],
      ["a domain of 254", "d".repeat(254), /1 to 253/],
    ],
  });

  const problemsOfOverrides = (changes: object) => problemsOf(overrides(changes));
  itRejects(problemsOfOverrides, "privateEndpointOverrides[0].", [
    [
      "something wrong within an override",
      { domain: "a", ...managed({ subnetIds: ["x"] }) },
      "privateEndpoint.managedVpcResource.subnetIds[0]",
      /"subnet-"/,
    ],
  ]);

  const problemsOfCertificate = (changes: object) => problemsOf(certificate(changes));
  itRejects(problemsOfCertificate, "", [
    [
      "a certificate at two places",
      { ...bucket, ...secret },
      "certificateConfigurations[0]",
      /more than one of its forms/,
    ],
    [
      "a certificate at a URL",
      { s3: { uri: "https://bucket/ca.pem" } },
      "certificateConfigurations[0].s3.uri",
      /s3:\/\/BUCKET\/KEY/,
    ],
    [
      "a bucket's owner by name",
      { s3: { ...bucket.s3, bucketOwnerAccountId: "production" } },
      "certificateConfigurations[0].s3.bucketOwnerAccountId",
      /12 digits/,
    ],
    [
      "a secret by its name",
      { secretsManager: { secretArn: "certificate-authority" } },
      "certificateConfigurations[0].secretsManager.secretArn",
      /arn:aws:secretsmanager/,
    ],
  ]);
});

import { expect } from "chai";
import { oauth2CredentialProviderProblems } from "../../../../provider/rules/providers/oauth2CredentialProvider";
import { unknownValue } from "../../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../../judged";

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
  for (const { name, given } of [
    { name: "an endpoint in a VPC", given: managed() },
    {
      name: "all that one can say of it",
      given: managed({
        vpcIdentifier: "vpc-0123456789abcdefg",
        subnetIds: ["subnet-01234567", "subnet-0123456789ABCDEFg"],
        endpointIpAddressType: "IPV6",
        securityGroupIds: ["sg-01234567", "sg-0123456789abcdefg"],
        tags: { team: "a" },
        routingDomain: "internal.example.com",
      }),
    },
    { name: "no security groups and no tags, said so", given: managed({ securityGroupIds: [], tags: {} }) },
    { name: "fifty tags", given: managed({ tags: tags(50) }) },
    { name: "a resource configuration by its id", given: lattice(configuration) },
    {
      name: "one by its ARN",
      given: lattice(`arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/${configuration}`),
    },
    { name: "no overrides, said so", given: overrides() },
    {
      name: "five overrides, and no endpoint beside them",
      given: overrides(override, override, override, override, override),
    },
    { name: "a certificate in a bucket", given: certificate(bucket) },
    {
      name: "a certificate in a bucket of a certain account",
      given: certificate({ s3: { ...bucket.s3, bucketOwnerAccountId: "123456789012" } }),
    },
    { name: "a certificate in Secrets Manager", given: certificate(secret) },
    { name: "a certificate for overrides", given: { ...overrides(override), certificateConfigurations: [bucket] } },
    {
      name: "an endpoint that is not known, with a certificate",
      given: { privateEndpoint: unknownValue, certificateConfigurations: [bucket] },
    },
    { name: "a certificate that is not known, and may be none", given: { certificateConfigurations: unknownValue } },
    {
      name: "ids that are not known",
      given: managed({ vpcIdentifier: unknownValue, subnetIds: [unknownValue], securityGroupIds: unknownValue }),
    },
    {
      name: "a form that is not known beside the other",
      given: { privateEndpoint: { ...managed().privateEndpoint, selfManagedLatticeResource: unknownValue } },
    },
  ])
    it(`accept ${name}`, () => expect(problemsOf(given)).to.deep.equal([]));

  for (const { name, given, path, says } of [
    {
      name: "a text",
      given: { privateEndpoint: "vpc-01234567" },
      path: "privateEndpoint",
      says: /must be \{ managedVpcResource \} or \{ selfManagedLatticeResource \}/,
    },
    { name: "neither form", given: { privateEndpoint: {} }, path: "privateEndpoint", says: /none of its forms/ },
    {
      name: "both forms",
      given: { privateEndpoint: { ...managed().privateEndpoint, ...lattice(configuration).privateEndpoint } },
      path: "privateEndpoint",
      says: /more than one of its forms/,
    },
    ...["vpcIdentifier", "subnetIds", "endpointIpAddressType"].map((member) => ({
      name: `an endpoint without ${member}`,
      given: managed({ [member]: undefined }),
      path: `${managedPath}.${member}`,
      says: /missing: write/,
    })),
    {
      name: "a VPC's name",
      given: managed({ vpcIdentifier: "production" }),
      path: `${managedPath}.vpcIdentifier`,
      says: /12 to 21 characters|8 or 17/,
    },
    {
      name: "a VPC's id of nine",
      given: managed({ vpcIdentifier: "vpc-012345678" }),
      path: `${managedPath}.vpcIdentifier`,
      says: /"vpc-" and 8 or 17/,
    },
    {
      name: "no subnets",
      given: managed({ subnetIds: [] }),
      path: `${managedPath}.subnetIds`,
      says: /has 0 entries\. Write at least 1/,
    },
    {
      name: "one subnet without a list",
      given: managed({ subnetIds: "subnet-01234567" }),
      path: `${managedPath}.subnetIds`,
      says: /must be a list of strings/,
    },
    {
      name: "a subnet's name",
      given: managed({ subnetIds: ["subnet-01234567", "private"] }),
      path: `${managedPath}.subnetIds[1]`,
      says: /"subnet-" and 8 to 17/,
    },
    {
      name: "another address type",
      given: managed({ endpointIpAddressType: "DUALSTACK" }),
      path: `${managedPath}.endpointIpAddressType`,
      says: /one of "IPV4", "IPV6"/,
    },
    {
      name: "six security groups",
      given: managed({ securityGroupIds: Array(6).fill("sg-01234567") }),
      path: `${managedPath}.securityGroupIds`,
      says: /has 6 entries\. Write 0 to 5/,
    },
    {
      name: "a security group's name",
      given: managed({ securityGroupIds: ["default-group"] }),
      path: `${managedPath}.securityGroupIds[0]`,
      says: /"sg-" and 8 or 17/,
    },
    { name: "fifty-one tags", given: managed({ tags: tags(51) }), path: `${managedPath}.tags`, says: /has 51 entries/ },
    {
      name: "a tag with a comma",
      given: managed({ tags: { "a,b": "" } }),
      path: `${managedPath}.tags["a,b"]`,
      says: /letters, digits, spaces/,
    },
    {
      name: "a short routing domain",
      given: managed({ routingDomain: "ab" }),
      path: `${managedPath}.routingDomain`,
      says: /3 to 255/,
    },
    {
      name: "a resource configuration that is not said",
      given: lattice(undefined),
      path: latticePath,
      says: /missing: write the id or ARN/,
    },
    {
      name: "a resource gateway",
      given: lattice("arn:aws:vpc-lattice:us-east-1:123456789012:resourcegateway/rgw-01234567890123456"),
      path: latticePath,
      says: /"rcfg-" and 17/,
    },
    {
      name: "six overrides",
      given: overrides(...Array<unknown>(6).fill(override)),
      path: "privateEndpointOverrides",
      says: /has 6 entries\. Write 0 to 5/,
    },
    {
      name: "an override without a domain",
      given: overrides({ ...override, domain: undefined }),
      path: "privateEndpointOverrides[0].domain",
      says: /missing: write the host name/,
    },
    {
      name: "an override without an endpoint",
      given: overrides(override, { domain: "a" }),
      path: "privateEndpointOverrides[1].privateEndpoint",
      says: /missing: write \{ managedVpcResource \}/,
    },
    {
      name: "something wrong within an override",
      given: overrides({ domain: "a", ...managed({ subnetIds: ["x"] }) }),
      path: "privateEndpointOverrides[0].privateEndpoint.managedVpcResource.subnetIds[0]",
      says: /"subnet-"/,
    },
    {
      name: "a domain of 254",
      given: overrides({ ...override, domain: "d".repeat(254) }),
      path: "privateEndpointOverrides[0].domain",
      says: /1 to 253/,
    },
    {
      name: "a certificate for the internet",
      given: { certificateConfigurations: [bucket] },
      path: "certificateConfigurations",
      says: /not allowed if neither privateEndpoint nor privateEndpointOverrides is set, .*Remove it, or write a private endpoint/,
    },
    {
      name: "a certificate where there are no overrides, said so",
      given: { ...overrides(), certificateConfigurations: [bucket] },
      path: "certificateConfigurations",
      says: /not allowed if/,
    },
    {
      name: "no certificate, said so",
      given: certificate(),
      path: "certificateConfigurations",
      says: /has 0 entries\. Write 1\./,
    },
    {
      name: "two certificates",
      given: certificate(bucket, secret),
      path: "certificateConfigurations",
      says: /has 2 entries\. Write 1\./,
    },
    {
      name: "a certificate at two places",
      given: certificate({ ...bucket, ...secret }),
      path: "certificateConfigurations[0]",
      says: /more than one of its forms/,
    },
    {
      name: "a certificate at a URL",
      given: certificate({ s3: { uri: "https://bucket/ca.pem" } }),
      path: "certificateConfigurations[0].s3.uri",
      says: /s3:\/\/BUCKET\/KEY/,
    },
    {
      name: "a bucket's owner by name",
      given: certificate({ s3: { ...bucket.s3, bucketOwnerAccountId: "production" } }),
      path: "certificateConfigurations[0].s3.bucketOwnerAccountId",
      says: /12 digits/,
    },
    {
      name: "a secret by its name",
      given: certificate({ secretsManager: { secretArn: "certificate-authority" } }),
      path: "certificateConfigurations[0].secretsManager.secretArn",
      says: /arn:aws:secretsmanager/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = problemsOf(given);
      expect(pathsOf(problems)).to.deep.equal([path]);
      expect(reasonsOf(problems)).to.match(says);
    });
});

import { expect } from "chai";
import * as fc from "fast-check";
import { connectionSettings } from "../../provider/controlplane/connection";
import {
  endpointOverrides,
  endpointProblem,
  overrideProblem,
  trustedHostProblems,
  trustedHostsVariable,
} from "../../provider/controlplane/trustedHosts";

const control = "bedrock-agentcore-control";

describe("where secrets may be sent", () => {
  for (const { name, url } of [
    { name: "the service", url: `https://${control}.us-east-1.amazonaws.com` },
    { name: "the service in GovCloud", url: `https://${control}.us-gov-west-1.amazonaws.com` },
    { name: "the service by FIPS", url: `https://${control}-fips.us-east-1.amazonaws.com` },
    { name: "the service by dual stack", url: `https://${control}.us-east-1.api.aws` },
    { name: "the service by FIPS and dual stack", url: `https://${control}-fips.us-east-1.api.aws` },
    { name: "the service in China", url: `https://${control}.cn-north-1.amazonaws.com.cn` },
    { name: "the service in China by dual stack", url: `https://${control}.cn-north-1.api.amazonwebservices.com.cn` },
    {
      name: "the service through an interface VPC endpoint",
      url: `https://vpce-0a1b2c3d-x1y2z3.${control}.us-east-1.vpce.amazonaws.com`,
    },
    {
      name: "the same in one zone",
      url: `https://vpce-0a1b2c3d-x1y2z3-us-east-1a.${control}.us-east-1.vpce.amazonaws.com`,
    },
    { name: "the same in China", url: `https://vpce-0a1b2c3d-x1y2z3.${control}.cn-north-1.vpce.amazonaws.com.cn` },
    { name: "STS of a Region", url: "https://sts.eu-west-1.amazonaws.com" },
    { name: "STS by FIPS", url: "https://sts-fips.us-east-1.amazonaws.com" },
    { name: "the global STS", url: "https://sts.amazonaws.com" },
    {
      name: "STS through an interface VPC endpoint",
      url: "https://vpce-0a1b2c3d-x1y2z3.sts.us-east-1.vpce.amazonaws.com",
    },
    { name: "this machine, also without HTTPS", url: "http://127.0.0.1:4566" },
    { name: "this machine by name", url: "http://localhost:4566" },
    { name: "this machine by another of its addresses", url: "http://127.0.0.53:4566" },
    { name: "this machine by IPv6", url: "http://[::1]:4566" },
    { name: "a name in capitals, which is the same name", url: `https://${control}.US-EAST-1.AMAZONAWS.COM` },
  ])
    it(`allows ${name}`, () => expect(endpointProblem(new URL(url), {})).to.equal(undefined));

  for (const { name, url } of [
    { name: "the service without HTTPS", url: `http://${control}.us-east-1.amazonaws.com` },
    { name: "another machine without HTTPS", url: "http://10.0.0.1:8080" },
    { name: "another machine with HTTPS", url: "https://10.0.0.1" },
    { name: "a stranger", url: "https://evil.com" },
    { name: "a stranger's bucket", url: "https://evil.s3.amazonaws.com" },
    { name: "a stranger's bucket named like the service", url: `https://${control}.s3.us-east-1.amazonaws.com` },
    ...["s3", "s3-us-west-2", "s3-accelerate", "s3-external-1", "s3-website-us-east-1", "execute-api", "x"].map(
      (label) => ({
        name: `a stranger's bucket or API named like the service, in the place of the Region: ${label}`,
        url: `https://${control}.${label}.amazonaws.com`,
      }),
    ),
    { name: "a bucket named like STS", url: "https://sts.s3.amazonaws.com" },
    { name: "a bucket named like the service, in China", url: `https://${control}.s3.amazonaws.com.cn` },
    { name: "a bucket named like the service, by dual stack", url: `https://${control}.s3.api.aws` },
    { name: "a VPC endpoint without a Region", url: `https://vpce-1.${control}.s3.vpce.amazonaws.com` },
    { name: "a stranger's API", url: "https://x.execute-api.us-east-1.amazonaws.com" },
    { name: "a stranger's API named like the service", url: `https://${control}.execute-api.us-east-1.amazonaws.com` },
    { name: "a stranger's function URL", url: "https://x.lambda-url.us-east-1.on.aws" },
    { name: "a stranger's machine", url: "https://ec2-1-2-3-4.compute-1.amazonaws.com" },
    { name: "a stranger's load balancer", url: "https://x-1.us-east-1.elb.amazonaws.com" },
    { name: "a stranger's endpoint service", url: "https://vpce-1.vpce-svc-2.us-east-1.vpce.amazonaws.com" },
    {
      name: "an endpoint service named like the service",
      url: `https://vpce-1.vpce-svc-2.${control}.us-east-1.vpce.amazonaws.com`,
    },
    { name: "the service's name below a stranger's", url: `https://${control}.us-east-1.amazonaws.com.evil.com` },
    { name: "the service's name as a user name", url: `https://${control}.us-east-1.amazonaws.com@evil.com` },
    { name: "the service's name as a path", url: `https://evil.com/${control}.us-east-1.amazonaws.com` },
    { name: "the service's name with something before it", url: `https://evil-${control}.us-east-1.amazonaws.com` },
    { name: "the service's name below another label", url: `https://a.${control}.us-east-1.amazonaws.com` },
    { name: "the service's name with something behind it", url: `https://${control}x.us-east-1.amazonaws.com` },
    { name: "a domain that ends alike", url: `https://${control}.us-east-1.evilamazonaws.com` },
    { name: "a domain with a letter for a dot", url: `https://${control}.us-east-1xamazonaws.com` },
    { name: "another domain of dual stack", url: `https://${control}.us-east-1.api.aws.evil.com` },
    { name: "another service of AWS", url: "https://secretsmanager.us-east-1.amazonaws.com" },
    { name: "the service's data plane", url: "https://bedrock-agentcore.us-east-1.amazonaws.com" },
    { name: "a name that begins like this machine's", url: "http://localhost.evil.com" },
    { name: "a name that begins like this machine's address", url: "http://127.0.0.1.evil.com" },
    { name: "any address", url: "http://0.0.0.0:4566" },
    { name: "the instance's metadata", url: "http://169.254.169.254" },
    { name: "Greek letters that look alike", url: `https://${control}.us-east-1.amazοnaws.com` },
    { name: "a URL without a host", url: "file:///etc/hosts" },
    { name: "a host and port that someone wrote without http://", url: "localhost:4566" },
  ])
    it(`does not allow ${name}`, () => expect(endpointProblem(new URL(url), {})).to.be.a("string"));

  it("allows no other host below amazonaws.com, whatever its labels", () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
        fc.pre(!["bedrock-agentcore-control", "sts", "sts-fips"].some((one) => labels.includes(one)));
        const url = URL.parse(`https://${labels.join(".")}.amazonaws.com`);
        fc.pre(url !== null);
        expect(endpointProblem(url, {})).to.be.a("string");
      }),
    );
  });

  it("allows the service's name only with the name of a Region", () => {
    const label = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
    fc.assert(
      fc.property(fc.constantFrom(control, "sts", `${control}-fips`), label, (service, place) => {
        fc.pre(!/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(place));
        const url = URL.parse(`https://${service}.${place}.amazonaws.com`);
        fc.pre(url !== null);
        expect(endpointProblem(url, {})).to.be.a("string");
      }),
    );
  });

  it("says what is wrong and how the operator allows it", () => {
    expect(endpointProblem(new URL("https://gateway.example.com/x?key=1"), {})).to.equal(
      `the endpoint https://gateway.example.com does not belong to AWS. Remove it. If it is yours, allow it where Pulumi runs, with ${trustedHostsVariable}=gateway.example.com in the environment.`,
    );
    expect(endpointProblem(new URL("http://gateway.example.com"), {})).to.match(/is not HTTPS/);
  });

  describe("an operator's trusted hosts", () => {
    const environment = { [trustedHostsVariable]: "one.example.com, TWO.example.com" };
    for (const { name, url, trusted } of [
      { name: "are allowed", url: "https://one.example.com:8443/x", trusted: true },
      { name: "are compared without regard to case and blanks", url: "https://two.example.com", trusted: true },
      { name: "need HTTPS", url: "http://one.example.com", trusted: false },
      { name: "do not include names below them", url: "https://a.one.example.com", trusted: false },
      { name: "do not include names above them", url: "https://example.com", trusted: false },
    ])
      it(name, () => expect(endpointProblem(new URL(url), environment) === undefined).to.equal(trusted));

    for (const [name, hosts, valid] of [
      ["are host names and addresses", "one.example.com,10.0.0.1,[fd00::1]", true],
      ["are not URLs", "https://one.example.com", false],
      ["have no port", "one.example.com:8443", false],
    ] as const)
      it(name, () => expect(trustedHostProblems({ [trustedHostsVariable]: hosts })).to.have.lengthOf(valid ? 0 : 1));

    it("count only from the environment, not from the stack configuration", () => {
      const config: Record<string, string> = {
        [trustedHostsVariable]: "evil.com",
        [`aws:${trustedHostsVariable}`]: "evil.com",
        "aws:endpoints": JSON.stringify([{ bedrockagentcore: "https://evil.com" }]),
      };
      const { settings } = connectionSettings(undefined, (key) => config[key], {});
      const [override] = endpointOverrides(settings.endpoints, {});
      expect(overrideProblem(override!, {})).to.match(
        /evil\.com does not belong to AWS.*It comes from the stack configuration aws:endpoints/,
      );
    });
  });

  it("names only the origin of an endpoint, because the rest may be a password", () => {
    for (const url of [
      "http://user:CANARY@10.0.0.1:8080/CANARY?CANARY#CANARY",
      "https://user:CANARY@evil.com",
      "CANARY:x",
    ])
      expect(overrideProblem({ url, setting: "aws:endpoints" }, {}))
        .to.be.a("string")
        .that.does.not.contain("CANARY");
  });

  describe("an override", () => {
    const specific = "AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL";
    const stackConfiguration = "the stack configuration aws:endpoints";
    const ignored = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    for (const [name, configured, environment, setting] of [
      ["is absent if nothing is set", undefined, {}, undefined],
      ["comes from the stack configuration first", "http://a", { [specific]: "http://b" }, stackConfiguration],
      [
        "comes from the variable of the service next",
        undefined,
        { [specific]: "http://b", AWS_ENDPOINT_URL: "http://c" },
        specific,
      ],
      [
        "comes from the variable for all services last",
        undefined,
        { AWS_ENDPOINT_URL: "http://c" },
        "AWS_ENDPOINT_URL",
      ],
      ["is absent if a variable is empty", undefined, { [specific]: "" }, undefined],
      ["is absent if the SDK ignores variables", undefined, { [specific]: "http://b", ...ignored }, undefined],
      ["comes from the stack configuration even then", "http://a", ignored, stackConfiguration],
    ] as const)
      it(name, () => {
        const overrides = endpointOverrides({ controlPlane: configured }, environment);
        expect(overrides.find(({ service }) => service === "controlPlane")?.setting).to.equal(setting);
      });

    it("of STS is found, too", () => {
      const environment = { AWS_ENDPOINT_URL_STS: "http://s", [specific]: "http://c" };
      expect(endpointOverrides({}, environment).map(({ url }) => url)).to.deep.equal(["http://c", "http://s"]);
    });

    for (const { name, url, says } of [
      { name: "may be this machine", url: "http://127.0.0.1:1", says: undefined },
      { name: "must be a URL", url: "not a url", says: /aws:endpoints is not a URL/ },
      { name: "must be a URL with a host", url: "127.0.0.1", says: /is not a URL/ },
      {
        name: "must be AWS's",
        url: "https://evil.com",
        says: /does not belong to AWS.*It comes from aws:endpoints/,
      },
      { name: "must be more than a host and a port", url: "localhost:4566", says: /aws:endpoints/ },
    ])
      it(name, () => {
        const problem = overrideProblem({ url, setting: "aws:endpoints" }, {});
        if (says === undefined) expect(problem).to.equal(undefined);
        else expect(problem).to.match(says);
      });
  });
});

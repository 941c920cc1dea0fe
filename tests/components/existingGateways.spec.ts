import { expect } from "chai";
import { programRunner } from "./programRunner";

/** Two bundles of one gateway name, each with an aws provider of its own; prints what the program is told. */
const program = (...regions: readonly string[]) => `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const agentcore = require("pulumi-agentcore-outbound-auth");
const told = new Set();
process.on("unhandledRejection", (reason) => told.add(String(reason.message ?? reason)));
pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  call: ({ token, provider }) => token.endsWith(":getRegion")
    ? { region: provider.split("::").at(-1).slice(2) }
    : { accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/deployer" },
});
${JSON.stringify(regions)}.forEach((region, index) => new agentcore.OutboundAuth("search-" + index, {
  gateway: { name: "tools", role: "tools-role" },
  target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: "secret-value", credentialLocation: "HEADER", credentialParameterName: "X-Key" },
}, { provider: new aws.Provider(index + "-" + region, { region }) }));
process.on("exit", () => process.stdout.write([...told].join("\\n")));
`;

describe("Two bundles of a gateway whose role is made elsewhere", () => {
  const printedBy = programRunner();

  function toldTo(...regions: string[]): string {
    return printedBy(program(...regions));
  }

  it("may have aws providers of their own in one Region", () => {
    expect(toldTo("eu-west-1", "eu-west-1")).to.equal("");
  });

  it("are refused in two Regions, where they are of two gateways", () => {
    expect(toldTo("eu-west-1", "us-east-1")).to.match(
      /the gateway "tools" is named twice, once in account 123456789012, Region eu-west-1, once in account 123456789012, Region us-east-1\. Write/,
    );
  });
});

import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { OutboundAuth } from "../../provider";
import { runProgram } from "./runProgram";

/** Creates two bundles of one gateway name, each with its own aws provider. */
async function errorsIn(...regions: readonly string[]): Promise<readonly string[]> {
  const lookUp = ({ token, provider }: { token: string; provider?: string }) =>
    token.endsWith(":getRegion")
      ? { region: provider?.split("::").at(-2)?.slice(2) }
      : { accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/deployer" };
  const { errors } = await runProgram(
    () => {
      for (const [index, region] of regions.entries())
        new OutboundAuth(
          `search-${index}`,
          {
            gateway: { name: "tools", role: "tools-role" },
            target: { type: "openApiSchema" },
            credential: {
              type: "API_KEY",
              apiKey: "secret-value",
              credentialLocation: "HEADER",
              credentialParameterName: "X-Key",
            },
          },
          { provider: new aws.Provider(`${index}-${region}`, {}) },
        );
    },
    { lookUp },
  );
  return errors;
}

describe("Two bundles of a gateway with a role from elsewhere", () => {
  it("may have two aws providers of one Region", async () => {
    expect(await errorsIn("eu-west-1", "eu-west-1")).to.deep.equal([]);
  });

  it("must not be in two Regions, where they would be of two gateways", async () => {
    expect((await errorsIn("eu-west-1", "us-east-1")).join("\n")).to.match(
      /the gateway "tools" is named twice, once in account 123456789012, Region eu-west-1, once in account 123456789012, Region us-east-1\. Write/,
    );
  });
});

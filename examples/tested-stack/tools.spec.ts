import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { runWithMocks } from "pulumi-agentcore-outbound-auth/testing";
import { tools } from "./tools";

const useKey = "bedrock-agentcore:GetResourceApiKey";

describe("The gateway's role", () => {
  it("may use the key of the search and call the function", async () => {
    const { outputs, assertAllowed } = await runWithMocks(() => tools("a key"));
    assertAllowed("tools", useKey, outputs.searchProviderArn);
    assertAllowed("tools", "lambda:InvokeFunction", outputs.ticketsArn);
  });

  it("may use no other key and change no function", async () => {
    const { outputs, assertDenied } = await runWithMocks(() => tools("a key"));
    assertDenied("tools", useKey, `${outputs.searchProviderArn}-of-another-team`);
    assertDenied("tools", "lambda:UpdateFunctionCode", outputs.ticketsArn);
  });
});

describe("The tools", () => {
  it("refuse an empty key", async () => {
    await assert.rejects(
      runWithMocks(() => tools(pulumi.output(""))),
      /apiKey/,
    );
  });
});

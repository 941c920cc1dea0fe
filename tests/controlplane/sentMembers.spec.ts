import { expect } from "chai";
import { ProviderCalls } from "../../provider/controlplane/credentialProviders";
import { startScriptedService } from "./scriptedService";

const client = { kind: "oauth2credentialprovider", name: "search", region: "us-east-1" } as const;

describe("members that the installed AWS client does not know", () => {
  for (const { name, config, expected } of [
    { name: "a member of a structure", config: { future: "x" }, expected: "future" },
    { name: "a member with the value false", config: { future: false }, expected: "future" },
    { name: "a member of a union", config: { oauthDiscovery: { future: "x" } }, expected: "oauthDiscovery.future" },
    {
      name: "a member of an entry in a list",
      config: { privateEndpointOverrides: [{ domain: "example.com", future: "x" }] },
      expected: "privateEndpointOverrides.0.future",
    },
  ])
    it(`are an error, and nothing is sent: ${name}`, async () => {
      const scripted = await startScriptedService(() => ({}));
      try {
        const calls = new ProviderCalls(scripted.connection().service, client, ["CANARY"]);
        const content = {
          credentialProviderVendor: "CustomOauth2",
          oauth2ProviderConfigInput: { customOauth2ProviderConfig: { clientSecret: "CANARY", ...config } },
        };
        const error = await calls.create(content, { team: "x" }).catch((thrown: unknown) => thrown as Error);
        expect(error).to.include({ failure: "refused" });
        expect((error as Error).message)
          .to.match(/nothing was sent\. The installed @aws-sdk\S+ \S+ does not know .*Update it: npm update @aws-sdk/)
          .and.contain(`oauth2ProviderConfigInput.customOauth2ProviderConfig.${expected}.`)
          .and.not.contain("CANARY");
        expect(scripted.requests()).to.equal(0);
      } finally {
        scripted.close();
      }
    });
});

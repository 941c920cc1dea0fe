import { createRequire } from "node:module";
import { expect } from "chai";
import type { ServiceError } from "../../provider/controlplane/errors";
import type { Operation } from "../../provider/controlplane/service";
import { unknownMembers } from "../../provider/controlplane/unknownMembers";
import { model, shapeNamed } from "../../provider/local/model/model";
import { ready, startScriptedService } from "./scriptedService";

const { version } = createRequire(__filename)("@aws-sdk/client-bedrock-agentcore-control/package.json") as {
  version: string;
};

const configuration = "oauth2ProviderConfigInput.customOauth2ProviderConfig";

/** The input of a creation, with these members in the configuration of its vendor. */
const custom = (config: object) => ({
  name: "search",
  credentialProviderVendor: "CustomOauth2",
  oauth2ProviderConfigInput: { customOauth2ProviderConfig: { oauthDiscovery: { discoveryUrl: "u" }, ...config } },
});
const createOauth2 = (config: object) => unknownMembers("CreateOauth2CredentialProvider", custom(config));

/** An input with everything that the model has. */
function everything(name: string): unknown {
  const { type, members, member, value } = shapeNamed(name);
  if (members !== undefined)
    return Object.fromEntries(Object.entries(members).map(([key, { shape }]) => [key, everything(shape)]));
  if (member !== undefined) return [everything(member.shape)];
  return type === "map" && value !== undefined ? { "a key of the user's": everything(value.shape) } : "x";
}

describe("members that the installed client does not know", () => {
  // The model is newer than the client that is installed here. A newer client shortens this list.
  const newer = ["onBehalfOfTokenExchangeConfig.onBehalfOfAuthenticationConfig", "certificateConfigurations"];

  for (const [operation, { input }] of Object.entries(model.operations)) {
    const expected = /^(Create|Update)Oauth2/.test(operation)
      ? newer.map((member) => `${configuration}.${member}`)
      : [];

    it(`are those that the model of ${operation} has in addition`, async () => {
      const given = everything(input.shape) as object;
      expect(await unknownMembers(operation as Operation, given)).to.deep.equal(expected);
    });

    it(`are found in an input of ${operation}: the client's own description can be read`, async () => {
      expect(await unknownMembers(operation as Operation, { invented: 1 })).to.deep.equal(["invented"]);
    });
  }

  for (const { name, config, paths } of [
    {
      name: "in an item of a list",
      config: { privateEndpointOverrides: [{ domain: "a" }, { invented: 1 }] },
      paths: ["privateEndpointOverrides[1].invented"],
    },
    {
      name: "in a member of a union",
      config: { privateEndpoint: { invented: {} } },
      paths: ["privateEndpoint.invented"],
    },
    { name: "that are false or empty", config: { invented: false, another: "" }, paths: ["invented", "another"] },
    { name: "but not those that are not there", config: { invented: undefined, another: null }, paths: [] },
    {
      name: "but not the keys of a map, which are the user's",
      config: { privateEndpoint: { managedVpcResource: { tags: { invented: "1" } } } },
      paths: [],
    },
  ])
    it(`are found ${name}`, async () => {
      expect(await createOauth2(config)).to.deep.equal(paths.map((path) => `${configuration}.${path}`));
    });

  it("are not left out in silence: nothing is sent, and the error says what to update", async () => {
    const scripted = await startScriptedService(() => ready);
    try {
      const call = {
        operation: "CreateOauth2CredentialProvider",
        subject: 'OAuth 2 credential provider "search"',
        secrets: ["sk-canary"],
      } as const;
      const input = custom({
        clientSecret: "sk-canary",
        certificateConfigurations: [{ s3: { uri: "s3://bucket/a" } }],
      });
      const error = await scripted
        .connection()
        .service.send(call, input)
        .catch((thrown: unknown) => thrown);
      expect((error as ServiceError).failure).to.equal("refused");
      expect((error as ServiceError).message).to.equal(
        `CreateOauth2CredentialProvider of OAuth 2 credential provider "search": nothing was sent. The installed @aws-sdk/client-bedrock-agentcore-control ${version} does not know ${configuration}.certificateConfigurations. Update it: npm update @aws-sdk/client-bedrock-agentcore-control`,
      );
      expect(scripted.requests()).to.equal(0);
    } finally {
      scripted.close();
    }
  });
});

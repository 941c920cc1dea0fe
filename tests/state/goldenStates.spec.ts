import { expect } from "chai";
import { handlers } from "../../provider/handlers";
import { version } from "../../provider/version";
import { ok, resourcesOf } from "../engine/project";
import { operations, planned, printed } from "../engine/fixtures";
import { awsFiles, goldenStates, readGoldenState, restore, writeGoldenState, type RestoredStack } from "./goldenState";
import { byHand, changedKey, programs } from "./programs";

if (process.env.WRITE_STATES === "1")
  describe("The golden states of this version", () => {
    for (const name of Object.keys(programs)) it(`are written: ${name}`, () => writeGoldenState(name));
  });

/** The number of resources that a preview would change. Look-ups are no change. */
async function changes(stack: RestoredStack): Promise<Record<string, number>> {
  const { read: _lookUps, ...others } = await planned(stack.project);
  return others;
}

describe("The golden states of this version", () => {
  it("are in the repository, one for each program (WRITE_STATES=1 npm test -- tests/state)", () => {
    const ofThisVersion = goldenStates().filter(({ ofVersion }) => ofVersion === version);
    expect(ofThisVersion.map(({ name }) => name)).to.have.members(Object.keys(programs));
  });

  it("contain every type of resource, every kind of credential, and no secret but canaries", () => {
    const states = Object.keys(programs).map((name) => readGoldenState(version, name).stack);
    const resources = states.flatMap((state) => resourcesOf(state));
    const own = resources.map(({ type }) => type).filter((type) => type.includes("agentcore:"));
    const components = ["OutboundAuth", "GatewayOutboundAuth", "GatewayTarget", "GatewayRole"];
    expect(new Set(own)).to.have.all.keys([
      ...Object.keys(handlers).map((type) => `pulumi-nodejs:dynamic/agentcore:${type}`),
      ...components.map((type) => `agentcore:index:${type}`),
    ]);
    const sources = resources.flatMap(({ inputs = {} }) =>
      Object.entries(inputs).flatMap(([key, value]) =>
        /^(apiKey|clientSecret)From$/.test(key) ? [`${key}.${Object.keys(value as object).sort()[0]}`] : [key],
      ),
    );
    expect(sources).to.include.members([
      "apiKey",
      "apiKeyFrom.env",
      "apiKeyFrom.jsonKey",
      "clientSecret",
      "clientSecretFrom.env",
      "clientSecretFrom.jsonKey",
      "clientAuthenticationMethod",
      "privateKeyJwtConfig",
      "onBehalfOfTokenExchangeConfig",
      "privateEndpoint",
      "tenantId",
      "domain",
      "adopt",
      "secretTags",
      "timeouts",
    ]);
    const secrets = [...JSON.stringify(states).matchAll(/"plaintext":"(.*?[^\\])"[,}]/g)].map(([, text]) => text);
    expect(secrets).to.not.deep.equal([]);
    for (const secret of secrets) expect(secret).to.match(/CANARY|^\\"[0-9a-f]{32}\\"$/);
  });
});

for (const { ofVersion, name } of goldenStates())
  describe(`The state that version ${ofVersion} left of the program "${name}"`, () => {
    let stack: RestoredStack;
    before(async () => {
      stack = await restore(readGoldenState(ofVersion, name), name);
    });
    after(() => stack.close());

    it("agrees with the program: a preview changes nothing", async () => {
      expect(await changes(stack)).to.deep.equal({});
    });

    it("agrees with the account: a refresh changes nothing", async () => {
      ok(await stack.project.refresh({ args: ["--expect-no-changes"] }));
      expect(await changes(stack)).to.deep.equal({});
    });

    it("takes a changed secret in one update", async () => {
      const { world, project } = stack;
      ok(await project.setConfig(changedKey, "CANARY-second", { secret: true }));
      expect(await changes(stack)).to.deep.equal({ update: 1 });
      await world.controlPlane.clearCalls();
      const update = ok(await project.up());
      const written = (await operations(world)).filter((operation) => !operation.startsWith("Get"));
      expect(written)
        .to.have.lengthOf(1)
        .and.to.match(/^Update(ApiKey|Oauth2)CredentialProvider$/);
      expect(printed(update)).to.not.contain("CANARY");
    });

    it("is destroyed, and leaves only what other tools created", async () => {
      const { world, project } = stack;
      ok(await project.destroy());
      const left = (await world.controlPlane.providers()).map(({ name: provider }) => provider);
      expect(Object.values(byHand)).to.include.members(left);
      expect(awsFiles(world)).to.deep.equal([]);
    });
  });

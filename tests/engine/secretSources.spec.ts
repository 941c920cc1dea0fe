import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { ok, resourcesOf, startWorld, type Project, type World } from "./project";
import { oauth2ProviderType, operations, planned, printed, providerType, refusal } from "./fixtures";

const ownSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:search-AbCdEf";

/** An API key and an OAuth client whose secrets come from the environment. */
const program =
  (apiKey: agentcore.SecretArgs = agentcore.fromEnv("SEARCH_KEY"), opts: pulumi.CustomResourceOptions = {}) =>
  () => {
    new agentcore.ApiKeyCredentialProvider("search", { apiKey }, opts);
    const client = { vendor: "GithubOauth2", clientId: "client" } as const;
    new agentcore.Oauth2CredentialProvider("crm", { ...client, clientSecret: agentcore.fromEnv("CRM_SECRET") });
  };

/** Part of the wire contract: keys in the state for each source, besides those of every provider. */
const frozenKeys = {
  env: ["apiKeyFingerprint", "apiKeyFrom"],
  external: ["apiKeyFrom"],
};

/** Keys of a state that concern the secret's source. */
const sourceKeys = (bag: Record<string, unknown> = {}) =>
  Object.keys(bag)
    .filter((key) => /^(apiKey|clientSecret)(From|Fingerprint)?$/.test(key))
    .sort();

const first = { SEARCH_KEY: "CANARY-env-key-1", CRM_SECRET: "CANARY-env-secret-1" };
const second = { SEARCH_KEY: "CANARY-env-key-2", CRM_SECRET: "CANARY-env-secret-2" };

describe("Secrets from the environment", () => {
  let world: World;
  let project: Project;
  before(async () => {
    world = await startWorld();
    project = world.project(program());
    ok(await project.init());
  });
  after(() => world.close());

  const live = async () => {
    const providers = await world.controlPlane.providers();
    const secrets = await Promise.all(providers.map(({ arn }) => world.controlPlane.secretOf(arn)));
    return Object.fromEntries(secrets.flatMap((secret) => Object.entries(secret)));
  };

  it("are not needed to preview new providers, which has one warning for all", async () => {
    const previewed = ok(await project.preview());
    expect(printed(previewed).match(/keep their secrets/g)).to.have.lengthOf(1);
    expect(printed(previewed))
      .to.contain('SEARCH_KEY: apiKey of ApiKeyCredentialProvider "search"')
      .and.contain('CRM_SECRET: clientSecret of Oauth2CredentialProvider "crm"');
    expect(previewed.stdout).to.match(/\+ 4 to create/);
  });

  it("are needed to create them: an up without them fails before any call, and names the variable", async () => {
    expect(await refusal(project.up())).to.match(
      /comes from the environment variable (SEARCH_KEY|CRM_SECRET), which is not set/,
    );
    expect(await world.controlPlane.calls()).to.deep.equal([]);
  });

  it("are sent, and are nowhere in state and output, not even encrypted", async () => {
    const made = ok(await project.up({ env: first, args: ["--diff"] }));
    expect(await live()).to.deep.equal({ apiKey: first.SEARCH_KEY, clientSecret: first.CRM_SECRET });
    const state = await project.exportState({ showSecrets: true });
    expect(printed(made) + JSON.stringify(state)).to.not.contain("CANARY");
    const [search] = resourcesOf(state, providerType);
    expect(search?.inputs).to.deep.include({ apiKeyFrom: { env: "SEARCH_KEY" } });
    for (const bag of [search?.inputs, search?.outputs]) expect(sourceKeys(bag)).to.deep.equal(frozenKeys.env);
    expect(search?.inputs).to.deep.include({ name: "search-7542a72" });
  });

  it("have fingerprints that are secret in the state", async () => {
    const [search] = resourcesOf(await project.exportState(), providerType);
    const [crm] = resourcesOf(await project.exportState(), oauth2ProviderType);
    for (const bag of [search?.inputs, search?.outputs]) expect(bag?.apiKeyFingerprint).to.have.property("ciphertext");
    for (const bag of [crm?.inputs, crm?.outputs]) expect(bag?.clientSecretFingerprint).to.have.property("ciphertext");
  });

  it("change nothing if they are the same, or missing", async () => {
    expect((await project.previewJson({ env: first })).plan?.changeSummary).to.deep.equal({ same: 4 });
    const without = await project.previewJson();
    expect(without.plan?.changeSummary).to.deep.equal({ same: 4 });
    expect(JSON.stringify(without.plan?.diagnostics)).to.match(/not set or empty:.*SEARCH_KEY: apiKey/);
  });

  it("show a rotation at preview, without a call and without a value, and are sent with one call each", async () => {
    await world.controlPlane.clearCalls();
    const previewed = ok(await project.preview({ env: second, diff: true }));
    expect(previewed.stdout).to.match(/~ apiKeyFingerprint\s*: \[secret\]/);
    expect(previewed.stdout).to.match(/~ 2 to update/);
    expect(await operations(world)).to.deep.equal([]);
    const rotated = ok(await project.up({ env: second, args: ["--diff"] }));
    expect((await operations(world)).sort()).to.deep.equal([
      "UpdateApiKeyCredentialProvider",
      "UpdateOauth2CredentialProvider",
    ]);
    expect(await live()).to.deep.equal({ apiKey: second.SEARCH_KEY, clientSecret: second.CRM_SECRET });
    expect(printed(previewed) + printed(rotated)).to.not.contain("CANARY");
    expect(JSON.stringify(await project.exportState({ showSecrets: true }))).to.not.contain("CANARY");
  });

  it("may be rotated by another tool, with ignoreChanges", async () => {
    project.setProgram(program(undefined, { ignoreChanges: ["apiKey"] }));
    const { plan } = await project.previewJson({ env: { ...second, SEARCH_KEY: "CANARY-env-key-3" } });
    expect(plan?.changeSummary).to.deep.equal({ same: 4 });
  });

  it("may move to the user's own secret: another provider under a new name, and the preview says why", async () => {
    const before = resourcesOf(await project.exportState(), providerType)[0]?.id;
    const external = agentcore.fromSecretsManager({ secretId: ownSecret, jsonKey: "key" });
    project.setProgram(program(external));
    const { plan } = await project.previewJson({ env: second });
    const [replacement] = plan?.steps.filter(({ op }) => op === "replace") ?? [];
    expect(replacement?.diffReasons).to.include("apiKeyFrom");
    expect(replacement?.oldState?.inputs).to.deep.include({ apiKeyFrom: { env: "SEARCH_KEY" } });
    expect(replacement?.newState?.inputs).to.deep.include({ apiKeyFrom: { secretId: ownSecret, jsonKey: "key" } });
    ok(await project.up({ env: second }));
    const after = resourcesOf(await project.exportState(), providerType)[0];
    expect(after?.id)
      .to.match(/\/search-[0-9a-f]{7}$/)
      .and.not.equal(before);
    for (const bag of [after?.inputs, after?.outputs]) expect(sourceKeys(bag)).to.deep.equal(frozenKeys.external);
    expect(after?.outputs).to.include({ apiKeySecretArn: ownSecret, apiKeySecretArnPattern: ownSecret });
    expect(await planned(project)).to.deep.equal({});
  });

  it("are not needed to destroy the providers", async () => {
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

describe("A secret whose changes the program ignores moves to another source", () => {
  const sources = {
    value: () => "CANARY-value",
    variable: () => agentcore.fromEnv("SEARCH_KEY"),
    "own secret": () => agentcore.fromSecretsManager({ secretId: ownSecret, jsonKey: "key" }),
  } satisfies Record<string, () => agentcore.SecretArgs>;
  type Move = readonly [from: keyof typeof sources, to: keyof typeof sources];
  const shown: Move[] = [
    ["value", "variable"],
    ["value", "own secret"],
    ["variable", "own secret"],
    ["own secret", "variable"],
  ];
  const program = (moves: Move[], end: 0 | 1) => () => {
    for (const move of moves) {
      const apiKey = sources[move[end]]();
      new agentcore.ApiKeyCredentialProvider(move.join(" to "), { apiKey }, { ignoreChanges: ["apiKey"] });
    }
  };
  let world: World;
  let project: Project;
  beforeEach(async () => {
    world = await startWorld({ env: first });
    project = world.project("");
    ok(await project.init());
  });
  afterEach(() => world.close());

  const prepare = async (moves: Move[]) => {
    project.setProgram(program(moves, 0));
    ok(await project.up());
    await world.controlPlane.clearCalls();
    project.setProgram(program(moves, 1));
  };

  it("as the preview shows, and the old value leaves the state", async () => {
    await prepare(shown);
    expect(await planned(project)).to.deep.equal({ update: 1, replace: 3 });
    ok(await project.up());
    expect((await operations(world)).sort()).to.deep.equal([
      ...shown.slice(1).map(() => "CreateApiKeyCredentialProvider"),
      ...shown.slice(1).map(() => "DeleteApiKeyCredentialProvider"),
      "UpdateApiKeyCredentialProvider",
    ]);
    expect(await planned(project)).to.deep.equal({});
    expect(JSON.stringify(await project.exportState({ showSecrets: true }))).to.not.contain("CANARY");
  });

  for (const from of ["variable", "own secret"] as const)
    it(`not from ${from} to value, which ignoreChanges hides: the preview says so`, async () => {
      await prepare([[from, "value"]]);
      const message = await refusal(project.preview());
      expect(message).to.contain(
        `apiKey: ignoreChanges hides the program's value, and until now the API key came from another source (apiKeyFrom in the state). Remove "apiKey" from ignoreChanges for one pulumi up.`,
      );
      expect(message).to.not.contain("missing");
      expect(await operations(world)).to.deep.equal([]);
    });
});

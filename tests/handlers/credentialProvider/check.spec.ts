import { devNull } from "node:os";
import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { contextFor, nowhere } from "../contextFor";
import { apiKeys, mark } from "../stack";

const { handler, search, searchArn, secretArnPatternOf: secretPattern } = apiKeys;

describe("check of an API-key credential provider", () => {
  const check = (news: object, olds = {}, context = contextFor(nowhere)) => handler.check(context, olds, { ...news });

  it("completes the inputs", async () => {
    expect(await check({ ...search, tags: { team: "a" } })).to.deep.equal({
      problems: [],
      inputs: {
        name: "search-1a2b3c4",
        automaticName: true,
        adopt: undefined,
        apiKey: "key-one",
        tags: { team: "a" },
        tagsAll: { team: "a" },
        connection: undefined,
        accountId: "123456789012",
        region: "us-east-1",
        timeouts: undefined,
        mark,
        credentialProviderArn: searchArn,
        apiKeySecretArnPattern: secretPattern("search-1a2b3c4"),
      },
    });
  });

  describe("chooses the name:", () => {
    const proposal = "search-9999999";
    const automatic = { name: "search-1a2b3c4", automaticName: true };
    const unknown = { name: unknownValue, automaticName: true };
    const own = "search-1a2b3c4";
    for (const [name, olds, news, expected, isAutomatic] of [
      ["the proposed one for a new resource", {}, { nameProposal: proposal }, proposal, true],
      ["the old automatic one, whatever is proposed now", automatic, { nameProposal: proposal }, own, true],
      ["the one of the program", {}, { name: "mine" }, "mine", undefined],
      ["the one of the program instead of an automatic one", automatic, { name: "mine" }, "mine", undefined],
      ["the automatic one, which stays that if the program writes it", automatic, { name: own }, own, true],
      ["a proposed one if the program removes its own", { name: "mine" }, { nameProposal: proposal }, proposal, true],
      ["the proposed one if the old one never became known", unknown, { nameProposal: proposal }, proposal, true],
      ["an unknown one if the program's is unknown", automatic, { name: unknownValue }, unknownValue, undefined],
      ["the proposed one if the program passes null", {}, { name: null, nameProposal: proposal }, proposal, true],
    ] as const)
      it(`${name}, and notes whether it is automatic`, async () => {
        const { inputs } = await check({ apiKey: "k", mark, ...news }, olds);
        expect([inputs.name, inputs.automaticName]).to.deep.equal([expected, isAutomatic]);
      });
  });

  it("keeps the account of an existing provider if the program names none, so that the ARN stays known", async () => {
    const olds = { name: "search-1a2b3c4", automaticName: true, accountId: "123456789012" };
    const { inputs } = await check({ apiKey: "k", mark }, olds);
    expect(inputs).to.include({ accountId: "123456789012", credentialProviderArn: searchArn });
  });

  describe("derives ARNs", () => {
    const pattern = secretPattern("search-1a2b3c4");
    const china = (arn: string) => arn.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1");
    const west = (arn: string) => arn.replace("us-east-1", "eu-west-1");
    for (const [name, news, arn, secret] of [
      ["from name, account and Region", {}, searchArn, pattern],
      ["for the connection's Region", { connection: { region: "eu-west-1" } }, west(searchArn), west(pattern)],
      ["in the Region's partition", { connection: { region: "cn-north-1" } }, china(searchArn), china(pattern)],
      ["later if the name is unknown", { name: unknownValue }, unknownValue, unknownValue],
      ["later if the account is unknown", { accountId: unknownValue }, unknownValue, unknownValue],
      ["later if the Region is unknown", { connection: { region: unknownValue } }, unknownValue, unknownValue],
      ["later if the connection is unknown", { connection: unknownValue }, unknownValue, unknownValue],
      ["not if the account is null", { accountId: null }, undefined, undefined],
      ["not without an account", { accountId: undefined }, undefined, undefined],
    ] as const)
      it(name, async () => {
        const { inputs, problems } = await check({ ...search, ...news });
        expect(problems).to.deep.equal([]);
        expect([inputs.credentialProviderArn, inputs.apiKeySecretArnPattern]).to.deep.equal([arn, secret]);
      });

    it("also while the key is only known later", async () => {
      const { inputs, problems } = await check({ ...search, apiKey: unknownValue });
      expect(problems).to.deep.equal([]);
      expect(inputs).to.include({ apiKey: unknownValue, credentialProviderArn: searchArn });
    });

    it("later where the Region comes with a profile that is only known later", async () => {
      const context = contextFor(nowhere, { config: { "aws:region": undefined } });
      const { inputs, problems } = await check({ ...search, connection: { profile: unknownValue } }, {}, context);
      expect(problems).to.deep.equal([]);
      expect(inputs).to.include({ region: unknownValue, credentialProviderArn: unknownValue });
    });

    it("and takes no Region from elsewhere while the connection is only known later", async () => {
      expect((await check({ ...search, connection: unknownValue })).inputs.region).to.equal(unknownValue);
    });
  });

  describe("adds the stack's default tags", () => {
    const context = contextFor(nowhere, {
      config: { "aws:defaultTags": { tags: { team: "default", stage: "prod" } } },
    });
    for (const { name, tags, tagsAll } of [
      { name: "where the resource has none", tags: undefined, tagsAll: { team: "default", stage: "prod" } },
      { name: "below the resource's own", tags: { team: "own" }, tagsAll: { team: "own", stage: "prod" } },
      {
        name: "to one that is only known later",
        tags: { team: unknownValue },
        tagsAll: { team: unknownValue, stage: "prod" },
      },
      { name: "later where all tags are only known later", tags: unknownValue, tagsAll: unknownValue },
      { name: "where the resource says null", tags: null, tagsAll: { team: "default", stage: "prod" } },
    ])
      it(name, async () => {
        const { inputs, problems } = await check({ ...search, tags }, {}, context);
        expect(problems).to.deep.equal([]);
        expect(inputs.tagsAll).to.deep.equal(tagsAll);
      });

    it("that Pulumi's command line wrote as numbers and booleans", async () => {
      // `pulumi config set --path aws:defaultTags.tags.costCenter 7`
      const written = contextFor(nowhere, { config: { "aws:defaultTags": { tags: { costCenter: 7, prod: true } } } });
      const { inputs, problems } = await check(search, {}, written);
      expect(problems).to.deep.equal([]);
      expect(inputs.tagsAll).to.deep.equal({ costCenter: "7", prod: "true" });
    });

    it("and counts them", async () => {
      const tags = Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`k${index}`, "v"]));
      const { problems } = await check({ ...search, tags }, {}, context);
      expect(problems.map(({ reason }) => reason)).to.deep.equal(["has 49 tags; at most 48 are possible."]);
    });
  });

  describe("reports", () => {
    for (const { name, news, paths } of [
      {
        name: "every problem at once",
        news: { name: "a b", apiKey: "", tags: { "aws:x": "" }, accountId: "1" },
        paths: ["apiKey", "name", 'tags["aws:x"]', "accountId"],
      },
      { name: "a missing key", news: { apiKey: undefined }, paths: ["apiKey"] },
      { name: "tags that are a text", news: { tags: "team" }, paths: ["tags"] },
      { name: "tags that are a list", news: { tags: ["team"] }, paths: ["tags"] },
      { name: "a connection of the wrong type", news: { connection: 7 }, paths: ["connection"] },
    ])
      it(name, async () => {
        const { problems } = await check({ ...search, ...news });
        expect(problems.map(({ path }) => path)).to.deep.equal(paths);
      });

    it("that there is no Region, and where to write one", async () => {
      // Hide the settings of the machine that runs the specs.
      const before = Object.entries(process.env).filter(([name]) => name.startsWith("AWS_"));
      for (const [name] of before) delete process.env[name];
      Object.assign(process.env, { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull });
      try {
        const { problems, inputs } = await check(
          search,
          {},
          contextFor(nowhere, { config: { "aws:region": undefined } }),
        );
        expect(problems.map(({ path }) => path)).to.deep.equal(["connection"]);
        expect(problems[0]?.reason).to.match(
          /^no Region\. Write connection: \{ region \}, set aws:region .* AWS_REGION/,
        );
        expect(inputs).to.not.have.property("credentialProviderArn");
      } finally {
        delete process.env.AWS_CONFIG_FILE;
        delete process.env.AWS_SHARED_CREDENTIALS_FILE;
        Object.assign(process.env, Object.fromEntries(before));
      }
    });

    it("a setting of identity that is not supported", async () => {
      const context = contextFor(nowhere, { config: { "aws:assumeRoleWithWebIdentity": { roleArn: "r" } } });
      const { problems } = await check(search, {}, context);
      expect(problems.map(({ path }) => path)).to.deep.equal(["connection"]);
    });

    it("an endpoint that does not belong to AWS, at preview", async () => {
      const context = contextFor({ url: "https://evil.example.com" });
      const { problems } = await check(search, {}, context);
      expect(problems[0]?.reason).to.match(
        /evil\.example\.com does not belong to AWS.*It comes from the stack configuration aws:endpoints/,
      );
    });

    it("an endpoint on this machine once, as a remark", async () => {
      const remarks: string[] = [];
      const context = contextFor(nowhere, { remarks });
      await check(search, {}, context);
      await check(search, {}, context);
      expect(remarks).to.deep.equal([
        "AgentCore credential providers go to http://127.0.0.1:1 (the stack configuration aws:endpoints), not to AWS.",
      ]);
    });
  });
});

describe("diff of an API-key credential provider", () => {
  const olds = { credentialProviderArn: searchArn, incarnation: "a" };
  const news = { name: "search-1a2b3c4", accountId: "123456789012", region: "us-east-1", apiKey: "k" };
  for (const { name, changes, replaces } of [
    { name: "the same", changes: {}, replaces: [] },
    { name: "another key", changes: { apiKey: "k2" }, replaces: [] },
    { name: "other tags", changes: { tagsAll: { team: "a" } }, replaces: [] },
    { name: "another connection to the same place", changes: { connection: { profile: "dev" } }, replaces: [] },
    { name: "another name", changes: { name: "other" }, replaces: ["name"] },
    { name: "a name that is only known later", changes: { name: unknownValue }, replaces: ["name"] },
    { name: "another account", changes: { accountId: "999999999999" }, replaces: ["accountId"] },
    { name: "an account that is only known later", changes: { accountId: unknownValue }, replaces: [] },
    { name: "no account any more", changes: { accountId: undefined }, replaces: [] },
    { name: "another Region", changes: { region: "eu-west-1" }, replaces: ["region"] },
    { name: "a Region that is only known later", changes: { region: unknownValue }, replaces: [] },
    {
      name: "everything",
      changes: { name: "n", accountId: "1", region: "r" },
      replaces: ["name", "accountId", "region"],
    },
  ])
    it(`${replaces.length > 0 ? "replaces" : "does not replace"} for ${name}`, () => {
      expect(handler.diff(contextFor(nowhere), searchArn, olds, { ...news, ...changes })).to.deep.equal({
        replaces,
        deleteBeforeReplace: false,
      });
    });

  it("replaces nothing at preview while the connection is only known later", async () => {
    const context = contextFor(nowhere, { config: { "aws:region": "eu-west-1" } });
    const { inputs } = await handler.check(context, {}, { ...search, connection: unknownValue });
    expect(handler.diff(context, searchArn, olds, inputs).replaces).to.deep.equal([]);
  });

  it("refuses an id that is not a provider's ARN", () => {
    expect(() => handler.diff(contextFor(nowhere), "search", olds, news)).to.throw(/not the ARN/);
  });
});

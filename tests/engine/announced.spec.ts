import { isDeepStrictEqual } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as fc from "fast-check";
import * as agentcore from "../../provider";
import type { LiveSecret } from "../../provider/local";
import { ok, startWorld, type PreviewPlan, type Project, type ResourceState, type World } from "./project";

type Tags = Record<string, string>;
type Kind = "apiKey" | "clientSecret";

/** A provider as a program declares it. */
interface Declared {
  secret: string;
  tags: Tags;
  clientId: string;
  host: string;
  scopes: string[];
  timeout?: string;
  region?: string;
  accountId?: string;
}

/** The life of one provider: its first program, the changes by another tool, and its second program. */
interface Story {
  kind: Kind;
  isFromEnvironment: boolean;
  first: Declared;
  elsewhere: { set: Tags; removed: string[]; change: "none" | "recreate" | "secret" | "client" };
  second: Declared;
  ignoreChanges: string[];
}

const tagKeys = ["team", "stage", "CostCenter"];
const tagsOf = (keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys), fc.constantFrom("a", "b"), { maxKeys: 2, noNullPrototype: true });
const declared: fc.Arbitrary<Declared> = fc.record(
  {
    secret: fc.constantFrom("CANARY-secret-1", "CANARY-secret-2"),
    tags: tagsOf(tagKeys),
    clientId: fc.constantFrom("client-1", "client-2"),
    host: fc.constantFrom("one.example.com", "two.example.com"),
    scopes: fc.subarray(["read", "write"]),
    timeout: fc.constantFrom("2m", "3m"),
    region: fc.constant("us-east-1"),
    accountId: fc.constant("123456789012"),
  },
  { requiredKeys: ["secret", "tags", "clientId", "host", "scopes"] },
);
const scopesPath = "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenScopes";
const settings = ["timeouts", "timeouts.update", "connection", "connection.region", "accountId"];
const ignorableOfAll = ["drift", "tags", "tagsAll", "tagsAll.team", "tags.CostCenter", "tagsAll.CostCenter"];
const ignorable: Record<Kind, string[]> = {
  apiKey: ["apiKey", "apiKey", ...ignorableOfAll, ...settings],
  clientSecret: [
    ...["clientSecret", "clientSecret", "clientId", "oauthDiscovery", "oauthDiscovery.discoveryUrl"],
    ...["onBehalfOfTokenExchangeConfig", scopesPath, `${scopesPath}[0]`, "*"],
    ...ignorableOfAll,
    ...settings,
  ],
};
const story = fc.constantFrom<Kind>("apiKey", "clientSecret", "clientSecret").chain((kind): fc.Arbitrary<Story> =>
  fc.record({
    kind: fc.constant(kind),
    isFromEnvironment: fc.boolean(),
    first: declared,
    elsewhere: fc.record({
      set: tagsOf(tagKeys),
      removed: fc.subarray(tagKeys, { maxLength: 1 }),
      change: fc.constantFrom<Story["elsewhere"]["change"]>(
        ...(["none", "none", "recreate", "secret"] as const),
        ...(kind === "apiKey" ? [] : (["client", "client"] as const)),
      ),
    }),
    second: declared,
    ignoreChanges: fc.subarray(ignorable[kind], { maxLength: 3 }),
  }),
);

/** Stories run side by side in one stack, so that a round takes few commands. */
const storiesPerRound = 50;

describe("An up", () => {
  const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
  const rounds = [true, false].map((isRefreshed, round) => ({
    isRefreshed,
    hasDefaultTags: (seed + round) % 2 === 0,
  }));

  rounds.forEach(({ isRefreshed, hasDefaultTags }, round) => {
    const conditions = `${isRefreshed ? "after" : "without"} a refresh, with${hasDefaultTags ? "" : "out"} new default tags`;
    it(`does exactly what its preview shows: ${storiesPerRound} random changes ${conditions} (seed ${seed})`, async () => {
      const world = await startWorld();
      try {
        const stories = fc.sample(story, { numRuns: storiesPerRound, seed: seed + round });
        const project = world.project(() => declareAll(stories, "first"));
        ok(await project.init());
        ok(await project.up({ env: environmentOf(stories, "first") }));
        for (const [index, provider] of (await liveAll(world)).entries())
          await changeElsewhere(world, provider, stories[index] as Story);
        if (isRefreshed) ok(await project.refresh({ env: environmentOf(stories, "first") }));
        if (hasDefaultTags) ok(await project.setConfigPath("aws:defaultTags.tags.stage", "default"));
        project.setProgram(() => declareAll(stories, "second"));
        await expectAnnounced(world, project, stories, isRefreshed);
      } finally {
        await world.close();
      }
    });
  });
});

const nameOf = (index: number) => `provider-${index}`;
const variableOf = (index: number) => `SECRET_${index}`;

function environmentOf(stories: Story[], phase: "first" | "second"): Record<string, string> {
  return Object.fromEntries(stories.map((each, index) => [variableOf(index), each[phase].secret]));
}

function declareAll(stories: Story[], phase: "first" | "second"): void {
  stories.forEach(({ kind, isFromEnvironment, [phase]: provider, ignoreChanges }, index) => {
    const { tags, timeout, region, accountId } = provider;
    const secret = isFromEnvironment ? agentcore.fromEnv(variableOf(index)) : provider.secret;
    const all = { name: nameOf(index), tags, accountId, connection: region === undefined ? undefined : { region } };
    const opts: pulumi.CustomResourceOptions = {
      ignoreChanges: phase === "first" ? [] : ignoreChanges,
      ...(timeout === undefined ? {} : { customTimeouts: { update: timeout } }),
    };
    if (kind === "apiKey") new agentcore.ApiKeyCredentialProvider(nameOf(index), { ...all, apiKey: secret }, opts);
    else
      new agentcore.Oauth2CredentialProvider(
        nameOf(index),
        { ...all, clientSecret: secret, clientId: provider.clientId, vendor: "CustomOauth2", ...configOf(provider) },
        opts,
      );
  });
}

/** The configuration of an OAuth client, besides its id. */
function configOf({ host, scopes }: Pick<Declared, "host" | "scopes">) {
  return {
    oauthDiscovery: { discoveryUrl: `https://${host}/.well-known/openid-configuration` },
    onBehalfOfTokenExchangeConfig: {
      grantType: "TOKEN_EXCHANGE",
      tokenExchangeGrantTypeConfig: { actorTokenContent: "M2M", actorTokenScopes: scopes },
    },
  } as const;
}

async function changeElsewhere({ controlPlane }: World, provider: Live, { kind, elsewhere }: Story): Promise<void> {
  const { arn, tags } = provider;
  const { set, removed, change } = elsewhere;
  if (Object.keys(set).length > 0) await controlPlane.drift({ action: "setTags", arn, tags: set });
  const tagKeys = removed.filter((key) => key in tags);
  if (tagKeys.length > 0) await controlPlane.drift({ action: "removeTags", arn, tagKeys });
  const secondsLater = 60;
  const theirs = { [kind]: "CANARY-theirs" };
  if (change === "recreate") await controlPlane.drift({ action: "recreate", arn, ...theirs, tags: set, secondsLater });
  if (change === "secret") await controlPlane.drift({ action: "rotateSecret", arn, ...theirs, secondsLater });
  const config = { clientId: "theirs", ...configOf({ host: "theirs.example.com", scopes: ["theirs"] }) };
  if (change === "client") await controlPlane.drift({ action: "changeConfig", arn, config, secondsLater });
}

/** A provider at the service. */
interface Live {
  arn: string;
  tags: Tags;
  config: Record<string, unknown>;
  secret: LiveSecret;
}

/** All providers, in the order of their stories. */
async function liveAll({ controlPlane }: World): Promise<Live[]> {
  const providers = new Map((await controlPlane.providers()).map((provider) => [provider.name, provider]));
  return Promise.all(
    Array.from({ length: storiesPerRound }, async (_, index) => {
      const found = providers.get(nameOf(index));
      if (found === undefined) throw new Error(`there is no ${nameOf(index)}`);
      const { arn, tags } = found;
      const [config = {}] = Object.values(found.config ?? {}) as Record<string, unknown>[];
      return { arn, tags, config, secret: await controlPlane.secretOf(arn) };
    }),
  );
}

async function expectAnnounced(world: World, project: Project, stories: Story[], isRefreshed: boolean): Promise<void> {
  const before = await liveAll(world);
  const env = environmentOf(stories, "second");
  const { plan } = ok(await project.previewJson({ env }));
  const steps = new Map(plan?.steps.map((step) => [nameIn(step), step]));
  await world.controlPlane.clearCalls();
  ok(await project.up({ env }));
  const calls = await world.controlPlane.calls();
  const after = await liveAll(world);
  for (const [index, each] of stories.entries()) {
    const step = steps.get(nameOf(index));
    const shown = Object.keys(step?.detailedDiff ?? {});
    const made = calls.filter(({ name }) => name === nameOf(index)).map(({ operation }) => operation);
    const [old, now] = [before[index] as Live, after[index] as Live];
    const context = JSON.stringify({ index, story: each, shown, op: step?.op, made });
    expect({ calls: made.sort(), tags: now.tags }, context).to.deep.equal({
      calls: announcedCalls(each.kind, shown, step).sort(),
      tags: announcedTags(old.tags, shown, step),
    });
    // Without a refresh, nobody knows the changes of another tool.
    if (isRefreshed || each.elsewhere.change === "none")
      expect(unannounced(each.kind, old, now, shown), context).to.deep.equal([]);
  }
  expect(ok(await project.previewJson({ env })).plan?.changeSummary, "another preview").to.have.all.keys("same");
}

type Step = PreviewPlan["steps"][number];

const nameIn = ({ urn }: Step) => urn.slice(urn.lastIndexOf("::") + 2);

const contentKeys = ["clientId", "oauthDiscovery", "onBehalfOfTokenExchangeConfig"];
const secretKeys = (kind: Kind) => [kind, `${kind}Fingerprint`, "drift"];

/** The calls that the shown properties need. */
function announcedCalls(kind: Kind, shown: string[], step: Step | undefined): string[] {
  const [before, after] = [tagsAllOf(step?.oldState), tagsAllOf(step?.newState)];
  const keys = shownTags(shown).filter((key) => before[key] !== after[key]);
  const isSent = [...contentKeys, ...secretKeys(kind)].some((key) => isShown(key, shown));
  const operation = kind === "apiKey" ? "UpdateApiKeyCredentialProvider" : "UpdateOauth2CredentialProvider";
  return [
    ...(isSent ? [operation] : []),
    ...(keys.some((key) => key in after) || isShown("mark", shown) ? ["TagResource"] : []),
    ...(keys.some((key) => !(key in after)) ? ["UntagResource"] : []),
  ];
}

/** Checks if a preview shows a change of a property or of a part of it. */
function isShown(key: string, shown: string[]): boolean {
  return shown.some((path) => path.split(/[.[]/)[0] === key);
}

/** Content that an `up` changed although its preview does not show that. */
function unannounced(kind: Kind, old: Live, now: Live, shown: string[]): string[] {
  const changed = contentKeys.filter((key) => !isDeepStrictEqual(old.config[key], now.config[key]));
  const isSecretShown = secretKeys(kind).some((key) => isShown(key, shown));
  const isSecretChanged = !isDeepStrictEqual(old.secret, now.secret);
  return [...changed.filter((key) => !isShown(key, shown)), ...(isSecretChanged && !isSecretShown ? [kind] : [])];
}

/** The tags of a provider after the shown changes. */
function announcedTags(live: Tags, shown: string[], step: Step | undefined): Tags {
  const [before, after] = [tagsAllOf(step?.oldState), tagsAllOf(step?.newState)];
  const tags = { ...live };
  for (const key of shownTags(shown).filter((each) => before[each] !== after[each])) {
    if (after[key] === undefined) delete tags[key];
    else tags[key] = after[key];
  }
  const { owner, resource } = (step?.newState?.inputs?.mark ?? {}) as Partial<Record<string, string>>;
  if (isShown("mark", shown) && owner !== undefined && resource !== undefined)
    Object.assign(tags, {
      "pulumi-agentcore-outbound-auth:owner": owner,
      "pulumi-agentcore-outbound-auth:resource": resource,
    });
  return tags;
}

/** Keys of the tags that are shown to change, as the program's own or with the default tags. */
function shownTags(shown: string[]): string[] {
  if (shown.includes("tagsAll") || shown.includes("tags")) return tagKeys;
  return [...new Set(shown.flatMap((path) => /^tags(?:All)?\.(.+)$/.exec(path)?.[1] ?? []))];
}

function tagsAllOf(state: ResourceState | undefined): Tags {
  return (state?.inputs?.tagsAll ?? {}) as Tags;
}

import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import * as fc from "fast-check";
import * as agentcore from "../../provider";
import { controlClient } from "../local/clients";
import { providerType } from "./fixtures";
import { ok, startWorld, type PreviewPlan, type Project, type ResourceState, type World } from "./project";

type Tags = Record<string, string>;

/** A provider as a program declares it. */
interface Declared {
  key: string;
  tags: Tags;
}

/** The life of one provider: its first program, the tags that another tool sets and removes, and its second program. */
interface Story {
  first: Declared;
  elsewhere: { set: Tags; removed: string[] };
  second: Declared;
  ignoreChanges: string[];
}

const tagKeys = ["team", "stage", "CostCenter"];
const tagsOf = (keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys), fc.constantFrom("a", "b"), { maxKeys: 2, noNullPrototype: true });
const declared = fc.record({ key: fc.constantFrom("CANARY-key-1", "CANARY-key-2"), tags: tagsOf(tagKeys) });
const ignorable = ["apiKey", "drift", "tags", "tagsAll", "tagsAll.team", "tags.CostCenter", "tagsAll.CostCenter"];
const story: fc.Arbitrary<Story> = fc.record({
  first: declared,
  elsewhere: fc.record({ set: tagsOf(tagKeys), removed: fc.subarray(tagKeys, { maxLength: 1 }) }),
  second: declared,
  ignoreChanges: fc.subarray(ignorable, { maxLength: 3 }),
});

/** Stories that run side by side in one stack, with or without a refresh before the second program. */
const rounds = [
  { refresh: true, defaultTags: false },
  { refresh: true, defaultTags: true },
  { refresh: false, defaultTags: true },
];
const storiesPerRound = 40;

describe("An up", () => {
  const seed = Date.now() % 2 ** 31;

  rounds.forEach(({ refresh, defaultTags }, round) => {
    const conditions = `${refresh ? "after" : "without"} a refresh${defaultTags ? ", and new default tags" : ""}`;
    it(`does exactly what its preview shows: ${storiesPerRound} random changes ${conditions} (seed ${seed})`, async () => {
      const world = await startWorld();
      try {
        const stories = fc.sample(story, { numRuns: storiesPerRound, seed: seed + round });
        const project = world.project(() => declareAll(stories.map(({ first }) => ({ ...first, ignoreChanges: [] }))));
        ok(await project.init());
        ok(await project.up());
        for (const [index, { elsewhere }] of stories.entries()) await changeTags(world, index, elsewhere);
        if (refresh) ok(await project.refresh());
        if (defaultTags) ok(await project.setConfigPath("aws:defaultTags.tags.stage", "default"));
        project.setProgram(() =>
          declareAll(stories.map((all) => ({ ...all.second, ignoreChanges: all.ignoreChanges }))),
        );
        await expectAnnounced(world, project, stories);
      } finally {
        await world.close();
      }
    });
  });
});

const nameOf = (index: number) => `provider-${index}`;

function declareAll(providers: (Declared & { ignoreChanges: string[] })[]): void {
  providers.forEach(({ key, tags, ignoreChanges }, index) => {
    new agentcore.ApiKeyCredentialProvider(
      nameOf(index),
      { name: nameOf(index), apiKey: key, tags },
      { ignoreChanges },
    );
  });
}

async function changeTags(world: World, index: number, { set, removed }: Story["elsewhere"]): Promise<void> {
  const client = controlClient(world.controlPlane);
  const { arn: resourceArn, tags } = await liveProvider(world, nameOf(index));
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: set }));
  const tagKeys = removed.filter((key) => key in tags);
  if (tagKeys.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
}

async function liveProvider(world: World, name: string) {
  const found = (await world.controlPlane.providers()).find((provider) => provider.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

async function expectAnnounced(world: World, project: Project, stories: Story[]): Promise<void> {
  const before = await Promise.all(stories.map((_, index) => liveProvider(world, nameOf(index))));
  const { plan } = ok(await project.previewJson());
  const steps = new Map(
    plan?.steps.filter(({ urn }) => urn.includes(providerType)).map((step) => [nameIn(step), step]),
  );
  await world.controlPlane.clearCalls();
  ok(await project.up());
  const calls = await world.controlPlane.calls();
  for (const [index, { tags, arn }] of before.entries()) {
    const step = steps.get(nameOf(index));
    const shown = Object.keys(step?.detailedDiff ?? {});
    const made = calls.filter(({ name }) => name === nameOf(index)).map(({ operation }) => operation);
    const live = await liveProvider(world, nameOf(index));
    const context = JSON.stringify({ story: stories[index], shown, arn });
    expect({ calls: made.sort(), tags: live.tags }, context).to.deep.equal({
      calls: announcedCalls(shown, step).sort(),
      tags: announcedTags(tags, shown, step),
    });
  }
}

type Step = PreviewPlan["steps"][number];

const nameIn = ({ urn }: Step) => urn.slice(urn.lastIndexOf("::") + 2);

/** The calls that the shown properties need. */
function announcedCalls(shown: string[], step: Step | undefined): string[] {
  const [before, after] = [tagsAllOf(step?.oldState), tagsAllOf(step?.newState)];
  const keys = shownTags(shown).filter((key) => before[key] !== after[key]);
  return [
    ...(shown.includes("apiKey") || shown.includes("drift") ? ["UpdateApiKeyCredentialProvider"] : []),
    ...(keys.some((key) => key in after) ? ["TagResource"] : []),
    ...(keys.some((key) => !(key in after)) ? ["UntagResource"] : []),
  ];
}

/** The tags of a provider after the shown changes. */
function announcedTags(live: Tags, shown: string[], step: Step | undefined): Tags {
  const [before, after] = [tagsAllOf(step?.oldState), tagsAllOf(step?.newState)];
  const tags = { ...live };
  for (const key of shownTags(shown).filter((each) => before[each] !== after[each])) {
    if (after[key] === undefined) delete tags[key];
    else tags[key] = after[key];
  }
  return tags;
}

/** Keys of the tags that are shown to change, as the program's own or with the default tags. */
function shownTags(shown: string[]): string[] {
  return [...new Set(shown.flatMap((path) => /^tags(?:All)?\.(.+)$/.exec(path)?.[1] ?? []))];
}

function tagsAllOf(state: ResourceState | undefined): Tags {
  return (state?.inputs?.tagsAll ?? {}) as Tags;
}

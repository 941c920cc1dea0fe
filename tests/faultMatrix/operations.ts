import { Engine } from "./engine";
import {
  emptyAnswer,
  failsInTheEnd,
  killedProcess,
  leavingDoubt,
  lostThenNothing,
  lostThenRefused,
  nameStaysTaken,
  nothing,
  ofEachSort,
  ofEachSortTold,
  otherAccount,
  refused,
  takesTooLong,
  toReads,
  toWrites,
  toSilentWrites,
  variableMissing,
  wrongCredentials,
  wrongCredentialsUnasked,
  type Incident,
} from "./incidents";
import type { Kind } from "./kinds";
import { markTags, ownerKey, resourceKey, secretOf, type Program } from "./program";
import type { Call, Command, World } from "./world";

/** A call of an operation, and what can happen to it. */
export interface Hit {
  readonly call: Call;
  readonly incidents: readonly Incident[];
  /** Which of several, or on which way. */
  readonly which?: string;
  /** The answer to this call is lost before, or the one in question would not be made. */
  readonly afterLost?: Call;
  /** It begins once this call has been answered. */
  readonly since?: Call;
  readonly only?: (kind: Kind) => boolean;
}

/** Something that a user does, and what can happen to it. */
export interface Operation {
  readonly title: string;
  /** What is up before. */
  readonly before?: Program;
  /** What happens before the run in which something goes wrong. */
  readonly prepare?: (world: World) => Promise<void>;
  readonly command: Command;
  readonly program: Program;
  /** What happens between that run and the next. */
  readonly meanwhile?: (world: World) => Promise<void>;
  /** What the user does then. Default: the same once more. */
  readonly next?: readonly { readonly command: Command; readonly program: Program }[];
  /** Somebody else's provider is in the way, and stays there: the next run ends with an error as well. */
  readonly refused?: true;
  readonly only?: (kind: Kind) => boolean;
  readonly hits: readonly Hit[];
}

const one: Program = { secret: "one" };
const two: Program = { secret: "two", changed: true };
const hasStates = (kind: Kind) => kind.hasStates;
const isSlow = (kind: Kind) => "creating" in kind.slowStates;
const isFromEnvironment = (kind: Kind) => kind.variable !== undefined;
/** Unlike its neighbours also where nothing fails in the end: an OAuth client that is ready immediately is like an API key. */
const isDistinct = (kind: Kind) => !isFromEnvironment(kind) && (!kind.hasStates || isSlow(kind));
/** The same, and with a secret of which the state has no value. */
const isDistinctAnywhere = (kind: Kind) => isDistinct(kind) || isFromEnvironment(kind);
/** What comes of throttling takes seconds, and does not depend on where a secret comes from. */
const withoutThrottling = (incidents: readonly Incident[]) =>
  incidents.filter(({ fault }) => !fault.includes("throttle"));
const canBeRemade = (kind: Kind) => kind.remade !== undefined;

/** The calls with which a provider that bears the mark is finished. */
const finishing: readonly Hit[] = (["Get", "ListTagsForResource", "Update"] as const).map((call) => ({
  call,
  which: "while finishing",
  afterLost: "Create",
  incidents: ofEachSort,
  only: isDistinctAnywhere,
}));

/** Whose the credentials are is asked before anything is written. */
const account: Hit = { call: "GetCallerIdentity", incidents: [refused], only: isDistinct };

/** Whoever else may have a provider of the same name. */
const strangers: readonly { whose: string; tags: Record<string, string> }[] = [
  { whose: "a stranger's", tags: { team: "theirs" } },
  { whose: "another stack's", tags: { ...markTags, [ownerKey]: "f".repeat(32) } },
  { whose: "another resource's", tags: { ...markTags, [resourceKey]: "f".repeat(16) } },
];

/** The provider is somebody else's now, with these tags, and the state knows nothing of it. */
const becomesSomebodyElses = (tags: Record<string, string>) => async (world: World) => {
  const [ours] = await world.ours();
  await world.local.drift({ action: "recreate", arn: ours!.arn, ...secretOf(world.kind, "theirs"), tags });
  world.strangers = await world.local.providers();
  world.engine.resource = undefined;
};

/** The same, of one that is free to become ours. */
const becomesAdoptable = async (world: World) => {
  await becomesSomebodyElses({ team: "theirs" })(world);
  world.strangers = [];
};

/** A provider of the same name in the account whose credentials are in use by mistake. */
const twinElsewhere = async (world: World) => {
  const ours = world.engine;
  world.engine = new Engine();
  const theirs: Program = { secret: "theirs", account: otherAccount };
  await world.run("up", theirs, world.newProcess(theirs, { account: otherAccount }));
  world.strangers = (await world.local.providers()).filter((provider) => provider.account === otherAccount);
  world.engine = ours;
};

const isRemoved = (world: World) => world.local.drift({ action: "delete", arn: world.engine.resource!.id });

const creation: readonly Operation[] = [
  {
    title: "create",
    command: "up",
    program: one,
    hits: [
      { call: "Create", incidents: toWrites },
      { call: "Create", incidents: [failsInTheEnd], only: hasStates },
      { call: "Create", incidents: [takesTooLong("creating")], only: isSlow },
      { call: "Create", incidents: [wrongCredentials, wrongCredentialsUnasked] },
      { call: "Create", incidents: [...ofEachSort, lostThenNothing, variableMissing], only: isFromEnvironment },
      { call: "Get", which: "while CREATING", incidents: ofEachSort, only: isSlow },
      ...finishing,
      account,
    ],
  },
  {
    title: "create, then destroy",
    command: "up",
    program: one,
    next: [{ command: "destroy", program: one }],
    only: hasStates,
    hits: [
      { call: "Create", incidents: [failsInTheEnd] },
      { call: "Create", incidents: [takesTooLong("creating")], only: isSlow },
      { call: "Get", which: "while CREATING", incidents: ofEachSortTold, only: isSlow },
    ],
  },
  {
    title: "create under a name that was just freed",
    before: one,
    prepare: (world) => world.run("destroy", one),
    command: "up",
    program: two,
    hits: [{ call: "Create", incidents: nameStaysTaken, only: isDistinct }],
  },
  {
    title: "create, and somebody takes the name before the next run",
    command: "up",
    program: one,
    meanwhile: becomesSomebodyElses({}),
    refused: true,
    hits: [{ call: "Create", incidents: toWrites.filter(({ kills, moment }) => kills && moment !== "before") }],
  },
  ...strangers.map(({ whose, tags }): Operation => ({
    title: `create under a name that is ${whose}`,
    before: one,
    prepare: becomesSomebodyElses(tags),
    command: "up",
    program: two,
    refused: true,
    hits: [{ call: "Create", incidents: [nothing, refused], only: isDistinct }],
  })),
  {
    title: "create with adopt, of a stranger's provider",
    before: one,
    prepare: becomesAdoptable,
    command: "up",
    program: { ...two, adopt: true, tags: { team: "ours" } },
    hits: [
      { call: "Get", incidents: ofEachSort, only: isDistinct },
      { call: "ListTagsForResource", incidents: ofEachSort, only: isDistinct },
      { call: "Update", incidents: [...ofEachSort, lostThenNothing], only: isDistinct },
      { call: "Update", incidents: [failsInTheEnd], only: hasStates },
      { call: "TagResource", incidents: ofEachSort, only: isDistinct },
    ],
  },
];

const updates: readonly Operation[] = [
  {
    title: "update",
    before: one,
    command: "up",
    program: two,
    hits: [
      { call: "Update", incidents: toWrites },
      { call: "Update", incidents: [failsInTheEnd], only: hasStates },
      { call: "Update", incidents: [takesTooLong("updating")], only: isSlow },
      { call: "Update", incidents: [wrongCredentials] },
      {
        call: "Update",
        incidents: [refused, ...withoutThrottling(leavingDoubt), ...killedProcess, variableMissing],
        only: isFromEnvironment,
      },
      { call: "Get", which: "while UPDATING", incidents: ofEachSort, only: isSlow },
    ],
  },
  {
    title: "update, then back",
    before: one,
    command: "up",
    program: two,
    next: [{ command: "up", program: one }],
    hits: [
      { call: "Update", incidents: leavingDoubt, only: isDistinct },
      { call: "Update", incidents: withoutThrottling(leavingDoubt), only: isFromEnvironment },
      { call: "Update", incidents: [failsInTheEnd], only: hasStates },
      { call: "Update", incidents: [takesTooLong("updating")], only: isSlow },
      { call: "Get", which: "while UPDATING", incidents: ofEachSortTold, only: isSlow },
    ],
  },
  {
    title: "update, then refresh and back",
    before: one,
    command: "up",
    program: two,
    next: [
      { command: "refresh", program: one },
      { command: "up", program: one },
    ],
    hits: [
      { call: "Update", incidents: ofEachSort, only: isDistinctAnywhere },
      { call: "Update", incidents: [failsInTheEnd], only: hasStates },
      { call: "Get", which: "while UPDATING", incidents: ofEachSort, only: isSlow },
    ],
  },
  {
    title: "update, then destroy",
    before: one,
    command: "up",
    program: two,
    next: [{ command: "destroy", program: two }],
    hits: [
      { call: "Update", incidents: ofEachSort, only: isDistinct },
      { call: "Update", incidents: [failsInTheEnd], only: hasStates },
    ],
  },
  {
    title: "update of one that somebody has removed",
    before: one,
    prepare: isRemoved,
    command: "up",
    program: two,
    hits: [
      { call: "Create", incidents: ofEachSort, only: isDistinct },
      { call: "Create", incidents: [failsInTheEnd], only: hasStates },
    ],
  },
  {
    title: "update of one that somebody has removed, then back",
    before: one,
    prepare: isRemoved,
    command: "up",
    program: two,
    next: [{ command: "up", program: one }],
    hits: [
      { call: "Create", incidents: [...ofEachSortTold, lostThenNothing], only: isDistinct },
      { call: "Create", incidents: [failsInTheEnd], only: hasStates },
    ],
  },
  {
    title: "update of one that could not be made",
    prepare: async (world) => {
      await world.local.addFault({ operation: world.operation("Create"), kind: "failState" });
      await world.run("up", one).catch(() => undefined);
    },
    command: "up",
    program: two,
    only: hasStates,
    hits: [
      { call: "Get", incidents: ofEachSort, only: isDistinct },
      { call: "Delete", incidents: ofEachSort, only: isDistinct },
      { call: "Create", incidents: [...ofEachSort, failsInTheEnd] },
    ],
  },
  {
    title: "update, where another account has one of the same name",
    before: one,
    prepare: twinElsewhere,
    command: "up",
    program: two,
    hits: [{ call: "Update", incidents: [wrongCredentials] }],
  },
  {
    title: "change of tags",
    before: { ...one, tags: { old: "1" } },
    command: "up",
    program: { ...one, tags: { new: "1" } },
    hits: [
      { call: "TagResource", incidents: ofEachSort, only: isDistinct },
      { call: "UntagResource", incidents: ofEachSort, only: isDistinct },
    ],
  },
  {
    title: "change of tags, then back",
    before: { ...one, tags: { old: "1" } },
    command: "up",
    program: { ...one, tags: { new: "1" } },
    next: [{ command: "up", program: { ...one, tags: { old: "1" } } }],
    hits: [
      { call: "TagResource", incidents: [...ofEachSortTold, ...lostThenRefused], only: isDistinct },
      { call: "UntagResource", incidents: ofEachSortTold, only: isDistinct },
    ],
  },
  {
    title: "update with tags, then back",
    before: { ...one, tags: { old: "1" } },
    command: "up",
    program: { ...two, tags: { new: "1" } },
    next: [{ command: "up", program: { ...one, tags: { old: "1" } } }],
    hits: [
      { call: "TagResource", incidents: ofEachSortTold, only: isDistinct },
      { call: "UntagResource", incidents: ofEachSortTold, only: isDistinct },
    ],
  },
];

const reading: readonly Operation[] = [
  {
    title: "refresh",
    before: { ...one, tags: { team: "a" } },
    command: "refresh",
    program: { ...one, tags: { team: "a" } },
    hits: [
      { call: "Get", incidents: [...toReads, ...emptyAnswer, wrongCredentials] },
      { call: "Get", incidents: [refused, variableMissing], only: isFromEnvironment },
      { call: "ListTagsForResource", incidents: toReads, only: isDistinct },
    ],
  },
  {
    title: "refresh, where another account has one of the same name",
    before: one,
    prepare: twinElsewhere,
    command: "refresh",
    program: one,
    hits: [{ call: "Get", incidents: [wrongCredentials, wrongCredentialsUnasked] }],
  },
];

const replacement: readonly Operation[] = [
  {
    title: "replace under the same name",
    before: one,
    command: "up --replace",
    program: one,
    hits: [
      { call: "Create", incidents: [nothing, refused], only: isDistinctAnywhere },
      { call: "Get", incidents: ofEachSort, only: isDistinctAnywhere },
      { call: "ListTagsForResource", incidents: ofEachSort, only: isDistinctAnywhere },
      { call: "Update", incidents: ofEachSort, only: isDistinctAnywhere },
      { call: "Update", incidents: [failsInTheEnd], only: hasStates },
    ],
  },
  {
    title: "replace under another name",
    before: { ...one, name: "first" },
    command: "up",
    program: { ...one, name: "second" },
    hits: [
      { call: "Create", incidents: ofEachSort, only: isDistinct },
      { call: "Create", incidents: [failsInTheEnd], only: hasStates },
      { call: "Delete", incidents: ofEachSort, only: isDistinct },
      { call: "Delete", incidents: [failsInTheEnd], only: isSlow },
    ],
  },
  {
    title: "replace under another name, then destroy",
    before: { ...one, name: "first" },
    command: "up",
    program: { ...one, name: "second" },
    next: [{ command: "destroy", program: { ...one, name: "second" } }],
    hits: [
      { call: "Create", incidents: [failsInTheEnd], only: hasStates },
      { call: "Delete", incidents: ofEachSort, only: isDistinct },
    ],
  },
  {
    title: "replace by another vendor's",
    before: one,
    command: "up",
    program: { ...one, remade: true },
    only: canBeRemade,
    hits: [
      { call: "Create", incidents: ofEachSort, only: isDistinct },
      { call: "Delete", incidents: ofEachSort, only: isDistinct },
    ],
  },
  {
    title: "replace by another vendor's under the same name",
    before: { ...one, name: "fixed" },
    command: "up",
    program: { ...two, name: "fixed", remade: true },
    only: canBeRemade,
    hits: [
      { call: "Get", incidents: ofEachSort, only: isDistinct },
      { call: "ListTagsForResource", incidents: ofEachSort, only: isDistinct },
      { call: "Delete", incidents: ofEachSort, only: isDistinct },
      {
        call: "Create",
        which: "once the old one is gone",
        since: "Delete",
        incidents: [...ofEachSort, lostThenNothing],
      },
      { call: "Create", which: "once the old one is gone", since: "Delete", incidents: [failsInTheEnd] },
    ],
  },
];

const deletion: readonly Operation[] = [
  {
    title: "destroy",
    before: one,
    command: "destroy",
    program: one,
    hits: [
      { call: "Delete", incidents: toSilentWrites },
      { call: "Delete", incidents: [failsInTheEnd, takesTooLong("deleting")], only: isSlow },
      { call: "Delete", incidents: [wrongCredentials] },
      { call: "Delete", incidents: [...ofEachSort, variableMissing], only: isFromEnvironment },
      { call: "Get", which: "while DELETING", incidents: ofEachSort, only: isSlow },
      account,
    ],
  },
];

/** Everything that a user does with one provider. */
export const operations: readonly Operation[] = [...creation, ...updates, ...reading, ...replacement, ...deletion];

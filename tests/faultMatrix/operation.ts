/** Operations that a user runs, and the points at which faults are injected into them. */
import { Engine } from "./engine";
import { accessDenied, basicFaults, otherAccount, type Fault } from "./faults";
import { ownerKey, ownershipTags, resourceKey, secretOf, type Kind, type Program } from "./program";
import type { Call, Command, World } from "./world";

/** A call of an operation, and the faults that it is tested with. */
export interface FaultPoint {
  readonly call: Call;
  readonly faults: readonly Fault[];
  /** Names the request if the operation sends this call more than once. */
  readonly detail?: string;
  /** Call whose response is lost first, because the operation makes `call` only then. */
  readonly afterLostCall?: Call;
  /** Call that must be answered before the fault is injected. */
  readonly after?: Call;
  /** Kinds that the point is tested with. Default: those with an inline secret. */
  readonly only?: (kind: Kind) => boolean;
}

/** A command of the user, with everything before and after it. */
export interface Operation {
  readonly title: string;
  /** Program that is deployed before. */
  readonly before?: Program;
  /** Runs before the command with the fault. */
  readonly prepare?: (world: World) => Promise<void>;
  readonly command: Command;
  readonly program: Program;
  /** Runs between that command and the next one. */
  readonly beforeNextRun?: (world: World) => Promise<void>;
  /** Next commands of the user. Default: the same command again. */
  readonly next?: readonly { readonly command: Command; readonly program: Program }[];
  /** Set if another owner's provider keeps the name, so that the next run fails as well. */
  readonly nextRunFails?: true;
  readonly only?: (kind: Kind) => boolean;
  readonly points: readonly FaultPoint[];
}

/** One cell of the matrix. */
export interface Case {
  readonly name: string;
  readonly operation: Operation;
  readonly point: FaultPoint;
  readonly fault: Fault;
  readonly kind: Kind;
}

/** Returns the call of a point, with its detail. */
export const pointText = ({ call, detail }: FaultPoint): string => (detail === undefined ? call : `${call} ${detail}`);

export const one: Program = { secret: "one" };
export const two: Program = { secret: "two", changed: true };

export const hasStates = (kind: Kind) => kind.hasStates;
export const isSlow = (kind: Kind) => "creating" in kind.slowStates;
export const isFromEnvironment = (kind: Kind) => kind.variable !== undefined;
/** An OAuth client that is ready immediately behaves like an API key as long as nothing fails, so it is left out. */
export const isDistinct = (kind: Kind) => !isFromEnvironment(kind) && (!kind.hasStates || isSlow(kind));
/** The same, and a secret whose value the state does not contain. */
export const isDistinctAnywhere = (kind: Kind) => isDistinct(kind) || isFromEnvironment(kind);
export const canBeReplaced = (kind: Kind) => kind.replacement !== undefined;

/** Throttling takes seconds, and its result does not depend on the source of a secret. */
export const withoutThrottling = (faults: readonly Fault[]) =>
  faults.filter(({ title }) => !title.includes("throttle"));

/** Calls that complete a provider which a lost creation has left. */
export const completionPoints: readonly FaultPoint[] = (["Get", "ListTagsForResource", "Update"] as const).map(
  (call) => ({
    call,
    detail: "while finishing",
    afterLostCall: "Create",
    faults: basicFaults,
    only: isDistinctAnywhere,
  }),
);

/** The account of the credentials is looked up before any write. */
export const accountLookup: FaultPoint = { call: "GetCallerIdentity", faults: [accessDenied], only: isDistinct };

/** Other owners of a provider with the same name. */
export const otherOwners: readonly { owner: string; tags: Record<string, string> }[] = [
  { owner: "a stranger's", tags: { team: "theirs" } },
  { owner: "another stack's", tags: { ...ownershipTags, [ownerKey]: "f".repeat(32) } },
  { owner: "another resource's", tags: { ...ownershipTags, [resourceKey]: "f".repeat(16) } },
];

/** Another owner recreates the provider with these tags, and the state does not know it. */
export const becomesForeign = (tags: Record<string, string>) => async (world: World) => {
  const [provider] = await world.ownProviders();
  await world.local.drift({ action: "recreate", arn: provider!.arn, ...secretOf(world.kind, "theirs"), tags });
  world.foreignProviders = await world.local.providers();
  world.engine.resource = undefined;
};

/** The same, and the program may adopt the provider. */
export const becomesAdoptable = async (world: World) => {
  await becomesForeign({ team: "theirs" })(world);
  world.foreignProviders = [];
};

/** Creates a provider of the same name in the account whose credentials are used by mistake. */
export const createInOtherAccount = async (world: World) => {
  const own = world.engine;
  world.engine = new Engine();
  const theirs: Program = { secret: "theirs", account: otherAccount };
  await world.run("up", theirs, world.newProcess(theirs, { account: otherAccount }));
  world.foreignProviders = (await world.local.providers()).filter((provider) => provider.account === otherAccount);
  world.engine = own;
};

/** Deletes the provider outside Pulumi. */
export const deleteProvider = (world: World) => world.local.drift({ action: "delete", arn: world.engine.resource!.id });

/** The table of operations. docs/reviewers/fault-matrix.md has a section for each. */
import {
  accessDenied,
  basicFaults,
  deleteFaults,
  emptyBody,
  expiredCertificate,
  failedState,
  killedProcess,
  lostThenOutage,
  lostThenRejected,
  nameStaysTaken,
  networkFaults,
  noFault,
  otherAccountCredentials,
  readFaults,
  reportedFaults,
  takesTooLong,
  uncertainWriteFaults,
  uncheckedCredentials,
  variableMissing,
  writeFaults,
} from "./faults";
import {
  accountLookup,
  becomesAdoptable,
  becomesForeign,
  canBeReplaced,
  completionPoints,
  createInOtherAccount,
  deleteProvider,
  hasStates,
  isDistinct,
  isDistinctAnywhere,
  isFromEnvironment,
  isSlow,
  one,
  otherOwners,
  two,
  withoutThrottling,
  type Operation,
} from "./operation";

/** An update of the secret and of the configuration. */
const rotation = { before: one, command: "up", program: two } as const;

const creation: readonly Operation[] = [
  {
    title: "create",
    command: "up",
    program: one,
    points: [
      { call: "Create", faults: writeFaults },
      { call: "Create", faults: networkFaults },
      { call: "Get", detail: "while CREATING", faults: [expiredCertificate], after: "Create", only: isSlow },
      { call: "Create", faults: [failedState], only: hasStates },
      { call: "Create", faults: [takesTooLong("creating")], only: isSlow },
      { call: "Create", faults: [otherAccountCredentials, uncheckedCredentials] },
      { call: "Create", faults: [...basicFaults, lostThenOutage, variableMissing], only: isFromEnvironment },
      { call: "Get", detail: "while CREATING", faults: basicFaults, only: isSlow },
      ...completionPoints,
      accountLookup,
    ],
  },
  {
    title: "create, then destroy",
    command: "up",
    program: one,
    next: [{ command: "destroy", program: one }],
    only: hasStates,
    points: [
      { call: "Create", faults: [failedState] },
      { call: "Create", faults: [takesTooLong("creating")], only: isSlow },
      { call: "Get", detail: "while CREATING", faults: reportedFaults, only: isSlow },
    ],
  },
  {
    title: "create under a name that was just deleted",
    before: one,
    prepare: (world) => world.run("destroy", one),
    command: "up",
    program: two,
    points: [{ call: "Create", faults: nameStaysTaken, only: isDistinct }],
  },
  {
    title: "create, and another owner takes the name before the next run",
    command: "up",
    program: one,
    beforeNextRun: becomesForeign({}),
    nextRunFails: true,
    points: [{ call: "Create", faults: writeFaults.filter(({ kills, moment }) => kills && moment !== "before") }],
  },
  ...otherOwners.map(({ owner, tags }): Operation => ({
    title: `create under a name that is ${owner}`,
    before: one,
    prepare: becomesForeign(tags),
    command: "up",
    program: two,
    nextRunFails: true,
    points: [{ call: "Create", faults: [noFault, accessDenied], only: isDistinct }],
  })),
  {
    title: "create with adopt, of another owner's provider",
    before: one,
    prepare: becomesAdoptable,
    command: "up",
    program: { ...two, adopt: true, tags: { team: "ours" } },
    points: [
      { call: "Get", faults: basicFaults, only: isDistinct },
      { call: "ListTagsForResource", faults: basicFaults, only: isDistinct },
      { call: "Update", faults: [...basicFaults, lostThenOutage], only: isDistinct },
      { call: "Update", faults: [failedState], only: hasStates },
      { call: "TagResource", faults: basicFaults, only: isDistinct },
    ],
  },
];

const updates: readonly Operation[] = [
  {
    title: "update",
    ...rotation,
    points: [
      { call: "Update", faults: writeFaults },
      { call: "Update", faults: networkFaults },
      { call: "Get", detail: "while UPDATING", faults: [expiredCertificate], after: "Update", only: isSlow },
      { call: "Update", faults: [failedState], only: hasStates },
      { call: "Update", faults: [takesTooLong("updating")], only: isSlow },
      { call: "Update", faults: [otherAccountCredentials] },
      {
        call: "Update",
        faults: [accessDenied, ...withoutThrottling(uncertainWriteFaults), ...killedProcess, variableMissing],
        only: isFromEnvironment,
      },
      { call: "Get", detail: "while UPDATING", faults: basicFaults, only: isSlow },
    ],
  },
  {
    title: "update, then back",
    ...rotation,
    next: [{ command: "up", program: one }],
    points: [
      { call: "Update", faults: uncertainWriteFaults, only: isDistinct },
      { call: "Update", faults: withoutThrottling(uncertainWriteFaults), only: isFromEnvironment },
      { call: "Update", faults: [failedState], only: hasStates },
      { call: "Update", faults: [takesTooLong("updating")], only: isSlow },
      { call: "Get", detail: "while UPDATING", faults: reportedFaults, only: isSlow },
    ],
  },
  {
    title: "update, then refresh and back",
    ...rotation,
    next: [
      { command: "refresh", program: one },
      { command: "up", program: one },
    ],
    points: [
      { call: "Update", faults: basicFaults, only: isDistinctAnywhere },
      { call: "Update", faults: [failedState], only: hasStates },
      { call: "Get", detail: "while UPDATING", faults: basicFaults, only: isSlow },
    ],
  },
  {
    title: "update, then destroy",
    ...rotation,
    next: [{ command: "destroy", program: two }],
    points: [
      { call: "Update", faults: basicFaults, only: isDistinct },
      { call: "Update", faults: [failedState], only: hasStates },
    ],
  },
  {
    title: "update of one that was deleted elsewhere",
    before: one,
    prepare: deleteProvider,
    command: "up",
    program: two,
    points: [
      { call: "Create", faults: basicFaults, only: isDistinct },
      { call: "Create", faults: [failedState], only: hasStates },
    ],
  },
  {
    title: "update of one that was deleted elsewhere, then back",
    before: one,
    prepare: deleteProvider,
    command: "up",
    program: two,
    next: [{ command: "up", program: one }],
    points: [
      { call: "Create", faults: [...reportedFaults, lostThenOutage], only: isDistinct },
      { call: "Create", faults: [failedState], only: hasStates },
    ],
  },
  {
    title: "update of one that could not be created",
    prepare: async (world) => {
      await world.local.addFault({ operation: world.operation("Create"), kind: "failState" });
      await world.run("up", one).catch(() => undefined);
    },
    command: "up",
    program: two,
    only: hasStates,
    points: [
      { call: "Get", faults: basicFaults, only: isDistinct },
      { call: "Delete", faults: basicFaults, only: isDistinct },
      { call: "Create", faults: [...basicFaults, failedState] },
    ],
  },
  {
    title: "update, where another account has one of the same name",
    before: one,
    prepare: createInOtherAccount,
    command: "up",
    program: two,
    points: [{ call: "Update", faults: [otherAccountCredentials] }],
  },
  {
    title: "change of tags",
    before: { ...one, tags: { old: "1" } },
    command: "up",
    program: { ...one, tags: { new: "1" } },
    points: [
      { call: "TagResource", faults: basicFaults, only: isDistinct },
      { call: "UntagResource", faults: basicFaults, only: isDistinct },
    ],
  },
  {
    title: "change of tags, then back",
    before: { ...one, tags: { old: "1" } },
    command: "up",
    program: { ...one, tags: { new: "1" } },
    next: [{ command: "up", program: { ...one, tags: { old: "1" } } }],
    points: [
      { call: "TagResource", faults: [...reportedFaults, ...lostThenRejected], only: isDistinct },
      { call: "UntagResource", faults: reportedFaults, only: isDistinct },
    ],
  },
  {
    title: "update with tags, then back",
    before: { ...one, tags: { old: "1" } },
    command: "up",
    program: { ...two, tags: { new: "1" } },
    next: [{ command: "up", program: { ...one, tags: { old: "1" } } }],
    points: [
      { call: "TagResource", faults: reportedFaults, only: isDistinct },
      { call: "TagResource", faults: [expiredCertificate], after: "Update", only: isDistinct },
      { call: "UntagResource", faults: reportedFaults, only: isDistinct },
    ],
  },
];

const reading: readonly Operation[] = [
  {
    title: "refresh",
    before: { ...one, tags: { team: "a" } },
    command: "refresh",
    program: { ...one, tags: { team: "a" } },
    points: [
      { call: "Get", faults: networkFaults.filter(({ moment }) => moment === "before"), only: isDistinct },
      { call: "Get", faults: [...readFaults, ...emptyBody, otherAccountCredentials] },
      { call: "Get", faults: [accessDenied, variableMissing], only: isFromEnvironment },
      { call: "ListTagsForResource", faults: readFaults, only: isDistinct },
    ],
  },
  {
    title: "refresh, where another account has one of the same name",
    before: one,
    prepare: createInOtherAccount,
    command: "refresh",
    program: one,
    points: [{ call: "Get", faults: [otherAccountCredentials, uncheckedCredentials] }],
  },
];

const replacement: readonly Operation[] = [
  {
    title: "replace under the same name",
    before: one,
    command: "up --replace",
    program: one,
    points: [
      { call: "Create", faults: [noFault, accessDenied], only: isDistinctAnywhere },
      { call: "Get", faults: basicFaults, only: isDistinctAnywhere },
      { call: "ListTagsForResource", faults: basicFaults, only: isDistinctAnywhere },
      { call: "Update", faults: basicFaults, only: isDistinctAnywhere },
      { call: "Update", faults: [failedState], only: hasStates },
    ],
  },
  {
    title: "replace under another name",
    before: { ...one, name: "first" },
    command: "up",
    program: { ...one, name: "second" },
    points: [
      { call: "Create", faults: basicFaults, only: isDistinct },
      { call: "Create", faults: [failedState], only: hasStates },
      { call: "Delete", faults: [expiredCertificate], after: "Create", only: isDistinct },
      { call: "Delete", faults: basicFaults, only: isDistinct },
      { call: "Delete", faults: [failedState], only: isSlow },
    ],
  },
  {
    title: "replace under another name, then destroy",
    before: { ...one, name: "first" },
    command: "up",
    program: { ...one, name: "second" },
    next: [{ command: "destroy", program: { ...one, name: "second" } }],
    points: [
      { call: "Create", faults: [failedState], only: hasStates },
      { call: "Delete", faults: basicFaults, only: isDistinct },
    ],
  },
  {
    title: "replace by another vendor's",
    before: one,
    command: "up",
    program: { ...one, replacement: true },
    only: canBeReplaced,
    points: [
      { call: "Create", faults: basicFaults, only: isDistinct },
      { call: "Delete", faults: basicFaults, only: isDistinct },
    ],
  },
  {
    title: "replace by another vendor's under the same name",
    before: { ...one, name: "fixed" },
    command: "up",
    program: { ...two, name: "fixed", replacement: true },
    only: canBeReplaced,
    points: [
      { call: "Get", faults: basicFaults, only: isDistinct },
      { call: "ListTagsForResource", faults: basicFaults, only: isDistinct },
      { call: "Delete", faults: basicFaults, only: isDistinct },
      {
        call: "Create",
        detail: "once the old one is gone",
        after: "Delete",
        faults: [...basicFaults, lostThenOutage],
      },
      { call: "Create", detail: "once the old one is gone", after: "Delete", faults: [failedState] },
    ],
  },
];

const deletion: readonly Operation[] = [
  {
    title: "destroy",
    before: one,
    command: "destroy",
    program: one,
    points: [
      { call: "Delete", faults: deleteFaults },
      { call: "Delete", faults: networkFaults },
      { call: "Delete", faults: [failedState, takesTooLong("deleting")], only: isSlow },
      { call: "Delete", faults: [otherAccountCredentials] },
      { call: "Delete", faults: [...basicFaults, variableMissing], only: isFromEnvironment },
      { call: "Get", detail: "while DELETING", faults: basicFaults, only: isSlow },
      accountLookup,
    ],
  },
];

/** All commands of a user with one provider. */
export const operations: readonly Operation[] = [...creation, ...updates, ...reading, ...replacement, ...deletion];

// What is measured and how good it has to be.

export type Unit = "requests" | "errors" | "bytes" | "ms" | "seconds" | "ratio" | "count";

export interface Goal {
  /** Name in the table and in the JSON object. */
  readonly key: string;
  readonly unit: Unit;
  /** The largest value that is good enough. Absent: shown only, because it depends on the machine. */
  readonly atMost?: number;
  /** The smallest one, where more is better. */
  readonly atLeast?: number;
  /** Says how the figure is measured. Absent if the key says it. */
  readonly note?: string;
}

export type Figures = Readonly<Record<string, number>>;

/** Requests to the control plane about one resource, by what the engine did to it. */
const callsPerResource = { create: 1, update: 1, delete: 1, refresh: 1, noopPreview: 0, noopUp: 0 };
export type Lifecycle = keyof typeof callsPerResource;

/** Questions that the service makes necessary, where it is at work on each provider for so long. */
export const getsWhileAtWork = 3;
const whileAtWork: Partial<Record<Lifecycle, number>> = {
  create: getsWhileAtWork,
  update: getsWhileAtWork,
  delete: getsWhileAtWork,
};

/** Kinds of bundles whose requests are counted, with the questions that each step needs besides. */
const kindsOfCalls = { apiKey: {}, oauth2Ready: {}, oauth2Creating: whileAtWork } satisfies Record<
  string,
  Partial<Record<Lifecycle, number>>
>;
export type KindOfCalls = keyof typeof kindsOfCalls;

const onStandIns =
  "Both on the stand-in aws plugin and the local control plane, without IAM's quota for inline policies.";

/** Figures behind a ratio of times. */
function detailsOf(key: string): Goal[] {
  const note = "the same ratio of processor time, which depends less on what else the machine does.";
  return [
    { key: `${key}.cpu`, unit: "ratio", note },
    { key: `${key}.packageMs`, unit: "ms" },
    { key: `${key}.handWrittenMs`, unit: "ms" },
  ];
}

/** Numbers of tools whose costs are compared, 100 on each gateway. */
export const sizes = { small: 10, middle: 100, large: 500 };

/** Costs of a stack, in the unit that the name ends with. */
export const costs = ["previewMs", "previewCpuMs", "upMs", "upCpuMs", "stateBytes", "programBytes", "providerBytes"];

/** Figures about the growth of a stack. Times on the clock have no goal, because they depend on the machine. */
function growthOf(program: "package" | "handWritten"): Goal[] {
  return costs.flatMap((cost, index) => {
    const key = `growth.${program}.${cost}`;
    const unit = cost.endsWith("Ms") ? "ms" : "bytes";
    const hasGoal = program === "package" && !["previewMs", "upMs"].includes(cost);
    const slope: Goal = { key: `${key}.slope`, unit: "ratio", ...(hasGoal ? { atMost: 1.25 } : {}) };
    return [
      { key: `${key}.${sizes.middle}`, unit },
      { key: `${key}.perTool`, unit },
      index === 0 && program === "package" ? { ...slope, note: slopeNote } : slope,
    ] satisfies Goal[];
  });
}

const slopeNote = `the cost of a tool from ${sizes.middle} to ${sizes.large}, over that from ${sizes.small} to ${sizes.middle}: about 1 if it grows linearly.`;

export const goals: readonly Goal[] = [
  ...Object.entries(kindsOfCalls).flatMap(([kind, questions]) =>
    Object.entries(callsPerResource).map(([step, calls]): Goal => ({
      key: `calls.${kind}.${step}`,
      unit: "requests",
      atMost: calls + ((questions as Partial<Record<string, number>>)[step] ?? 0),
      ...(step in questions ? { note: `1, and ${getsWhileAtWork} Gets until the service is done.` } : {}),
    })),
  ),
  {
    key: "calls.accountChecksPerRun",
    unit: "requests",
    atMost: 1,
    note: "GetCallerIdentity, once per provider process where an account is expected and not per resource, so it is left out of the calls above; the maximum over all operations.",
  },
  { key: "providerTextBytes", unit: "bytes", atMost: 120 },
  {
    key: "stateRatio",
    unit: "ratio",
    atMost: 1 / 3,
    note: "pulumi stack export of 100 providers: this package / tests/bench/ordinaryDynamicProvider.ts.",
  },
  { key: "stateBytes.package", unit: "bytes" },
  { key: "stateBytes.ordinary", unit: "bytes" },
  {
    key: "noopPreview100OverFloor",
    unit: "ratio",
    atMost: 1.1,
    note: "the median of the ratios of interleaved pairs; tests/bench/noopPreview.ts says what the floor contains.",
  },
  { key: "noopPreview100Ms.package", unit: "ms" },
  { key: "noopPreview100Ms.floor", unit: "ms" },
  {
    key: "noopPreview100OverFloorFromEnv",
    unit: "ratio",
    atMost: 1.1,
    note: "the same with keys from the environment, whose fingerprints are made and compared each time.",
  },
  { key: "noopPreview100MsFromEnv.package", unit: "ms" },
  { key: "noopPreview100MsFromEnv.floor", unit: "ms" },
  {
    key: "handWritten.noopPreview100",
    unit: "ratio",
    atMost: 1.1,
    note: `100 API-key targets by GatewayOutboundAuth / by tests/bench/cost/handWritten.ts, which has @pulumi/aws alone. ${onStandIns} The median of the ratios of interleaved pairs.`,
  },
  ...detailsOf("handWritten.noopPreview100"),
  {
    key: "handWritten.up100",
    unit: "ratio",
    atMost: 1.2,
    note: `the first up of the same programs, without the wait for IAM. ${onStandIns} Simulated: each creation takes 200 ms, in the aws plugin and in the control plane. Not simulated: the service's rate limit, which this package keeps to and the stand-in plugin does not have.`,
  },
  ...detailsOf("handWritten.up100"),
  {
    key: "handWritten.stateBytes100",
    unit: "ratio",
    atMost: 1.3,
    note: "pulumi stack export of the same programs.",
  },
  {
    key: "handWritten.calls100",
    unit: "ratio",
    note: "requests in the first up of the same programs: creations in the aws plugin, and all requests to the control plane. The real aws provider also reads what it has created.",
  },
  { key: "handWritten.calls100.package", unit: "requests" },
  { key: "handWritten.calls100.handWritten", unit: "requests" },
  { key: "handWritten.stateBytes100.package", unit: "bytes" },
  { key: "handWritten.stateBytes100.handWritten", unit: "bytes" },
  {
    key: "propagationWaits",
    unit: "ratio",
    atMost: 1.2,
    note: "up of 40 bundles with a wait of 15 seconds, minus the same without it, over these 15 seconds; median of five pairs.",
  },
  ...growthOf("package"),
  ...growthOf("handWritten"),
  {
    key: "create50UnderRateLimit.ratio",
    unit: "ratio",
    atMost: 1.2,
    note: "from the first of 50 creations to the last, by the control plane's clock, over (50 - burst) / 20 seconds; median of five runs.",
  },
  {
    key: "create50UnderRateLimit.throttlingErrors",
    unit: "errors",
    atMost: 0,
    note: "errors of throttling that pulumi up printed, in all five runs.",
  },
  {
    key: "create50UnderRateLimit.throttledRequests",
    unit: "requests",
    note: "creations that the service put off, of all five runs; the user sees none of it.",
  },
  { key: "create50UnderRateLimit.burst", unit: "requests", note: "how many of them are sent at once." },
  {
    key: "importOverBaseline",
    unit: "ratio",
    atMost: 1.06,
    note: "require() of Pulumi and the package / of @pulumi/pulumi and the parts of @pulumi/aws that it needs; median of interleaved pairs of new processes.",
  },
  { key: "package.tarballBytes", unit: "bytes" },
  { key: "package.unpackedBytes", unit: "bytes" },
  { key: "package.directDependencies", unit: "count" },
  {
    key: "package.dependencies",
    unit: "count",
    note: "packages that npm installs with this one, in the versions of package-lock.json, without the peers.",
  },
  {
    key: "targetsPerRole.apiKey",
    unit: "count",
    atLeast: 100,
    note: "targets in one GatewayOutboundAuth whose own providers have names of 32 characters, at 20 in each policy; the 5th percentile of 200 sets of names; pulumi up deploys as many.",
  },
  {
    key: "targetsPerRole.apiKey.14",
    unit: "count",
    note: "the same with names of 14 characters, at 24 in each policy; pulumi preview accepts as many.",
  },
  {
    key: "targetsPerRole.apiKey.128",
    unit: "count",
    note: "the same with names of 128 characters, the longest, at 12 in each policy.",
  },
  { key: "targetsPerRole.oauth", unit: "count", atLeast: 100 },
  { key: "targetsPerRole.oauth.14", unit: "count" },
  { key: "targetsPerRole.oauth.128", unit: "count" },
  {
    key: "policyDocumentsRewritten",
    unit: "count",
    atMost: 2,
    note: "the most that inserting, renaming or removing a target writes, at the first, middle and last place among 1, 10, 50 and 100.",
  },
  {
    key: "report100.seconds",
    unit: "seconds",
    atMost: 2,
    note: "the command `report` for previews of examples/hundred-targets: the first deployment, and one target more; the median of five runs each, and the slower of both.",
  },
  { key: "report100.characters", unit: "count", atMost: 64_999, note: "the longer Markdown of both." },
  { key: "faultMatrix.cases", unit: "count", atLeast: 660, note: "docs/reviewers/fault-matrix.md lists them." },
  { key: "faultMatrix.orphans", unit: "count", atMost: 0 },
  { key: "faultMatrix.lostSecrets", unit: "count", atMost: 0 },
  { key: "faultMatrix.leaks", unit: "count", atMost: 0 },
  {
    key: "iamProof.combinations",
    unit: "count",
    atLeast: 92,
    note: "of target, credential, grant and secret, each in three partitions, through pulumi up; see tests/iamProof/combinations.",
  },
  { key: "iamProof.invalid", unit: "count", atMost: 0 },
  { key: "iamProof.overGrants", unit: "count", atMost: 0 },
  { key: "iamProof.underGrants", unit: "count", atMost: 0 },
];

const decimals: Record<Unit, number> = { requests: 2, errors: 0, bytes: 0, ms: 1, seconds: 2, ratio: 3, count: 0 };

/** Rounds a figure for the table and the comparison with its goal, so that digits of noise do not count. */
export function rounded(value: number, unit: Unit): number {
  return Number(value.toFixed(decimals[unit]));
}

/** Returns true if a figure reaches its goal; `undefined` without a goal. */
export function isMet({ atMost, atLeast, unit }: Goal, value: number): boolean | undefined {
  if (atMost !== undefined) return rounded(value, unit) <= rounded(atMost, unit);
  return atLeast === undefined ? undefined : rounded(value, unit) >= rounded(atLeast, unit);
}

/** The goals of these figures, in the order of the table. A figure without an entry here is a mistake of ours. */
export function goalsOf(figures: Figures): Goal[] {
  const strangers = Object.keys(figures).filter((key) => !goals.some((goal) => goal.key === key));
  if (strangers.length > 0) throw new Error(`measured, but not in the table of goals: ${strangers.join(", ")}`);
  return goals.filter(({ key }) => key in figures);
}

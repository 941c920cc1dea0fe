import type { Fault, FaultKind, Settings, SlowStates } from "../../provider/local";
import type { ContextOptions } from "../handlers/contextFor";

/** When a call meets it: `before`, nothing is done; `after`, all is done, and only the answer is lost or altered. */
type Moment = "before" | "after";

/** Whether one request meets it, or every one until the process gives up. */
type HowOften = "once" | "always";

/** Something that goes wrong in a run, with one of its calls. */
export interface Incident {
  readonly fault: string;
  readonly moment?: Moment;
  readonly often?: HowOften;
  readonly faults?: (operation: string, secret: string) => Fault[];
  /** What goes wrong from then on. */
  readonly afterwards?: (operation: string) => Fault[];
  /** How the local control plane is set during the run. */
  readonly settings?: Partial<Settings>;
  /** How the run's provider process is set up. */
  readonly process?: ContextOptions;
  /** The run must not go on as if nothing were the matter. */
  readonly endsInError?: true;
  /** What ends while the call is under way. A killed command leaves its provider process behind, which goes on. */
  readonly kills?: "process" | "command";
}

/** More requests than any process sends. */
const always = 1_000;

const both: readonly Moment[] = ["before", "after"];

/** These faults, at these moments, as often as said. */
function incidents(faults: readonly FaultKind[], moments: readonly Moment[], often: HowOften): Incident[] {
  return faults.flatMap((kind) =>
    moments.map((moment) => ({
      fault: kind,
      moment,
      often,
      faults: (operation: string) => [{ operation, kind, moment, times: often === "once" ? 1 : always }],
      // An answer that never comes is waited for longer than any other takes, and no longer.
      ...(kind === "hang" && { process: { requestTimeoutMs: 1_000 } }),
    })),
  );
}

const noAnswer: readonly FaultKind[] = ["reset", "hang", "error500", "error503"];
const unreadable: readonly FaultKind[] = ["truncatedBody", "brokenBody", "emptyBody"];
/** The service says that it did nothing. It is taken at its word. */
const refusals: readonly FaultKind[] = ["throttle", "accessDenied", "conflict"];

/** The answer is lost, and the SDK's own repetition is refused: what was done is not told by the last answer alone. */
export const lostThenRefused = (["throttle", "accessDenied"] as const).map((kind): Incident => ({
  fault: `reset, then ${kind}`,
  moment: "after",
  often: "always",
  faults: (operation) => [{ operation, kind: "reset", moment: "after" }],
  afterwards: (operation) => [{ operation, kind, times: always }],
}));

/** The answer is lost, and so is every one after it. */
export const lostThenNothing: Incident = {
  fault: "reset, then nothing answers",
  moment: "after",
  often: "always",
  faults: (operation) => [{ operation, kind: "reset", moment: "after" }],
  afterwards: () => [{ operation: "*", kind: "error500", times: always }],
};

export const killedProcess = both.map((moment): Incident => ({
  fault: "provider process killed",
  moment,
  often: "once",
  faults: (operation) => [{ operation, kind: "delay", moment }],
  // It is dead before it gives up waiting.
  process: { requestTimeoutMs: 60_000 },
  kills: "process",
}));

const killedCommand: Incident = {
  fault: "pulumi killed, its provider process goes on",
  faults: (operation) => [{ operation, kind: "delay" }],
  kills: "command",
};

const kills: readonly Incident[] = [...killedProcess, killedCommand];

/** What can happen to a call that writes something and is answered with content. */
export const toWrites: readonly Incident[] = [
  ...incidents(["reset"], both, "once"),
  ...incidents(["throttle"], ["before"], "once"),
  ...incidents([...noAnswer, ...unreadable], both, "always"),
  ...incidents(refusals, ["before"], "always"),
  ...lostThenRefused,
  lostThenNothing,
  ...kills,
];

/**
 * What can happen to a call whose success has no content. An empty success where nothing was done is not among it: it
 * cannot be told from one that tells the truth.
 */
export const toSilentWrites: readonly Incident[] = [
  ...incidents(["reset"], both, "once"),
  ...incidents(["throttle", "conflict"], ["before"], "once"),
  ...incidents(noAnswer, both, "always"),
  ...incidents(unreadable, ["after"], "always"),
  ...incidents(refusals, ["before"], "always"),
  ...lostThenRefused,
  lostThenNothing,
  ...kills,
];

/** What can happen to a call that only asks. */
export const toReads: readonly Incident[] = [
  ...incidents(["reset", "error500", "truncatedBody", "brokenBody", "throttle", "accessDenied"], ["before"], "always"),
  ...killedProcess.filter(({ moment }) => moment === "before"),
];

/** An answer without content. Of tags it may be true. */
export const emptyAnswer: readonly Incident[] = incidents(["emptyBody"], ["before"], "always");

/** The service says no. */
export const refused: Incident = incidents(["accessDenied"], ["before"], "always")[0]!;

/** One of each sort, for a call that is like others. */
export const ofEachSort: readonly Incident[] = [
  refused,
  ...incidents(["reset"], ["after"], "always"),
  ...killedProcess.filter(({ moment }) => moment === "after"),
];

/** Those of which anybody is told: who is killed tells nobody that there may be something to put right. */
export const ofEachSortTold: readonly Incident[] = ofEachSort.filter(({ kills: killed }) => killed === undefined);

/** What leaves open, or not, whether a write that is answered with content was done. */
export const leavingDoubt: readonly Incident[] = [
  ...incidents(["reset", "error500"], both, "always"),
  ...incidents(unreadable, ["after"], "always"),
  ...incidents(["throttle"], ["before"], "always"),
  ...lostThenRefused,
  lostThenNothing,
];

/** The call is carried out, and its answer lost. */
export const lost: Incident = incidents(["reset"], ["after"], "once")[0]!;

/** The variable that has the secret is not there, as in pipelines that have no secrets. */
export const variableMissing: Incident = { fault: "the variable is not set", process: { environment: {} } };

/** Nothing. */
export const nothing: Incident = { fault: "nothing" };

/** The service accepts it, and cannot do it in the end. Its reason quotes the secret. */
export const failsInTheEnd: Incident = {
  fault: "failState",
  moment: "after",
  often: "once",
  faults: (operation, secret) => [{ operation, kind: "failState", reason: `${secret} is no secret of this client` }],
};

/** The service is at work on it for longer than anybody waits. */
export const takesTooLong = (change: keyof SlowStates): Incident => ({
  fault: "the service takes more than five minutes",
  settings: { slowStates: { [change]: { calls: 63 } } },
  endsInError: true,
});

/** The name of a provider that was just deleted, which stays taken for so many attempts. */
export const nameStaysTaken: readonly Incident[] = [
  { fault: "the name is still taken", often: "once", settings: { slowDelete: { calls: 3 } } },
  { fault: "the name is still taken", often: "always", settings: { slowDelete: { calls: 8 } } },
];

export const otherAccount = "999999999999";

/** The credentials are somebody else's. */
export const wrongCredentials: Incident = {
  fault: "another account's credentials",
  process: { account: otherAccount },
};

/** And nobody may ask whose they are. */
export const wrongCredentialsUnasked: Incident = {
  fault: "another account's credentials, not to be looked up",
  process: { account: otherAccount, config: { "aws:skipRequestingAccountId": "true" } },
};

/** Everything that can go wrong with a call. */
import type { Fault as InjectedFault, FaultKind, Settings, SlowStates } from "../../provider/local";
import type { ContextOptions } from "../handlers/contextFor";
import type { ProxiedNetwork } from "./network";

/** `before`: the service has done nothing. `after`: it has done everything, and only the response is lost or damaged. */
type Moment = "before" | "after";

/** One request fails, or every request until the process gives up. */
type Frequency = "once" | "always";

export interface Fault {
  readonly title: string;
  readonly moment?: Moment;
  readonly frequency?: Frequency;
  readonly inject?: (operation: string, secret: string) => InjectedFault[];
  /** Faults that follow the first one. */
  readonly injectNext?: (operation: string) => InjectedFault[];
  /** Settings of the local control plane during the run. */
  readonly settings?: Partial<Settings>;
  /** Options of the run's provider process. */
  readonly process?: ContextOptions;
  /** Fault of a network with a proxy, in which all runs of the case are. */
  readonly network?: {
    readonly begin?: (network: ProxiedNetwork) => void;
    /** Called when the service has done what the request asks, before it answers. */
    readonly afterRequest?: (network: ProxiedNetwork) => void;
  };
  /** Set if the run must end with an error. */
  readonly endsInError?: true;
  /** Process that is killed during the call. The provider process of a killed command continues. */
  readonly kills?: "process" | "command";
}

/** More requests than any process sends. */
const always = 1_000;

const both: readonly Moment[] = ["before", "after"];

function faultsOf(kinds: readonly FaultKind[], moments: readonly Moment[], frequency: Frequency): Fault[] {
  return kinds.flatMap((kind) =>
    moments.map((moment) => ({
      title: kind,
      moment,
      frequency,
      inject: (operation: string) => [{ operation, kind, moment, times: frequency === "once" ? 1 : always }],
      // Longer than any response takes.
      ...(kind === "hang" && { process: { requestTimeoutMs: 1_000 } }),
    })),
  );
}

const noAnswer: readonly FaultKind[] = ["reset", "hang", "error500", "error503"];
const unreadable: readonly FaultKind[] = ["truncatedBody", "brokenBody", "emptyBody"];
/** The service says that it did nothing, and the provider believes it. */
const rejections: readonly FaultKind[] = ["throttle", "accessDenied", "conflict"];

/** The response is lost, and the SDK's retry is rejected. The last response does not show what the first request did. */
export const lostThenRejected = (["throttle", "accessDenied"] as const).map((kind): Fault => ({
  title: `reset, then ${kind}`,
  moment: "after",
  frequency: "always",
  inject: (operation) => [{ operation, kind: "reset", moment: "after" }],
  injectNext: (operation) => [{ operation, kind, times: always }],
}));

/** The response is lost, and so is every later one. */
export const lostThenOutage: Fault = {
  title: "reset, then nothing answers",
  moment: "after",
  frequency: "always",
  inject: (operation) => [{ operation, kind: "reset", moment: "after" }],
  injectNext: () => [{ operation: "*", kind: "error500", times: always }],
};

export const killedProcess = both.map((moment): Fault => ({
  title: "provider process killed",
  moment,
  frequency: "once",
  inject: (operation) => [{ operation, kind: "delay", moment }],
  // The process is killed before this timeout.
  process: { requestTimeoutMs: 60_000 },
  kills: "process",
}));

const killedCli: Fault = {
  title: "pulumi killed, its provider process goes on",
  inject: (operation) => [{ operation, kind: "delay" }],
  kills: "command",
};

const kills: readonly Fault[] = [...killedProcess, killedCli];

/** Faults of a write whose response has content. */
export const writeFaults: readonly Fault[] = [
  ...faultsOf(["reset"], both, "once"),
  ...faultsOf(["throttle"], ["before"], "once"),
  ...faultsOf([...noAnswer, ...unreadable], both, "always"),
  ...faultsOf(rejections, ["before"], "always"),
  ...lostThenRejected,
  lostThenOutage,
  ...kills,
];

/** Faults of a deletion. Its response has no content, so an empty response before the deletion looks like success. */
export const deleteFaults: readonly Fault[] = [
  ...faultsOf(["reset"], both, "once"),
  ...faultsOf(["throttle", "conflict"], ["before"], "once"),
  ...faultsOf(noAnswer, both, "always"),
  ...faultsOf(unreadable, ["after"], "always"),
  ...faultsOf(rejections, ["before"], "always"),
  ...lostThenRejected,
  lostThenOutage,
  ...kills,
];

/** Faults of a read. */
export const readFaults: readonly Fault[] = [
  ...faultsOf(["reset", "error500", "truncatedBody", "brokenBody", "throttle", "accessDenied"], ["before"], "always"),
  ...killedProcess.filter(({ moment }) => moment === "before"),
];

/** A response without content. For tags, it may be correct. */
export const emptyBody: readonly Fault[] = faultsOf(["emptyBody"], ["before"], "always");

export const accessDenied: Fault = faultsOf(["accessDenied"], ["before"], "always")[0]!;

/** One fault of each sort, for calls that behave like others. */
export const basicFaults: readonly Fault[] = [
  accessDenied,
  ...faultsOf(["reset"], ["after"], "always"),
  ...killedProcess.filter(({ moment }) => moment === "after"),
];

/** Faults that the user hears of. A killed process cannot report that something may be incomplete. */
export const reportedFaults: readonly Fault[] = basicFaults.filter(({ kills: killed }) => killed === undefined);

/** Faults after which a write may have happened, and some after which it has not. */
export const uncertainWriteFaults: readonly Fault[] = [
  ...faultsOf(["reset", "error500"], both, "always"),
  ...faultsOf(unreadable, ["after"], "always"),
  ...faultsOf(["throttle"], ["before"], "always"),
  ...lostThenRejected,
  lostThenOutage,
];

/** The certificate expires between two calls: the next call cannot connect. */
export const expiredCertificate: Fault = {
  title: "the certificate expires",
  moment: "before",
  frequency: "always",
  network: { begin: (network) => network.expireCertificate() },
  endsInError: true,
};

/** Faults of the network between the provider process and the service. */
export const networkFaults: readonly Fault[] = [
  {
    title: "the proxy drops the connection",
    moment: "before",
    frequency: "always",
    network: { begin: (network) => network.refuseConnections() },
    endsInError: true,
  },
  {
    title: "the proxy drops the connection",
    moment: "after",
    frequency: "once",
    network: { afterRequest: (network) => network.dropConnections() },
  },
  {
    title: "the proxy drops the connection",
    moment: "after",
    frequency: "always",
    network: {
      afterRequest: (network) => {
        network.refuseConnections();
        network.dropConnections();
      },
    },
  },
  {
    title: "the TLS handshake fails",
    moment: "before",
    frequency: "always",
    network: { begin: (network) => network.failHandshakes() },
    endsInError: true,
  },
  expiredCertificate,
];

export const lostResponse: Fault = faultsOf(["reset"], ["after"], "once")[0]!;

/** For example in a pipeline that has no secrets. */
export const variableMissing: Fault = { title: "the variable is not set", process: { environment: {} } };

export const noFault: Fault = { title: "no fault" };

/** The service accepts the change and then fails. Its reason contains the secret. */
export const failedState: Fault = {
  title: "failState",
  moment: "after",
  frequency: "once",
  inject: (operation, secret) => [{ operation, kind: "failState", reason: `${secret} is not a secret of this client` }],
};

export const takesTooLong = (change: keyof SlowStates): Fault => ({
  title: "the service takes more than five minutes",
  settings: { slowStates: { [change]: { calls: 63 } } },
  endsInError: true,
});

/** The name of a deleted provider stays taken for some attempts. */
export const nameStaysTaken: readonly Fault[] = [
  { title: "the name is still taken", frequency: "once", settings: { slowDelete: { calls: 3 } } },
  { title: "the name is still taken", frequency: "always", settings: { slowDelete: { calls: 8 } } },
];

export const otherAccount = "999999999999";

export const otherAccountCredentials: Fault = {
  title: "another account's credentials",
  process: { account: otherAccount },
};

export const uncheckedCredentials: Fault = {
  title: "another account's credentials, not to be looked up",
  process: { account: otherAccount, config: { "aws:skipRequestingAccountId": "true" } },
};

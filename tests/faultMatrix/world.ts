import {
  startLocalControlPlane,
  type Call as LoggedCall,
  type Clock,
  type LocalControlPlane,
  type LocalProvider,
} from "../../provider/local";
import type { ContextOptions } from "../handlers/contextFor";
import { Engine, ProviderProcess } from "./engine";
import { ProxiedNetwork } from "./network";
import { argumentsOf, environmentOf, type Kind, type Program } from "./program";

/** Commands of a user. Each starts a new process. */
export type Command = "up" | "up --replace" | "refresh" | "destroy";

/** A call of the API, without the kind of provider in its name. */
export type Call =
  | "Create"
  | "Get"
  | "Update"
  | "Delete"
  | "TagResource"
  | "UntagResource"
  | "ListTagsForResource"
  | "GetCallerIdentity";

/** A stack with one resource, and the local control plane. */
export class World {
  engine = new Engine();
  /** Providers of other owners. */
  foreignProviders: LocalProvider[] = [];
  /** Called for each request when its outcome is known. */
  onCall: (call: LoggedCall) => void = () => {};

  private constructor(
    readonly kind: Kind,
    readonly local: LocalControlPlane,
    readonly clock: StoppedClock,
    /** If absent, provider processes reach the local control plane directly. */
    readonly network: ProxiedNetwork | undefined,
  ) {}

  static async start(kind: Kind, isProxied = false): Promise<World> {
    const clock = new StoppedClock();
    const relay: { world?: World } = {};
    const onCall = (call: LoggedCall) => relay.world?.onCall(call);
    const local = await startLocalControlPlane({ clock, onCall, slowStates: kind.slowStates });
    const network = isProxied ? await ProxiedNetwork.start(local) : undefined;
    return (relay.world = new World(kind, local, clock, network));
  }

  /** Starts a process with the environment variables of the program. */
  newProcess(program: Program, options: ContextOptions = {}): ProviderProcess {
    const own = { environment: environmentOf(this.kind, program), ...options };
    return new ProviderProcess(this.kind, this.local, this.network?.processOptions(own) ?? own);
  }

  /** Runs a command, by default in a new process. Rejects with the error that the engine would show. */
  run(command: Command, program: Program, process = this.newProcess(program)): Promise<void> {
    const args = argumentsOf(this.kind, program);
    this.clock.advance();
    switch (command) {
      case "up":
        return this.engine.up(process, args);
      case "up --replace":
        return this.engine.up(process, args, { replace: true });
      case "refresh":
        return this.engine.refresh(process);
      case "destroy":
        return this.engine.destroy(process);
    }
  }

  /** Returns the full name of a call for this kind of provider. */
  operation(call: Call): string {
    return call in verbs ? this.kind.stack.operation[verbs[call as keyof typeof verbs]] : call;
  }

  /** Returns the call of a full name. */
  callNamed(operation: string): Call {
    const verb = Object.keys(verbs).find((call) => this.operation(call as Call) === operation);
    return (verb ?? operation) as Call;
  }

  /** Returns the providers that this stack created. */
  async ownProviders(): Promise<LocalProvider[]> {
    const providers = await this.local.providers();
    return providers.filter(({ arn }) => !this.foreignProviders.some((foreign) => foreign.arn === arn));
  }
}

const verbs = { Create: "create", Get: "get", Update: "update", Delete: "delete" } as const;

/**
 * A clock of the local control plane that advances between runs, as time does between a user's runs. Its delays do not end
 * before `resume`, so that a killed process gets no answer.
 */
export class StoppedClock implements Clock {
  readonly now = () => Date.now() + this.later;
  /** Resolves when a request is delayed. */
  readonly reached: Promise<void>;
  private reach: () => void = () => {};
  private release: () => void = () => {};
  private readonly released: Promise<void>;
  private later = 0;

  constructor() {
    this.reached = new Promise((resolve) => (this.reach = resolve));
    this.released = new Promise((resolve) => (this.release = resolve));
  }

  sleep(): Promise<void> {
    this.reach();
    return this.released;
  }

  /** Advances by ten seconds. A whole case stays below the five minutes at which the SDK corrects its clock. */
  advance(): void {
    this.later += 10_000;
  }

  /** Ends all delays. */
  resume(): void {
    this.release();
  }
}

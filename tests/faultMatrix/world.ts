import {
  startLocalControlPlane,
  type Call as LoggedCall,
  type LocalControlPlane,
  type LocalProvider,
} from "../../provider/local";
import type { ContextOptions } from "../handlers/contextFor";
import { Engine } from "./engine";
import type { Kind } from "./kinds";
import { argumentsOf, environmentOf, type Program } from "./program";
import { ProviderProcess, StoppedClock } from "./providerProcess";

/** What a user does. Each is a process of its own. */
export type Command = "up" | "up --replace" | "refresh" | "destroy";

/** A call of the API; the kind of provider completes its name. */
export type Call =
  | "Create"
  | "Get"
  | "Update"
  | "Delete"
  | "TagResource"
  | "UntagResource"
  | "ListTagsForResource"
  | "GetCallerIdentity";

/** A stack with one resource, and a service that has nothing else to do. */
export class World {
  engine = new Engine();
  /** What is in the service and not ours. */
  strangers: LocalProvider[] = [];
  /** Called for each request when its outcome is known. */
  onCall: (call: LoggedCall) => void = () => {};

  private constructor(
    readonly kind: Kind,
    readonly local: LocalControlPlane,
    readonly clock: StoppedClock,
  ) {}

  static async start(kind: Kind): Promise<World> {
    const clock = new StoppedClock();
    const relay: { world?: World } = {};
    const onCall = (call: LoggedCall) => relay.world?.onCall(call);
    const local = await startLocalControlPlane({ clock, onCall, slowStates: kind.slowStates });
    return (relay.world = new World(kind, local, clock));
  }

  /** A process in the environment that the program needs. */
  newProcess(program: Program, options: ContextOptions = {}): ProviderProcess {
    return new ProviderProcess(this.kind, this.local, { environment: environmentOf(this.kind, program), ...options });
  }

  /** One command, by default in a new process. Rejects with what the engine would show. */
  run(command: Command, program: Program, process = this.newProcess(program)): Promise<void> {
    const args = argumentsOf(this.kind, program);
    this.clock.moveOn();
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

  /** What the API calls a call about this kind of provider. */
  operation(call: Call): string {
    return call in verbs ? this.kind.stack.operation[verbs[call as keyof typeof verbs]] : call;
  }

  /** The same the other way round. */
  callNamed(operation: string): Call {
    const verb = Object.keys(verbs).find((call) => this.operation(call as Call) === operation);
    return (verb ?? operation) as Call;
  }

  /** The providers that are not strangers. */
  async ours(): Promise<LocalProvider[]> {
    const providers = await this.local.providers();
    return providers.filter(({ arn }) => !this.strangers.some((stranger) => stranger.arn === arn));
  }
}

const verbs = { Create: "create", Get: "get", Update: "update", Delete: "delete" } as const;

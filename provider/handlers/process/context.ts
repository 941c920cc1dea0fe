import { connectionSettings } from "../../controlplane/connection";
import type { Connection, ConnectionSettings, ReadConfig } from "../../controlplane/connection";
import { endpointOverride, overrideProblem } from "../../controlplane/endpoint";
import { serviceCache } from "../../controlplane/service";
import type { Service, ServiceOptions } from "../../controlplane/service";
import { systemWait, untilCancelled } from "../../controlplane/cancellation";
import type { InterruptibleWait, Wait } from "../../controlplane/cancellation";
import type { Problem } from "../../rules/core/problem";
import { Incarnations } from "./incarnations";
import { ManagedPolicyRegistry } from "./managedPolicyRegistry";
import { ProviderNames } from "./nameRegistry";

/** What handlers share within one provider process: configuration, connections, what is known to be alive. */
export class Context {
  readonly managedPolicies = new ManagedPolicyRegistry();
  readonly incarnations = new Incarnations();
  readonly providerNames = new ProviderNames();
  /** Waits, until the run is cancelled: handlers and connections alike. */
  readonly wait: Wait;
  private readonly services: (settings: ConnectionSettings) => Service;
  private readonly noted = new Set<string>();

  constructor(
    private readonly readConfig: ReadConfig,
    private readonly options: ServiceOptions,
    /** Where a remark for the user goes; the engine shows what a provider process prints. */
    private readonly say: (remark: string) => void,
    /** Tests pass one that does not. */
    wait: InterruptibleWait = systemWait,
  ) {
    this.wait = untilCancelled(wait, options.cancelled ?? new AbortController().signal);
    this.services = serviceCache({ ...options, wait: this.wait });
  }

  /** What can be said about a connection without using it. */
  judge(connection: Connection | undefined): { region: string | undefined; problems: Problem[] } {
    const { settings, problems } = connectionSettings(connection, this.readConfig, this.options.environment);
    const override = endpointOverride(settings, this.options.environment);
    if (override === undefined) return { region: settings.region, problems };
    const problem = overrideProblem(override, this.options.environment);
    if (problem !== undefined)
      return { region: settings.region, problems: [...problems, { path: "connection", reason: problem }] };
    this.sayOnce(`AgentCore credential providers go to ${override.url} (${override.setting}), not to AWS.`);
    return { region: settings.region, problems };
  }

  /** The connection for a call. `region` is where the object is, which outlives a changed configuration. */
  service(connection: Connection | undefined, region: string | undefined): Service {
    const { settings, problems } = connectionSettings(connection, this.readConfig, this.options.environment);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(problem.reason);
    return this.services({ ...settings, region: region ?? settings.region });
  }

  /** A variable of the environment that pulumi runs in; an empty one, as pipelines have it for a missing secret, is none. */
  environmentVariable(name: string): string | undefined {
    // What every object has, under a name like "constructor", is no variable.
    const value: unknown = this.options.environment[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** A setting of the stack configuration, `namespace:key`. */
  configured(key: string): string | undefined {
    return this.readConfig(key);
  }

  /** Tags that the stack configuration puts on everything (`aws:defaultTags`). */
  defaultTags(): Record<string, string> {
    const tags = this.parsed<{ tags?: Record<string, unknown> }>("aws:defaultTags")?.tags ?? {};
    // Pulumi's command line writes digits as a number and "true" as a boolean.
    return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
  }

  /** Whether the stack configuration (`aws:ignoreTags`) says to leave a tag alone. */
  ignoresTag(key: string): boolean {
    const { keys = [], keyPrefixes = [] } =
      this.parsed<{ keys?: string[]; keyPrefixes?: string[] }>("aws:ignoreTags") ?? {};
    return keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix));
  }

  private parsed<T>(key: string): T | undefined {
    const text = this.readConfig(key);
    if (text === undefined || text === "") return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Error(`the stack configuration ${key} is not valid JSON.`);
    }
  }

  /** A remark for the user, however many resources give occasion to it. */
  sayOnce(remark: string): void {
    if (this.noted.has(remark)) return;
    this.noted.add(remark);
    this.say(remark);
  }
}

import { systemSleep, untilCancelled } from "../../controlplane/attempts";
import type { InterruptibleSleep, Sleep } from "../../controlplane/attempts";
import { connectionSettings } from "../../controlplane/connection";
import type { Connection, ConnectionSettings, ReadConfig } from "../../controlplane/connection";
import { endpointOverride, overrideProblem } from "../../controlplane/endpoint";
import { serviceCache } from "../../controlplane/service";
import type { Service, ServiceOptions } from "../../controlplane/service";
import type { Problem } from "../../rules/core/problem";
import { containsUnknown, unknownValue } from "../../rules/core/values";
import { Incarnations, ManagedPolicyRegistry, NameRegistry } from "./registries";

/** State that handlers of one provider process share: configuration, connections, known providers. */
export class Context {
  readonly managedPolicies = new ManagedPolicyRegistry();
  readonly incarnations = new Incarnations();
  readonly names = new NameRegistry();
  /** Sleeps until the run is cancelled. Handlers and connections use it for every wait. */
  readonly sleep: Sleep;
  private readonly services: (settings: ConnectionSettings) => Service;
  private readonly warned = new Set<string>();

  constructor(
    /** Reads a setting of the stack configuration, `namespace:key`. */
    readonly config: ReadConfig,
    private readonly options: ServiceOptions,
    /** Shows a message to the user; the engine shows what a provider process prints. */
    private readonly warn: (message: string) => void,
    sleep: InterruptibleSleep = systemSleep,
  ) {
    this.sleep = untilCancelled(sleep, options.cancelled ?? new AbortController().signal);
    this.services = serviceCache({ ...options, sleep: this.sleep });
  }

  /** Returns the Region of a connection without using the network; unknown if an unknown value decides it. */
  async resolveRegion(
    connection: Connection | undefined,
  ): Promise<{ region: string | undefined; problems: readonly Problem[] }> {
    if (Object.is(connection, unknownValue)) return { region: unknownValue, problems: [] };
    const { settings, problems } = connectionSettings(connection, this.config, this.options.environment);
    const all = [...problems, ...this.endpointProblems(settings)];
    if (settings.region !== undefined || all.length > 0) return { region: settings.region, problems: all };
    // An unknown profile may contain the Region.
    if (containsUnknown(connection)) return { region: unknownValue, problems: [] };
    try {
      return { region: await this.service(connection, undefined).region(), problems: [] };
    } catch {
      const reason =
        "no Region. Write connection: { region }, set aws:region in the stack configuration, or AWS_REGION in the environment.";
      return { region: undefined, problems: [{ path: "connection", reason }] };
    }
  }

  private endpointProblems(settings: ConnectionSettings): Problem[] {
    const override = endpointOverride(settings, this.options.environment);
    if (override === undefined) return [];
    const reason = overrideProblem(override, this.options.environment);
    if (reason !== undefined) return [{ path: "connection", reason }];
    this.warnOnce(`AgentCore credential providers go to ${override.url} (${override.setting}), not to AWS.`);
    return [];
  }

  /** Returns the connection for a call. `region` is where the object is, even if the configuration has changed since. */
  service(connection: Connection | undefined, region: string | undefined): Service {
    const { settings, problems } = connectionSettings(connection, this.config, this.options.environment);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(problem.reason);
    return this.services({ ...settings, region: region ?? settings.region });
  }

  /** Returns a variable of the environment. An empty one counts as missing: pipelines set it so for a missing secret. */
  environmentVariable(name: string): string | undefined {
    // Inherited members, such as "constructor", are not strings.
    const value: unknown = this.options.environment[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** Returns the tags that the stack configuration adds to every resource (`aws:defaultTags`). */
  defaultTags(): Record<string, string> {
    const { tags = {} } = this.jsonConfig<{ tags?: Record<string, unknown> }>("aws:defaultTags");
    // The Pulumi CLI writes digits as a number and "true" as a boolean.
    return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
  }

  /** Checks if the stack configuration (`aws:ignoreTags`) excludes a tag. */
  ignoresTag(key: string): boolean {
    const { keys = [], keyPrefixes = [] } = this.jsonConfig<{ keys?: string[]; keyPrefixes?: string[] }>(
      "aws:ignoreTags",
    );
    return keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix));
  }

  private jsonConfig<T extends object>(key: string): Partial<T> {
    const text = this.config(key);
    if (text === undefined || text === "") return {};
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Error(`the stack configuration ${key} is not valid JSON.`);
    }
  }

  /** Shows a message once, however many resources cause it. */
  warnOnce(message: string): void {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.warn(message);
  }
}

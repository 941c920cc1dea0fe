import { accountProblems, identityWarning } from "../../controlplane/accounts";
import { systemSleep, untilCancelled } from "../../controlplane/attempts";
import type { InterruptibleSleep, Sleep } from "../../controlplane/attempts";
import { connectionSettings } from "../../controlplane/connection";
import type { Connection, ConnectionSettings } from "../../controlplane/connection";
import {
  endpointOverrides,
  overrideProblem,
  trustedHostProblems,
  trustedHosts,
  trustedHostsVariable,
} from "../../controlplane/trustedHosts";
import { caBundleProblems } from "../../controlplane/network/network";
import type { NetworkSettings } from "../../controlplane/network/network";
import { serviceCache } from "../../controlplane/service";
import type { Service, ServiceOptions } from "../../controlplane/service";
import { structuredSettings } from "../../controlplane/stackConfiguration";
import type { ReadConfig } from "../../controlplane/stackConfiguration";
import { region as regionRule } from "../../rules/core/limits";
import { textProblems } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";
import { containsUnknown, unknownValue } from "../../rules/core/values";
import { Incarnations, ManagedPolicyRegistry, NameRegistry } from "./registries";

/** State that handlers of one provider process share: configuration, connections, known providers. */
export class Context {
  readonly managedPolicies = new ManagedPolicyRegistry();
  readonly incarnations = new Incarnations();
  readonly names = new NameRegistry();
  /** Pulumi skips the policies of a group, and so its targets, because one of its providers failed. */
  skipsPoliciesOfGroup = false;
  /** Sleeps until the run is cancelled. Handlers and connections use it for every wait. */
  readonly sleep: Sleep;
  private readonly services: (settings: ConnectionSettings) => Service;
  /** Problems of files with certificate authorities, which every resource would read again. */
  private readonly caBundles = new Map<string, readonly Problem[]>();
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
      const found = await this.service(connection, undefined).region();
      return { region: found, problems: textProblems("the Region of the profile", found, regionRule) };
    } catch {
      const reason =
        "no Region. Write connection: { region }, set aws:region in the stack configuration, or AWS_REGION in the environment.";
      return { region: undefined, problems: [{ path: "connection", reason }] };
    }
  }

  private endpointProblems(settings: ConnectionSettings): Problem[] {
    const { environment } = this.options;
    const overrides = endpointOverrides(settings.endpoints, environment);
    const reasons = overrides.map((override) => overrideProblem(override, environment));
    const problems = [...new Set(reasons)].flatMap((reason) =>
      reason === undefined ? [] : [{ path: "connection", reason }],
    );
    problems.push(...trustedHostProblems(environment), ...this.caBundleProblems(settings.network));
    if (problems.length > 0) return problems;
    const controlPlane = overrides.find(({ service }) => service === "controlPlane");
    if (controlPlane !== undefined) {
      const { origin } = new URL(controlPlane.url);
      this.warnOnce(`AgentCore credential providers go to ${origin} (${controlPlane.setting}), not to AWS.`);
    }
    const trusted = trustedHosts(environment);
    if (trusted.length > 0)
      this.warnOnce(`${trustedHostsVariable} is set: secrets may be sent to ${trusted.join(", ")}, outside AWS.`);
    return [];
  }

  private caBundleProblems(network: NetworkSettings): readonly Problem[] {
    const path = network.caBundle?.value ?? "";
    const problems = this.caBundles.get(path) ?? caBundleProblems(network);
    this.caBundles.set(path, problems);
    return problems;
  }

  /**
   * Checks the account of a provider without a call. Warns if the stack configuration chooses the identity and the secret
   * comes from the environment.
   */
  accountProblems(
    connection: Connection | undefined,
    accountId: unknown,
    secret: { readonly isFromEnvironment: boolean },
  ): Problem[] {
    const { environment } = this.options;
    const { settings, identity } = connectionSettings(connection, this.config, environment);
    const warning = secret.isFromEnvironment ? identityWarning(identity, environment, accountId) : undefined;
    if (warning !== undefined) this.warnOnce(warning);
    return accountProblems(settings, identity, environment, accountId);
  }

  /** Returns the connection for a call. `region` is where the object is, even if the configuration has changed since. */
  service(connection: Connection | undefined, region: string | undefined): Service {
    const { settings, problems } = connectionSettings(connection, this.config, this.options.environment);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(`${problem.path}: ${problem.reason}`);
    return this.services({ ...settings, region: region ?? settings.region });
  }

  /** Returns a variable of the environment. An empty one counts as missing: pipelines set it so for a missing secret. */
  environmentVariable(name: string): string | undefined {
    // Inherited members, such as "constructor", are not strings.
    const value: unknown = this.options.environment[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** Returns the tags that the stack configuration adds to every resource (`aws:defaultTags`). */
  defaultTags(): Readonly<Record<string, string>> {
    return structuredSettings(this.config).settings.defaultTags.tags ?? {};
  }

  /** Checks if the stack configuration (`aws:ignoreTags`) excludes a tag. */
  ignoresTag(key: string): boolean {
    const { keys = [], keyPrefixes = [] } = structuredSettings(this.config).settings.ignoreTags;
    return keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix));
  }

  /** Shows a message once, however many resources cause it. */
  warnOnce(message: string): void {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.warn(message);
  }
}

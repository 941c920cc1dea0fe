import { isMistakenFor } from "../../rules/providers/credentialProvider";

/** Default quota of providers of each kind in an account and Region. Source: AgentCore Developer Guide, "Quotas". */
const quota = 50;

/** Result of registering a name. */
interface Registration {
  /** Another resource of the program has the same name. */
  readonly isTaken: boolean;
  /** A registered name whose managed secret matches a policy for this name's secret, or the reverse. */
  readonly confusedWith: string | undefined;
  /** The quota, for the first name that exceeds it. */
  readonly exceededQuota: number | undefined;
}

/** Names of the credential providers that this process has checked. */
export class NameRegistry {
  private readonly scopes = new Map<string, Map<string, string>>();

  /** Registers the name of a resource. `scope` is where names must be unique: kind, account and Region. */
  register(scope: string, name: string, resource: string): Registration {
    const names = this.scopes.get(scope) ?? new Map<string, string>();
    this.scopes.set(scope, names);
    const owner = names.get(name);
    if (owner === undefined) names.set(name, resource);
    return {
      isTaken: owner !== undefined && owner !== resource,
      confusedWith: [...names.keys()].find((other) => isMistakenFor(name, other)),
      exceededQuota: owner === undefined && names.size === quota + 1 ? quota : undefined,
    };
  }
}

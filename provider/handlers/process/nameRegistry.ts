import { isMistakenFor } from "../../rules/providers/credentialProvider";

/** Providers of each kind that an account has in a Region without asking for more. Source: AgentCore Developer Guide, "Quotas". */
const quota = 50;

/** What is to be said of a name. */
export interface NameFinding {
  /** Another resource of the program has the very name. */
  readonly isTaken: boolean;
  /** A name of the program whose managed secret could be mistaken for this one's. */
  readonly mistakenFor?: string;
  /** Said once, with the first name that is one too many. */
  readonly passesQuota?: number;
}

/** The names of the credential providers of a program, as far as this process has met them. */
export class ProviderNames {
  private readonly places = new Map<string, Map<string, string>>();

  /** Notes whose a name is. `place` is where names have to be different: kind, account and Region. */
  add(place: string, name: string, resource: string): NameFinding {
    const names = this.places.get(place) ?? new Map<string, string>();
    this.places.set(place, names);
    const isTaken = (names.get(name) ?? resource) !== resource;
    const isNew = !names.has(name);
    if (isNew) names.set(name, resource);
    const mistakenFor = [...names.keys()].find((other) => isMistakenFor(name, other));
    return {
      isTaken,
      ...(mistakenFor === undefined ? {} : { mistakenFor }),
      ...(isNew && names.size === quota + 1 ? { passesQuota: quota } : {}),
    };
  }
}

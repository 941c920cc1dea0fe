import type { Clock } from "../clock.js";
import type { Settings } from "../settings.js";
import { Vault } from "./vault.js";
import type { AnyRecord, Place } from "./vault.js";

/** The vaults of all accounts and Regions; each exists as soon as it is asked for. */
export class Vaults {
  private readonly vaults = new Map<string, Vault>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  of({ account, region, partition }: Place): Vault {
    const id = `${account}/${region}`;
    const known = this.vaults.get(id) ?? new Vault({ account, region, partition }, this.clock, this.settings);
    this.vaults.set(id, known);
    return known;
  }

  all(): Vault[] {
    return [...this.vaults.values()];
  }

  /** The provider with this ARN and the vault it lies in, whatever the account and Region. */
  find(arn: string): { vault: Vault; record: AnyRecord } | undefined {
    for (const vault of this.vaults.values()) {
      const record = vault.byArn(arn);
      if (record) return { vault, record };
    }
    return undefined;
  }
}

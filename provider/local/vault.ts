import type { Clock } from "./clock.js";
import { fieldRule, notFound, quotaExceeded, validation } from "./errors.js";
import { kinds } from "./kinds.js";
import type { Kind } from "./kinds.js";
import { managedSecretArn } from "./secrets.js";
import type { Secret } from "./secrets.js";
import type { Settings } from "./settings.js";

/** A credential provider as it is kept. Times are milliseconds since 1970. */
export interface ProviderRecord {
  kind: Kind;
  name: string;
  arn: string;
  secret: Secret;
  tags: Record<string, string>;
  createdTime: number;
  lastUpdatedTime: number;
  /** 1 when created, one more with each update of the provider itself. */
  version: number;
  /** 1 when created, one more whenever the secret's value or place changes. */
  secretVersion: number;
}

export interface KmsConfiguration {
  keyType: "CustomerManagedKey" | "ServiceManagedKey";
  kmsKeyArn?: string;
}

interface Place {
  account: string;
  region: string;
  partition: string;
}

const tagsPerResource = 50;

/** The token vault of one account and Region: its providers of every kind, and its key. */
export class Vault {
  private readonly records = new Map<string, ProviderRecord>();
  private readonly deleted = new Map<string, { refusals: number; until: number }>();
  private key: KmsConfiguration = { keyType: "ServiceManagedKey" };
  private keyTime: number;

  constructor(
    readonly place: Place,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.keyTime = clock.now();
  }

  create(kind: Kind, name: string, secret: Secret, tags: Record<string, string> = {}): ProviderRecord {
    const id = idOf(kind, name);
    // The service answers ValidationException, not ConflictException, for a taken name.
    if (this.records.has(id) || this.isStillTaken(id)) {
      throw validation(`Credential provider with name: ${name} already exists`);
    }
    if (this.list(kind).length >= this.settings.quota) {
      throw quotaExceeded(`The quota of ${this.settings.quota} ${kinds[kind].label} credential providers is reached.`);
    }
    refuseReservedKeys(Object.keys(tags), "tags");
    return this.put(kind, name, secret, tags);
  }

  /** What somebody else does who deletes a provider and makes one of the same name: nothing of the old one is left. */
  recreate({ kind, name }: ProviderRecord, secretValue: string, tags: Record<string, string> = {}): void {
    refuseReservedKeys(Object.keys(tags), "tags");
    this.put(kind, name, this.newManagedSecret(kind, name, secretValue), tags);
  }

  get(kind: Kind, name: string): ProviderRecord {
    const record = this.records.get(idOf(kind, name));
    if (!record) throw notFound(`Credential provider with name: ${name} not found`);
    return record;
  }

  byArn(arn: string): ProviderRecord | undefined {
    return this.all().find((record) => record.arn === arn);
  }

  replaceSecret(record: ProviderRecord, secret: Secret): void {
    record.secret = secret;
    record.lastUpdatedTime = this.clock.now();
    record.version += 1;
    record.secretVersion += 1;
  }

  remove(kind: Kind, name: string): void {
    const id = idOf(kind, this.get(kind, name).name);
    this.records.delete(id);
    const { calls = 0, milliseconds = 0 } = this.settings.slowDelete;
    if (calls > 0 || milliseconds > 0) {
      this.deleted.set(id, { refusals: calls, until: this.clock.now() + milliseconds });
    }
  }

  /** The providers of one kind, by name, so that a page's token stays good while others come and go. */
  list(kind: Kind): ProviderRecord[] {
    return this.all()
      .filter((record) => record.kind === kind)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  all(): ProviderRecord[] {
    return [...this.records.values()];
  }

  tag(record: ProviderRecord, tags: Record<string, string>): void {
    refuseReservedKeys(Object.keys(tags), "tags");
    const merged = { ...record.tags, ...tags };
    if (Object.keys(merged).length > tagsPerResource) {
      throw quotaExceeded(`A resource can have at most ${tagsPerResource} tags.`);
    }
    record.tags = merged;
  }

  untag(record: ProviderRecord, keys: string[]): void {
    refuseReservedKeys(keys, "tagKeys");
    record.tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !keys.includes(key)));
  }

  newManagedSecret(kind: Kind, name: string, value: string): Secret {
    return { source: "MANAGED", arn: managedSecretArn(this.place, kind, name, this.settings.secretArnForm), value };
  }

  get kms(): { configuration: KmsConfiguration; modified: number } {
    return { configuration: this.key, modified: this.keyTime };
  }

  setKms(configuration: KmsConfiguration): void {
    this.key = configuration;
    this.keyTime = this.clock.now();
  }

  private put(kind: Kind, name: string, secret: Secret, tags: Record<string, string>): ProviderRecord {
    const now = this.clock.now();
    const { partition, region, account } = this.place;
    const arn = `arn:${partition}:bedrock-agentcore:${region}:${account}:token-vault/default/${kinds[kind].arnSegment}/${name}`;
    const record = { kind, name, arn, secret, tags: { ...tags }, createdTime: now, lastUpdatedTime: now };
    const created: ProviderRecord = { ...record, version: 1, secretVersion: 1 };
    this.records.set(idOf(kind, name), created);
    return created;
  }

  private isStillTaken(id: string): boolean {
    const grave = this.deleted.get(id);
    if (!grave) return false;
    if (grave.refusals > 0) {
      grave.refusals -= 1;
      return true;
    }
    if (this.clock.now() < grave.until) return true;
    this.deleted.delete(id);
    return false;
  }
}

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
  find(arn: string): { vault: Vault; record: ProviderRecord } | undefined {
    for (const vault of this.vaults.values()) {
      const record = vault.byArn(arn);
      if (record) return { vault, record };
    }
    return undefined;
  }
}

const idOf = (kind: Kind, name: string) => `${kind}/${name}`;

function refuseReservedKeys(keys: string[], member: string): void {
  if (keys.some((key) => key.toLowerCase().startsWith("aws:"))) {
    throw fieldRule(member, "Tag keys that begin with aws: are reserved for AWS use.");
  }
}

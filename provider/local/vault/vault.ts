import { randomUUID } from "node:crypto";
import { refusal } from "../model/refusals";
import { externalSecretArn, kinds, managedSecretArn, sameSecret } from "./records";
import type { AnyRecord, AwsScope, Contents, Kind, ProviderRecord, Secret } from "./records";
import type { Settings } from "./settings";
import { assertAllowed, Delay, statesOf } from "./states";
import type { Change, Clock } from "./states";

/** Returns the reason if a change that has started must fail. It is called after all checks have passed. */
export type Failure = () => string | undefined;

export interface KmsConfiguration {
  readonly keyType: "CustomerManagedKey" | "ServiceManagedKey";
  readonly kmsKeyArn?: string;
}

/** A vault as JSON. */
export interface VaultSnapshot {
  readonly scope: AwsScope;
  readonly kms: Vault["kms"];
  readonly records: readonly ProviderRecord<Kind>[];
}

const tagsPerResource = 50;

/** The token vault of one account and Region, with its providers and its key. */
export class Vault {
  private readonly records = new Map<string, ProviderRecord<Kind>>();
  private readonly takenNames = new Map<string, Delay>();
  /** The vault's key, and the time of its last change. */
  kms: { readonly configuration: KmsConfiguration; readonly modified: number };

  constructor(
    readonly scope: AwsScope,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.kms = { configuration: { keyType: "ServiceManagedKey" }, modified: clock.now() };
  }

  create<K extends Kind>(
    kind: K,
    name: string,
    content: Contents[K],
    tags: Record<string, string>,
    failure: Failure,
  ): ProviderRecord<K> {
    // For a taken name, the service returns ValidationException, not ConflictException.
    if (this.find(kind, name) || this.isStillTaken(idOf({ kind, name }))) throw refusal("nameTaken", { name });
    const { quota } = this.settings;
    if (this.list(kind).length >= quota)
      throw refusal("tooManyProviders", { quota: String(quota), label: kinds[kind].label });
    const record = this.put(kind, name, content, tags);
    this.begin(record, "creating", failure, () => {});
    return record;
  }

  /** Replaces a provider as another tool does that deletes it and creates one with the same name. */
  recreate<K extends Kind>(
    { kind, name }: ProviderRecord<K>,
    content: Contents[K],
    tags: Record<string, string> = {},
    millisecondsLater = 0,
  ): void {
    const record = this.put(kind, name, content, tags);
    record.createdTime += millisecondsLater;
    record.lastUpdatedTime += millisecondsLater;
  }

  get<K extends Kind>(kind: K, name: string): ProviderRecord<K> {
    const record = this.find(kind, name);
    if (!record) throw refusal("providerMissing", { name });
    return record;
  }

  /** Counts a Get call that returned the provider's status. */
  countRead(record: ProviderRecord<Kind>): void {
    record.change?.delay.countCall(this.clock.now());
  }

  byArn(arn: string): AnyRecord | undefined {
    return this.all().find((record) => record.arn === arn);
  }

  /** Replaces the content of a provider when the update ends. A failed update changes nothing. */
  update<K extends Kind>(record: ProviderRecord<K>, content: Contents[K], failure: Failure): void {
    assertAllowed(record, "updating");
    this.touch(record);
    this.begin(record, "updating", failure, () => replaceContent(record, content));
  }

  /** Replaces the content of a provider immediately, as another tool does. */
  overwrite<K extends Kind>(record: ProviderRecord<K>, content: Contents[K], millisecondsLater = 0): void {
    this.touch(record, millisecondsLater);
    replaceContent(record, content);
  }

  remove(kind: Kind, name: string, failure: Failure): void {
    const record = this.get(kind, name);
    assertAllowed(record, "deleting");
    this.begin(record, "deleting", failure, (at) => this.drop(record, at));
  }

  /** Deletes the provider immediately, in every status. */
  drop(record: ProviderRecord<Kind>, at = this.clock.now()): void {
    const id = idOf(record);
    this.records.delete(id);
    this.takenNames.set(id, new Delay(this.settings.slowDelete, at));
  }

  /** Returns the providers of one kind, sorted by name so that the token of a page stays valid. */
  list<K extends Kind>(kind: K): ProviderRecord<K>[] {
    return this.all()
      .filter((record): record is AnyRecord & ProviderRecord<K> => record.kind === kind)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  all(): AnyRecord[] {
    this.finishDue();
    return [...this.records.values()] as AnyRecord[];
  }

  tag(record: ProviderRecord<Kind>, tags: Record<string, string>): void {
    const merged = { ...record.tags, ...tags };
    if (Object.keys(merged).length > tagsPerResource) throw refusal("tooManyTags");
    record.tags = merged;
  }

  untag(record: ProviderRecord<Kind>, keys: string[]): void {
    record.tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !keys.includes(key)));
  }

  /** Returns a secret that the service stores. A new value keeps the ARN. */
  managedSecret(kind: Kind, name: string, value: string, current?: Secret): Secret {
    if (current?.source === "MANAGED") return { ...current, value };
    return { source: "MANAGED", arn: managedSecretArn(this.scope, kind, name, this.settings.secretArnForm), value };
  }

  /** Returns a secret that the user stores in Secrets Manager. */
  externalSecret({ secretId, jsonKey }: { secretId: string; jsonKey: string }): Secret {
    return { source: "EXTERNAL", arn: externalSecretArn(this.scope, secretId), jsonKey };
  }

  /** Returns what a later process needs to continue, without the values of secrets and without changes in progress. */
  snapshot(): VaultSnapshot {
    const records = this.all().map(({ change: _change, ...record }) => {
      const { secret } = record.content;
      if (secret?.source !== "MANAGED") return record;
      return { ...record, content: { ...record.content, secret: { ...secret, value: "" } } };
    });
    return { scope: this.scope, kms: this.kms, records };
  }

  restore({ kms, records }: VaultSnapshot): void {
    this.kms = kms;
    for (const record of records) this.records.set(idOf(record), record);
  }

  setKms(configuration: KmsConfiguration): void {
    this.kms = { configuration, modified: this.clock.now() };
  }

  /** The time of a change is never before the time of an earlier change. */
  private touch(record: ProviderRecord<Kind>, millisecondsLater = 0): void {
    record.lastUpdatedTime = Math.max(record.lastUpdatedTime, this.clock.now() + millisecondsLater);
  }

  private find<K extends Kind>(kind: K, name: string): ProviderRecord<K> | undefined {
    this.finishDue();
    return this.records.get(idOf({ kind, name })) as ProviderRecord<K> | undefined;
  }

  private put<K extends Kind>(
    kind: K,
    name: string,
    content: Contents[K],
    tags: Record<string, string>,
  ): ProviderRecord<K> {
    const now = this.clock.now();
    const { partition, region, account } = this.scope;
    const record: ProviderRecord<K> = {
      kind,
      name,
      arn: `arn:${partition}:bedrock-agentcore:${region}:${account}:token-vault/default/${kinds[kind].arnSegment}/${name}`,
      content,
      callbackUrl:
        kind === "oauth2"
          ? `https://bedrock-agentcore.${region}.amazonaws.com/identities/oauth2/callback/${randomUUID()}`
          : undefined,
      tags: { ...tags },
      status: "READY",
      createdTime: now,
      lastUpdatedTime: now,
      version: 1,
      secretVersion: 1,
    };
    this.records.set(idOf(record), record);
    return record;
  }

  private begin(record: ProviderRecord<Kind>, change: Change, failure: Failure, succeed: (at: number) => void): void {
    const { during, failed } = statesOf[change];
    const { hasStates } = kinds[record.kind];
    const slowness = hasStates ? this.settings.slowStates[change] : undefined;
    const failureReason = hasStates ? failure() : undefined;
    record.status = during;
    record.failureReason = undefined;
    const finish = (at: number) => {
      record.status = failureReason === undefined ? "READY" : failed;
      record.failureReason = failureReason;
      if (failureReason === undefined) succeed(at);
    };
    record.change = { delay: new Delay(slowness ?? {}, this.clock.now()), finish };
    this.finishDue();
  }

  /** Completes the changes whose time is over. */
  private finishDue(): void {
    for (const record of [...this.records.values()]) {
      const { delay, finish } = record.change ?? {};
      const end = delay?.endedAt(this.clock.now());
      if (end === undefined) continue;
      record.change = undefined;
      finish?.(end);
    }
  }

  private isStillTaken(id: string): boolean {
    const delay = this.takenNames.get(id);
    const now = this.clock.now();
    if (!delay || delay.endedAt(now) !== undefined) return false;
    delay.countCall(now);
    return true;
  }
}

/** The vaults of all accounts and Regions. Each is created on first use. */
export class Vaults {
  private readonly vaults = new Map<string, Vault>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  of({ account, region, partition }: AwsScope): Vault {
    const id = `${account}/${region}`;
    const vault = this.vaults.get(id) ?? new Vault({ account, region, partition }, this.clock, this.settings);
    this.vaults.set(id, vault);
    return vault;
  }

  all(): Vault[] {
    return [...this.vaults.values()];
  }

  /** Returns the provider with this ARN and its vault, in any account and Region. */
  find(arn: string): { vault: Vault; record: AnyRecord } | undefined {
    for (const vault of this.vaults.values()) {
      const record = vault.byArn(arn);
      if (record) return { vault, record };
    }
    return undefined;
  }
}

const idOf = ({ kind, name }: { kind: Kind; name: string }) => `${kind}/${name}`;

function replaceContent<K extends Kind>(record: ProviderRecord<K>, content: Contents[K]): void {
  if (!sameSecret(record.content.secret, content.secret)) record.secretVersion += 1;
  record.version += 1;
  record.content = content;
}

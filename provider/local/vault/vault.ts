import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.js";
import { fieldRule, notFound, quotaExceeded, validation } from "../errors.js";
import { kinds } from "./kinds.js";
import type { Kind } from "./kinds.js";
import { externalSecretArn, managedSecretArn, sameSecret } from "./secrets.js";
import type { Secret } from "./secrets.js";
import type { Settings } from "../settings.js";
import { ChangesUnderWay, checkAllows, statesOf } from "./states.js";
import type { Change, Status } from "./states.js";
import type { ConfigMember } from "./vendors.js";
import { Wait } from "./wait.js";

/** What a create request brings and an update replaces as a whole. */
export interface Contents {
  apiKey: { secret: Secret };
  oauth2: {
    /** Absent where the client authenticates with a signed token. */
    secret?: Secret;
    vendor: string;
    config: ProviderConfig;
  };
}

/** A provider's configuration as it is answered: one member of the union, without any secret. */
export type ProviderConfig = { [M in ConfigMember]?: { clientId?: string } };

/** A credential provider as it is kept. Times are milliseconds since 1970. */
export interface ProviderRecord<K extends Kind> {
  kind: K;
  name: string;
  arn: string;
  content: Contents[K];
  /** Of an OAuth2 provider. Stays the same as long as the provider lives. */
  callbackUrl?: string;
  tags: Record<string, string>;
  status: Status;
  failureReason?: string;
  createdTime: number;
  lastUpdatedTime: number;
  /** 1 when created, one more with each update of the provider itself. */
  version: number;
  /** 1 when created, one more whenever the secret's value or place changes. */
  secretVersion: number;
}

export type AnyRecord = ProviderRecord<"apiKey"> | ProviderRecord<"oauth2">;

/** Why what has just begun fails in the end, if it does. Asked when nothing can refuse it any more. */
export type Failure = () => string | undefined;

export interface KmsConfiguration {
  keyType: "CustomerManagedKey" | "ServiceManagedKey";
  kmsKeyArn?: string;
}

/** Where a vault lies. */
export interface Place {
  account: string;
  region: string;
  partition: string;
}

const tagsPerResource = 50;
const succeeds: Failure = () => undefined;

/** The token vault of one account and Region: its providers of every kind, and its key. */
export class Vault {
  private readonly records = new Map<string, AnyRecord>();
  private readonly underWay = new ChangesUnderWay();
  private readonly takenNames = new Map<string, Wait>();
  private key: KmsConfiguration = { keyType: "ServiceManagedKey" };
  private keyTime: number;

  constructor(
    readonly place: Place,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.keyTime = clock.now();
  }

  create<K extends Kind>(
    kind: K,
    name: string,
    content: Contents[K],
    tags: Record<string, string> = {},
    failure = succeeds,
  ): ProviderRecord<K> {
    // The service answers ValidationException, not ConflictException, for a taken name.
    if (this.find(kind, name) || this.isStillTaken(idOf({ kind, name }))) {
      throw validation(`Credential provider with name: ${name} already exists`);
    }
    if (this.list(kind).length >= this.settings.quota) {
      throw quotaExceeded(`The quota of ${this.settings.quota} ${kinds[kind].label} credential providers is reached.`);
    }
    refuseReservedKeys(Object.keys(tags), "tags");
    const record = this.put(kind, name, content, tags);
    this.begin(record, "creating", failure(), () => {});
    return record;
  }

  /** What somebody else does who deletes a provider and makes one of the same name: nothing of the old one is left. */
  recreate<K extends Kind>(
    { kind, name }: ProviderRecord<K>,
    content: Contents[K],
    tags: Record<string, string> = {},
    millisecondsLater = 0,
  ): void {
    refuseReservedKeys(Object.keys(tags), "tags");
    this.underWay.abandon(idOf({ kind, name }));
    const record = this.put(kind, name, content, tags);
    record.createdTime += millisecondsLater;
    record.lastUpdatedTime += millisecondsLater;
  }

  get<K extends Kind>(kind: K, name: string): ProviderRecord<K> {
    const record = this.find(kind, name);
    if (!record) throw notFound(`Credential provider with name: ${name} not found`);
    return record;
  }

  /** Somebody was told how far the provider is. */
  countRead(record: ProviderRecord<Kind>): void {
    this.underWay.count(idOf(record), this.clock.now());
  }

  byArn(arn: string): AnyRecord | undefined {
    return this.all().find((record) => record.arn === arn);
  }

  /**
   * Replaces a provider's content: at the end of the update if that takes its time, and not at all if it fails. Which
   * of the two is in use meanwhile is not documented.
   */
  update<K extends Kind>(record: ProviderRecord<K>, content: Contents[K], failure = succeeds): void {
    checkAllows(record, "updating");
    this.touch(record);
    this.begin(record, "updating", failure(), () => replaceContent(record, content));
  }

  /** The same behind the back of the owner: at once, whatever the provider's state. */
  overwrite<K extends Kind>(record: ProviderRecord<K>, content: Contents[K], millisecondsLater = 0): void {
    this.touch(record, millisecondsLater);
    replaceContent(record, content);
  }

  remove(kind: Kind, name: string, failure = succeeds): void {
    const record = this.get(kind, name);
    checkAllows(record, "deleting");
    this.begin(record, "deleting", failure(), (at) => this.drop(record, at));
  }

  /** The provider is gone, whatever its state. */
  drop(record: ProviderRecord<Kind>, at = this.clock.now()): void {
    const id = idOf(record);
    this.underWay.abandon(id);
    this.records.delete(id);
    const wait = new Wait(this.settings.slowDelete, at);
    if (wait.endedAt(this.clock.now()) === undefined) this.takenNames.set(id, wait);
  }

  /** The providers of one kind, by name, so that a page's token stays good while others come and go. */
  list<K extends Kind>(kind: K): ProviderRecord<K>[] {
    return this.all()
      .filter((record): record is AnyRecord & ProviderRecord<K> => record.kind === kind)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  all(): AnyRecord[] {
    this.underWay.finishOver(this.clock.now());
    return [...this.records.values()];
  }

  tag(record: ProviderRecord<Kind>, tags: Record<string, string>): void {
    refuseReservedKeys(Object.keys(tags), "tags");
    const merged = { ...record.tags, ...tags };
    if (Object.keys(merged).length > tagsPerResource) {
      throw quotaExceeded(`A resource can have at most ${tagsPerResource} tags.`);
    }
    record.tags = merged;
  }

  untag(record: ProviderRecord<Kind>, keys: string[]): void {
    refuseReservedKeys(keys, "tagKeys");
    record.tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !keys.includes(key)));
  }

  /** A secret that the service keeps. It keeps its ARN when only its value changes. */
  managedSecret(kind: Kind, name: string, value: string, current?: Secret): Secret {
    if (current?.source === "MANAGED") return { ...current, value };
    return { source: "MANAGED", arn: managedSecretArn(this.place, kind, name, this.settings.secretArnForm), value };
  }

  /** The user's own secret. */
  externalSecret({ secretId, jsonKey }: { secretId: string; jsonKey: string }): Secret {
    return { source: "EXTERNAL", arn: externalSecretArn(this.place, secretId), jsonKey };
  }

  get kms(): { configuration: KmsConfiguration; modified: number } {
    return { configuration: this.key, modified: this.keyTime };
  }

  setKms(configuration: KmsConfiguration): void {
    this.key = configuration;
    this.keyTime = this.clock.now();
  }

  /** A change never seems older than what was there before it. */
  private touch(record: ProviderRecord<Kind>, millisecondsLater = 0): void {
    record.lastUpdatedTime = Math.max(record.lastUpdatedTime, this.clock.now() + millisecondsLater);
  }

  private find<K extends Kind>(kind: K, name: string): ProviderRecord<K> | undefined {
    this.underWay.finishOver(this.clock.now());
    return this.records.get(idOf({ kind, name })) as ProviderRecord<K> | undefined;
  }

  private put<K extends Kind>(
    kind: K,
    name: string,
    content: Contents[K],
    tags: Record<string, string>,
  ): ProviderRecord<K> {
    const now = this.clock.now();
    const { partition, region, account } = this.place;
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
    this.records.set(idOf(record), record as unknown as AnyRecord);
    return record;
  }

  private begin(
    record: ProviderRecord<Kind>,
    change: Change,
    failureReason: string | undefined,
    succeed: (at: number) => void,
  ): void {
    const { during, failed } = statesOf[change];
    const slowness = kinds[record.kind].hasStates ? this.settings.slowStates[change] : undefined;
    record.status = during;
    record.failureReason = undefined;
    this.underWay.start(idOf(record), new Wait(slowness ?? {}, this.clock.now()), (at) => {
      record.status = failureReason === undefined ? "READY" : failed;
      record.failureReason = failureReason;
      if (failureReason === undefined) succeed(at);
    });
    this.underWay.finishOver(this.clock.now());
  }

  private isStillTaken(id: string): boolean {
    const wait = this.takenNames.get(id);
    if (!wait) return false;
    const now = this.clock.now();
    if (wait.endedAt(now) !== undefined) {
      this.takenNames.delete(id);
      return false;
    }
    wait.count(now);
    return true;
  }
}

const idOf = ({ kind, name }: { kind: Kind; name: string }) => `${kind}/${name}`;

function replaceContent<K extends Kind>(record: ProviderRecord<K>, content: Contents[K]): void {
  if (!sameSecret(record.content.secret, content.secret)) record.secretVersion += 1;
  record.version += 1;
  record.content = content;
}

function refuseReservedKeys(keys: string[], member: string): void {
  if (keys.some((key) => key.toLowerCase().startsWith("aws:"))) {
    throw fieldRule(member, "Tag keys that begin with aws: are reserved for AWS use.");
  }
}

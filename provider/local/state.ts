import { CallLog } from "./callLog.js";
import type { Call } from "./callLog.js";
import { Callers } from "./http/caller.js";
import type { Clock } from "./clock.js";
import type { Controls, LiveSecret, LocalProvider } from "./localControlPlane.js";
import { applyDrift } from "./vault/drift.js";
import { Faults } from "./faults.js";
import { kinds } from "./vault/kinds.js";
import { RateLimit } from "./http/rateLimit.js";
import { checkedSettings, defaultSettings } from "./settings.js";
import type { Settings } from "./settings.js";
import type { AnyRecord, ProviderRecord, Vault } from "./vault/vault.js";
import { Vaults } from "./vault/vaults.js";
import { vendors } from "./vault/vendors.js";

/** Everything that a running local control plane remembers, and the controls that act on it. */
export class State {
  readonly settings: Settings;
  readonly faults = new Faults();
  readonly log: CallLog;
  readonly callers: Callers;
  readonly vaults: Vaults;
  readonly rateLimit: RateLimit;

  constructor(
    readonly clock: Clock,
    account: string,
    settings: Partial<Settings>,
    onCall?: (call: Call) => void,
  ) {
    this.settings = { ...defaultSettings, ...checkedSettings(settings) };
    this.log = new CallLog(onCall);
    this.callers = new Callers(clock, account);
    this.vaults = new Vaults(clock, this.settings);
    this.rateLimit = new RateLimit(clock);
  }

  // Asynchronous although nothing waits, so that a server of this process and one of another can be used alike.
  readonly controls: Controls = {
    calls: inPromise(() => this.log.all()),
    clearCalls: inPromise(() => this.log.clear()),
    addFault: inPromise((fault) => this.faults.add(fault)),
    clearFaults: inPromise(() => this.faults.clear()),
    providers: inPromise(() => this.vaults.all().flatMap((vault) => vault.all().map((one) => publicView(vault, one)))),
    secretOf: inPromise((arn: string) => this.secretOf(arn)),
    drift: inPromise((drift) => applyDrift(this.vaults, drift)),
    set: inPromise((changes) => void Object.assign(this.settings, checkedSettings(changes))),
  };

  private secretOf(arn: string): LiveSecret {
    const found = this.vaults.find(arn);
    if (!found) throw new RangeError(`There is no provider ${arn}`);
    const { kind, content } = found.record;
    return content.secret?.source === "MANAGED" ? { [kinds[kind].secretMember]: content.secret.value } : {};
  }
}

function publicView({ place }: Vault, record: AnyRecord): LocalProvider {
  const { kind, name, arn, tags, createdTime, lastUpdatedTime, content, version, secretVersion } = record;
  return {
    kind,
    name,
    arn,
    account: place.account,
    region: place.region,
    tags: { ...tags },
    createdTime: createdTime / 1000,
    lastUpdatedTime: lastUpdatedTime / 1000,
    ...(content.secret && { secretSource: content.secret.source, secretArn: content.secret.arn }),
    version,
    secretVersion,
    ...(record.kind === "oauth2" && oauth2View(record)),
  };
}

function oauth2View({ content, status, failureReason, callbackUrl }: ProviderRecord<"oauth2">): Partial<LocalProvider> {
  const { vendor, config } = content;
  const { clientId } = config[vendors[vendor]!.member]!;
  const view = { vendor, status, failureReason, clientId, config: structuredClone(config), callbackUrl };
  // Absent rather than undefined, so that a server of this process and one of another answer alike.
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}

/** The function with its result, or what it throws, in a promise. */
function inPromise<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => Promise<R> {
  // eslint-disable-next-line @typescript-eslint/require-await -- what `run` throws becomes a rejection
  return async (...args) => run(...args);
}

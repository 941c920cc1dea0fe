import { kinds } from "../vault/kinds";
import { applyDrift } from "../vault/drift";
import type { Clock } from "../vault/clock";
import { checkedSettings, defaultSettings } from "../vault/settings";
import type { Settings } from "../vault/settings";
import { Vaults } from "../vault/vault";
import type { AnyRecord, ProviderRecord, Vault } from "../vault/vault";
import { vendorNamed } from "../vault/vendors";
import { Callers } from "../operations/callers";
import { CallLog } from "./callLog";
import type { Call } from "./callLog";
import type { Controls, LiveSecret, LocalProvider } from "./controls";
import { Faults } from "./faults";
import { RateLimit } from "./rateLimit";

/** The state of a running local control plane, and the controls that read and change it. */
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

  // The controls are asynchronous because those of a server in another process must be.
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

function publicView({ scope }: Vault, record: AnyRecord): LocalProvider {
  const { kind, name, arn, tags, createdTime, lastUpdatedTime, content, version, secretVersion } = record;
  return {
    kind,
    name,
    arn,
    account: scope.account,
    region: scope.region,
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
  const clientId = config[vendorNamed(vendor).member]?.clientId;
  const view = { vendor, status, failureReason, clientId, config: structuredClone(config), callbackUrl };
  // JSON from another process has no undefined members either.
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}

/** Makes a function asynchronous. */
function inPromise<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => Promise<R> {
  // eslint-disable-next-line @typescript-eslint/require-await -- an exception of `run` becomes a rejection
  return async (...args) => run(...args);
}

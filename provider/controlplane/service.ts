import { assertAccountAllowed } from "./accounts";
import { assertNotCancelled, RateLimit, systemSleep, trackAttempts, untilCancelled, withRetries } from "./attempts";
import type { Attempts, Sleep } from "./attempts";
import { assertAllSent, connect, connectToSts } from "./client";
import type { ClientOptions, ControlPlaneClient } from "./client";
import type { ConnectionSettings } from "./connection";
import type { Call } from "./errors";

export type Operation =
  | "CreateApiKeyCredentialProvider"
  | "GetApiKeyCredentialProvider"
  | "UpdateApiKeyCredentialProvider"
  | "DeleteApiKeyCredentialProvider"
  | "CreateOauth2CredentialProvider"
  | "GetOauth2CredentialProvider"
  | "UpdateOauth2CredentialProvider"
  | "DeleteOauth2CredentialProvider"
  | "ListApiKeyCredentialProviders"
  | "ListOauth2CredentialProviders"
  | "TagResource"
  | "UntagResource"
  | "ListTagsForResource"
  | "GetTokenVault";

/** Settings of a service that do not depend on the connection. */
export interface ServiceOptions extends ClientOptions {
  /** Aborted when the process must exit: sleeps end, and nothing more is sent. */
  readonly cancelled?: AbortSignal;
  /** Every wait between attempts uses this. Default: the system's, until `cancelled`. */
  readonly sleep?: Sleep;
  /** Fails after the SDK's own attempts, which take seconds, instead of waiting for up to five minutes. @default false */
  readonly failsFast?: boolean;
  /** Milliseconds of the clock that the rate limit uses. */
  readonly now?: () => number;
}

/** An answer of the service, and its time by the service's clock. */
export interface Answered<Answer> {
  readonly answer: Answer;
  /** ISO 8601, in whole seconds. Absent if the answer has no time. */
  readonly answeredTime?: string;
}

/** The identity that the credentials belong to. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

const identityCall: Call = { operation: "GetCallerIdentity", subject: "the credentials in use", secrets: [] };

/** A connection to the control plane of one account and Region. All resources of a process share it. */
export class Service {
  /** Origin that calls to the control plane go to. Known after the first one. */
  endpoint: string | undefined;
  private readonly cancelled: AbortSignal;
  private readonly sleep: Sleep;
  /** Absent if failed calls are not repeated. */
  private readonly retrySleep: Sleep | undefined;
  private readonly rateLimit: RateLimit;
  private readonly connected: Promise<ControlPlaneClient>;
  private account: Promise<string> | undefined;

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly options: ServiceOptions,
  ) {
    this.cancelled = options.cancelled ?? new AbortController().signal;
    this.sleep = options.sleep ?? untilCancelled(systemSleep, this.cancelled);
    this.retrySleep = options.failsFast ? undefined : this.sleep;
    this.rateLimit = new RateLimit(options.now ?? (() => performance.now()), this.sleep);
    this.connected = connect(settings, options);
    // The first call reports the error. Without this listener, Node.js would exit before that.
    this.connected.catch(() => undefined);
  }

  /** Sends a call, with retries. Throws a {@link ServiceError} and nothing else. */
  async send<Answer>(call: Call & { readonly operation: Operation }, input: object): Promise<Answered<Answer>> {
    return withRetries(call, this.retrySleep, async (attempts) => {
      const { client, sdk } = await this.connected;
      type Command = Parameters<typeof client.send>[0];
      const Command = sdk[`${call.operation}Command`] as new (input: never) => Command;
      const command = new Command(input as never);
      if (/^(Create|Update)/.test(call.operation)) command.middlewareStack.use(assertAllSent(call));
      const before = (origin: string) => {
        this.endpoint = origin;
        return this.takeTurn(call.operation);
      };
      command.middlewareStack.use(trackAttempts(attempts, before));
      const answer = (await client.send(command)) as Answer;
      return { answer, ...(attempts.answeredTime === undefined ? {} : { answeredTime: attempts.answeredTime }) };
    });
  }

  async region(): Promise<string> {
    const { client } = await this.connected;
    return client.config.region();
  }

  /**
   * Checks that the credentials belong to the expected account and to one that the operator and the stack configuration
   * allow. Costs one GetCallerIdentity per process at most, and none if the credentials name their account.
   */
  async assertAccount(expected: string | undefined): Promise<void> {
    const lookUp = () => (this.account ??= this.lookUpAccount());
    await assertAccountAllowed(this.settings, this.options.environment, expected, lookUp);
  }

  /** Returns the identity that the credentials belong to. */
  caller(): Promise<Caller> {
    return withRetries(identityCall, this.retrySleep, (attempts) => this.askForCaller(attempts));
  }

  /** Resolves when the next attempt of this operation may be sent. */
  private async takeTurn(operation: string): Promise<void> {
    await this.rateLimit.take(operation);
    assertNotCancelled(this.cancelled);
  }

  private async lookUpAccount(): Promise<string> {
    try {
      return await withRetries(identityCall, this.retrySleep, (attempts) => this.callerAccount(attempts));
    } catch (error) {
      this.account = undefined;
      throw error;
    }
  }

  private async callerAccount(attempts: Attempts): Promise<string> {
    const { client } = await this.connected;
    const { accountId } = await client.config.credentials();
    return accountId ?? (await this.askForCaller(attempts)).accountId;
  }

  private async askForCaller(attempts: Attempts): Promise<Caller> {
    const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const sts = await connectToSts(await this.connected, this.settings, this.options);
    const command = new GetCallerIdentityCommand({});
    command.middlewareStack.use(trackAttempts(attempts, () => this.takeTurn("GetCallerIdentity")));
    const { Account, Arn = "" } = await sts.send(command);
    if (Account === undefined) throw new Error("no account in the answer");
    return { accountId: Account, arn: Arn };
  }
}

/** Creates each connection once, however many resources share it. */
export function serviceCache(options: ServiceOptions): (settings: ConnectionSettings) => Service {
  const services = new Map<string, Service>();
  return (settings) => {
    const key = JSON.stringify(settings);
    const service = services.get(key) ?? new Service(settings, options);
    services.set(key, service);
    return service;
  };
}

import { trackAttempts } from "./attemptMiddleware";
import type { Attempts } from "./attemptMiddleware";
import { connect, connectToSts } from "./client";
import type { Connected } from "./client";
import type { ConnectionSettings } from "./connection";
import { inWords, ServiceError } from "./errors";
import type { Call } from "./errors";
import { withRetries } from "./retry";
import { RateLimit } from "./rateLimit";
import { assertAllKnown } from "./unknownMembers";
import { assertNotCancelled, systemWait, untilCancelled } from "./cancellation";
import type { Wait } from "./cancellation";

/** The operations that handlers call. */
export type Operation =
  | "CreateApiKeyCredentialProvider"
  | "GetApiKeyCredentialProvider"
  | "UpdateApiKeyCredentialProvider"
  | "DeleteApiKeyCredentialProvider"
  | "CreateOauth2CredentialProvider"
  | "GetOauth2CredentialProvider"
  | "UpdateOauth2CredentialProvider"
  | "DeleteOauth2CredentialProvider"
  | "TagResource"
  | "UntagResource"
  | "ListTagsForResource"
  | "GetTokenVault";

/** What tests may set; everything else follows from the connection. */
export interface ServiceOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long one attempt may wait for an answer. Default 30,000 milliseconds. */
  readonly requestTimeoutMs?: number;
  /** Attempts per call, the SDK's own retries included. Default 4. */
  readonly maxAttempts?: number;
  /** Raised when the process is told to end: waits end, and nothing more is sent. */
  readonly cancelled?: AbortSignal;
  /** All waits between attempts go through this one. Default: the real one, until `cancelled`. */
  readonly wait?: Wait;
  /** Milliseconds of the clock by which requests are spread. */
  readonly now?: () => number;
}

/** What the service said, and when, by its own clock. */
export interface Answered<Answer> {
  readonly answer: Answer;
  /** ISO 8601, to the second. Absent where the answer has no time. */
  readonly answeredTime?: string;
}

/** One connection to the control plane: one account, one Region. Made once per process, shared by all resources. */
export class Service {
  private readonly settings: ConnectionSettings;
  private readonly options: ServiceOptions;
  private readonly cancelled: AbortSignal;
  private readonly wait: Wait;
  private readonly rateLimit: RateLimit;
  private readonly connected: Promise<Connected>;
  private account: Promise<string> | undefined;

  constructor(settings: ConnectionSettings, options: ServiceOptions) {
    this.settings = settings;
    this.options = options;
    this.cancelled = options.cancelled ?? new AbortController().signal;
    this.wait = options.wait ?? untilCancelled(systemWait, this.cancelled);
    this.rateLimit = new RateLimit(options.now ?? (() => performance.now()), this.wait);
    this.connected = connect(settings, options);
    // Whoever calls first gets the reason; without a listener Node would end the process before that.
    this.connected.catch(() => undefined);
  }

  /** Sends one call, as often as it takes. Throws a {@link ServiceError} and nothing else. */
  async send<Answer>(call: Call & { readonly operation: Operation }, input: object): Promise<Answered<Answer>> {
    return withRetries(call, this.wait, async (attempts) => {
      const { client, sdk } = await this.connected;
      await assertAllKnown(call, input);
      const Command = sdk[`${call.operation}Command`] as unknown as new (
        input: object,
      ) => Parameters<typeof client.send>[0];
      const command = new Command(input);
      command.middlewareStack.use(trackAttempts(attempts, () => this.turn(call.operation)));
      const answer = (await client.send(command)) as Answer;
      return { answer, ...(attempts.answeredTime === undefined ? {} : { answeredTime: attempts.answeredTime }) };
    });
  }

  /** The Region that calls go to. */
  async region(): Promise<string> {
    try {
      const { client } = await this.connected;
      return await client.config.region();
    } catch (error) {
      throw inWords(error, { operation: "Connection", subject: "the credential provider", secrets: [] });
    }
  }

  /**
   * Refuses to go on in another account than the expected one, or in one that the stack configuration forbids. Costs one
   * GetCallerIdentity per process at most, and none where the credentials say whose they are.
   */
  async assertAccount(expected: string | undefined): Promise<void> {
    const { allowedAccountIds, forbiddenAccountIds, skipRequestingAccountId } = this.settings;
    const restricted = allowedAccountIds.length > 0 || forbiddenAccountIds.length > 0;
    if (skipRequestingAccountId && restricted) {
      throw new ServiceError(
        "refused",
        "aws:skipRequestingAccountId forbids to look up the account that aws:allowedAccountIds or aws:forbiddenAccountIds asks for. Nothing was done. Remove one of the two.",
      );
    }
    if (skipRequestingAccountId || (expected === undefined && !restricted)) return;
    this.account ??= this.lookUpAccount();
    const accountId = await this.account;
    if (expected !== undefined && accountId !== expected) {
      throw new ServiceError(
        "refused",
        `the credentials belong to account ${accountId}, but this provider belongs to account ${expected}. Nothing was done. Choose credentials of ${expected}: with connection: { profile } or { assumeRole }, aws:profile, or the environment.`,
      );
    }
    if (
      (allowedAccountIds.length > 0 && !allowedAccountIds.includes(accountId)) ||
      forbiddenAccountIds.includes(accountId)
    ) {
      throw new ServiceError(
        "refused",
        `the credentials belong to account ${accountId}, which the stack configuration (aws:allowedAccountIds, aws:forbiddenAccountIds) does not allow. Nothing was done.`,
      );
    }
  }

  /** Comes when another attempt of this operation may be sent. */
  private async turn(operation: string): Promise<void> {
    await this.rateLimit.take(operation);
    assertNotCancelled(this.cancelled);
  }

  private async lookUpAccount(): Promise<string> {
    const call: Call = { operation: "GetCallerIdentity", subject: "the credentials in use", secrets: [] };
    try {
      return await withRetries(call, this.wait, (attempts) => this.callersAccount(attempts));
    } catch (error) {
      this.account = undefined;
      throw error;
    }
  }

  private async callersAccount(attempts: Attempts): Promise<string> {
    const connected = await this.connected;
    const { accountId } = await connected.client.config.credentials();
    if (accountId !== undefined) return accountId;
    const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const sts = await connectToSts(connected, this.settings, this.options);
    const command = new GetCallerIdentityCommand({});
    command.middlewareStack.use(trackAttempts(attempts, () => this.turn("GetCallerIdentity")));
    const { Account } = await sts.send(command);
    if (Account === undefined) throw new Error("no account in the answer");
    return Account;
  }
}

/** Makes each connection once, however many resources share it. */
export function serviceCache(options: ServiceOptions): (settings: ConnectionSettings) => Service {
  const services = new Map<string, Service>();
  return (settings) => {
    const key = JSON.stringify(settings);
    const existing = services.get(key);
    if (existing !== undefined) return existing;
    const made = new Service(settings, options);
    services.set(key, made);
    return made;
  };
}

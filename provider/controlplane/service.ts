import type {
  BedrockAgentCoreControlClient,
  BedrockAgentCoreControlClientConfig,
} from "@aws-sdk/client-bedrock-agentcore-control";
import type { AwsCredentialIdentityProvider, Pluggable } from "@aws-sdk/types";
import { version } from "../version";
import type { ConnectionSettings } from "./connection";
import { endpointProblem } from "./endpoint";
import { inWords, ServiceError } from "./errors";
import type { Call } from "./errors";

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
  | "ListTagsForResource";

/** What tests may set; everything else follows from the connection. */
export interface ServiceOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long one attempt may wait for an answer. Default 30,000 milliseconds. */
  readonly requestTimeoutMs?: number;
  /** Attempts per call, the SDK's own retries included. Default 4. */
  readonly maxAttempts?: number;
}

/** One connection to the control plane: one account, one Region. Made once per process, shared by all resources. */
export class Service {
  private readonly settings: ConnectionSettings;
  private readonly options: ServiceOptions;
  private readonly connected: Promise<{ client: BedrockAgentCoreControlClient; sdk: Sdk }>;
  private account: Promise<string> | undefined;

  constructor(settings: ConnectionSettings, options: ServiceOptions) {
    this.settings = settings;
    this.options = options;
    this.connected = this.connect();
    // Whoever calls first gets the reason; without a listener Node would end the process before that.
    this.connected.catch(() => undefined);
  }

  /** Sends one call. Throws a {@link ServiceError} and nothing else. */
  async send<Answer>(call: Call & { readonly operation: Operation }, input: object): Promise<Answer> {
    try {
      const { client, sdk } = await this.connected;
      const Command = sdk[`${call.operation}Command`] as unknown as new (
        input: object,
      ) => Parameters<typeof client.send>[0];
      return (await client.send(new Command(input))) as Answer;
    } catch (error) {
      throw inWords(error, call);
    }
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

  private async connect(): Promise<{ client: BedrockAgentCoreControlClient; sdk: Sdk }> {
    // Loaded here, in the provider process and only when a call is made: programs and no-op previews do without.
    const sdk = await import("@aws-sdk/client-bedrock-agentcore-control");
    const client = new sdk.BedrockAgentCoreControlClient({
      ...(await this.clientConfig()),
      endpoint: this.settings.endpoints.controlPlane,
    });
    client.middlewareStack.use(this.endpointGuard());
    return { client, sdk };
  }

  private async clientConfig(): Promise<BedrockAgentCoreControlClientConfig> {
    const { region, source, useDualstackEndpoint, useFipsEndpoint } = this.settings;
    return {
      // An explicit undefined would hide what the SDK finds by itself.
      ...(region === undefined ? {} : { region }),
      ...(source.from === "profile" ? { profile: source.profile } : {}),
      ...(useFipsEndpoint ? { useFipsEndpoint } : {}),
      ...(useDualstackEndpoint ? { useDualstackEndpoint } : {}),
      credentials: await this.credentials(),
      maxAttempts: this.options.maxAttempts ?? 4,
      requestHandler: {
        connectionTimeout: 10_000,
        requestTimeout: this.options.requestTimeoutMs ?? 30_000,
        throwOnRequestTimeout: true,
      },
      customUserAgent: [["pulumi-agentcore-outbound-auth", version]],
    };
  }

  private async credentials(): Promise<AwsCredentialIdentityProvider | undefined> {
    const { source, assumeRoles, region, endpoints } = this.settings;
    const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    const clientPlugins = [this.endpointGuard()];
    const clientConfig = {
      ...(region === undefined ? {} : { region }),
      ...(endpoints.sts === undefined ? {} : { endpoint: endpoints.sts }),
    };
    const base =
      source.from === "keys"
        ? () => Promise.resolve({ ...source })
        : source.from === "profile"
          ? fromIni({ profile: source.profile, clientConfig, clientPlugins })
          : fromNodeProviderChain({ clientConfig, clientPlugins });
    return assumeRoles.reduce<AwsCredentialIdentityProvider>(
      (masterCredentials, role) =>
        fromTemporaryCredentials({
          masterCredentials,
          clientConfig,
          clientPlugins,
          params: {
            RoleArn: role.roleArn,
            RoleSessionName: role.sessionName ?? "pulumi-agentcore-outbound-auth",
            ExternalId: role.externalId,
            DurationSeconds: role.durationSeconds,
          },
        }),
      base,
    );
  }

  private async lookUpAccount(): Promise<string> {
    const call: Call = { operation: "GetCallerIdentity", subject: "the credentials in use", secrets: [] };
    try {
      const { client } = await this.connected;
      const { accountId } = await client.config.credentials();
      if (accountId !== undefined) return accountId;
      const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
      const endpoint = this.settings.endpoints.sts;
      const sts = new STSClient({
        ...(await this.clientConfig()),
        // The same provider, or a role would be assumed once more for this question.
        credentials: client.config.credentials,
        ...(endpoint === undefined ? {} : { endpoint }),
      } as object);
      sts.middlewareStack.use(this.endpointGuard());
      const { Account } = await sts.send(new GetCallerIdentityCommand({}));
      if (Account === undefined) throw new Error("no account in the answer");
      return Account;
    } catch (error) {
      this.account = undefined;
      throw inWords(error, call);
    }
  }

  /** Looks at where a request is about to go, whatever setting, environment variable or profile chose it. */
  private endpointGuard<Input extends object, Output extends object>(): Pluggable<Input, Output> {
    return {
      applyToStack: (stack) => {
        stack.add(
          (next) => (args) => {
            const { protocol, hostname, port } = args.request as { protocol: string; hostname: string; port?: number };
            const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`);
            const problem = endpointProblem(url, this.options.environment);
            if (problem !== undefined) throw new ServiceError("refused", `No request was sent: ${problem}`);
            return next(args);
          },
          { step: "build", name: "agentcoreEndpointGuard" },
        );
      },
    };
  }
}

type Sdk = typeof import("@aws-sdk/client-bedrock-agentcore-control");

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

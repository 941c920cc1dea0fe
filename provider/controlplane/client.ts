import { createRequire } from "node:module";
import type {
  BedrockAgentCoreControlClient,
  BedrockAgentCoreControlClientConfig,
} from "@aws-sdk/client-bedrock-agentcore-control";
import type { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity, STSClient } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentityProvider, Pluggable } from "@aws-sdk/types";
import { isNil, isObject } from "../rules/core/values";
import { packageName, version } from "../version";
import { originOf } from "./attempts";
import type { ConnectionSettings } from "./connection";
import { endpointProblem } from "./trustedHosts";
import { ServiceError } from "./errors";
import type { Call } from "./errors";
import { openNetwork } from "./network/network";
import type { Network } from "./network/network";

type RoleAssumer = ReturnType<typeof getDefaultRoleAssumer>;
type RoleAssumerWithWebIdentity = ReturnType<typeof getDefaultRoleAssumerWithWebIdentity>;

/** Settings of the clients that do not depend on the connection. */
export interface ClientOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that one attempt waits for an answer. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** Attempts per call, including the SDK's own retries. Default 4. */
  readonly maxAttempts?: number;
}

/** A client of the control plane, its network, and the SDK module that it comes from. */
export interface ControlPlaneClient {
  readonly network: Network;
  readonly client: BedrockAgentCoreControlClient;
  readonly sdk: typeof import("@aws-sdk/client-bedrock-agentcore-control");
}

export async function connect(settings: ConnectionSettings, options: ClientOptions): Promise<ControlPlaneClient> {
  // Loaded for the first call only: programs and previews without changes do not need the SDK.
  const sdk = await import("@aws-sdk/client-bedrock-agentcore-control");
  const network = await openNetwork(settings.network);
  const client = new sdk.BedrockAgentCoreControlClient({
    ...clientConfig(settings, options, network),
    credentials: await credentials(settings, options, network),
    endpoint: settings.endpoints.controlPlane,
  });
  client.middlewareStack.use(endpointGuard(options));
  return { client, sdk, network };
}

/** Creates an STS client with the credentials of another client: a second provider would assume its role again. */
export async function connectToSts(
  { client, network }: ControlPlaneClient,
  settings: ConnectionSettings,
  options: ClientOptions,
): Promise<STSClient> {
  const { STSClient } = await import("@aws-sdk/client-sts");
  const { endpoints } = settings;
  const sts = new STSClient({
    ...clientConfig(settings, options, network),
    credentials: client.config.credentials,
    ...(endpoints.sts === undefined ? {} : { endpoint: endpoints.sts }),
  });
  sts.middlewareStack.use(endpointGuard(options));
  return sts;
}

type SharedConfig = Pick<
  BedrockAgentCoreControlClientConfig,
  "region" | "profile" | "useFipsEndpoint" | "useDualstackEndpoint" | "maxAttempts" | "customUserAgent"
>;

function clientConfig(settings: ConnectionSettings, options: ClientOptions, network: Network) {
  const { region, source, useDualstackEndpoint, useFipsEndpoint } = settings;
  const config: SharedConfig = {
    // A member that is undefined would hide what the SDK finds otherwise.
    ...(region === undefined ? {} : { region }),
    ...(source.from === "profile" ? { profile: source.profile } : {}),
    ...(useFipsEndpoint ? { useFipsEndpoint } : {}),
    ...(useDualstackEndpoint ? { useDualstackEndpoint } : {}),
    maxAttempts: options.maxAttempts ?? 4,
    customUserAgent: [[packageName, version]],
  };
  return { ...config, requestHandler: requestHandler(options, network) };
}

function requestHandler({ requestTimeoutMs = 30_000 }: ClientOptions, { agent: httpsAgent }: Network) {
  return { httpsAgent, connectionTimeout: 10_000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true };
}

async function credentials(
  { source, assumeRoles, region, endpoints }: ConnectionSettings,
  options: ClientOptions,
  network: Network,
): Promise<AwsCredentialIdentityProvider> {
  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const handler = { requestHandler: requestHandler(options, network) };
  const stsConfig = {
    ...handler,
    ...(region === undefined ? {} : { region }),
    ...(endpoints.sts === undefined ? {} : { endpoint: endpoints.sts }),
  };
  // Clients of single sign-on take their Region from the profile. STS has its own settings.
  const assumers = {
    clientConfig: handler,
    roleAssumer: async (...args: Parameters<RoleAssumer>) =>
      (await import("@aws-sdk/client-sts")).getDefaultRoleAssumer(stsConfig, [endpointGuard(options)])(...args),
    roleAssumerWithWebIdentity: async (...args: Parameters<RoleAssumerWithWebIdentity>) =>
      (await import("@aws-sdk/client-sts")).getDefaultRoleAssumerWithWebIdentity(stsConfig, [endpointGuard(options)])(
        ...args,
      ),
  };
  const base =
    source.from === "keys"
      ? () => Promise.resolve({ ...source })
      : source.from === "profile"
        ? fromIni({ profile: source.profile, ...assumers })
        : fromNodeProviderChain(assumers);
  const chain = assumeRoles.reduce<AwsCredentialIdentityProvider>(
    (masterCredentials, role) =>
      fromTemporaryCredentials({
        masterCredentials,
        clientConfig: stsConfig,
        clientPlugins: [endpointGuard(options)],
        params: {
          RoleArn: role.roleArn,
          RoleSessionName: role.sessionName ?? packageName,
          ExternalId: role.externalId,
          DurationSeconds: role.durationSeconds,
        },
      }),
    base,
  );
  return async (...args) => {
    const earlier = network.failure();
    try {
      return await chain(...args);
    } catch (error) {
      const failure = network.failure();
      throw failure === earlier ? error : failure;
    }
  };
}

/** Checks the destination of each request, whatever setting, environment variable or profile chose it. */
function endpointGuard<Input extends object, Output extends object>({
  environment,
}: ClientOptions): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) => {
          const { hostname } = args.request as { hostname: string };
          const url = new URL(originOf(args.request));
          // A name that a URL spells otherwise is no host name: its characters could mean something to a proxy.
          const isSameHost = url.hostname === hostname.toLowerCase();
          const problem = isSameHost ? endpointProblem(url, environment) : "the endpoint's host name is not valid.";
          if (problem !== undefined) throw new ServiceError("refused", `No request was sent: ${problem}`);
          return next(args);
        },
        { step: "build", name: "agentcoreEndpointGuard" },
      );
    },
  };
}

const clientPackage = "@aws-sdk/client-bedrock-agentcore-control";

/**
 * Refuses to send a request that lacks members of its input. An AWS client that is older than a member of the API leaves the
 * member out silently: the service would accept a provider without its private certificate authority.
 */
export function assertAllSent<Input extends object, Output extends object>(call: Call): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) => {
          const { body = "{}" } = args.request as { body?: string | Uint8Array };
          // Not by a method of the body: newer clients warn of methods that a string has.
          const text = typeof body === "string" ? body : new TextDecoder().decode(body);
          const paths = omittedMembers(args.input, JSON.parse(text), "");
          if (paths.length === 0) return next(args);
          const message = `${call.operation} of ${call.subject}: nothing was sent. The installed ${clientPackage} ${clientVersion()} does not know ${paths.join(", ")}. Update it: npm update ${clientPackage}. If no newer version knows them, leave them out.`;
          throw new ServiceError("refused", message);
        },
        { step: "build", name: "agentcoreSentMembers" },
      );
    },
  };
}

/** Returns the paths of members of the input that the request's body lacks. */
function omittedMembers(input: unknown, sent: unknown, path: string): string[] {
  if (typeof input !== "object" || input === null) return [];
  if (!isObject(sent) && !Array.isArray(sent)) return [path];
  // The SDK sends neither undefined nor null.
  const members = Object.entries(input).filter(([, value]) => !isNil(value));
  return members.flatMap(([name, value]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return name in sent ? omittedMembers(value, (sent as Record<string, unknown>)[name], at) : [at];
  });
}

function clientVersion(): string {
  const { version } = createRequire(__filename)(`${clientPackage}/package.json`) as { version: string };
  return version;
}

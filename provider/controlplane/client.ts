import type {
  BedrockAgentCoreControlClient,
  BedrockAgentCoreControlClientConfig,
} from "@aws-sdk/client-bedrock-agentcore-control";
import type { STSClient } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentityProvider, Pluggable } from "@aws-sdk/types";
import { version } from "../version";
import type { ConnectionSettings } from "./connection";
import { endpointProblem } from "./endpoint";
import { ServiceError } from "./errors";
import type { ServiceOptions } from "./service";

type Sdk = typeof import("@aws-sdk/client-bedrock-agentcore-control");

/** The AWS SDK's client for one connection, and the SDK that it came with. */
export interface Connected {
  readonly client: BedrockAgentCoreControlClient;
  readonly sdk: Sdk;
}

/** Makes the client of the control plane. */
export async function connect(settings: ConnectionSettings, options: ServiceOptions): Promise<Connected> {
  // Loaded here, in the provider process and only when a call is made: programs and no-op previews do without.
  const sdk = await import("@aws-sdk/client-bedrock-agentcore-control");
  const client = new sdk.BedrockAgentCoreControlClient({
    ...clientConfig(settings, options),
    credentials: await credentials(settings, options),
    endpoint: settings.endpoints.controlPlane,
  });
  client.middlewareStack.use(endpointGuard(options));
  return { client, sdk };
}

/** Makes a client that can say whose the credentials of another one are. */
export async function connectToSts(
  { client }: Connected,
  settings: ConnectionSettings,
  options: ServiceOptions,
): Promise<STSClient> {
  const { STSClient: Client } = await import("@aws-sdk/client-sts");
  const endpoint = settings.endpoints.sts;
  const sts = new Client({
    ...clientConfig(settings, options),
    // The same provider, or a role would be assumed once more for this question.
    credentials: client.config.credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
  } as object);
  sts.middlewareStack.use(endpointGuard(options));
  return sts;
}

function clientConfig(settings: ConnectionSettings, options: ServiceOptions): BedrockAgentCoreControlClientConfig {
  const { region, source, useDualstackEndpoint, useFipsEndpoint } = settings;
  return {
    // An explicit undefined would hide what the SDK finds by itself.
    ...(region === undefined ? {} : { region }),
    ...(source.from === "profile" ? { profile: source.profile } : {}),
    ...(useFipsEndpoint ? { useFipsEndpoint } : {}),
    ...(useDualstackEndpoint ? { useDualstackEndpoint } : {}),
    maxAttempts: options.maxAttempts ?? 4,
    requestHandler: {
      connectionTimeout: 10_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      throwOnRequestTimeout: true,
    },
    customUserAgent: [["pulumi-agentcore-outbound-auth", version]],
  };
}

async function credentials(
  { source, assumeRoles, region, endpoints }: ConnectionSettings,
  options: ServiceOptions,
): Promise<AwsCredentialIdentityProvider> {
  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const clientPlugins = [endpointGuard(options)];
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

/** Looks at where a request is about to go, whatever setting, environment variable or profile chose it. */
function endpointGuard<Input extends object, Output extends object>({
  environment,
}: ServiceOptions): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) => {
          const { protocol, hostname, port } = args.request as { protocol: string; hostname: string; port?: number };
          const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`);
          const problem = endpointProblem(url, environment);
          if (problem !== undefined) throw new ServiceError("refused", `No request was sent: ${problem}`);
          return next(args);
        },
        { step: "build", name: "agentcoreEndpointGuard" },
      );
    },
  };
}

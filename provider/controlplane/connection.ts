import { seconds, isNil, isKnown, unknownValue } from "../rules/core/values";
import type { Problem } from "../rules/core/problem";

/** A role to assume before calling the service. */
interface AssumeRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly durationSeconds?: number;
}

/** The property `connection`, with resolved values. */
export interface Connection {
  readonly region?: string;
  readonly profile?: string;
  readonly assumeRole?: AssumeRole;
}

/** Reads one key of the stack configuration, `aws:region` for example. */
export type ReadConfig = (key: string) => string | undefined;

/** Source of the credentials; `chain` is the AWS SDK's default chain. */
type CredentialSource =
  | {
      readonly from: "keys";
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    }
  | { readonly from: "profile"; readonly profile: string }
  | { readonly from: "chain" };

/** Account and Region that calls reach, and how. */
export interface ConnectionSettings {
  /** If absent, the SDK reads it from the profile, or the call fails. */
  readonly region?: string;
  readonly source: CredentialSource;
  /** Assumed one after another. */
  readonly assumeRoles: readonly AssumeRole[];
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  /** Forbids looking up the account: a local service without STS is in use. */
  readonly skipRequestingAccountId: boolean;
  readonly endpoints: { readonly controlPlane?: string; readonly sts?: string };
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
}

/**
 * Settings of the aws provider that choose an identity in a way that this package does not support. They are errors,
 * because ignoring one could reach another account.
 */
const unsupportedIdentitySettings: Readonly<Record<string, string>> = {
  assumeRoleWithWebIdentity:
    "set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE in the environment, which the AWS SDK reads",
  sharedConfigFiles: "set AWS_CONFIG_FILE in the environment",
  sharedCredentialsFiles: "set AWS_SHARED_CREDENTIALS_FILE in the environment",
};

/**
 * Resolves account and Region: the resource's own `connection` first, then the stack configuration that the aws provider
 * reads, then the AWS SDK's default chain. Reads no file and no environment except its arguments.
 */
export function connectionSettings(
  connection: Connection | undefined,
  config: ReadConfig,
  environment: Readonly<Record<string, string | undefined>>,
): { settings: ConnectionSettings; problems: Problem[] } {
  const problems: Problem[] = [];
  const read = (key: string) => nonEmpty(config(`aws:${key}`));
  const parsed = <T>(key: string, fallback: T): T => {
    const text = read(key);
    if (text === undefined) return fallback;
    try {
      return JSON.parse(text) as T;
    } catch {
      problems.push({ path: "connection", reason: `the stack configuration aws:${key} is not valid JSON.` });
      return fallback;
    }
  };

  const parsedList = <T>(key: string): T[] => {
    const list = parsed<unknown>(key, []);
    if (Array.isArray(list)) return list as T[];
    problems.push({ path: "connection", reason: `the stack configuration aws:${key} is not a list.` });
    return [];
  };

  // An unknown value may be an identity.
  const ownIdentity =
    (connection as unknown) === unknownValue ||
    [connection?.profile, connection?.assumeRole].some((value) => !isNil(value));
  const configuredRoles = parsedList<ConfiguredRole>("assumeRoles");
  const configuredRole = parsed<ConfiguredRole | undefined>("assumeRole", undefined);
  if (!ownIdentity) {
    for (const [key, remedy] of Object.entries(unsupportedIdentitySettings)) {
      if (read(key) === undefined) continue;
      const reason = `the stack configuration aws:${key} chooses an identity in a way that this package does not support. Write connection: { profile } or connection: { assumeRole }, or ${remedy}.`;
      problems.push({ path: "connection", reason });
    }
    problems.push(...[...configuredRoles, configuredRole].flatMap(unsupportedRoleMembers));
  }

  const endpoints = parsedList<Record<string, string>>("endpoints");
  const endpoint = (...services: string[]) =>
    endpoints.flatMap((entry) => services.map((service) => nonEmpty(entry[service]))).find((url) => url !== undefined);
  const flag = (key: string) => read(key) === "true";

  return {
    problems,
    settings: {
      region:
        connection?.region ??
        read("region") ??
        nonEmpty(environment.AWS_REGION) ??
        nonEmpty(environment.AWS_DEFAULT_REGION),
      source: credentialSource(connection, read),
      assumeRoles: assumedRoles(connection, configuredRole === undefined ? configuredRoles : [configuredRole]),
      // The Pulumi CLI writes digits as a number.
      allowedAccountIds: parsedList("allowedAccountIds").map(String),
      forbiddenAccountIds: parsedList("forbiddenAccountIds").map(String),
      skipRequestingAccountId: flag("skipRequestingAccountId"),
      endpoints: { controlPlane: endpoint("bedrockagentcore", "bedrockagentcorecontrol"), sts: endpoint("sts") },
      useFipsEndpoint: flag("useFipsEndpoint"),
      useDualstackEndpoint: flag("useDualstackEndpoint"),
    },
  };
}

/** An entry of `aws:assumeRoles`. */
interface ConfiguredRole {
  roleArn?: string;
  sessionName?: string;
  externalId?: string;
  duration?: string;
}

function unsupportedRoleMembers(role: ConfiguredRole | undefined): Problem[] {
  return Object.keys(role ?? {})
    .filter((member) => !["roleArn", "sessionName", "externalId", "duration"].includes(member))
    .map((member) => ({
      path: "connection",
      reason: `the stack configuration aws:assumeRoles has the member ${member}, which this package does not support. Write connection: { profile } with a profile that contains it.`,
    }));
}

function credentialSource(
  connection: Connection | undefined,
  read: (key: string) => string | undefined,
): CredentialSource {
  if (isKnown(connection?.profile)) return { from: "profile", profile: connection.profile };
  const [accessKeyId, secretAccessKey, sessionToken] = [read("accessKey"), read("secretKey"), read("token")];
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { from: "keys", accessKeyId, secretAccessKey, sessionToken };
  }
  const profile = read("profile");
  return profile === undefined ? { from: "chain" } : { from: "profile", profile };
}

function assumedRoles(connection: Connection | undefined, configured: readonly ConfiguredRole[]): AssumeRole[] {
  if (isKnown(connection?.assumeRole)) return [connection.assumeRole];
  if (isKnown(connection?.profile)) return [];
  return configured.flatMap(({ roleArn, sessionName, externalId, duration }) =>
    roleArn === undefined ? [] : [{ roleArn, sessionName, externalId, durationSeconds: seconds(duration) }],
  );
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : text;
}

import { region } from "../rules/core/limits";
import { textProblems } from "../rules/core/problem";
import type { Problem } from "../rules/core/problem";
import { isKnown, isNil, seconds, unknownValue } from "../rules/core/values";
import type { ConfiguredEndpoints } from "./trustedHosts";
import { networkSettings } from "./network/network";
import type { NetworkSettings } from "./network/network";
import { booleanSetting, structuredSettings, unsupportedRoleProblems } from "./stackConfiguration";
import type { ReadConfig, StructuredSettings } from "./stackConfiguration";

type Environment = Readonly<Record<string, string | undefined>>;

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
  readonly endpoints: ConfiguredEndpoints;
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly network: NetworkSettings;
}

/** An identity that the stack configuration chooses. */
export interface ConfiguredIdentity {
  /** Names of the settings. */
  readonly settings: readonly string[];
  /** Account of the role that is assumed last, if there is one. */
  readonly accountId?: string;
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
  environment: Environment,
): { settings: ConnectionSettings; problems: Problem[]; identity?: ConfiguredIdentity } {
  const read = (key: string) => nonEmpty(config(`aws:${key}`));
  const { settings: structured, problems } = structuredSettings(config);
  const { allowedAccountIds, forbiddenAccountIds, endpoints } = structured;

  // An unknown value may be an identity.
  const ownIdentity =
    (connection as unknown) === unknownValue ||
    [connection?.profile, connection?.assumeRole].some((value) => !isNil(value));
  if (!ownIdentity) {
    for (const [key, remedy] of Object.entries(unsupportedIdentitySettings)) {
      if (read(key) === undefined) continue;
      const reason = `the stack configuration aws:${key} chooses an identity in a way that this package does not support. Write connection: { profile } or connection: { assumeRole }, or ${remedy}.`;
      problems.push({ path: "connection", reason });
    }
    problems.push(...unsupportedRoleProblems(structured));
  }

  const mayHaveProfile = (connection as unknown) === unknownValue || !isNil(connection?.profile);
  if (!mayHaveProfile) problems.push(...keyProblems(read));
  const configuredRegion = regionSetting(read, environment);
  if (isNil(connection?.region)) problems.push(...configuredRegion.problems);
  const endpoint = (...services: string[]) =>
    endpoints.flatMap((entry) => services.map((service) => nonEmpty(entry[service]))).find((url) => url !== undefined);
  const flag = (key: string) => booleanSetting(config, key, problems);
  const flags = {
    skipRequestingAccountId: flag("skipRequestingAccountId"),
    useFipsEndpoint: flag("useFipsEndpoint"),
    useDualstackEndpoint: flag("useDualstackEndpoint"),
  };

  const { network, problems: networkProblems } = networkSettings(config, environment);
  problems.push(...networkProblems);

  const settings = { source: credentialSource(connection, read), assumeRoles: assumedRoles(connection, structured) };
  return {
    problems,
    ...configuredIdentity(connection, settings, structured),
    settings: {
      region: connection?.region ?? configuredRegion.region,
      ...settings,
      allowedAccountIds,
      forbiddenAccountIds,
      endpoints: { controlPlane: endpoint("bedrockagentcore", "bedrockagentcorecontrol"), sts: endpoint("sts") },
      ...flags,
      network,
    },
  };
}

/** Returns the first Region that a setting names, checked: a text with other characters could name another host. */
function regionSetting(read: (key: string) => string | undefined, environment: Environment) {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment;
  const sources = { "aws:region": read("region"), AWS_REGION, AWS_DEFAULT_REGION };
  const [setting = "", name] = Object.entries(sources).find(([, value]) => nonEmpty(value) !== undefined) ?? [];
  return { region: name, problems: textProblems(setting, name, region) };
}

/** Half of the keys would be left out, and another identity would get the secrets. */
function keyProblems(read: (key: string) => string | undefined): Problem[] {
  const isSet = (key: string) => read(key) !== undefined;
  const missing = ["accessKey", "secretKey"].filter((key) => !isSet(key));
  const isPartial = missing.length === 1 || (missing.length === 2 && isSet("token"));
  const reason =
    "missing: aws:accessKey and aws:secretKey belong together. Set both in the stack configuration, or none.";
  return isPartial ? [{ path: `aws:${missing.join(", aws:")}`, reason }] : [];
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

function assumedRoles(
  connection: Connection | undefined,
  { assumeRoles, assumeRole }: StructuredSettings,
): AssumeRole[] {
  if (isKnown(connection?.assumeRole)) return [connection.assumeRole];
  if (isKnown(connection?.profile)) return [];
  const configured = assumeRole === undefined ? assumeRoles : [assumeRole];
  return configured.map(({ roleArn, sessionName, externalId, duration }) => ({
    roleArn,
    sessionName,
    externalId,
    durationSeconds: seconds(duration),
  }));
}

/** Returns the identity as far as the stack configuration chooses it. */
function configuredIdentity(
  connection: Connection | undefined,
  { source, assumeRoles }: Pick<ConnectionSettings, "source" | "assumeRoles">,
  structured: StructuredSettings,
): { identity?: ConfiguredIdentity } {
  const settings = [
    ...(source.from === "keys" ? ["aws:accessKey"] : []),
    ...(source.from === "profile" && isNil(connection?.profile) ? ["aws:profile"] : []),
    ...(assumeRoles.length > 0 && isNil(connection?.assumeRole)
      ? [structured.assumeRole === undefined ? "aws:assumeRoles" : "aws:assumeRole"]
      : []),
  ];
  if (settings.length === 0) return {};
  const [, , , , accountId] = assumeRoles.at(-1)?.roleArn.split(":") ?? [];
  return { identity: { settings, ...(accountId === undefined ? {} : { accountId }) } };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : text;
}

import { parseArn } from "./identifiers";
import { containsUnknown, isObject } from "./propertyValues";
import type { Properties, Tags } from "./propertyValues";
import type { Store } from "./store";

/** Identity and Region of one provider process, from its configuration and its environment. */
export interface Session {
  store: Store;
  account: string;
  /** ARN of the caller, as getCallerIdentity returns it. */
  callerArn: string;
  /** Undefined if neither the provider nor the environment sets one. */
  region: string | undefined;
  partition: string;
  defaultTags: Tags;
  /** IAM quota PoliciesPerRole of the account: managed policies on one role. */
  policiesPerRole: number;
  /** IAM quota: characters of all inline policies of one role together, without white space. */
  inlinePoliciesSize: number;
  /** False if the provider's configuration has unknown values. Then functions return `{}`. */
  isConfigured: boolean;
  /** Takes names of what is stored without checks. Without it, everything that is not emulated is an error. */
  onUnchecked?: ((name: string) => void) | undefined;
}

/** Environment variable that raises the quota of managed policies on a role. */
const POLICIES_PER_ROLE_VARIABLE = "STANDIN_AWS_POLICIES_PER_ROLE";

/** Environment variable that raises the quota of inline policies of a role, which AWS does not. For measurements. */
const INLINE_POLICIES_SIZE_VARIABLE = "STANDIN_AWS_INLINE_POLICIES_SIZE";

const DEFAULT_ACCOUNT = "123456789012";

/** Settings of the aws provider that the stand-in uses. */
const USED = "accessKey allowedAccountIds assumeRole assumeRoles defaultTags forbiddenAccountIds region".split(" ");

/** Settings that have no effect here. */
const WITHOUT_EFFECT = [
  ..."customCaBundle ec2MetadataServiceEndpoint endpoints insecure maxRetries pluginDownloadURL retryMode".split(" "),
  ..."s3UsePathStyle secretKey skipCredentialsValidation skipMetadataApiCheck skipRegionValidation".split(" "),
  ..."skipRequestingAccountId stsRegion token useDualstackEndpoint useFipsEndpoint userAgents version".split(" "),
];

/** Reads the provider's configuration. Fails if the account is not allowed. */
export function startSession(
  store: Store,
  configuration: Properties,
  environment: NodeJS.ProcessEnv,
  onUnchecked?: (name: string) => void,
): Session {
  const settings = decoded(configuration);
  const unsupported = Object.keys(settings).find(
    (name) => ![...USED, ...WITHOUT_EFFECT].includes(name) && !name.startsWith("__"),
  );
  if (unsupported !== undefined)
    throw new Error(`the stand-in aws plugin does not emulate the provider setting ${unsupported}.`);

  const region = text(settings.region) ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const partition = partitionOf(region);
  const roleArn = assumedRole(settings);
  const account = (roleArn && parseArn(roleArn)?.account) ?? accountOfKey(settings, environment) ?? DEFAULT_ACCOUNT;
  const isConfigured = !containsUnknown(settings);
  if (isConfigured && !isAllowed(account, settings)) throw new Error(`AWS account ID not allowed: ${account}`);
  return {
    store,
    account,
    callerArn: roleArn ? sessionArn(roleArn) : `arn:${partition}:iam::${account}:user/stand-in`,
    region: region || undefined,
    partition,
    defaultTags: defaultTags(settings),
    policiesPerRole: policiesPerRole(environment),
    inlinePoliciesSize: Number(environment[INLINE_POLICIES_SIZE_VARIABLE] ?? 10_240),
    isConfigured,
    onUnchecked,
  };
}

export function partitionOf(region: string | undefined): string {
  if (region?.startsWith("cn-")) return "aws-cn";
  if (region?.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

export const dnsSuffix = (partition: string): string => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");

/** The engine sends nested settings as JSON texts. */
function decoded(configuration: Properties): Properties {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [
      name,
      typeof value === "string" && /^\s*[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

function assumedRole(settings: Properties): string | undefined {
  const first: unknown = Array.isArray(settings.assumeRoles) ? settings.assumeRoles[0] : settings.assumeRole;
  const roleArn = isObject(first) ? text(first.roleArn) : undefined;
  if (roleArn === undefined || containsUnknown(roleArn)) return undefined;
  if (!/^\d{12}$/.test(parseArn(roleArn)?.account ?? ""))
    throw new Error(
      `assumeRoles[0].roleArn: "${roleArn}" is not the ARN of a role. Write arn:aws:iam::ACCOUNT:role/NAME.`,
    );
  return roleArn;
}

function sessionArn(roleArn: string): string {
  const { partition, account, resource } = parseArn(roleArn)!;
  return `arn:${partition}:sts::${account}:assumed-role/${resource.split("/").pop()}/stand-in`;
}

const accountOfKey = (settings: Properties, environment: NodeJS.ProcessEnv): string | undefined =>
  /\d{12}$/.exec(text(settings.accessKey) ?? environment.AWS_ACCESS_KEY_ID ?? "")?.[0];

function isAllowed(
  account: string,
  { allowedAccountIds: allowed, forbiddenAccountIds: forbidden }: Properties,
): boolean {
  if (Array.isArray(allowed) && allowed.length > 0 && !allowed.includes(account)) return false;
  return !(Array.isArray(forbidden) && forbidden.includes(account));
}

function policiesPerRole(environment: NodeJS.ProcessEnv): number {
  const quota = environment[POLICIES_PER_ROLE_VARIABLE] ?? "10";
  if (!/^(1\d|2[0-5])$/.test(quota))
    throw new Error(`${POLICIES_PER_ROLE_VARIABLE}: "${quota}" is not a quota that AWS grants. Write 10 to 25.`);
  return Number(quota);
}

function defaultTags({ defaultTags }: Properties): Tags {
  const tags = isObject(defaultTags) ? defaultTags.tags : undefined;
  return isObject(tags) ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)])) : {};
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

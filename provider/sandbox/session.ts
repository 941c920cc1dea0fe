// Who calls, and where: what the configuration of one provider process and its environment come to.
import { parseArn } from "./values/arn";
import { AwsError } from "./values/awsError";
import { containsUnknown, isObject } from "./values/propertyValues";
import type { Properties } from "./values/propertyValues";
import type { Store } from "./store";

export interface Session {
  store: Store;
  account: string;
  /** ARN of the caller, as getCallerIdentity gives it. */
  callerArn: string;
  /** Undefined if neither the provider nor the environment names one. */
  region: string | undefined;
  partition: string;
  defaultTags: Record<string, string>;
  /** IAM quota PoliciesPerRole of the account: managed policies on one role. */
  policiesPerRole: number;
  /** A provider whose configuration holds an unknown value can answer nothing yet: invokes give `{}`. */
  configured: boolean;
}

/** Environment variable that raises the quota of managed policies on a role, as AWS does on request. */
const POLICIES_PER_ROLE_VARIABLE = "STANDIN_AWS_POLICIES_PER_ROLE";

const DEFAULT_ACCOUNT = "123456789012";

/** Settings of the aws provider that change who calls or where, and that the stand-in follows. */
const FOLLOWED = ["region", "accessKey", "assumeRole", "assumeRoles", "allowedAccountIds", "forbiddenAccountIds"];

/** Settings that change nothing here. */
const WITHOUT_EFFECT = [
  "customCaBundle",
  "defaultTags",
  "ec2MetadataServiceEndpoint",
  "endpoints",
  "insecure",
  "maxRetries",
  "pluginDownloadURL",
  "retryMode",
  "s3UsePathStyle",
  "secretKey",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
  "stsRegion",
  "token",
  "useDualstackEndpoint",
  "useFipsEndpoint",
  "userAgents",
  "version",
];

/** Reads the provider's configuration. Throws if it asks for an account that it must not work in. */
export function sessionOf(store: Store, configuration: Properties, environment: NodeJS.ProcessEnv): Session {
  const settings = decoded(configuration);
  for (const name of Object.keys(settings))
    if (!FOLLOWED.includes(name) && !WITHOUT_EFFECT.includes(name) && !name.startsWith("__"))
      throw new Error(`the stand-in aws plugin does not emulate the provider setting ${name}.`);

  const region = text(settings.region) ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const partition = partitionOf(region || undefined);
  const roleArn = assumedRole(settings);
  const account = (roleArn && parseArn(roleArn)?.account) ?? accountOfKey(settings, environment) ?? DEFAULT_ACCOUNT;
  const configured = !containsUnknown(settings);
  if (configured) refuseWrongAccount(account, settings);
  return {
    store,
    account,
    callerArn: roleArn ? sessionArn(roleArn) : `arn:${partition}:iam::${account}:user/stand-in`,
    region: region || undefined,
    partition,
    defaultTags: defaultTags(settings),
    policiesPerRole: policiesPerRole(environment),
    configured,
  };
}

export function partitionOf(region: string | undefined): string {
  if (region?.startsWith("cn-")) return "aws-cn";
  if (region?.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** The Region for an operation, or the error that an SDK client without one gives. */
export function regionFor(session: Session, operation: string, override?: unknown): string {
  const region = typeof override === "string" ? override : session.region;
  if (region === undefined)
    throw new AwsError(
      operation,
      "MissingRegion",
      "Invalid Configuration: Missing Region. Set aws:region, the provider's region or AWS_REGION.",
    );
  return region;
}

/** The output `region` as far as it is known before the service is asked. */
export function regionOutput(inputs: Properties, session: Session): Properties {
  const region = inputs.region ?? session.region;
  return region === undefined ? {} : { region };
}

/** The engine hands nested settings over as JSON texts, those of an explicit provider as well. */
function decoded(configuration: Properties): Properties {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [
      name,
      typeof value === "string" && /^\s*[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

function assumedRole(settings: Properties): string | undefined {
  const list = Array.isArray(settings.assumeRoles) ? (settings.assumeRoles as unknown[]) : [settings.assumeRole];
  const first = list[0];
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

function refuseWrongAccount(account: string, settings: Properties): void {
  const allowed = settings.allowedAccountIds;
  const forbidden = settings.forbiddenAccountIds;
  if (Array.isArray(allowed) && allowed.length > 0 && !allowed.includes(account))
    throw new Error(`AWS account ID not allowed: ${account}`);
  if (Array.isArray(forbidden) && forbidden.includes(account))
    throw new Error(`AWS account ID not allowed: ${account}`);
}

function policiesPerRole(environment: NodeJS.ProcessEnv): number {
  const given = environment[POLICIES_PER_ROLE_VARIABLE] ?? "10";
  if (!/^(1\d|2[0-5])$/.test(given))
    throw new Error(`${POLICIES_PER_ROLE_VARIABLE}: "${given}" is not a quota that AWS grants. Write 10 to 25.`);
  return Number(given);
}

function defaultTags(settings: Properties): Record<string, string> {
  const tags = isObject(settings.defaultTags) ? settings.defaultTags.tags : undefined;
  return isObject(tags) ? (tags as Record<string, string>) : {};
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

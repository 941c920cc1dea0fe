import { region } from "../iam/policy/arn";
import type { Problem } from "../rules/core/problem";

type Environment = Readonly<Record<string, string | undefined>>;

/** Environment variable with more trusted host names, separated by commas. The stack configuration cannot set it. */
export const trustedHostsVariable = "AGENTCORE_OUTBOUND_AUTH_TRUSTED_HOSTS";

/** The pattern of a Region without its anchors. A looser one would match `s3`, below which anyone can have a name. */
const regionName = region.pattern.source.slice(1, -1);

/**
 * Host names of the two services, including interface VPC endpoints. Other names below amazonaws.com are not trusted:
 * anyone's buckets, APIs and machines have such names.
 */
const awsHosts = [
  String.raw`(bedrock-agentcore-control|sts)(-fips)?\.${regionName}\.(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)`,
  String.raw`sts\.amazonaws\.com`,
  String.raw`vpce-[a-z0-9-]+\.(bedrock-agentcore-control|sts)(-fips)?\.${regionName}\.vpce\.amazonaws\.com(\.cn)?`,
].map((pattern) => new RegExp(`^(?:${pattern})$`));

/** Checks if a host name belongs to one of the two services. */
export function isAwsHost(hostname: string): boolean {
  return awsHosts.some((pattern) => pattern.test(hostname));
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Returns the hosts that the operator trusts, in lower case. */
export function trustedHosts(environment: Environment): string[] {
  const hosts = (environment[trustedHostsVariable] ?? "").split(",").map((host) => host.trim().toLowerCase());
  return hosts.filter((host) => host !== "");
}

/** Explains why secrets must not be sent to an endpoint; `undefined` if they may. Names only the endpoint's origin. */
export function endpointProblem(url: URL, environment: Environment): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return "the endpoint begins with neither https:// nor http://. Write https://HOST.";
  if (isLoopback(url.hostname)) return undefined;
  if (url.protocol !== "https:")
    return `the endpoint ${url.origin} is not HTTPS. Secrets go to other machines only by HTTPS. Write https://HOST.`;
  if (trustedHosts(environment).includes(url.hostname)) return undefined;
  if (isAwsHost(url.hostname)) return undefined;
  return `the endpoint ${url.origin} does not belong to AWS. Remove it. If it is yours, allow it where Pulumi runs, with ${trustedHostsVariable}=${url.hostname} in the environment.`;
}

/** Endpoints that the stack configuration sets. */
export interface ConfiguredEndpoints {
  readonly controlPlane?: string;
  readonly sts?: string;
}

/** An endpoint that replaces AWS's own, and the setting that contains it. */
export interface EndpointOverride {
  readonly service: keyof ConfiguredEndpoints;
  readonly url: string;
  readonly setting: string;
}

const variables = { controlPlane: "AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL", sts: "AWS_ENDPOINT_URL_STS" } as const;

/** Returns the overrides of endpoints that are known without reading files. */
export function endpointOverrides(endpoints: ConfiguredEndpoints, environment: Environment): EndpointOverride[] {
  return (["controlPlane", "sts"] as const).flatMap((service) => {
    const configured = endpoints[service];
    if (configured !== undefined)
      return [{ service, url: configured, setting: "the stack configuration aws:endpoints" }];
    if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === "true") return [];
    const setting = [variables[service], "AWS_ENDPOINT_URL"].find((name) => (environment[name] ?? "") !== "");
    return setting === undefined ? [] : [{ service, url: environment[setting] as string, setting }];
  });
}

/** Like {@link endpointProblem}, for an override that may not be a URL. */
export function overrideProblem(
  override: Pick<EndpointOverride, "url" | "setting">,
  environment: Environment,
): string | undefined {
  if (!URL.canParse(override.url)) return `${override.setting} is not a URL. Write https://HOST.`;
  const problem = endpointProblem(new URL(override.url), environment);
  return problem === undefined ? undefined : `${problem} It comes from ${override.setting}.`;
}

/** Reports entries of the variable that can match no host. */
export function trustedHostProblems(environment: Environment): Problem[] {
  const isHost = (text: string) => /^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(text);
  if (trustedHosts(environment).every(isHost)) return [];
  const reason =
    "an entry is not a host name. Write host names only, without https://, port or path: gateway.example.com.";
  return [{ path: trustedHostsVariable, reason }];
}

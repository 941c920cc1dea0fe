import type { ConnectionSettings } from "./connection";

type Environment = Readonly<Record<string, string | undefined>>;

/** Environment variable with more trusted host names, separated by commas. Only the operator can set it. */
export const trustedHostsVariable = "AGENTCORE_OUTBOUND_AUTH_TRUSTED_HOSTS";

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Host names of the two services, including interface VPC endpoints. Other names below amazonaws.com are not trusted:
 * anyone's buckets, APIs and machines have such names.
 */
const awsHosts = [
  /^(bedrock-agentcore-control|sts)(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$/,
  /^sts\.amazonaws\.com$/,
  /^vpce-[a-z0-9-]+\.(bedrock-agentcore-control|sts)(-fips)?\.[a-z0-9-]+\.vpce\.amazonaws\.com(\.cn)?$/,
];

/** Explains why secrets must not be sent to an endpoint; `undefined` if they may. */
export function endpointProblem(url: URL, environment: Environment): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return `the endpoint ${url.protocol} is neither https:// nor http://. Write https://HOST.`;
  if (loopbackHosts.includes(url.hostname)) return undefined;
  const trusted = (environment[trustedHostsVariable] ?? "").split(",").map((host) => host.trim().toLowerCase());
  if (trusted.includes(url.hostname)) return undefined;
  if (url.protocol !== "https:") {
    return `the endpoint ${url.origin} is not HTTPS. Secrets go only to HTTPS endpoints of AWS or to this machine.`;
  }
  if (awsHosts.some((pattern) => pattern.test(url.hostname))) return undefined;
  return `the endpoint ${url.origin} does not belong to AWS. Remove it. If it is yours, allow it where Pulumi runs, with ${trustedHostsVariable}=${url.hostname} in the environment.`;
}

/** An endpoint that replaces AWS's own, and the setting that contains it. */
export interface EndpointOverride {
  readonly url: string;
  readonly setting: string;
}

/** Returns the override of the control plane's endpoint, if one is known without reading files. */
export function endpointOverride(settings: ConnectionSettings, environment: Environment): EndpointOverride | undefined {
  if (settings.endpoints.controlPlane !== undefined) {
    return { url: settings.endpoints.controlPlane, setting: "the stack configuration aws:endpoints" };
  }
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === "true") return undefined;
  for (const setting of ["AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL", "AWS_ENDPOINT_URL"]) {
    const url = environment[setting];
    if (url !== undefined && url !== "") return { url, setting };
  }
  return undefined;
}

/** Like {@link endpointProblem}, for an override that may not be a URL. */
export function overrideProblem(override: EndpointOverride, environment: Environment): string | undefined {
  if (!URL.canParse(override.url)) return `${override.setting} is not a URL. Write https://HOST.`;
  const problem = endpointProblem(new URL(override.url), environment);
  return problem === undefined ? undefined : `${problem} It comes from ${override.setting}.`;
}

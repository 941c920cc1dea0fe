import type { ConnectionSettings } from "./connection";

type Environment = Readonly<Record<string, string | undefined>>;

/** Host names, separated by commas, that the operator trusts besides AWS's own. Read from the environment only. */
export const trustedHostsVariable = "AGENTCORE_OUTBOUND_AUTH_TRUSTED_HOSTS";

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/**
 * The names under which AWS serves the two services, interface VPC endpoints included. Deliberately not "anything under
 * amazonaws.com": buckets, APIs and machines of strangers have such names too.
 */
const awsHosts = [
  /^(bedrock-agentcore-control|sts)(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$/,
  /^sts\.amazonaws\.com$/,
  /^vpce-[a-z0-9-]+\.(bedrock-agentcore-control|sts)(-fips)?\.[a-z0-9-]+\.vpce\.amazonaws\.com(\.cn)?$/,
];

/** Why secrets must not be sent to an endpoint, and what to write instead; `undefined` if they may be. */
export function endpointProblem(url: URL, environment: Environment): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return `the endpoint ${url.protocol} is neither https:// nor http://. Write https://HOST.`;
  if (loopbackHosts.includes(url.hostname)) return undefined;
  const trusted = (environment[trustedHostsVariable] ?? "").split(",").map((host) => host.trim().toLowerCase());
  if (trusted.includes(url.hostname)) return undefined;
  if (url.protocol !== "https:") {
    return `the endpoint ${url.origin} is not HTTPS. Secrets are sent to HTTPS endpoints of AWS or to this machine only.`;
  }
  if (awsHosts.some((pattern) => pattern.test(url.hostname))) return undefined;
  return `the endpoint ${url.origin} is not AWS's. Remove it; if it is yours, whoever runs Pulumi can allow it with ${trustedHostsVariable}=${url.hostname} in the environment.`;
}

/** An endpoint that replaces AWS's own, and the setting that does it. */
export interface EndpointOverride {
  readonly url: string;
  readonly setting: string;
}

/** The override of the control plane's endpoint that is visible without reading files, if there is one. */
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

/** As {@link endpointProblem} for an override as written, which need not be a URL at all. */
export function overrideProblem(override: EndpointOverride, environment: Environment): string | undefined {
  if (!URL.canParse(override.url)) return `${override.setting} is not a URL. Write https://HOST.`;
  const problem = endpointProblem(new URL(override.url), environment);
  return problem === undefined ? undefined : `${problem} It comes from ${override.setting}.`;
}

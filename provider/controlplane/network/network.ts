import { readFileSync } from "node:fs";
import type { Agent } from "node:https";
import { BlockList, isIP } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import * as tls from "node:tls";
import { X509Certificate } from "node:crypto";
import { problemIf } from "../../rules/core/problem";
import type { Problem } from "../../rules/core/problem";
import { DirectAgent } from "./agent";
import type { OnFailure } from "./agent";
import { isLoopback, trustedHosts, trustedHostsVariable } from "../trustedHosts";
import { ServiceError } from "../errors";
import type { ReadConfig } from "../stackConfiguration";

type Environment = Readonly<Record<string, string | undefined>>;

/** A value and the setting that contains it. */
interface Setting {
  readonly value: string;
  readonly setting: string;
}

/** Proxy and certificate authorities of a connection. */
export interface NetworkSettings {
  /** Proxy for HTTPS. HTTP is used for this machine only, and never through a proxy. */
  readonly proxy?: Setting;
  /** Hosts that are reached without the proxy, in the format of `NO_PROXY`. */
  readonly noProxy: string;
  /** Path of a PEM file with certificate authorities to trust in addition to the system's. */
  readonly caBundle?: Setting;
}

/**
 * Resolves proxy and certificate authorities as the aws provider does. Sources: github.com/hashicorp/aws-sdk-go-base,
 * `HTTPTransportOptions`; golang.org/x/net/http/httpproxy, `FromEnvironment`.
 */
export function networkSettings(
  config: ReadConfig,
  environment: Environment,
): { network: NetworkSettings; problems: Problem[] } {
  const first = (...settings: readonly string[]): Setting | undefined => {
    for (const setting of settings) {
      const value = setting.startsWith("aws:") ? config(setting) : environment[setting];
      if (value !== undefined && value !== "") return { value, setting };
    }
    return undefined;
  };
  // The aws provider has this order, too, upper case first; the AWS CLI prefers lower case. An empty aws:httpsProxy is none.
  const chosen = first("aws:httpsProxy", "HTTPS_PROXY", "https_proxy", "aws:httpProxy");
  const proxy = config("aws:httpsProxy") === "" ? undefined : chosen;
  const noProxy = first("aws:noProxy", "NO_PROXY", "no_proxy")?.value ?? "";
  const caBundle = first("aws:customCaBundle", "AWS_CA_BUNDLE");
  const problems = proxy === undefined ? [] : proxyProblems(proxy, caBundle, environment);
  return { network: { proxy, noProxy, caBundle }, problems };
}

/** Returns the URL of a proxy, which may be written without its protocol; `undefined` if it is none. */
function proxyUrl(written: string): URL | undefined {
  const text = written.includes("://") ? written : `http://${written}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

function proxyProblems(
  { value, setting }: Setting,
  caBundle: Setting | undefined,
  environment: Environment,
): Problem[] {
  const url = proxyUrl(value);
  if (url === undefined || url.hostname === "")
    return [{ path: setting, reason: "is not the URL of a proxy. Write http://HOST:PORT." }];
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    const reason =
      "must begin with http:// or https://: other kinds of proxies are not supported. Write http://HOST:PORT.";
    return [{ path: setting, reason }];
  }
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return [{ path: setting, reason: "has a % in its user or password that begins no escape. Write %25 for %." }];
  }
  // A proxy whose certificates are trusted can read what passes. Whoever writes only the stack configuration must not choose it.
  const isTrusted = isLoopback(url.hostname) || trustedHosts(environment).includes(url.hostname);
  const isFromStack = setting.startsWith("aws:") && caBundle?.setting.startsWith("aws:") === true;
  return problemIf(
    isFromStack && !isTrusted,
    setting,
    `with aws:customCaBundle, the proxy ${url.origin} could read every secret, and both are set in the stack configuration. Set one of them where Pulumi runs (HTTPS_PROXY or AWS_CA_BUNDLE), or allow the proxy there with ${trustedHostsVariable}=${url.hostname}.`,
  );
}

/** Explains why a file of certificate authorities cannot be used. */
export function caBundleProblems({ caBundle }: NetworkSettings): Problem[] {
  if (caBundle === undefined) return [];
  try {
    readCertificates(caBundle);
    return [];
  } catch (error) {
    return [{ path: caBundle.setting, reason: (error as Error).message }];
  }
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Returns the certificates of a PEM file. @throws Error that says what to write instead. */
function readCertificates({ value }: Setting): string[] {
  const remedy = "Write the path of a PEM file with the certificates of the authority.";
  if (value.includes("-----BEGIN")) throw new Error(`contains a certificate, not the path of a file. ${remedy}`);
  const path = value.startsWith("~/") ? join(homedir(), value.slice(2)) : value;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}). ${remedy}`, {
      cause: error,
    });
  }
  const certificates = text.match(pemCertificate) ?? [];
  if (certificates.length === 0)
    throw new Error(`the file ${path} contains no certificate (-----BEGIN CERTIFICATE-----). ${remedy}`);
  for (const [index, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate);
    } catch {
      throw new Error(`certificate ${index + 1} of the file ${path} is damaged. ${remedy}`);
    }
  }
  return certificates;
}

/**
 * Checks if a host is reached without a proxy. Source: golang.org/x/net/http/httpproxy, which the aws provider uses. The AWS
 * CLI has other rules (botocore, `should_bypass_proxies`): no networks, and ".example.com" includes example.com.
 */
export function isReachedDirectly(hostname: string, port: number, noProxy: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, "");
  if (isLoopback(host) || host === "::1") return true;
  return noProxy.split(",").some((entry) => {
    const written = entry.trim().toLowerCase();
    if (written === "*") return true;
    const [, network, length] = /^(.+)\/(\d+)$/.exec(written) ?? [];
    if (network !== undefined) return isWithin(host, network, Number(length));
    const [, name = written, onlyPort] = /^(.*):(\d+)$/.exec(isIP(written) === 6 ? "" : written) ?? [];
    if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
    const domain = name.replace(/^\[|\]$/g, "").replace(/^\*\./, ".");
    const family = isIP(domain);
    if (family !== 0) return isWithin(host, domain, family === 6 ? 128 : 32);
    return domain !== "" && (host === domain || host.endsWith(domain.startsWith(".") ? domain : `.${domain}`));
  });
}

function isWithin(host: string, network: string, length: number): boolean {
  const family = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");
  if (isIP(host) === 0 || isIP(network) === 0 || family(host) !== family(network)) return false;
  const list = new BlockList();
  try {
    list.addSubnet(network, length, family(network));
  } catch {
    return false;
  }
  return list.check(host, family(host));
}

/** The network of one connection: the agent of all its clients, and the last failure to connect. */
export interface Network {
  readonly agent: Agent;
  /** Some credential providers of the SDK replace the error of their request. This is the error. */
  readonly failure: () => Error | undefined;
}

/** Opens the network. @throws ServiceError if the certificate authorities cannot be read. */
export async function openNetwork({ proxy, noProxy, caBundle }: NetworkSettings): Promise<Network> {
  let last: Error | undefined;
  const onFailure: OnFailure = (error, request) => (last = Object.assign(error, { unsent: request }));
  // NODE_TLS_REJECT_UNAUTHORIZED must not decide where secrets go.
  const options = { keepAlive: true, maxSockets: 50, rejectUnauthorized: true, ...trust(caBundle) };
  const direct = new DirectAgent(options, onFailure);
  const url = proxy === undefined ? undefined : proxyUrl(proxy.value);
  const failure = () => last;
  if (url === undefined) return { agent: direct, failure };
  // Loaded only if there is a proxy: most programs need none.
  const { createProxyAgent } = await import("./proxyAgent.js");
  const goesDirect = (host: string, port: number) => isReachedDirectly(host, port, noProxy);
  return { agent: createProxyAgent({ proxy: url, agentOptions: options, direct, goesDirect, onFailure }), failure };
}

function trust(caBundle: Setting | undefined): Pick<tls.ConnectionOptions, "secureContext"> {
  if (caBundle === undefined) return {};
  try {
    const ca = [...systemCertificates(), ...readCertificates(caBundle)];
    return { secureContext: tls.createSecureContext({ ca }) };
  } catch (error) {
    throw new ServiceError("refused", `${caBundle.setting}: ${(error as Error).message}`);
  }
}

/** Returns the authorities that Node.js trusts. Before version 22.15, without those of `NODE_EXTRA_CA_CERTS`. */
function systemCertificates(): readonly string[] {
  const { getCACertificates, rootCertificates }: Partial<typeof tls> = tls;
  return getCACertificates?.() ?? rootCertificates ?? [];
}

import { isHidden } from "../preview/preview";
import { isRecord, memberAt, parsedJson } from "../preview/values";

/** Stands for the host of an address that the preview does not show. */
const hiddenHost = "(not known)";

/** Returns host and port of a URL, without everything that can contain a secret. */
export function hostOf(url: string): string {
  if (isHidden(url)) return hiddenHost;
  try {
    return new URL(url).host || hiddenHost;
  } catch {
    return hiddenHost;
  }
}

/** Returns the hosts that a target of this configuration sends its requests to. */
export function hostsOf(configuration: unknown): string[] {
  return urlsIn(configuration).map(hostOf);
}

function urlsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === "endpoint" && typeof inner === "string") return [inner];
    if (name === "openApiSchema") return serversIn(memberAt(inner, "inlinePayload", "payload"));
    return urlsIn(inner);
  });
}

/** Returns the URLs of the servers of an OpenAPI document: JSON or YAML. Relative ones are no change of the host. */
function serversIn(payload: unknown): string[] {
  if (typeof payload !== "string") return [];
  if (isHidden(payload)) return [payload];
  const document = parsedJson(payload);
  // JSON that is not valid, or has too many levels.
  if (document === undefined && /^\s*\{/.test(payload)) return [""];
  const urls = isRecord(document)
    ? serversOf(document)
    : [...payload.matchAll(urlInYaml)].map(([, url = ""]) => url).filter((url) => !url.endsWith(":"));
  return urls.filter((url) => !/^(?:\.{0,2}\/(?!\/)|$)/.test(url));
}

/** A member `url`, and its value up to the next space. A value that is the next key, such as `type:`, is no URL. */
const urlInYaml = /\burl["']?\s*:\s*["']?([^\s"'#,}]*)/gi;

function serversOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "servers" && Array.isArray(inner)
      ? inner.map((server: unknown) => memberAt(server, "url")).filter((url) => typeof url === "string")
      : serversOf(inner),
  );
}

/** Returns the addresses of a target's OpenAPI documents in S3, whose content the preview does not show. */
export function schemaObjectsOf(configuration: unknown): string[] {
  const uri = memberAt(configuration, "mcp", "openApiSchema", "s3", "uri");
  return typeof uri === "string" ? [uri] : [];
}

import type { PreviewError } from "../model";
import { nameOfUrn, types, typeOfUrn } from "./types";
import { isRecord } from "./values";

export interface Diagnostics {
  readonly errors: readonly PreviewError[];
  /** Own warnings of this package. */
  readonly warnings: readonly PreviewError[];
  readonly endpointOverrides: readonly string[];
  readonly hasError: boolean;
}

const component = `(?:OutboundAuth|GatewayTarget|GatewayOutboundAuth|GatewayRole|AgentcoreGateway|(?:ApiKey|Oauth2)CredentialProvider|TokenVault|gateway) "[^"\\n]*"`;

/** Messages of programs, after `error: `. They are whole: the texts that follow them are not of this package. */
const programMessages: readonly RegExp[] = [
  new RegExp(`^${component} has 1 problem:\\n {2}\\S.*`),
  new RegExp(`^${component} has \\d+ problems:(?:\\n {2}\\S.*)+`),
  new RegExp(`^${component}: clientAuthenticationMethod: must be a plain value, .*`),
  /^(?:functionArn|credentialProviderArn|callbackUrl) is only available .*/,
  /^the aws provider returns no account or no Region, .*/,
  /^gateway: the names "[^"\n]*" and "[^"\n]*" of this program differ in case only\. .*/,
  /^gateway: the gateway "[^"\n]*" is named twice, with two different values for .*/,
  /^gateway\.role: the function's policy needs the role's ARN, .*/,
  /^"[^"\n]*": opts\.provider is a provider of "[^"\n]*", which a credential provider cannot use\. .*/,
  /^Pulumi's provider process cannot find the package "pulumi-agentcore-outbound-auth" .*/,
  /^this program uses pulumi-agentcore-outbound-auth .*/,
  /^the inline policies of this gateway's role have at least .*(?:\n {2}\S.*)+\nWrite GatewayOutboundAuth, .*/,
  /^Preview failed: the state was written by a newer version of pulumi-agentcore-outbound-auth .*/,
];

/** Types whose provider process checks inputs. Their problems never contain a value. */
const checkedTypes: readonly string[] = [
  types.apiKeyProvider,
  types.oauth2Provider,
  "pulumi-nodejs:dynamic/agentcore:TokenVault",
];

const endpointMessage = /^AgentCore credential providers go to (https?:\/\/[\w.:[\]-]+) \([^()\n]*\), not to AWS\.\s*$/;

/** Number of characters in which the messages of this package fit. */
const longestMessage = 50_000;

/** A property path, and what is wrong with it. */
const ownWarning = new RegExp(`^${component}: [^\\s:]+: .*`);

/** Reads the messages of a preview. Only messages of this package are kept, because others can contain secrets. */
export function readDiagnostics(diagnostics: unknown): Diagnostics {
  const errors: PreviewError[] = [];
  const warnings: PreviewError[] = [];
  const origins = new Set<string>();
  let hasError = false;
  for (const { severity, urn, message } of Array.isArray(diagnostics) ? diagnostics.filter(isRecord) : []) {
    const text = typeof message === "string" ? withoutColors(message.slice(0, longestMessage)) : "";
    const about = typeof urn === "string" ? urn : "";
    const resource = about === "" ? {} : { resource: nameOfUrn(about) };
    const origin = endpointMessage.exec(text)?.[1];
    if (origin !== undefined) origins.add(origin);
    if (severity === "warning") {
      const own = ownWarning.exec(text.replace(/^warning: /, ""))?.[0];
      if (own !== undefined) warnings.push({ severity, ...resource, message: own });
    }
    if (severity !== "error") continue;
    hasError = true;
    const own = ownMessage(text.replace(/^error: /, ""), about);
    // Pulumi's last line says nothing about the reason.
    if (text.trim() !== "error: preview failed") errors.push({ severity, ...resource, ...own });
  }
  return { errors, warnings, endpointOverrides: [...origins].sort(), hasError };
}

/** Returns the part of an error that this package wrote. */
function ownMessage(text: string, urn: string): { message?: string } {
  for (const pattern of programMessages) {
    const message = pattern.exec(text)?.[0];
    if (message !== undefined) return { message: withoutExcess(message) };
  }
  const type = typeOfUrn(urn);
  const beginning = `${type} resource '${nameOfUrn(urn)}' has a problem: `;
  if (!checkedTypes.includes(type) || !text.startsWith(beginning)) return {};
  return { message: text.slice(beginning.length).split("\n", 1)[0] };
}

/** Returns a list of problems without lines that its number does not count. */
function withoutExcess(message: string): string {
  const count = / has (\d+) problems:$/.exec(message.split("\n", 1)[0] ?? "")?.[1];
  return count === undefined ? message : message.split("\n", Number(count) + 1).join("\n");
}

function withoutColors(text: string): string {
  // eslint-disable-next-line no-control-regex -- it is the beginning of a terminal's color codes
  return text.replace(/\u001b\[[0-9;]*m/g, "").replaceAll("\r\n", "\n");
}

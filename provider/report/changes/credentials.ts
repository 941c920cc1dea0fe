import type { CredentialChange, SecretSource } from "../model";
import { secretValue } from "../preview/preview";
import type { Operation, ResourceChange, ResourceState } from "../preview/preview";
import { types } from "../preview/types";
import { isRecord, memberAt, textsIn, visibleText } from "../preview/values";
import { hostOf } from "./endpoints";
import type { Resources } from "./resources";

type Kind = CredentialChange["kind"];

/** Resource types of credential providers: those of this package and those of `@pulumi/aws`. */
const providerTypes: Readonly<Record<string, Kind>> = {
  [types.apiKeyProvider]: "apiKey",
  [types.oauth2Provider]: "oauth2",
  "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider": "apiKey",
  "aws:bedrock/agentcoreOauth2CredentialProvider:AgentcoreOauth2CredentialProvider": "oauth2",
};

/** Property that contains the secret, by kind. The names of other properties begin with it. */
const secretProperties = { apiKey: "apiKey", oauth2: "clientSecret" } as const satisfies Record<Kind, string>;

/** Ends of the names of properties whose change means another value of the secret. */
const rotatingEnds = ["", "Fingerprint", "Wo", "WoVersion"];

/** Properties that a report names when they change. Others can be named by the program, and are only counted. */
const namedProperties = new Set([
  "authorizationEndpoint",
  "authorizationServerMetadata",
  "clientAuthenticationMethod",
  "clientId",
  "connection",
  "discoveryUrl",
  "issuer",
  "name",
  "oauth2ProviderConfig",
  "onBehalfOfTokenExchangeConfig",
  "privateEndpoint",
  "privateEndpointOverrides",
  "privateKeyJwtConfig",
  "region",
  "tags",
  "tenantId",
  "tokenEndpoint",
  "vendor",
  "credentialProviderVendor",
]);

/** Properties that follow from others, or that only this package needs. */
const derivedProperties =
  /^(__.*|accountId|adopt|automaticName|credentialProviderArn|drift|ignored|incarnation|knownUntil|mark|nameProposal|stateVersion|status|tagsAll|callbackUrl|.*SecretArn.*|apiKeyFrom|clientSecretFrom)$/;

/** A credential provider on one side of the change. */
export interface ProviderState {
  readonly name: string;
  readonly arn?: string;
  readonly vendor?: string;
  readonly secretSource?: SecretSource;
  /** ARNs of the provider, its secret and its keys, and patterns for them. */
  readonly ids: readonly string[];
  /** Hosts of the servers that give tokens, or tell where to get them. */
  readonly endpoints: readonly string[];
}

export interface CredentialProvider {
  readonly resource: ResourceChange;
  readonly kind: Kind;
  readonly before?: ProviderState;
  readonly after?: ProviderState;
}

/** Returns all credential providers of the stack. */
export function credentialProvidersOf({ all }: Resources): CredentialProvider[] {
  return all.flatMap((resource) => {
    const kind = Object.hasOwn(providerTypes, resource.type) ? providerTypes[resource.type] : undefined;
    if (kind === undefined) return [];
    const { before, after, name } = resource;
    return [
      {
        resource,
        kind,
        before: before === undefined ? undefined : providerState(kind, name, before),
        after: after === undefined ? undefined : providerState(kind, name, after),
      },
    ];
  });
}

function providerState(kind: Kind, logicalName: string, { properties }: ResourceState): ProviderState {
  const arn = visibleText(properties.credentialProviderArn);
  const vendor = visibleText(properties.vendor ?? properties.credentialProviderVendor);
  const secretSource = sourceOf(kind, settingsOf(properties));
  const { tags: _tags, tagsAll: _tagsAll, connection: _connection, ...others } = properties;
  return {
    name: visibleText(properties.name) ?? logicalName,
    arn,
    vendor,
    secretSource,
    ids: textsIn(others).filter((text) => text.startsWith("arn:")),
    endpoints: endpointsIn(others).map(hostOf),
  };
}

/** Returns the settings of a provider. In `@pulumi/aws`, those of an OAuth client stand below the vendor. */
function settingsOf(properties: ResourceState["properties"]): unknown {
  const configuration = properties.oauth2ProviderConfig;
  return isRecord(configuration) ? Object.values(configuration).find(isRecord) : properties;
}

function sourceOf(kind: Kind, settings: unknown): SecretSource | undefined {
  const secret = secretProperties[kind];
  const env = visibleText(memberAt(settings, `${secret}From`, "env"));
  if (env !== undefined) return { type: "env", name: env };
  const external = [`${secret}From`, `${secret}Config`, `${secret}SecretConfig`]
    .map((property) => memberAt(settings, property))
    .find((value) => value !== undefined && value !== null);
  if (external !== undefined) {
    const secretId = visibleText(memberAt(external, "secretId"));
    const jsonKey = visibleText(memberAt(external, "jsonKey"));
    return {
      type: "secretsManager",
      secretId,
      jsonKey,
    };
  }
  return rotatingEnds.some((end) => memberAt(settings, secret + end) !== undefined) ? { type: "inline" } : undefined;
}

/** Properties with the URL of a server that gets the client's secret, or tells where to send it. */
const endpointProperties = ["authorizationEndpoint", "discoveryUrl", "issuer", "tokenEndpoint"];

function endpointsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    endpointProperties.includes(name) && typeof inner === "string" ? [inner] : endpointsIn(inner),
  );
}

/** Returns the changes of credential providers, without their targets. */
export function changeOfCredential(provider: CredentialProvider): Omit<CredentialChange, "targets"> | undefined {
  const { resource, kind, before, after } = provider;
  const change = wordFor(provider);
  const shown = after ?? before;
  if (change === undefined || shown === undefined) return undefined;
  const properties = change === "created" || change === "deleted" ? [] : changedSettings(resource);
  // After a rename, only properties change that this package needs.
  if (change === "updated" && properties.length === 0) return undefined;
  const isLost = change === "deleted" || change === "replaced";
  return {
    kind,
    name: shown.name,
    urn: resource.urn,
    change,
    oldName: before?.name === shown.name ? undefined : before?.name,
    vendor: before?.vendor === after?.vendor ? undefined : { before: before?.vendor, after: after?.vendor },
    secretSource: isSameSource(before?.secretSource, after?.secretSource)
      ? undefined
      : { before: before?.secretSource, after: after?.secretSource },
    properties,
    destroysSecret: isLost && !resource.retained && before !== undefined && hasManagedSecret(before),
    source: resource.source,
  };
}

/** Returns true if AgentCore keeps the secret, and deletes it together with the provider. */
function hasManagedSecret({ ids, secretSource }: ProviderState): boolean {
  if (secretSource?.type === "secretsManager") return false;
  return secretSource !== undefined || ids.some((id) => id.includes(":secret:bedrock-agentcore-identity!"));
}

const wordsOfOperations = {
  create: "created",
  import: "imported",
  replace: "replaced",
  read: undefined,
  same: undefined,
} as const satisfies Partial<Record<Operation, CredentialChange["change"] | undefined>>;

function wordFor({ resource, kind, before, after }: CredentialProvider): CredentialChange["change"] | undefined {
  const { operation, retained } = resource;
  if (operation === "delete") return retained ? "retained" : "deleted";
  if (operation !== "update") return wordsOfOperations[operation];
  if (!isSameSource(before?.secretSource, after?.secretSource)) return "sourceChanged";
  return isRotated(kind, resource) ? "rotated" : "updated";
}

/** Returns true if the value of the secret changes, or if the preview does not show that it stays. */
function isRotated(kind: Kind, { changedProperties, after }: ResourceChange): boolean {
  const rotating = rotatingEnds.map((end) => secretProperties[kind] + end);
  if (changedProperties.some((name) => rotating.includes(name))) return true;
  return changedProperties.includes("oauth2ProviderConfig") && containsSecret(after?.properties.oauth2ProviderConfig);
}

function containsSecret(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(secretValue);
}

function isSameSource(left: SecretSource | undefined, right: SecretSource | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Returns the names of changed settings; those that are not in the list are counted. */
function changedSettings({ changedProperties }: ResourceChange): string[] {
  const secrets = Object.values(secretProperties).flatMap((name) => rotatingEnds.map((end) => name + end));
  const settings = changedProperties.filter((name) => !derivedProperties.test(name) && !secrets.includes(name));
  const named = settings.filter((name) => namedProperties.has(name)).sort();
  const others = settings.length - named.length;
  if (others === 0) return named;
  return [...named, others === 1 ? "1 other setting" : `${others} other settings`];
}

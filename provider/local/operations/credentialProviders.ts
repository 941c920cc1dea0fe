import { knownMembers } from "../model/model";
import { refusal } from "../model/refusals";
import type { Contents, Kind, ProviderRecord } from "../vault/records";
import type { Failure, Vault } from "../vault/vault";
import { answeredShape, endpointNames, vendorNamed } from "../vault/vendors";
import type { Endpoints } from "../vault/vendors";
import { checkOauth2Rules, hasSecret } from "./oauth2Rules";
import type { Oauth2Config, Oauth2Request } from "./oauth2Rules";
import { assertNoReservedKeys } from "./tokenVault";

interface ProviderServices {
  readonly vault: Vault;
  readonly failure: Failure;
}

interface PageRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** The differences between the operations of the two kinds of provider. */
interface Differences<K extends Kind, R> {
  /**
   * Checks the rules between the members of a request. Returns a function that calculates the new content of the
   * provider from its current content.
   */
  readonly check: (request: R, vault: Vault) => (current?: Contents[K]) => Contents[K];
  /** Returns the answer of Create. */
  readonly answer: (record: ProviderRecord<K>) => object;
  /** Members that all other answers add to those that both kinds have. */
  readonly added: (record: ProviderRecord<K>) => object;
}

function operationsOf<K extends Kind, R extends { readonly name: string }>(
  kind: K,
  { check, answer, added }: Differences<K, R>,
) {
  const times = ({ createdTime, lastUpdatedTime }: ProviderRecord<K>) => ({
    createdTime: createdTime / 1000,
    lastUpdatedTime: lastUpdatedTime / 1000,
  });
  const fullAnswer = (record: ProviderRecord<K>) => ({ ...answer(record), ...added(record), ...times(record) });
  return {
    create: ({ vault, failure }: ProviderServices, request: R & { readonly tags?: Record<string, string> }): object => {
      const { name, tags = {} } = request;
      const newContent = check(request, vault);
      assertNoReservedKeys(Object.keys(tags), "tags");
      return answer(vault.create(kind, name, newContent(), tags, failure));
    },
    get: ({ vault }: ProviderServices, { name }: { name: string }): object => {
      const record = vault.get(kind, name);
      const answered = { ...fullAnswer(record), failureReason: record.failureReason };
      vault.countRead(record);
      return answered;
    },
    /** Replaces the content as a whole: members that the request leaves out are removed. */
    update: ({ vault, failure }: ProviderServices, request: R): object => {
      const newContent = check(request, vault);
      const record = vault.get(kind, request.name);
      const content = newContent(record.content);
      vault.update(record, content, failure);
      return fullAnswer({ ...record, content });
    },
    remove: ({ vault, failure }: ProviderServices, { name }: { name: string }): void => {
      vault.remove(kind, name, failure);
    },
    list: ({ vault }: ProviderServices, request: PageRequest): object => {
      const { page, nextToken } = pageOf(vault.list(kind), request);
      const items = page.map((record) => ({
        name: record.name,
        credentialProviderArn: record.arn,
        ...added(record),
        ...times(record),
      }));
      return { credentialProviders: items, nextToken };
    },
  };
}

// A small page shows when a client forgets to ask for the next one.
const defaultPageSize = 10;
const tokenPrefix = "after:";

/** Returns one page of providers sorted by name. The token names the last provider of the page before. */
function pageOf<R extends { readonly name: string }>(
  records: R[],
  { maxResults = defaultPageSize, nextToken = "" }: PageRequest,
): { page: R[]; nextToken?: string } {
  const text = Buffer.from(nextToken, "base64url").toString();
  if (nextToken && !text.startsWith(tokenPrefix)) throw refusal("pageTokenInvalid", { field: "nextToken" });
  const rest = records.filter(({ name }) => name > text.slice(tokenPrefix.length));
  const page = rest.slice(0, maxResults);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  return { page, nextToken: last && Buffer.from(tokenPrefix + last.name).toString("base64url") };
}

interface ApiKeyRequest {
  readonly name: string;
  readonly apiKey?: string;
  readonly apiKeySecretSource?: "MANAGED" | "EXTERNAL";
  readonly apiKeySecretConfig?: { readonly secretId: string; readonly jsonKey: string };
}

export const apiKeyProviders = operationsOf<"apiKey", ApiKeyRequest>("apiKey", {
  check(request, vault) {
    checkApiKeyRules(request);
    const { name, apiKey = "", apiKeySecretConfig } = request;
    return (current) => ({
      secret: apiKeySecretConfig
        ? vault.externalSecret(apiKeySecretConfig)
        : vault.managedSecret("apiKey", name, apiKey, current?.secret),
    });
  },
  answer: ({ name, arn, content: { secret } }) => ({
    name,
    credentialProviderArn: arn,
    apiKeySecretArn: { secretArn: secret.arn },
    apiKeySecretSource: secret.source,
    apiKeySecretJsonKey: secret.source === "EXTERNAL" ? secret.jsonKey : undefined,
  }),
  added: () => ({}),
});

/** Checks the rules between members. The model allows an empty `apiKey`; the rules do not. */
function checkApiKeyRules({ apiKey, apiKeySecretSource, apiKeySecretConfig }: ApiKeyRequest): void {
  if (apiKeySecretSource === "EXTERNAL") {
    if (apiKey) throw refusal("apiKeyUnexpected", { field: "apiKey" });
    if (!apiKeySecretConfig) throw refusal("apiKeyConfigMissing", { field: "apiKeySecretConfig" });
    return;
  }
  if (!apiKey) throw refusal("apiKeyMissing", { field: "apiKey" });
  if (apiKeySecretConfig) throw refusal("apiKeyConfigUnexpected", { field: "apiKeySecretConfig" });
}

export const oauth2Providers = operationsOf<"oauth2", Oauth2Request>("oauth2", {
  check(request, vault) {
    const config = checkOauth2Rules(request, vault.scope);
    const { name, credentialProviderVendor: vendor } = request;
    const { clientId, clientSecret, clientSecretConfig } = config;
    return (current) => {
      if (current && current.vendor !== vendor) throw refusal("vendorChanged", { field: "credentialProviderVendor" });
      const managed = clientSecret ? vault.managedSecret("oauth2", name, clientSecret, current?.secret) : undefined;
      // An empty client ID counts as absent, like an empty secret.
      const answered = { ...config, clientId: clientId || undefined, oauthDiscovery: discovery(vendor, config) };
      return {
        secret: !hasSecret(config)
          ? undefined
          : clientSecretConfig
            ? vault.externalSecret(clientSecretConfig)
            : managed,
        vendor,
        config: { [vendorNamed(vendor).member]: knownMembers(answeredShape(vendor), answered) },
      };
    };
  },
  answer: ({ name, arn, callbackUrl, status, content: { secret, config } }) => ({
    name,
    credentialProviderArn: arn,
    clientSecretArn: secret && { secretArn: secret.arn },
    clientSecretSource: secret?.source,
    clientSecretJsonKey: secret?.source === "EXTERNAL" ? secret.jsonKey : undefined,
    callbackUrl,
    oauth2ProviderConfigOutput: config,
    status,
  }),
  added: ({ content }) => ({ credentialProviderVendor: content.vendor }),
});

function discovery(vendor: string, config: Oauth2Config): object | undefined {
  const { endpoints } = vendorNamed(vendor);
  if (endpoints === "discovery") return config.oauthDiscovery;
  const ofVendor: Partial<Endpoints> = endpoints === "tenant" ? {} : endpoints;
  // Only Microsoft's endpoints name a tenant. "common" is its name for every tenant.
  const fill = (url?: string) => url?.replace("{tenant}", () => config.tenantId ?? "common");
  const metadata = endpointNames.map((name) => [name, config[name] || fill(ofVendor[name])]);
  return { authorizationServerMetadata: Object.fromEntries(metadata) as object };
}

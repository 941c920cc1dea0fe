import { providerKinds } from "../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../iam/policy/credentialProviders";
import { isWithoutSecret } from "../rules/providers/oauth2/clientAuthentication";
import { failedWith, ServiceError } from "./errors";
import { withoutSecrets } from "./redaction";
import type { Answered, Operation, Service } from "./service";

/** Status of an OAuth 2 provider. API-key providers have none: they are ready when the call is answered. */
export type ProviderStatus =
  "CREATING" | "CREATE_FAILED" | "UPDATING" | "UPDATE_FAILED" | "READY" | "DELETING" | "DELETE_FAILED";

/** Checks if the service is still working on a provider. */
export function isTransitional(status: ProviderStatus): boolean {
  return ["CREATING", "UPDATING", "DELETING"].includes(status);
}

/** A credential provider as the service describes it. Optional members are absent if the answer does not contain them. */
export interface RemoteProvider {
  readonly credentialProviderArn: string;
  readonly secretArn?: string;
  /** `READY` if the service returns no status. */
  readonly status: ProviderStatus;
  /** The service's reason for a status that ends in `FAILED`, without secrets. */
  readonly failureReason?: string;
  readonly vendor?: string;
  /** Redirect URI of the OAuth client. */
  readonly callbackUrl?: string;
  /** Configuration without secrets, under the vendor's member name; OAuth 2 only. */
  readonly config?: Content;
  readonly secretSource?: "MANAGED" | "EXTERNAL";
  /** JSON key of an external secret. */
  readonly secretJsonKey?: string;
  /** ISO 8601, by the service's clock. Absent from the answer to a creation. */
  readonly createdTime?: string;
  readonly lastUpdatedTime?: string;
  /** Time of the answer by the same clock, if the answer has no `lastUpdatedTime`. */
  readonly answeredTime?: string;
}

/** Identifies a provider in the account and Region of a connection. */
export interface ProviderAddress {
  readonly kind: CredentialProviderKind;
  readonly name: string;
  readonly region: string;
}

/** Members of a create or update request, except name and tags. */
export type Content = Readonly<Record<string, unknown>>;

interface Answer {
  readonly credentialProviderArn?: string;
  readonly apiKeySecretArn?: { readonly secretArn?: string };
  readonly apiKeySecretSource?: RemoteProvider["secretSource"];
  readonly apiKeySecretJsonKey?: string;
  readonly clientSecretArn?: { readonly secretArn?: string };
  readonly clientSecretSource?: RemoteProvider["secretSource"];
  readonly clientSecretJsonKey?: string;
  readonly status?: ProviderStatus;
  readonly failureReason?: string;
  readonly credentialProviderVendor?: string;
  readonly callbackUrl?: string;
  readonly oauth2ProviderConfigOutput?: Content;
  readonly createdTime?: Date;
  readonly lastUpdatedTime?: Date;
}

/** The calls about one credential provider. */
export class ProviderCalls {
  /** An answer has shown the service working on the provider. */
  sawTransition = false;

  constructor(
    private readonly service: Service,
    private readonly address: ProviderAddress,
    /** Texts that no error may contain. */
    private readonly secrets: readonly string[] = [],
  ) {}

  /** Names the provider in messages. */
  get subject(): string {
    const { kind, name, region } = this.address;
    return `${providerKinds[kind].label} "${name}" in ${region}`;
  }

  async create(content: Content, tags: Readonly<Record<string, string>>): Promise<RemoteProvider> {
    return this.toRemoteProvider(await this.sendAbout("Create", { ...content, tags }));
  }

  /** Returns `undefined` if there is no provider of this name. */
  async get(): Promise<RemoteProvider | undefined> {
    return unlessNotFound(async () => this.toRemoteProvider(await this.sendAbout("Get")));
  }

  /** Replaces the provider's whole content: members that are not sent are removed. */
  async update(content: Content): Promise<RemoteProvider> {
    return this.toRemoteProvider(await this.sendAbout("Update", content));
  }

  async delete(): Promise<void> {
    await this.sendAbout("Delete");
  }

  /** Returns no tags if there is no such provider. */
  async tags(arn: string): Promise<Record<string, string>> {
    const answered = await unlessNotFound(() =>
      this.send<{ tags?: Record<string, string> }>("ListTagsForResource", { resourceArn: arn }),
    );
    return answered?.answer.tags ?? {};
  }

  async tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.send("TagResource", { resourceArn: arn, tags });
  }

  async untag(arn: string, tagKeys: readonly string[]): Promise<void> {
    await this.send("UntagResource", { resourceArn: arn, tagKeys });
  }

  private sendAbout(verb: "Create" | "Get" | "Update" | "Delete", content: Content = {}): Promise<Answered<Answer>> {
    const { kind, name } = this.address;
    return this.send<Answer>(`${verb}${providerKinds[kind].operationSuffix}`, { name, ...content });
  }

  private send<T>(operation: Operation, input: object): Promise<Answered<T>> {
    return this.service.send<T>({ operation, subject: this.subject, secrets: this.secrets }, input);
  }

  /** @throws ServiceError `lost` for a success without content: it does not say what was done. */
  private toRemoteProvider({ answer, answeredTime }: Answered<Answer>): RemoteProvider {
    const { credentialProviderArn, status = "READY", failureReason, oauth2ProviderConfigOutput: config } = answer;
    this.sawTransition ||= isTransitional(status);
    const { secretMember } = providerKinds[this.address.kind];
    const secretArn = answer[`${secretMember}Arn`]?.secretArn;
    // A provider that is being created, or could not be, may have no secret.
    const lacksSecret = secretArn === undefined && status === "READY" && !usesSignedToken(config);
    if (credentialProviderArn === undefined || lacksSecret) {
      throw new ServiceError(
        "lost",
        `The service's answer about ${this.subject} could not be read. Run again: the next run finds the result and completes it.`,
      );
    }
    const lastUpdatedTime = answer.lastUpdatedTime?.toISOString();
    const optional = {
      secretArn,
      failureReason: failureReason === undefined ? undefined : withoutSecrets(failureReason, this.secrets),
      vendor: answer.credentialProviderVendor,
      callbackUrl: answer.callbackUrl,
      config,
      secretSource: answer[`${secretMember}Source`],
      secretJsonKey: answer[`${secretMember}JsonKey`],
      createdTime: answer.createdTime?.toISOString(),
      lastUpdatedTime,
      answeredTime: lastUpdatedTime === undefined ? answeredTime : undefined,
    };
    const present = Object.entries(optional).filter(([, value]) => value !== undefined);
    return { credentialProviderArn, status, ...Object.fromEntries(present) };
  }
}

/** A credential provider in a list. */
export interface ListedProvider {
  readonly kind: CredentialProviderKind;
  readonly name: string;
  readonly arn: string;
  /** ISO 8601, by the service's clock. */
  readonly createdTime?: string;
}

/** Returns all providers of a kind in the account and Region of a connection. */
export async function listProviders(service: Service, kind: CredentialProviderKind): Promise<ListedProvider[]> {
  const { operationSuffix, label } = providerKinds[kind];
  const operation = `List${operationSuffix}s` as const;
  const providers: ListedProvider[] = [];
  for (let nextToken: string | undefined; ;) {
    const call = { operation, subject: `${label}s`, secrets: [] };
    const { answer } = await service.send<ListAnswer>(call, { maxResults: 20, nextToken });
    for (const { name, credentialProviderArn: arn, createdTime } of answer.credentialProviders ?? [])
      providers.push({ kind, name, arn, createdTime: createdTime?.toISOString() });
    nextToken = answer.nextToken;
    if (!nextToken) return providers;
  }
}

interface ListAnswer {
  readonly credentialProviders?: readonly {
    readonly name: string;
    readonly credentialProviderArn: string;
    readonly createdTime?: Date;
  }[];
  readonly nextToken?: string;
}

async function unlessNotFound<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (failedWith(error, "notFound")) return undefined;
    throw error;
  }
}

/** Checks if the client authenticates with a signed token: then there is no secret. */
function usesSignedToken(config: Content | undefined): boolean {
  const custom = config?.customOauth2ProviderConfig as { clientAuthenticationMethod?: unknown } | undefined;
  return isWithoutSecret(custom?.clientAuthenticationMethod);
}

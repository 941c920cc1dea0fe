import type { Call } from "./errors";
import { ServiceError } from "./errors";
import type { Operation, Service } from "./service";

/** An API-key credential provider as the service shows it. */
export interface RemoteApiKeyProvider {
  readonly credentialProviderArn: string;
  readonly apiKeySecretArn: string;
}

interface Answer {
  credentialProviderArn?: string;
  apiKeySecretArn?: { secretArn?: string };
}

/** The calls about one API-key credential provider, in the account and Region of `service`. */
export class ApiKeyProviderCalls {
  constructor(
    private readonly service: Service,
    private readonly name: string,
    private readonly region: string | undefined,
    private readonly secrets: readonly string[] = [],
  ) {}

  async create(apiKey: string, tags: Readonly<Record<string, string>>): Promise<RemoteApiKeyProvider> {
    return this.readable(await this.send<Answer>("CreateApiKeyCredentialProvider", { name: this.name, apiKey, tags }));
  }

  /** `undefined` if there is none of this name. */
  async get(): Promise<RemoteApiKeyProvider | undefined> {
    return this.unlessGone(async () =>
      this.readable(await this.send<Answer>("GetApiKeyCredentialProvider", { name: this.name })),
    );
  }

  /** Replaces the provider's content; the service keeps nothing that is not sent. */
  async update(apiKey: string): Promise<RemoteApiKeyProvider> {
    return this.readable(await this.send<Answer>("UpdateApiKeyCredentialProvider", { name: this.name, apiKey }));
  }

  async delete(): Promise<void> {
    await this.send("DeleteApiKeyCredentialProvider", { name: this.name });
  }

  async tags(arn: string): Promise<Record<string, string> | undefined> {
    return this.unlessGone(async () => {
      const { tags } = await this.send<{ tags?: Record<string, string> }>("ListTagsForResource", { resourceArn: arn });
      return tags ?? {};
    });
  }

  async tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.send("TagResource", { resourceArn: arn, tags });
  }

  async untag(arn: string, tagKeys: readonly string[]): Promise<void> {
    await this.send("UntagResource", { resourceArn: arn, tagKeys });
  }

  private send<T>(operation: Operation, input: object): Promise<T> {
    return this.service.send<T>(this.call(operation), input);
  }

  private call(operation: Operation): Call & { operation: Operation } {
    const place = this.region === undefined ? "" : ` in ${this.region}`;
    return { operation, subject: `API-key credential provider "${this.name}"${place}`, secrets: this.secrets };
  }

  /** Some answers are a success without content: then it is not known what was done. */
  private readable({ credentialProviderArn, apiKeySecretArn }: Answer): RemoteApiKeyProvider {
    if (credentialProviderArn === undefined || apiKeySecretArn?.secretArn === undefined) {
      throw new ServiceError(
        "lost",
        `The service's answer about API-key credential provider "${this.name}" could not be read. Run again: what was done is found and finished.`,
      );
    }
    return { credentialProviderArn, apiKeySecretArn: apiKeySecretArn.secretArn };
  }

  private async unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ServiceError && error.failure === "notFound") return undefined;
      throw error;
    }
  }
}

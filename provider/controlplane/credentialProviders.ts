import type { CredentialProviderKind } from "../iam/policy/arn";
import { isWithoutSecret } from "../rules/providers/oauth2/clientAuthentication";
import type { Call } from "./errors";
import { failedWith, ServiceError, withoutSecrets } from "./errors";
import type { Answered, Operation, Service } from "./service";
import { unknownMembers } from "./unknownMembers";

/** States of a provider. API-key providers have none: they are there as soon as the call is answered. */
export type ProviderStatus =
  "CREATING" | "CREATE_FAILED" | "UPDATING" | "UPDATE_FAILED" | "READY" | "DELETING" | "DELETE_FAILED";

/** A credential provider as the service shows it. */
export interface RemoteProvider {
  readonly credentialProviderArn: string;
  /** Absent as long as the provider is not there. */
  readonly secretArn?: string;
  /** `READY` where the service tells none. */
  readonly status: ProviderStatus;
  /** Why a status ends in `FAILED`, in the service's words. */
  readonly failureReason?: string;
  /** Absent where the answer does not tell it, as that of a creation. */
  readonly vendor?: string;
  /** Where the authorization server sends users back to; OAuth 2 only. */
  readonly callbackUrl?: string;
  /** Its configuration without secrets, below the member that its vendor has; OAuth 2 only. */
  readonly config?: Content;
  /** Whether the service keeps the secret, or somebody else's secret is named. Absent where the answer does not tell. */
  readonly secretSource?: "MANAGED" | "EXTERNAL";
  /** Which member of a secret that is not the service's own. */
  readonly secretJsonKey?: string;
  /** ISO 8601, by the service's clock. Absent from the answer to a creation. */
  readonly createdTime?: string;
  readonly lastUpdatedTime?: string;
  /** When the answer was given, by the same clock, where the answer itself has no times; to the second. */
  readonly answeredTime?: string;
}

/** What the service calls the operations of one kind of provider, and the secret in their answers. */
interface KindInTheApi {
  readonly operations: Readonly<Record<"create" | "get" | "update" | "delete", Operation>>;
  /** What the members about its secret begin with: `apiKeySecretArn`, `apiKeySecretSource`, `apiKeySecretJsonKey`. */
  readonly secretMember: "apiKeySecret" | "clientSecret";
  /** What it is, for messages. */
  readonly is: string;
}

const kindsInTheApi: Readonly<Record<CredentialProviderKind, KindInTheApi>> = {
  apikeycredentialprovider: {
    operations: {
      create: "CreateApiKeyCredentialProvider",
      get: "GetApiKeyCredentialProvider",
      update: "UpdateApiKeyCredentialProvider",
      delete: "DeleteApiKeyCredentialProvider",
    },
    secretMember: "apiKeySecret",
    is: "API-key credential provider",
  },
  oauth2credentialprovider: {
    operations: {
      create: "CreateOauth2CredentialProvider",
      get: "GetOauth2CredentialProvider",
      update: "UpdateOauth2CredentialProvider",
      delete: "DeleteOauth2CredentialProvider",
    },
    secretMember: "clientSecret",
    is: "OAuth 2 credential provider",
  },
};

/** What a kind of provider is, for messages. */
export function nameOfKind(kind: CredentialProviderKind): string {
  return kindsInTheApi[kind].is;
}

/** The members of a provider's content, by path, that the installed AWS client does not know. */
export function unknownMembersOf(kind: CredentialProviderKind, content: Content): Promise<string[]> {
  return unknownMembers(kindsInTheApi[kind].operations.create, content);
}

/** The members of answers about a provider that are read. */
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

/** Which provider calls are about. */
export interface ProviderAddress {
  readonly kind: CredentialProviderKind;
  readonly name: string;
  readonly region: string | undefined;
}

/** What is sent about a provider besides its name: the members of the create and the update operation. */
export type Content = Readonly<Record<string, unknown>>;

/** The calls about one credential provider, in the account and Region of `service`. */
export class ProviderCalls {
  private readonly api: KindInTheApi;

  constructor(
    private readonly service: Service,
    private readonly address: ProviderAddress,
    /** Texts that no error may contain. */
    private readonly secrets: readonly string[] = [],
  ) {
    this.api = kindsInTheApi[address.kind];
  }

  /** The provider in words, for messages. */
  get subject(): string {
    const place = this.address.region === undefined ? "" : ` in ${this.address.region}`;
    return `${this.api.is} "${this.address.name}"${place}`;
  }

  async create(content: Content, tags: Readonly<Record<string, string>>): Promise<RemoteProvider> {
    return this.readable(await this.send(this.api.operations.create, { ...this.named(), ...content, tags }));
  }

  /** `undefined` if there is none of this name. */
  async get(): Promise<RemoteProvider | undefined> {
    return this.unlessGone(async () => this.readable(await this.send(this.api.operations.get, this.named())));
  }

  /** Replaces the provider's content; the service keeps nothing that is not sent. */
  async update(content: Content): Promise<RemoteProvider> {
    return this.readable(await this.send(this.api.operations.update, { ...this.named(), ...content }));
  }

  async delete(): Promise<void> {
    await this.send(this.api.operations.delete, this.named());
  }

  async tags(arn: string): Promise<Record<string, string> | undefined> {
    return this.unlessGone(async () => {
      const { answer } = await this.send<{ tags?: Record<string, string> }>("ListTagsForResource", {
        resourceArn: arn,
      });
      return answer.tags ?? {};
    });
  }

  async tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.send("TagResource", { resourceArn: arn, tags });
  }

  async untag(arn: string, tagKeys: readonly string[]): Promise<void> {
    await this.send("UntagResource", { resourceArn: arn, tagKeys });
  }

  /** A text of the service without the secrets that were sent to it. */
  withoutSecrets(text: string): string {
    return withoutSecrets(text, this.secrets);
  }

  private named(): { name: string } {
    return { name: this.address.name };
  }

  private send<T = Answer>(operation: Operation, input: object): Promise<Answered<T>> {
    const call: Call & { operation: Operation } = { operation, subject: this.subject, secrets: this.secrets };
    return this.service.send<T>(call, input);
  }

  /** Some answers are a success without content: then it is not known what was done. */
  private readable({ answer, answeredTime }: Answered<Answer>): RemoteProvider {
    const { credentialProviderArn, status = "READY", oauth2ProviderConfigOutput: config } = answer;
    const { secretMember } = this.api;
    const secretArn = answer[`${secretMember}Arn`]?.secretArn;
    // What is still being made, or could not be, may have no secret.
    const lacksSecret = secretArn === undefined && status === "READY" && !showsToken(config);
    if (credentialProviderArn === undefined || lacksSecret) {
      throw new ServiceError(
        "lost",
        `The service's answer about ${this.subject} could not be read. Run again: what was done is found and finished.`,
      );
    }
    const lastUpdatedTime = answer.lastUpdatedTime?.toISOString();
    const told = {
      secretArn,
      failureReason: answer.failureReason,
      vendor: answer.credentialProviderVendor,
      callbackUrl: answer.callbackUrl,
      config,
      secretSource: answer[`${secretMember}Source`],
      secretJsonKey: answer[`${secretMember}JsonKey`],
      createdTime: answer.createdTime?.toISOString(),
      lastUpdatedTime,
      answeredTime: lastUpdatedTime === undefined ? answeredTime : undefined,
    };
    return {
      credentialProviderArn,
      status,
      ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
    };
  }

  private async unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (failedWith(error, "notFound")) return undefined;
      throw error;
    }
  }
}

/** Whether a client shows a signed token in place of a secret, which the service then has none of. */
function showsToken(config: Content | undefined): boolean {
  const custom = config?.customOauth2ProviderConfig as { clientAuthenticationMethod?: unknown } | undefined;
  return isWithoutSecret(custom?.clientAuthenticationMethod);
}

// What the engine does with a resource's handlers, as far as these specs need it.
import type { Context } from "../../provider/handlers/process/context";
import { apiKeyCredentialProvider } from "../../provider/handlers/credentialProvider/handlers";
import type { Handler, Properties } from "../../provider/handlers/process/handler";
import { oauth2CredentialProvider } from "../../provider/handlers/credentialProvider/handlers";
import type { LocalControlPlane } from "../../provider/local";

export const account = "123456789012";

export const mark = { owner: "0".repeat(32), resource: "1".repeat(16) };

/** A resource in the state. */
export interface Resource {
  id: string;
  outputs: Properties;
}

/** What one kind of credential provider has of its own. */
interface KindOfProvider {
  readonly handler: Handler;
  /** What messages call it. */
  readonly is: string;
  /** How ARNs spell it. */
  readonly segment: string;
  /** How the API's operations spell it. */
  readonly inOperations: string;
  /** How ARNs of managed secrets spell it. */
  readonly secretFolder: string;
  readonly secretMember: "apiKey" | "clientSecret";
  readonly secretArnKey: string;
  readonly secretArnPatternKey: string;
  /** What a program's constructor sends for it, besides name, secret, account and mark. */
  readonly own: Properties;
}

/** What the engine does with resources of one kind, and a resource called `search` to do it with. */
function stackOf(kind: KindOfProvider) {
  const { handler } = kind;
  const arnOf = (name: string, accountId = account, region = "us-east-1") =>
    `arn:aws:bedrock-agentcore:${region}:${accountId}:token-vault/default/${kind.segment}/${name}`;
  /** The secret as the program writes it, and as the local control plane shows the one that is live. */
  const secret = (value: string) => ({ [kind.secretMember]: value }) as { apiKey?: string; clientSecret?: string };
  /** What a program's constructor sends. */
  const search: Properties = {
    nameProposal: "search-1a2b3c4",
    ...kind.own,
    ...secret("key-one"),
    accountId: account,
    mark,
  };
  /** The inputs after check; a problem is an error here. */
  const inputsOf = async (context: Context, olds: Properties, news: Properties): Promise<Properties> => {
    const { inputs, problems } = await handler.check(context, olds, news);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    return inputs;
  };
  return {
    ...kind,
    operation: {
      create: `Create${kind.inOperations}`,
      get: `Get${kind.inOperations}`,
      update: `Update${kind.inOperations}`,
      delete: `Delete${kind.inOperations}`,
    },
    arnOf,
    secretArnPatternOf: (name: string) =>
      `arn:aws:secretsmanager:us-east-1:${account}:secret:bedrock-agentcore-identity!default/${kind.secretFolder}/${name}-????????-??????`,
    secret,
    search,
    searchArn: arnOf("search-1a2b3c4"),
    inputsOf,
    /** Checks and creates, as `pulumi up` does for a new resource. */
    create: async (context: Context, args = search): Promise<Resource> =>
      handler.create(context, await inputsOf(context, {}, args)),
    /** Checks and updates, as `pulumi up` does for a changed one. */
    update: async (context: Context, { id, outputs }: Resource, args: Properties): Promise<Resource> => ({
      id,
      ...(await handler.update(context, id, outputs, await inputsOf(context, outputs, args))),
    }),
    read: (context: Context, { id, outputs }: Resource) => handler.read(context, id, outputs),
    remove: (context: Context, { id, outputs }: Resource) => handler.delete(context, id, outputs),
  };
}

export const apiKeys = stackOf({
  handler: apiKeyCredentialProvider,
  is: "API-key credential provider",
  segment: "apikeycredentialprovider",
  inOperations: "ApiKeyCredentialProvider",
  secretFolder: "apikey",
  secretMember: "apiKey",
  secretArnKey: "apiKeySecretArn",
  secretArnPatternKey: "apiKeySecretArnPattern",
  own: {},
});

export const oauth2Clients = stackOf({
  handler: oauth2CredentialProvider,
  is: "OAuth 2 credential provider",
  segment: "oauth2credentialprovider",
  inOperations: "Oauth2CredentialProvider",
  secretFolder: "oauth2",
  secretMember: "clientSecret",
  secretArnKey: "clientSecretArn",
  secretArnPatternKey: "clientSecretArnPattern",
  own: {
    vendor: "CustomOauth2",
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    clientId: "client",
  },
});

/** Every kind: what they share is specified for each of them. */
export const stacks = [apiKeys, oauth2Clients];

/** The operations since the log was cleared, without the question whose credentials these are. */
export async function operations(local: LocalControlPlane): Promise<string[]> {
  const calls = await local.calls();
  return calls.map(({ operation }) => operation).filter((operation) => operation !== "GetCallerIdentity");
}

export const writes = (calls: readonly string[]) => calls.filter((operation) => !/^(Get|List)/.test(operation));

/** Outputs without the time of the last change, which each run has its own of. */
export function withoutTime({ knownUntil: _time, ...outputs }: Properties): Properties {
  return outputs;
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error("rejected with something that is no error", { cause: error });
  }
  throw new Error("fulfilled, but an error was expected");
}

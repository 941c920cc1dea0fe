// Runs the handlers of a resource as the engine does.
import type { Context } from "../../provider/handlers/process/context";
import { apiKeyCredentialProvider } from "../../provider/handlers/credentialProvider/handlers";
import { PartialFailure } from "../../provider/handlers/process/handler";
import type { Handler, Properties } from "../../provider/handlers/process/handler";
import { oauth2CredentialProvider } from "../../provider/handlers/credentialProvider/handlers";
import { startLocalControlPlane, type LocalControlPlane } from "../../provider/local";

export const account = "123456789012";

export const mark = { owner: "0".repeat(32), resource: "1".repeat(16) };

/** Ownership tags of `mark`. Their keys are on existing providers: never change them here. */
export const markTags = {
  "pulumi-agentcore-outbound-auth:owner": mark.owner,
  "pulumi-agentcore-outbound-auth:resource": mark.resource,
};

/** A resource in the state. */
export interface Resource {
  id: string;
  outputs: Properties;
}

/** Facts about one kind of credential provider. */
interface KindOfProvider {
  readonly handler: Handler;
  /** Name in messages. */
  readonly is: string;
  /** Name in ARNs. */
  readonly segment: string;
  /** Name in the operations of the API. */
  readonly inOperations: string;
  /** Name in the ARNs of managed secrets. */
  readonly secretFolder: string;
  readonly secretMember: "apiKey" | "clientSecret";
  readonly secretArnKey: string;
  readonly secretArnPatternKey: string;
  /** Inputs of the constructor, besides name, secret, account and mark. */
  readonly own: Properties;
}

/** Operations of the engine on resources of one kind, and the inputs of a resource called `search`. */
function stackOf(kind: KindOfProvider) {
  const { handler } = kind;
  const arnOf = (name: string, accountId = account, region = "us-east-1") =>
    `arn:aws:bedrock-agentcore:${region}:${accountId}:token-vault/default/${kind.segment}/${name}`;
  /** The secret as the program writes it, and as the local control plane shows the live one. */
  const secret = (value: string) => ({ [kind.secretMember]: value }) as { apiKey?: string; clientSecret?: string };
  /** Inputs that the constructor sends. */
  const search: Properties = {
    nameProposal: "search-1a2b3c4",
    ...kind.own,
    ...secret("key-one"),
    accountId: account,
    mark,
  };
  /** Returns the inputs after check. A problem is an error here. */
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
    /** Checks and updates, as `pulumi up` does for a changed resource. */
    update: async (context: Context, { id, outputs }: Resource, args: Properties): Promise<Resource> => ({
      id,
      ...(await handler.update(context, id, outputs, await inputsOf(context, outputs, args))),
    }),
    read: async (context: Context, { id, outputs }: Resource) => {
      const found = await handler.read(context, id, outputs);
      return found && { inputs: {}, ...found };
    },
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

/** Starts a local control plane for each test of a suite, hands it to the suite, and closes it afterwards. */
export function startForEachTest(use: (local: LocalControlPlane) => void): void {
  let local: LocalControlPlane;
  beforeEach(async () => use((local = await startLocalControlPlane())));
  afterEach(() => local.close());
}

/** All kinds, for specs of behaviour that they share. */
export const stacks = [apiKeys, oauth2Clients];

/** Returns the operations since the log was cleared, without GetCallerIdentity. */
export async function operations(local: LocalControlPlane): Promise<string[]> {
  const calls = await local.calls();
  return calls.map(({ operation }) => operation).filter((operation) => operation !== "GetCallerIdentity");
}

export const writes = (calls: readonly string[]) => calls.filter((operation) => !/^(Get|List)/.test(operation));

/** Returns outputs without the time of the last change, which differs in each run. */
export function withoutTime({ knownUntil: _time, ...outputs }: Properties): Properties {
  return outputs;
}

/** Returns the error that a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error("rejected with a value that is not an error", { cause: error });
  }
  throw new Error("fulfilled, but an error was expected");
}

/** Returns the resource that the engine stores after a failure that left a provider at the service, and the message. */
export async function partialFailureOf(promise: Promise<unknown>): Promise<Resource & { message: string }> {
  const error = await failureOf(promise);
  if (!(error instanceof PartialFailure)) throw new Error("nothing is left at the service", { cause: error });
  const { id, outputs, message } = error;
  return { id, outputs, message };
}

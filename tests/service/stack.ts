// What the engine does with a resource's handlers, as far as these specs need it.
import { apiKeyCredentialProvider as handler } from "../../provider/handlers/apiKeyCredentialProvider";
import type { Context } from "../../provider/handlers/context";
import type { Properties } from "../../provider/handlers/handler";
import type { LocalControlPlane } from "../../provider/local/index";

export const account = "123456789012";
export const arnOf = (name: string, accountId = account, region = "us-east-1") =>
  `arn:aws:bedrock-agentcore:${region}:${accountId}:token-vault/default/apikeycredentialprovider/${name}`;

export const mark = { owner: "0".repeat(32), resource: "1".repeat(16) };

/** What a program's constructor sends. */
export const search = {
  nameProposal: "search-1a2b3c4",
  apiKey: "key-one",
  accountId: account,
  mark,
} as const;

export const searchArn = arnOf("search-1a2b3c4");

/** A resource in the state. */
export interface Resource {
  id: string;
  outputs: Properties;
}

/** Checks and creates, as `pulumi up` does for a new resource. */
export async function create(context: Context, args: Properties = search): Promise<Resource> {
  return handler.create(context, await inputsOf(context, {}, args));
}

/** Checks and updates, as `pulumi up` does for a changed one. */
export async function update(context: Context, existing: Resource, args: Properties): Promise<Resource> {
  const inputs = await inputsOf(context, existing.outputs, args);
  return { id: existing.id, ...(await handler.update(context, existing.id, existing.outputs, inputs)) };
}

/** The inputs after check; a problem is an error here. */
export async function inputsOf(context: Context, olds: Properties, news: Properties): Promise<Properties> {
  const { inputs, problems } = await handler.check(context, olds, news);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return inputs;
}

export const read = (context: Context, { id, outputs }: Resource) => handler.read(context, id, outputs);

export const remove = (context: Context, { id, outputs }: Resource) => handler.delete(context, id, outputs);

/** The operations since the log was cleared, without the question whose credentials these are. */
export async function operations(local: LocalControlPlane): Promise<string[]> {
  const calls = await local.calls();
  return calls.map(({ operation }) => operation).filter((operation) => operation !== "GetCallerIdentity");
}

export const writes = (calls: readonly string[]) => calls.filter((operation) => !/^(Get|List)/.test(operation));

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

import { createRequire } from "node:module";
import { isNil } from "../rules/core/values";
import { ServiceError, withoutSecrets } from "./errors";
import type { Call } from "./errors";
import type { Operation } from "./service";

const clientPackage = "@aws-sdk/client-bedrock-agentcore-control";

/**
 * The members of an input, by path, that the installed AWS client does not know. It would leave them out without a word.
 * Needs no connection. An expensive question at preview, because it loads the client: for inputs with recent members only.
 */
export async function unknownMembers(operation: Operation, input: object): Promise<string[]> {
  const client: Readonly<Record<string, unknown>> = await import("@aws-sdk/client-bedrock-agentcore-control");
  const schema = client[`${operation}$`];
  // Without a schema that can be read there is no verdict. A spec sees to it that there is one.
  return Array.isArray(schema) ? strangersIn(schema[4], input, "") : [];
}

/** Refuses to send what would arrive without some of its members. */
export async function assertAllKnown(call: Call & { readonly operation: Operation }, input: object): Promise<void> {
  const paths = await unknownMembers(call.operation, input);
  if (paths.length === 0) return;
  const message = `${call.operation} of ${call.subject}: nothing was sent. ${unknownToClient(paths)}`;
  throw new ServiceError("refused", withoutSecrets(message, call.secrets));
}

/** What is wrong with members that the client does not know, and what to do. */
export function unknownToClient(paths: readonly string[]): string {
  return `The installed ${clientPackage} ${clientVersion()} does not know ${paths.join(", ")}. Update it: npm update ${clientPackage}`;
}

function clientVersion(): string {
  const { version } = createRequire(__filename)(`${clientPackage}/package.json`) as { version: string };
  return version;
}

/** The first element of what the client writes down about a shape. Shapes without members are numbers. */
const list = 1;
const map = 2;
const structures: readonly unknown[] = [3, 4]; // 4: a union

function strangersIn(reference: unknown, value: unknown, path: string): string[] {
  const schema = shapeOf(reference);
  if (!Array.isArray(schema) || typeof value !== "object" || value === null) return [];
  const [kind, , , , first, second] = schema as unknown[];
  const within = (name: string) => (path === "" ? name : `${path}.${name}`);
  // The SDK sends neither undefined nor null.
  const members = Object.entries(value).filter(([, member]) => !isNil(member));
  if (structures.includes(kind)) {
    const names = first as readonly string[];
    return members.flatMap(([name, member]) =>
      names.includes(name)
        ? strangersIn((second as readonly unknown[])[names.indexOf(name)], member, within(name))
        : [within(name)],
    );
  }
  if (kind === list) return members.flatMap(([index, item]) => strangersIn(first, item, `${path}[${index}]`));
  // The keys of a map are the user's own.
  return kind === map ? members.flatMap(([key, item]) => strangersIn(second, item, within(key))) : [];
}

/** A shape may be wrapped: in a function, for what is written down further below, and in a pair, with traits. */
function shapeOf(reference: unknown): unknown {
  if (typeof reference === "function") return shapeOf((reference as () => unknown)());
  return Array.isArray(reference) && reference.length === 2 ? shapeOf(reference[0]) : reference;
}

import { createRequire } from "node:module";
import type { Pluggable } from "@aws-sdk/types";
import { isNil, isObject } from "../rules/core/values";
import type { Call } from "./errorCatalog";
import { ServiceError, withoutSecrets } from "./errors";

const clientPackage = "@aws-sdk/client-bedrock-agentcore-control";

/**
 * Refuses to send a request that lacks members of its input. An AWS client that is older than a member of the API leaves the
 * member out silently: the service would accept a provider without its private certificate authority.
 */
export function assertAllSent<Input extends object, Output extends object>(call: Call): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) => {
          const { body = "{}" } = args.request as { body?: string | Uint8Array };
          const paths = omittedMembers(args.input, JSON.parse(Buffer.from(body).toString()), "");
          if (paths.length === 0) return next(args);
          const message = `${call.operation} of ${call.subject}: nothing was sent. The installed ${clientPackage} ${clientVersion()} does not know ${paths.join(", ")}. Update it: npm update ${clientPackage}. If no newer version knows them, leave them out.`;
          throw new ServiceError("refused", withoutSecrets(message, call.secrets));
        },
        { step: "build", name: "agentcoreSentMembers" },
      );
    },
  };
}

/** Returns the paths of members of the input that the request's body lacks. */
function omittedMembers(input: unknown, sent: unknown, path: string): string[] {
  if (typeof input !== "object" || input === null) return [];
  if (!isObject(sent) && !Array.isArray(sent)) return [path];
  // The SDK sends neither undefined nor null.
  const members = Object.entries(input).filter(([, value]) => !isNil(value));
  return members.flatMap(([name, value]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return name in sent ? omittedMembers(value, (sent as Record<string, unknown>)[name], at) : [at];
  });
}

function clientVersion(): string {
  const { version } = createRequire(__filename)(`${clientPackage}/package.json`) as { version: string };
  return version;
}

import { accessDenied, fieldRule, notEmulated, notFound } from "../errors.js";
import { kinds } from "../vault/kinds.js";
import type { AnyRecord } from "../vault/vault.js";
import type { Services } from "./operation.js";

const segments = Object.values(kinds).map(({ arnSegment }) => arnSegment);

/** The provider that a tag operation's ARN names. */
export function taggedProvider({ vault, caller }: Pick<Services, "vault" | "caller">, arn: string): AnyRecord {
  const parsed = /^arn:[^:]+:bedrock-agentcore:([a-z0-9-]+):(\d{12}):(.+)$/.exec(arn);
  if (!parsed) throw fieldRule("resourceArn", "The resourceArn is not the ARN of a Bedrock AgentCore resource");
  const [, , account, resource = ""] = parsed;
  if (account !== caller.account) {
    throw accessDenied(`User: ${caller.arn} is not authorized to access the tags of resource: ${arn}`);
  }
  if (!segments.some((segment) => resource.startsWith(`token-vault/default/${segment}/`))) {
    throw notEmulated(`tags of ${resource.split("/")[0]} resources`);
  }
  const record = vault.byArn(arn);
  if (!record) throw notFound(`Resource not found: ${arn}`);
  return record;
}

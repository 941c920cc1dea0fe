import { accessDenied, fieldRule, notEmulated, notFound } from "../model/errors";
import { kinds } from "../vault/kinds";
import type { AnyRecord } from "../vault/vault";
import type { Services } from "./operation";

type TagServices = Pick<Services, "vault" | "caller">;

export function tagResource(
  services: TagServices,
  { resourceArn, tags }: { resourceArn: string; tags: Record<string, string> },
): void {
  services.vault.tag(taggedProvider(services, resourceArn), tags);
}

/** Removes tags. As for every AWS service, keys that the resource does not have are no error. */
export function untagResource(
  services: TagServices,
  { resourceArn, tagKeys }: { resourceArn: string; tagKeys: string[] },
): void {
  services.vault.untag(taggedProvider(services, resourceArn), tagKeys);
}

export function listTagsForResource(services: TagServices, { resourceArn }: { resourceArn: string }): object {
  return { tags: { ...taggedProvider(services, resourceArn).tags } };
}

function taggedProvider({ vault, caller }: TagServices, arn: string): AnyRecord {
  const parsed = /^arn:[^:]+:bedrock-agentcore:([a-z0-9-]+):(\d{12}):(.+)$/.exec(arn);
  if (!parsed) throw fieldRule("resourceArn", "The resourceArn is not the ARN of a Bedrock AgentCore resource");
  const [, , account, resource = ""] = parsed;
  if (account !== caller.account)
    throw accessDenied(`User: ${caller.arn} is not authorized to access the tags of resource: ${arn}`);
  const isProvider = Object.values(kinds).some((kind) =>
    resource.startsWith(`token-vault/default/${kind.arnSegment}/`),
  );
  if (!isProvider) throw notEmulated(`tags of ${resource.split("/")[0]} resources`);
  const record = vault.byArn(arn);
  if (!record) throw notFound(`Resource not found: ${arn}`);
  return record;
}
